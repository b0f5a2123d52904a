// What each command loads to start: the budget of start-up, counted in files instead of milliseconds.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundle } from '../scripts/bundle.mjs';

const ROOT = new URL('..', import.meta.url).pathname;
// Inside the repository, so that the vendors left out of the bundle are found.
const COPY = join(ROOT, 'node_modules', '.cache', `startup-${process.pid}`);
const OUT = join(COPY, 'dist');
const PRELOAD = new URL('./startup/preload.cjs', import.meta.url).pathname;

let home = '';

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'remind-startup-'));
  mkdirSync(COPY, { recursive: true });
  symlinkSync(join(ROOT, 'completions'), join(COPY, 'completions'));
  await bundle({ outdir: OUT, readable: true });
  writeFileSync(join(OUT, 'run.cjs'), "require('./main.cjs').main(process.argv.slice(2));\n");
});
afterAll(() => {
  rmSync(home, { recursive: true, force: true });
  rmSync(COPY, { recursive: true, force: true });
});

interface Loaded {
  /** Vendors, by the file of dist/vendor or by their own name. */
  readonly vendors: readonly string[];
  /** Files of dist/ itself. */
  readonly files: readonly string[];
  readonly commands: readonly string[];
  /** The rooms of which any source ran that is not needed by every command. */
  readonly rooms: readonly string[];
  /** Node's own modules, public ones. */
  readonly builtins: readonly string[];
}

/** Runs the bundled program, which has to succeed, and says what it loaded. */
function loadedBy(line: string, more: Record<string, string> = {}): Loaded {
  const record = join(home, 'loaded');
  writeFileSync(record, '');
  const env = {
    PATH: process.env['PATH'],
    HOME: home,
    REMIND_HOME: home,
    REMIND_TZ: 'UTC',
    LOADED: record,
    ...more,
  };
  const words = line.match(/"[^"]*"|\S+/g)?.map((word) => word.replaceAll('"', '')) ?? [];
  const argv = ['--require', PRELOAD, join(OUT, 'run.cjs'), ...words];
  const { status, stderr } = spawnSync(process.execPath, argv, { env, encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  const noted = [...new Set(readFileSync(record, 'utf8').trim().split('\n'))].sort();
  if (noted.includes('./program.cjs')) expect(noted).toContain('(sources are noted)');
  const some = (pattern: RegExp) => noted.flatMap((name) => pattern.exec(name)?.[1] ?? []);
  return {
    vendors: [...some(/^\.\/vendor\/(.*)\.cjs$/), ...some(/^(better-sqlite3|twilio.*)$/)].sort(),
    files: some(/^\.\/(\w+\.cjs)$/),
    commands: some(/^(commands\/.*)$/),
    rooms: [...new Set(some(/^src\/(\w+)\//))],
    builtins: some(/^NativeModule ([a-z_/]+)$/).filter((name) => !name.startsWith('internal/')),
  };
}

test('--version loads one file', () => {
  expect(loadedBy('--version')).toMatchObject({ vendors: [], files: ['main.cjs'], commands: [], rooms: [] });
});

describe('help loads commander, and a command only to describe it', () => {
  test.each([
    ['', []],
    ['--help', []],
    ['help contact', []],
    ['help completion', ['commands/completion.ts']],
    ['list --help', ['commands/list.ts']],
  ])('remind %s', (line, commands) => {
    const loaded = loadedBy(line);
    expect(loaded.vendors).toEqual(['commander']);
    expect(loaded.commands).toEqual(commands);
  });

  test('a topic does without commander', () => {
    expect(loadedBy('help states').vendors).toEqual([]);
  });
});

describe('a command loads itself, no other, and only the vendors it needs', () => {
  test.each([
    ['completion bash', 'commands/completion.ts', []],
    ['list --json --limit 100', 'commands/list.ts', ['better-sqlite3']],
    ['list', 'commands/list.ts', ['better-sqlite3']],
    ['status --json', 'commands/status.ts', ['better-sqlite3']],
    ['config explain', 'commands/config/explain.ts', []],
    [
      'schedule --to +12025550123 --at 2031-01-01T09:00:00Z --body Hi --json',
      'commands/schedule.ts',
      ['better-sqlite3', 'phone-library'],
    ],
  ])('remind %s', (line, command, vendors) => {
    const loaded = loadedBy(line);
    expect(loaded.commands).toContain(command);
    // A command may stand in two files: `schedule.ts` and what it shows, `schedule-screen.ts`.
    const own = command.replace(/\.ts$/, '');
    expect(loaded.commands.filter((name) => !name.startsWith(own))).toEqual([]);
    expect(loaded.vendors.filter((name) => name !== 'commander')).toEqual(vendors);
  });

  test('and of our own rooms none that delivers, simulates or serves', () => {
    const { rooms } = loadedBy('list --json');
    expect(rooms).toContain('store');
    for (const room of ['simulator', 'delivery', 'gateway', 'server', 'voice'])
      expect(rooms).not.toContain(room);
  });
});

test.each(['list --json --limit 100', 'schedule --to +12025550123 --at 2031-01-01T09:00:00Z --body Hi'])(
  "of Node's modules, those that take 2 ms and more are not loaded: remind %s",
  (line) => {
    const { builtins } = loadedBy(line);
    expect(builtins).toContain('fs');
    const slow = ['stream', 'net', 'fs/promises', 'crypto', 'child_process', 'readline', 'worker_threads'];
    expect(builtins.filter((name) => slow.includes(name))).toEqual([]);
  },
);

test('colour is loaded for a person, and only then', () => {
  expect(loadedBy('list --color on').vendors).toContain('chalk');
  expect(loadedBy('list', { NO_COLOR: '1' }).vendors).not.toContain('chalk');
});

test('completion of commands and flags loads neither commander nor the database', () => {
  const loaded = loadedBy('__complete -- list --');
  expect(loaded.commands).toEqual(['commands/list.ts']);
  expect(loaded.vendors).toEqual([]);
  expect(loadedBy('__complete -- li').commands).toEqual([]);
});
