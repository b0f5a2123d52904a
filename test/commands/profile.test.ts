// `remind profile …`: listing, choosing and forgetting profiles.

import { existsSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { command as list } from '../../commands/profile/list.ts';
import { command as remove } from '../../commands/profile/remove.ts';
import { command as use } from '../../commands/profile/use.ts';
import { NotFoundError, RefusedError, UsageError } from '../../src/core/errors.ts';
import { privateFiles } from '../../src/system/files.ts';
import { ACCOUNT, makePlace, type Place, uid } from '../config/place.ts';
import { testContext } from './context.ts';

let home: Place;
beforeEach(() => {
  home = makePlace();
});
afterEach(() => home.remove());

interface Given {
  readonly env?: Record<string, string>;
  readonly answers?: Record<string, boolean>;
  readonly tty?: boolean;
}

function open({ env: extra = {}, answers = {}, tty = false }: Given = {}) {
  const env = { ...home.env, ...extra };
  const place = () => ({ env, paths: home.paths, files: privateFiles, uid });
  return testContext({ env, answers, tty, needs: { place } });
}

const written = (): unknown => JSON.parse(readFileSync(home.paths.configFile, 'utf8'));

function twoProfiles(): void {
  home.put('config.json', {
    profile: 'salon',
    profiles: { salon: { accountSid: ACCOUNT, tz: 'UTC' }, home: { from: '+12025550123' } },
  });
  home.put('secrets/salon.json', { accountSid: ACCOUNT, authToken: 'the-token' });
}

it('list tells which is in use, whose it is, and whether secrets are stored', async () => {
  twoProfiles();
  const { context, json } = await open();
  await list.run(context, [], { json: true });
  expect(json()).toEqual([
    {
      active: false,
      name: 'home',
      accountSid: null,
      from: '+12025550123',
      tz: null,
      secrets: false,
      database: home.paths.database('home'),
    },
    {
      active: true,
      name: 'salon',
      accountSid: ACCOUNT,
      from: null,
      tz: 'UTC',
      secrets: true,
      database: home.paths.database('salon'),
    },
  ]);
});

it('list marks the one in use on a terminal, and survives secrets it may not read', async () => {
  twoProfiles();
  home.put('secrets/salon.json', { accountSid: ACCOUNT }, 0o644);
  const { context, stdout } = await open({ tty: true });
  await list.run(context, [], {});
  expect(stdout()).toMatch(/\* .*salon/);
});

it('list has the default profile before there is any file', async () => {
  const { context, json } = await open();
  await list.run(context, [], { json: 'name,active' });
  expect(json()).toEqual([{ name: 'default', active: true }]);
  expect(existsSync(home.paths.configFile)).toBe(false);
});

it('use writes the choice, and warns when the environment wins', async () => {
  twoProfiles();
  const { context, stderr } = await open({ env: { REMIND_PROFILE: 'salon' } });
  await use.run(context, ['home'], {});
  expect(written()).toMatchObject({ profile: 'home' });
  expect(stderr()).toContain('REMIND_PROFILE=salon');
});

it.each(['hom', '../salon', 'constructor', '__proto__'])(
  'use refuses %j, which there is not',
  async (name) => {
    twoProfiles();
    const { context } = await open();
    await expect(use.run(context, [name], {})).rejects.toThrow(NotFoundError);
    expect(written()).toMatchObject({ profile: 'salon' });
  },
);

it.each([
  ['with --yes', { yes: true }, {}],
  ['confirmed', {}, { '--yes': true }],
])('remove %s forgets settings and secrets and keeps the database', async (_, options, answers) => {
  twoProfiles();
  home.put('secrets/home.json', { accountSid: ACCOUNT, authToken: 'x' });
  const database = home.put('db/home.db', 'rows');
  const { context } = await open({ answers });
  await remove.run(context, ['home'], options);
  expect(written()).toEqual({ profile: 'salon', profiles: { salon: { accountSid: ACCOUNT, tz: 'UTC' } } });
  expect(existsSync(home.paths.secretsFile('home'))).toBe(false);
  expect(existsSync(database)).toBe(true);
});

it.each([
  ['declined', { '--yes': false }, RefusedError],
  ['where nobody can be asked', {}, UsageError],
])('remove changes nothing when %s', async (_, answers, kind) => {
  twoProfiles();
  const { context } = await open({ answers: answers as Record<string, boolean> });
  await expect(remove.run(context, ['home'], {})).rejects.toThrow(kind);
  expect(Object.keys((written() as { profiles: object }).profiles)).toEqual(['salon', 'home']);
});

it('remove refuses the profile in use while there is another, and lets the last one go', async () => {
  twoProfiles();
  const { context } = await open();
  await expect(remove.run(context, ['salon'], { yes: true })).rejects.toThrow(RefusedError);
  await remove.run(context, ['home'], { yes: true });
  await remove.run(context, ['salon'], { yes: true });
  expect(written()).toEqual({ profiles: {} });
});
