// Checks of the machine: each trouble is found, and its remedy named.

import { symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  clockCheck,
  diskCheck,
  driverCheck,
  filesystemCheck,
  nameCheck,
  nodeCheck,
} from '../../src/watchdog/checks/machine-checks.ts';
import { makePlace, type Place } from '../config/place.ts';

let home: Place;
beforeEach(() => {
  home = makePlace();
});
afterEach(() => home.remove());

it.each([
  ['18.20.0', 'failed'],
  ['20.16.9', 'failed'],
  ['20.17.0', 'ok'],
  ['22.1.0', 'ok'],
])('Node %s: %s', async (version, status) => {
  expect((await nodeCheck(version).run()).status).toBe(status);
});

it('the driver, the disk and the filesystem are asked about before anything is there', async () => {
  expect((await driverCheck.run()).message).toMatch(/^SQLite 3\./);
  expect((await diskCheck(home.paths).run()).message).toMatch(/free at .*remind-place-/);
  expect((await filesystemCheck(home.paths, 'linux').run()).status).toMatch(/ok|warning/);
});

describe('the name', () => {
  const withPrograms = (...paths: string[]) => ({
    PATH: ['relative', ...paths.map((path) => dirname(home.put(path, '#!/bin/sh\n', 0o755)))].join(':'),
  });

  it('is ours when nobody else has it', async () => {
    expect((await nameCheck({ PATH: '/nowhere' }, null).run()).status).toBe('ok');
    expect((await nameCheck({}, null).run()).status).toBe('ok');
  });

  it("is another's when theirs comes first, and remindctl is recommended", async () => {
    const ours = home.put('ours/lib/bin/remind.js', '', 0o755);
    const env = withPrograms('debian/remind');
    const finding = await nameCheck(env, ours).run();
    expect(finding).toMatchObject({ status: 'warning' });
    expect(finding.remedy).toContain('remindctl');
  });

  it('is ours when our own link comes first, whichever installation it leads to', async () => {
    const ours = home.put('ours/lib/bin/remind.js', '', 0o755);
    const env = withPrograms('ours/bin/other', 'debian/remind');
    symlinkSync(ours, join(home.folder, 'ours/bin/remind'));
    expect((await nameCheck(env, null).run()).status).toBe('ok');
  });

  it('is ours when a script comes first that runs this very program', async () => {
    const ours = home.put('ours/lib/main.js', '', 0o755);
    const env = withPrograms('run/remind');
    home.put('run/remind', `#!/bin/sh\nexec node '${ours}' "$@"\n`, 0o755);
    expect((await nameCheck(env, ours).run()).status).toBe('ok');
    expect((await nameCheck(env, '/elsewhere/main.js').run()).status).toBe('warning');
  });

  it('does not mind a file that cannot be run', async () => {
    const env = withPrograms('docs/remind');
    home.put('docs/remind', 'text', 0o644);
    expect((await nameCheck(env, null).run()).status).toBe('ok');
  });
});

describe('the clock', () => {
  const now = Date.parse('2026-11-23T09:00:00Z');
  it.each<[string, number, number | null, string]>([
    ['is right', now, now - 1000, 'ok'],
    ['is right before anything was written', now, null, 'ok'],
    ['stands in 1970', 1000, null, 'failed'],
    ['stands before the last sign of life', now, now + 61_000, 'failed'],
    ['differs by seconds', now, now + 30_000, 'ok'],
  ])('%s', async (_, at, seen, status) => {
    expect((await clockCheck(at, async () => seen).run()).status).toBe(status);
  });
});
