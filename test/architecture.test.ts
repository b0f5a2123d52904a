// The house law: rooms, floors, vendors and forms, on the real sources and on made-up breaches of each.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { breaches, type SourceFile } from './architecture/check.ts';
import { MAX_LINES } from './architecture/laws.ts';
import { readSource } from './architecture/source.ts';

const ROOT = new URL('..', import.meta.url).pathname;

function sourcesUnder(folder: string): SourceFile[] {
  return readdirSync(`${ROOT}${folder}`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => ({ path: `${folder}/${name}`, text: readFileSync(`${ROOT}${folder}/${name}`, 'utf8') }));
}

test('every source keeps every law', () => {
  const files = [...sourcesUnder('src'), ...sourcesUnder('commands')];
  expect(files.length).toBeGreaterThan(30);
  expect(breaches(files)).toEqual([]);
});

/** What is said of one made-up file; its first line is in order unless it is what is judged. */
function judge(path: string, code: string): readonly string[] {
  return breaches([{ path, text: `// A made-up file to judge.\n${code}\n` }]);
}

describe('a breach is found', () => {
  test.each([
    ['a higher floor', 'src/store/a.ts', "import { b } from '../gateway/b.ts';", 'from a higher floor'],
    ['a sibling room', 'src/store/a.ts', "import { b } from '../system/b.ts';", 'its sibling'],
    ['a type of a sibling', 'src/voice/a.ts', "import type { B } from '../hooks/b.ts';", 'its sibling'],
    ['a re-export', 'src/store/a.ts', "export { b } from '../terminal/b.ts';", 'its sibling'],
    ['a lazy import', 'src/core/a.ts', "const b = await import('../store/b.ts');", 'from a higher floor'],
    ['a side-effect import', 'src/core/a.ts', "import '../cli/b.ts';", 'from a higher floor'],
    [
      'the simulator knowing remind',
      'src/simulator/a.ts',
      "import { b } from '../store/b.ts';",
      'sees src/core only',
    ],
    [
      'a command loaded early',
      'src/cli/a.ts',
      "import { b } from '../../commands/b.ts';",
      'before it is asked for',
    ],
    ['no room at all', 'src/other/a.ts', '', 'in no room'],
    ['an import of no room', 'src/cli/a.ts', "import { b } from '../../bench/b.ts';", 'in no room'],
    ['no extension', 'src/cli/a.ts', "import { b } from './b';", 'without its .ts'],
    ['a vendor elsewhere', 'src/cli/a.ts', "import { Chalk } from 'chalk';", 'belongs to src/terminal'],
    ['a deep vendor', 'commands/a.ts', "import { en } from 'chrono-node/en';", 'belongs to src/core'],
    ['a lazy vendor', 'commands/a.ts', "await import('twilio');", 'belongs to src/gateway'],
    ['a required vendor', 'commands/a.ts', "const pg = require('pg');", 'belongs to src/store'],
    ['a vendor without a room', 'src/store/a.ts', "import _ from 'lodash';", 'without a room'],
    ['a scoped vendor', 'src/store/a.ts', "import a from '@a/b/c';", 'imports @a/b, a vendor'],
    ['I/O in the core', 'src/core/a.ts', "import { readFile } from 'node:fs';", 'no input or output'],
    ['a socket in a command', 'commands/a.ts', "import { connect } from 'node:net';", 'belongs to'],
    ['the clock', 'src/delivery/a.ts', 'const now = Date.now();', 'reads the clock'],
    ['a date of now', 'src/simulator/a.ts', 'const now = new Date( );', 'reads the clock'],
    ['a timer', 'src/simulator/a.ts', 'setTimeout(go, 5);', 'sleeps'],
    ['chance', 'src/gateway/a.ts', 'Math.random();', 'draws random numbers'],
    ['a uuid', 'src/store/a.ts', 'crypto.randomUUID();', 'draws random numbers'],
    ['leaving', 'commands/a.ts', 'process.exit(1);', 'ends the process'],
    ['the environment', 'src/config/a.ts', "process.env['X'];", 'reads the environment'],
    ['stdout', 'commands/a.ts', 'process.stdout.write(x);', 'streams of the process'],
    ['the console', 'src/terminal/a.ts', 'console.error(1);', 'uses the console'],
    ['a fetch', 'src/gateway/a.ts', 'await fetch(url);', 'fetches'],
    ['SQL in a string', 'src/delivery/a.ts', 'const a = `select id, state from reminder`;', 'holds SQL'],
    ['a write in SQL', 'commands/a.ts', "db.run('update reminder set state = ?');", 'holds SQL'],
    ['a default export', 'src/core/a.ts', 'export default 1;', 'default export'],
    ['a barrel', 'src/core/a.ts', "export * from './b.ts';", 're-exports a whole file'],
    ['an enum', 'src/core/a.ts', 'export const enum A { b }', 'an enum'],
    ['an empty name', 'src/core/date-utils.ts', '', '"utils" is no name'],
    ['a file too long', 'src/core/a.ts', `${'\n'.repeat(MAX_LINES)}const a = 1;`, `more than ${MAX_LINES}`],
  ])('%s', (_name, path, code, what) => {
    expect(judge(path, code)).toEqual([expect.stringContaining(what)]);
  });

  test('a first line that says nothing', () => {
    expect(breaches([{ path: 'src/core/a.ts', text: "import { b } from './b.ts';\n" }])).toEqual([
      'src/core/a.ts: its first line is no sentence saying what it owns',
    ]);
  });

  test('two files of the core on one vendor', () => {
    const text = "// Owns the calendar, or so it says.\nimport { CronDate } from 'cron-parser';\n";
    const found = breaches([
      { path: 'src/core/a.ts', text },
      { path: 'src/core/b.ts', text },
    ]);
    expect(found).toEqual(['src/core/a.ts, src/core/b.ts: share cron-parser, which one file owns']);
  });

  test('files that need each other', () => {
    const file = (path: string, other: string, type = '') => ({
      path,
      text: `// Needs the other one to load.\nimport ${type} { x } from './${other}.ts';\n`,
    });
    const cycle = [file('src/core/a.ts', 'b'), file('src/core/b.ts', 'a')];
    expect(breaches(cycle)).toEqual(['src/core/a.ts → src/core/b.ts → src/core/a.ts: import each other']);
    expect(breaches([file('src/core/a.ts', 'b'), file('src/core/b.ts', 'a', 'type')])).toEqual([]);
  });
});

