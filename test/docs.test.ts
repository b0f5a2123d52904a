// What is written about the commands is true: help, examples, docs/commands.md, the environment.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ENVIRONMENT } from '../src/cli/environment.ts';
import { parseCommandLine } from '../src/cli/program.ts';
import { commandReference, helpPage } from '../src/cli/reference.ts';
import { REGISTRY } from '../src/cli/registry.ts';
import { readSource } from './architecture/source.ts';

const ROOT = new URL('..', import.meta.url).pathname;
const read = (path: string) => readFileSync(`${ROOT}${path}`, 'utf8');
const filesUnder = (folder: string) =>
  readdirSync(`${ROOT}${folder}`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`);
const NAMED = REGISTRY.map((entry) => [entry.path.join(' '), entry] as const);

/** The words of the `remind …` in a shell line: unquoted, in its `$(…)`, before its pipes and redirections. */
function wordsOf(line: string): readonly string[] {
  const called = /(?:^|[|&(])\s*(?:[A-Z_]+=\S+ )*remind (.*)$/.exec(line)?.[1] ?? '';
  const words: string[] = [];
  for (const [token] of called.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'|<>&)])+|[|<>&)]/g)) {
    if (/^[|<>&)#]/.test(token)) break;
    words.push(token.replace(/"([^"]*)"|'([^']*)'/g, (_all, double, single) => double ?? single));
  }
  return words;
}

/** The module a line would run; throws UsageError for a line that does not parse. */
async function parsed(words: readonly string[]) {
  const invocation = await parseCommandLine(words, {
    registry: REGISTRY,
    columns: 100,
    write: () => {},
    onLoad: () => {},
  });
  return invocation?.module;
}

describe.each(NAMED)('remind %s', (name, entry) => {
  test('has a summary of one line, and help as in its golden file', async () => {
    expect(entry.summary).toMatch(/^[A-Z].{9,68}[^.]$/);
    await expect(await helpPage(entry.path)).toMatchFileSnapshot(`golden/help/${name.replace(' ', '-')}.txt`);
  });

  test('has examples, and each is a line it accepts', async () => {
    const { command } = await entry.load();
    expect(command.examples.length).toBeGreaterThan(0);
    for (const example of command.examples) {
      expect(await parsed(wordsOf(example)), example).toBe(command);
    }
  });

  test('has fields for --json exactly when it has a format', async () => {
    const { command } = await entry.load();
    const keys = (command.columns ?? []).map(({ key }) => key);
    expect(keys.length > 0).toBe(command.format !== undefined);
    expect(new Set(keys).size).toBe(keys.length);
    for (const key of keys) expect(key).toMatch(/^[a-z][A-Za-z0-9]*$/);
  });
});

test('the words of an example are found among the shell’s', () => {
  expect(wordsOf('remind send me "Hi \'you\'" --via call')).toEqual([
    'send',
    'me',
    "Hi 'you'",
    '--via',
    'call',
  ]);
  expect(wordsOf('cat a.csv | remind import - --json | jq .')).toEqual(['import', '-', '--json']);
  expect(wordsOf('eval "$(remind completion bash)"')).toEqual(['completion', 'bash']);
  expect(wordsOf('REMIND_TZ=UTC remind list --json=id,state > out')).toEqual(['list', '--json=id,state']);
  expect(wordsOf('remind list   # all of them')).toEqual(['list']);
  expect(wordsOf("remind schedule --body='a b' --to x")).toEqual(['schedule', '--body=a b', '--to', 'x']);
});

test('a line that a command does not accept is found out', async () => {
  await expect(parsed(['completion', 'bash', '--bogus'])).rejects.toThrow('there is no flag --bogus');
});

test('every command file is registered, once', async () => {
  const declared = filesUnder('commands').filter((path) => /^export const command\b/m.test(read(path)));
  const loaded = filesUnder('src/cli/registry')
    .flatMap((path) => readSource(read(path)).imports)
    .filter(({ kind }) => kind === 'dynamic')
    .map(({ specifier }) => specifier.slice('../../../'.length));
  expect([...loaded].sort()).toEqual([...declared].sort());
  expect(new Set(NAMED.map(([name]) => name)).size).toBe(NAMED.length);
});

test('docs/commands.md is fresh (npm run docs)', async () => {
  expect(read('docs/commands.md')).toBe(await commandReference());
});

test('every variable of the environment the program reads is in its help', () => {
  const known = Object.values(ENVIRONMENT).flatMap((group) => group.map(({ name }) => name));
  const sources = [...filesUnder('src'), ...filesUnder('commands')].filter(
    (path) => path !== 'src/cli/version.ts',
  );
  const used = sources.flatMap(
    (path) => readSource(read(path)).uncommented.match(/\b(?:REMIND|TWILIO|XDG)_[A-Z_]*[A-Z]\b/g) ?? [],
  );
  expect([...new Set(used)].filter((name) => !known.includes(name))).toEqual([]);
});

test('every command in the guide is a line the program accepts', async () => {
  const guides = ['README.md', ...readdirSync(`${ROOT}docs`).map((name) => `docs/${name}`)].filter(
    (path) => path.endsWith('.md') && path !== 'docs/commands.md' && existsSync(`${ROOT}${path}`),
  );
  const lines = guides.flatMap((path) =>
    [...read(path).matchAll(/^```(?:sh|console|bash)\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) =>
      block.split('\n').flatMap((line) => (/(^|[|(]\s*|\$ )remind [a-z]/.test(line) ? [{ path, line }] : [])),
    ),
  );
  for (const { path, line } of lines)
    await expect(parsed(wordsOf(line.replace(/^\$ /, ''))), `${path}: ${line}`).resolves.toBeDefined();
});
