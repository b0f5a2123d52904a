// The SQLite driver is native and optional: where npm could not compile it, one sentence says what to install.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundle } from '../../scripts/bundle.mjs';

// Outside the repository, so that no driver is found but the one a test puts there.
const FOLDER = mkdtempSync(join(tmpdir(), 'remind-driver-'));

beforeAll(async () => {
  await bundle({ outdir: join(FOLDER, 'dist') });
  writeFileSync(join(FOLDER, 'run.cjs'), "require('./dist/main.cjs').main(process.argv.slice(2));\n");
});
afterAll(() => {
  rmSync(FOLDER, { recursive: true, force: true });
});

function put(path: string, text: string) {
  mkdirSync(dirname(join(FOLDER, path)), { recursive: true });
  writeFileSync(join(FOLDER, path), text);
}

function list() {
  const env = { PATH: process.env['PATH'], REMIND_HOME: join(FOLDER, 'home') };
  const run = spawnSync(process.execPath, [join(FOLDER, 'run.cjs'), 'list'], { env, encoding: 'utf8' });
  return { status: run.status, stderr: run.stderr };
}

const SENTENCE = {
  status: 7,
  stderr: expect.stringMatching(/^error: the SQLite driver .*\nhint: install python3, make and g\+\+ .*\n$/),
};

test('a driver that npm took away again', () => {
  expect(list()).toEqual(SENTENCE);
});

test('a driver without its compiled part', () => {
  put('node_modules/better-sqlite3/package.json', '{ "main": "lib/index.js" }');
  put(
    'node_modules/better-sqlite3/lib/index.js',
    "module.exports = class { constructor() { require('bindings'); } };",
  );
  expect(list()).toEqual(SENTENCE);
});

test('a compiled part of another Node', () => {
  put('node_modules/better-sqlite3/build/Release/better_sqlite3.node', 'not for this machine');
  expect(list()).toEqual(SENTENCE);
});