describe('what is allowed is left alone', () => {
  test.each([
    [
      'a lower floor',
      'src/cli/a.ts',
      "import { b } from '../core/b.ts';\nimport type { C } from '../store/c.ts';",
    ],
    ['the same room', 'src/voice/deep/a.ts', "import { b } from '../b.ts';"],
    ['a command loaded late', 'src/cli/a.ts', "const load = () => import('../../commands/b.ts');"],
    ['a vendor at home', 'src/store/a.ts', "import Database from 'better-sqlite3';"],
    ['the clock in its room', 'src/system/a.ts', 'export const now = () => Date.now();'],
    [
      'words in comments',
      'src/core/a.ts',
      "// Date.now() and import 'chalk' are not for us\n/* process.exit() */",
    ],
    [
      'words in strings',
      'src/core/a.ts',
      'const a = "console.log(1)"; const b = `Math.random() setTimeout(`;',
    ],
    ['words in patterns', 'src/core/a.ts', 'const a = /console.log(\'"`/g; const b = x.y / 2;'],
    ['a date of an instant', 'src/core/a.ts', 'const a = new Date(instant).toISOString();'],
    ['prose with select', 'src/core/a.ts', "const a = 'select a number, then update it from there on';"],
  ])('%s', (_name, path, code) => {
    expect(judge(path, code)).toEqual([]);
  });
});

describe('the reader of sources', () => {
  test('finds each kind of import and whether it is a type', () => {
    const { imports } = readSource(
      [
        "import a from 'a';",
        "import { b, type B } from 'b';",
        "import { type C, type D } from 'c';",
        "import type { E } from 'e';",
        "export { f } from 'f';",
        "import 'g';",
        "import {\n  h,\n  i,\n} from 'h';",
        "const j = () => import('j');",
        "const k = \"import l from 'l'\"; // import m from 'm'",
      ].join('\n'),
    );
    expect(imports.map(({ specifier, kind, typeOnly }) => `${specifier} ${kind} ${typeOnly}`)).toEqual([
      'a static false',
      'b static false',
      'c static true',
      'e static true',
      'f static false',
      'g static false',
      'h static false',
      'j dynamic false',
    ]);
  });

  test('sees the code inside a template, and not the text around it', () => {
    const source = ['const a = `b $', '{c(`d $', '{e} f`)} g`; h();'].join('');
    expect(readSource(source).code).toBe('const a = `    c(`    e}   )}   ; h();');
  });
});
