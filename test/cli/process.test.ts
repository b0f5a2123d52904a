// What only a real process shows: signals, a reader that leaves, promises that never settle.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundle } from '../../scripts/bundle.mjs';

const OUT = new URL(`../../node_modules/.cache/process-${process.pid}`, import.meta.url).pathname;

beforeAll(async () => {
  await bundle({ outdir: OUT, entryPoints: { fixture: 'test/cli/process-fixture.ts' } });
});
afterAll(() => {
  rmSync(OUT, { recursive: true, force: true });
});

function start(command: string, env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [join(OUT, 'fixture.cjs'), command], {
    env: { PATH: process.env['PATH'], ...env },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  return {
    child,
    ready: () => once(child.stdout, 'data'),
    end: async () => {
      const [code] = await once(child, 'close');
      return { code, out, err };
    },
  };
}

describe('a signal', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    '%s lets a command finish, and its code stand',
    async (signal) => {
      const { child, ready, end } = start('drain');
      await ready();
      child.kill(signal);
      expect(await end()).toEqual({ code: 0, out: 'ready\ndrained\n', err: '' });
    },
  );

  test('twice ends a command that does not listen, with 130', async () => {
    const { child, ready, end } = start('deaf');
    await ready();
    // The second one only counts once the first was heard; until then they are one.
    const again = setInterval(() => child.kill('SIGINT'), 20);
    const { code } = await end();
    clearInterval(again);
    expect(code).toBe(130);
  });
});

describe('a reader that leaves', () => {
  test('stops a command that prints on and on, quietly and with 0', async () => {
    const { child, ready, end } = start('spew');
    await ready();
    child.stdout.destroy();
    const { code, err } = await end();
    expect([code, err]).toEqual([0, '']);
  });

  test('before the end of a long answer is no error', async () => {
    const { child, ready, end } = start('list');
    await ready();
    child.stdout.destroy();
    const { code, err } = await end();
    expect([code, err]).toEqual([0, '']);
  });
});

test('a full disk is told as one, with the code of trouble', () => {
  const full = openSync('/dev/full', 'w');
  const { status, stderr } = spawnSync(process.execPath, [join(OUT, 'fixture.cjs'), 'list'], {
    stdio: ['ignore', full, 'pipe'],
    encoding: 'utf8',
  });
  closeSync(full);
  expect([status, stderr]).toEqual([
    7,
    'error: stdout cannot be written: the disk is full\nhint: free some space; what was there before is unharmed\n',
  ]);
});

test('all of a long answer arrives', async () => {
  const { out } = await start('list').end();
  expect(out.length).toBe(1_000_001);
});

test('a command that never finishes is a bug that is told, not a 0', async () => {
  expect(await start('lost').end()).toEqual({
    code: 1,
    out: '',
    err: 'error: this is a bug in remind: the command stopped without finishing\n',
  });
});

test('an exception outside every promise is told like one inside, without the secret it carries', async () => {
  const { code, err } = await start('crash', { TWILIO_AUTH_TOKEN: 'f'.repeat(32) }).end();
  expect(code).toBe(1);
  expect(err).toBe(
    'error: this is a bug in remind: Error: out of nowhere, with [redacted]\nhint: please report it, with what --debug prints; secrets are masked there\n',
  );
});
