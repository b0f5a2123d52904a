// What each command loads to start: the budget of start-up, counted in modules instead of milliseconds.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundle } from '../scripts/bundle.mjs';

const ROOT = new URL('..', import.meta.url).pathname;
// Inside the repository, so that the vendors left out of the bundle are found.
const COPY = join(ROOT, 'node_modules', '.cache', `startup-${process.pid}`);
const OUT = join(COPY, 'dist');
const PRELOAD = new URL('./startup/preload.mjs', import.meta.url).href;

let home = '';
/** For each chunk, the sources it was made of. */
let sources = new Map<string, readonly string[]>();

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'remind-startup-'));
  mkdirSync(COPY, { recursive: true });
  symlinkSync(join(ROOT, 'completions'), join(COPY, 'completions'));
  const { outputs } = await bundle({ outdir: OUT });
  sources = new Map(
    Object.entries(outputs).map(([path, { inputs }]) => [basename(path), Object.keys(inputs)]),
  );
  writeFileSync(
    join(OUT, 'run.mjs'),
    "import { main } from './main.js';\nawait main(process.argv.slice(2));\n",
  );
});
afterAll(() => {
  rmSync(home, { recursive: true, force: true });
  rmSync(COPY, { recursive: true, force: true });
});

interface Loaded {
  readonly vendors: readonly string[];
  readonly commands: readonly string[];
  readonly own: readonly string[];
}

/** Runs the bundled program and says what it loaded. */
function loadedBy(line: string): Loaded {
  const record = join(home, 'loaded');
  writeFileSync(record, '');
  const argv = ['--import', PRELOAD, join(OUT, 'run.mjs'), ...line.split(' ').filter(Boolean)];
  const env = { PATH: process.env['PATH'], HOME: home, REMIND_HOME: home, REMIND_TZ: 'UTC', LOADED: record };
  const { status, stderr } = spawnSync(process.execPath, argv, { env, encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  const modules = readFileSync(record, 'utf8').trim().split('\n');
  const files = modules.flatMap((module) => sources.get(basename(module)) ?? [module]);
  const vendors = files.flatMap((file) => /node_modules\/((?:@[^/]+\/)?[^/.][^/]*)/.exec(file)?.[1] ?? []);
  return {
    vendors: [...new Set(vendors)].sort(),
    commands: files.filter((file) => file.startsWith('commands/')).sort(),
    own: files.filter((file) => /^(src|commands)\//.test(file)).sort(),
  };
}

test('--version loads nothing but itself and how errors are told', () => {
  expect(loadedBy('--version')).toEqual({
    vendors: [],
    commands: [],
    own: [
      'src/cli/report.ts',
      'src/cli/version.ts',
      'src/core/errors.ts',
      'src/core/redact.ts',
      'src/main.ts',
      'src/terminal/plain.ts',
    ],
  });
});

describe('help loads commander, and a command only to describe it', () => {
  test.each([
    ['', []],
    ['--help', []],
    ['help exit-codes', []],
    ['help completion', ['commands/completion.ts']],
    ['completion --help', ['commands/completion.ts']],
  ])('remind %s', (line, commands) => {
    const loaded = loadedBy(line);
    expect(loaded.vendors).toEqual(['commander']);
    expect(loaded.commands).toEqual(commands);
    expect(loaded.own).not.toContain('src/cli/context.ts');
  });
});

test('a command loads itself and no other', () => {
  const loaded = loadedBy('completion bash');
  expect(loaded.commands).toEqual(['commands/completion.ts']);
  expect(loaded.vendors).toEqual(['commander']);
});

test('completion of commands and flags loads neither commander nor the services', () => {
  const loaded = loadedBy('__complete -- completion --');
  expect(loaded.commands).toEqual(['commands/completion.ts']);
  expect(loaded.own).not.toContain('src/cli/context.ts');
});
