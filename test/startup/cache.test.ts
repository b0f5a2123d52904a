// V8's code cache: taken when it fits, and never in the way when it does not.

import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import Module from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundle } from '../../scripts/bundle.mjs';
import { cacheCode } from '../../scripts/cache-code.mjs';

// Inside the repository, so that the vendors left out of the bundle are found.
const OUT = new URL(`../../node_modules/.cache/code-${process.pid}`, import.meta.url).pathname;
const WATCH = new URL('./watch-cache.cjs', import.meta.url).pathname;
// Where Node keeps compiled code itself, ours is not asked for.
const NODE_HAS_ITS_OWN = 'enableCompileCache' in Module;
let cache = '';

beforeAll(async () => {
  const made = await cacheCode(OUT, await bundle({ outdir: OUT }));
  cache = join(OUT, made.find((name) => /^program.*\.cache$/.test(name)) ?? '');
  writeFileSync(join(OUT, 'run.cjs'), "require('./main.cjs').main(process.argv.slice(2));\n");
});
afterAll(() => {
  rmSync(OUT, { recursive: true, force: true });
});

function help() {
  const env = { PATH: process.env['PATH'] };
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--require', WATCH, join(OUT, 'run.cjs'), 'help', 'exit-codes'],
    { env, encoding: 'utf8' },
  );
  return { status, said: stdout.split('\n')[0], cache: stderr };
}

test('a cache of this very build is taken', () => {
  expect(help()).toEqual({ status: 0, said: 'Exit codes:', cache: NODE_HAS_ITS_OWN ? '' : 'cache taken\n' });
});

test('a damaged cache is refused, and the program runs', () => {
  const bytes = readFileSync(cache);
  writeFileSync(cache, bytes.fill(0, 8, 16));
  expect(help()).toEqual({
    status: 0,
    said: 'Exit codes:',
    cache: NODE_HAS_ITS_OWN ? '' : 'cache refused\n',
  });
});

test('without a cache the program runs', () => {
  rmSync(cache);
  expect(help()).toEqual({ status: 0, said: 'Exit codes:', cache: '' });
});
