// `remind config …`: what is shown, what is written, and what is refused.

import { existsSync, readFileSync, statSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { command as explain } from '../../commands/config/explain.ts';
import { command as get } from '../../commands/config/get.ts';
import { command as path } from '../../commands/config/path.ts';
import { command as set } from '../../commands/config/set.ts';
import { command as unset } from '../../commands/config/unset.ts';
import { secretLayers } from '../../src/config/credentials.ts';
import { loadConfig } from '../../src/config/load.ts';
import { NotFoundError, UsageError } from '../../src/core/errors.ts';
import { privateFiles } from '../../src/system/files.ts';
import { ACCOUNT, makePlace, type Place, uid } from '../config/place.ts';
import { testContext } from './context.ts';

let home: Place;
let limitsChanged = 0;
beforeEach(() => {
  home = makePlace();
  limitsChanged = 0;
});
afterEach(() => home.remove());

interface Given {
  readonly env?: Record<string, string>;
  readonly profile?: string;
  readonly tty?: boolean;
}

async function open({ env: extra = {}, profile, tty = false }: Given = {}) {
  const env = { ...home.env, ...extra };
  const config = () => loadConfig({ env, paths: home.paths, flags: { profile } });
  return testContext({
    env,
    tty,
    flags: { profile },
    needs: {
      paths: () => home.paths,
      place: () => ({ env, paths: home.paths, files: privateFiles, uid }),
      config,
      limitsChanged: async () => {
        limitsChanged += 1;
      },
      secretLayers: async () => secretLayers({ config: await config(), env, paths: home.paths, uid }),
    },
  });
}

const written = (): { profiles: Record<string, Record<string, unknown>> } =>
  JSON.parse(readFileSync(home.paths.configFile, 'utf8'));

describe('a limit of sending', () => {
  it('is brought into the database when it is set and when it is unset, other settings are not', async () => {
    const { context } = await open();
    await set.run(context, ['fuse.textsPerDay', '30'], {});
    expect(written().profiles['default']).toEqual({ 'fuse.textsPerDay': 30 });
    await set.run(context, ['tz', 'Europe/Berlin'], {});
    expect(limitsChanged).toBe(1);
    await unset.run(context, ['fuse.textsPerDay'], {});
    expect(limitsChanged).toBe(2);
  });

  it('keeps the half of a budget that is not mentioned: more sends are not more money', async () => {
    const { context } = await open();
    await set.run(context, ['budget.day', '5,1USD'], {});
    await set.run(context, ['budget.day', '7'], {});
    expect(written().profiles['default']).toEqual({ 'budget.day': '7,1USD' });
    await set.run(context, ['budget.day', '2.50USD'], {});
    expect(written().profiles['default']).toEqual({ 'budget.day': '7,2.50USD' });
    await set.run(context, ['budget.tenantDay', '500'], {});
    expect(written().profiles['default']).toEqual({ 'budget.day': '7,2.50USD', 'budget.tenantDay': '500' });
  });

  it('replaces a budget that somebody wrote into the file and nobody can read', async () => {
    home.put('config.json', JSON.stringify({ profiles: { default: { 'budget.day': 'lots' } } }));
    const { context } = await open();
    await set.run(context, ['budget.day', '7'], {});
    expect(written().profiles['default']).toEqual({ 'budget.day': '7' });
  });

  it.each([
    ['fuse.textsPerDay', '0'],
    ['fuse.textsPerDay', 'unlimited'],
    ['fuse.callsPerMinute', '1001'],
    ['fuse.allPerMinute', '1000001'],
    ['fuse', 'maybe'],
  ])('%s cannot be %s', async (key, text) => {
    const { context } = await open();
    await expect(set.run(context, [key, text], {})).rejects.toThrow(UsageError);
    expect([existsSync(home.paths.configFile), limitsChanged]).toEqual([false, 0]);
  });
});

describe('set', () => {
  it.each([
    ['tz', 'europe/berlin', 'Europe/Berlin'],
    ['country', 'us', 'US'],
    ['lease', '90s', '1m30s'],
    ['concurrency', '5', 5],
    ['allow', '+12025550123, (202) 555-0124', ['+12025550123', '+12025550124']],
    ['from', '(202) 555-0123', '+12025550123'],
    ['twilioUrl', 'http://127.0.0.1:4010/', 'http://127.0.0.1:4010'],
  ])('%s = %s is kept as %j', async (key, text, kept) => {
    const { context } = await open({ env: { REMIND_COUNTRY: 'US' } });
    await set.run(context, [key, text], {});
    expect(written().profiles['default']).toEqual({ [key]: kept });
    expect(statSync(home.paths.configFile).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['tz', 'EST'],
    ['lease', '60'],
    ['concurrency', '0'],
    ['allow', '911'],
    ['from', '+19005550123'],
    ['from', ''],
    ['authToken', 'a-secret-on-the-command-line'],
    ['profile', 'other'],
  ])('%s = %j is refused and nothing is written', async (key, text) => {
    const { context } = await open();
    await expect(set.run(context, [key, text], {})).rejects.toThrow(UsageError);
    expect(existsSync(home.paths.configFile)).toBe(false);
  });

  it('does not repeat a secret that was typed', async () => {
    const { context } = await open();
    const error = await set.run(context, ['apiSecret', 'hunter2hunter2'], {}).catch((e: UsageError) => e);
    expect(JSON.stringify([(error as UsageError).message, (error as UsageError).hint])).not.toContain(
      'hunter2',
    );
  });

  it.each([
    ['country', 'UK', 'country: "UK" is not a country code', 'the code of Britain is GB'],
    ['country', 'QQ', 'country: "QQ" is not a country code', 'use two letters such as US, GB or JP'],
    ['tz', 'EST', 'tz: "EST" is an offset, not a time zone', 'did you mean America/New_York?'],
    ['allow', '12', 'allow: "12" is a short code or too short', /emergency numbers/],
  ])('refuses %s %s with the name of the setting, and what to write', async (key, value, message, hint) => {
    const { context } = await open();
    await expect(set.run(context, [key, value], {})).rejects.toMatchObject({
      exitCode: 2,
      message,
      hint: expect.stringMatching(hint),
    });
  });

  it('names the nearest setting for an unknown one', async () => {
    const { context } = await open();
    const error = await set.run(context, ['alow', 'x'], {}).catch((e: NotFoundError) => e);
    expect(error).toBeInstanceOf(NotFoundError);
    expect((error as NotFoundError).hint).toBe('did you mean allow?');
  });

  it('keeps all other settings and profiles, and warns when the environment wins', async () => {
    home.put('config.json', { profile: 'b', profiles: { a: { tz: 'UTC' }, b: { from: '+12025550123' } } });
    const { context, stderr } = await open({ env: { REMIND_TZ: 'UTC' } });
    await set.run(context, ['tz', 'Asia/Tokyo'], {});
    expect(written()).toEqual({
      profile: 'b',
      profiles: { a: { tz: 'UTC' }, b: { from: '+12025550123', tz: 'Asia/Tokyo' } },
    });
    expect(stderr()).toContain('warning: REMIND_TZ is set in the environment and wins over it');
  });

  it('makes no profile out of a misspelt name', async () => {
    home.put('config.json', { profiles: { salon: {} } });
    const { context } = await open({ profile: 'saloon' });
    await expect(set.run(context, ['tz', 'UTC'], {})).rejects.toThrow(NotFoundError);
    expect(Object.keys(written().profiles)).toEqual(['salon']);
  });

  it('leaves a broken file as it is', async () => {
    const file = home.put('config.json', '{ "profiles": ');
    const { context } = await open();
    await expect(set.run(context, ['tz', 'UTC'], {})).rejects.toThrow(/is not JSON/);
    expect(readFileSync(file, 'utf8')).toBe('{ "profiles": ');
  });
});

it('unset brings the default back, also twice, and writes nothing where nothing was', async () => {
  const { context } = await open();
  await unset.run(context, ['lease'], {});
  expect(existsSync(home.paths.configFile)).toBe(false);
  await set.run(context, ['lease', '2m'], {});
  await unset.run(context, ['lease'], {});
  expect(written().profiles['default']).toEqual({});
});

describe('get', () => {
  it('prints the bare value', async () => {
    const { context, stdout } = await open({ env: { REMIND_ALLOW: '+12025550123,+12025550124' } });
    await get.run(context, ['allow'], {});
    await get.run(context, ['lease'], {});
    expect(stdout()).toBe('+12025550123,+12025550124\n1m\n');
  });

  it('prints value and source as JSON', async () => {
    const { context, json } = await open({ env: { REMIND_TZ: 'UTC' } });
    await get.run(context, ['tz'], { json: true });
    expect(json()).toEqual({ key: 'tz', value: 'UTC', source: 'environment REMIND_TZ' });
  });

  it('ends with not found for what is not set, and refuses secrets', async () => {
    const { context } = await open({ env: { TWILIO_AUTH_TOKEN: 'the-token' } });
    await expect(get.run(context, ['tz'], {})).rejects.toThrow(NotFoundError);
    await expect(get.run(context, ['authToken'], {})).rejects.toThrow(UsageError);
  });
});

describe('explain', () => {
  it.each([true, false])(
    'shows every value with its source and hides secrets (terminal: %s)',
    async (tty) => {
      home.put('secrets/default.json', { accountSid: ACCOUNT, authToken: 'the-stored-token' });
      const { context, stdout } = await open({ env: { TWILIO_ACCOUNT_SID: ACCOUNT }, tty });
      await explain.run(context, [], {});
      expect(stdout()).toMatch(new RegExp(`accountSid.+${ACCOUNT}.+environment TWILIO_ACCOUNT_SID`));
      expect(stdout()).toMatch(/authToken.+set \(hidden\)/);
      expect(stdout()).toMatch(/requestTimeout.+30s.+default/);
      expect(stdout()).not.toContain('the-stored-token');
    },
  );

  it('has the promised fields in JSON', async () => {
    const { context, json } = await open();
    await explain.run(context, [], { json: true });
    const rows = json() as Record<string, unknown>[];
    expect(rows.find((row) => row['key'] === 'tz')).toEqual({
      key: 'tz',
      value: null,
      source: 'not set',
      env: 'REMIND_TZ',
      meaning: expect.any(String) as string,
    });
  });

  it('refuses secrets that others may read, naming the remedy', async () => {
    home.put('secrets/default.json', { accountSid: ACCOUNT, authToken: 'x' }, 0o644);
    const { context } = await open();
    await expect(explain.run(context, [], {})).rejects.toThrow(/others may read/);
  });
});

it('path tells where things are, even beside a broken file', async () => {
  home.put('config.json', '{');
  const { context, json } = await open();
  await path.run(context, [], { json: true });
  expect(json()).toEqual({
    config: home.paths.configFile,
    secrets: home.paths.secretsFile('default'),
    database: home.paths.database('default'),
    audio: home.paths.audioFolder,
    run: home.paths.runFolder,
  });
});
