// Precedence and sources of every setting, and what is said about a bad one.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ConfigFlags, loadConfig } from '../../src/config/load.ts';
import { resolvePaths } from '../../src/config/paths.ts';
import { SETTING_KEYS, SETTINGS, type Setting } from '../../src/config/settings.ts';
import { DEFAULT_DAY } from '../../src/core/budget.ts';
import { NotFoundError, UsageError } from '../../src/core/errors.ts';
import { DEFAULT_FUSE } from '../../src/core/limits.ts';
import { ACCOUNT, API_KEY, makePlace, OTHER_ACCOUNT, type Place } from './place.ts';

let place: Place;
beforeEach(() => {
  place = makePlace();
});
afterEach(() => place.remove());

const load = (env: Record<string, string> = {}, flags: ConfigFlags = {}) =>
  loadConfig({ env: { ...place.env, ...env }, paths: place.paths, flags });

const failure = async (promise: Promise<unknown>): Promise<{ message: string; hint?: string }> =>
  promise.then(
    () => {
      throw new Error('it did not fail');
    },
    (error: UsageError) => ({ message: error.message, hint: error.hint ?? '' }),
  );

/** Two texts each setting can be read from, what they mean, and its default. */
const TABLE: Record<string, { texts: [unknown, string]; values: [unknown, unknown]; fallback: unknown }> = {
  accountSid: { texts: [ACCOUNT, OTHER_ACCOUNT], values: [ACCOUNT, OTHER_ACCOUNT], fallback: undefined },
  region: { texts: ['ie1', 'au1'], values: ['ie1', 'au1'], fallback: undefined },
  edge: { texts: ['dublin', 'sydney'], values: ['dublin', 'sydney'], fallback: undefined },
  from: { texts: ['+12025550123', 'Salon Ann'], values: ['+12025550123', 'Salon Ann'], fallback: undefined },
  allow: {
    texts: [['+12025550123', '+12025550124'], '+12025550125, +12025550125,'],
    values: [['+12025550123', '+12025550124'], ['+12025550125']],
    fallback: [],
  },
  alarmContact: {
    texts: ['+12025550123', '+12025550124'],
    values: ['+12025550123', '+12025550124'],
    fallback: undefined,
  },
  country: { texts: ['us', 'DE'], values: ['US', 'DE'], fallback: undefined },
  // Taken by its shape: whether there is such a place is asked by whoever uses it.
  tz: { texts: ['Europe/Berlin', 'UTC'], values: ['Europe/Berlin', 'UTC'], fallback: undefined },
  twilioUrl: {
    texts: ['http://127.0.0.1:4010/', 'https://SIM.example:443/'],
    values: ['http://127.0.0.1:4010', 'https://sim.example'],
    fallback: undefined,
  },
  clock: {
    texts: ['http://localhost:1', 'http://[::1]:2'],
    values: ['http://localhost:1', 'http://[::1]:2'],
    fallback: undefined,
  },
  lease: { texts: ['90s', '2m'], values: [90_000, 120_000], fallback: 60_000 },
  requestTimeout: { texts: ['10s', '20s'], values: [10_000, 20_000], fallback: 30_000 },
  unknownGrace: { texts: ['3m', '4m'], values: [180_000, 240_000], fallback: 120_000 },
  onUnknown: { texts: ['hold', 'DROP'], values: ['hold', 'drop'], fallback: undefined },
  quietHours: {
    texts: ['20:00-07:30', 'never'],
    values: [
      { from: 1_200, until: 450 },
      { from: 0, until: 0 },
    ],
    fallback: { from: 1_260, until: 480 },
  },
  otherChannel: { texts: ['off', 'on'], values: ['off', 'on'], fallback: 'on' },
  concurrency: { texts: [7, '9'], values: [7, 9], fallback: 16 },
  strangers: { texts: ['warn', 'stop'], values: ['warn', 'stop'], fallback: 'stop' },
  cps: { texts: [4, '0'], values: [4, 0], fallback: undefined },
  mps: { texts: [0.5, '30'], values: [0.5, 30], fallback: undefined },
  fuse: { texts: ['off', 'on'], values: ['off', 'on'], fallback: 'on' },
  ...Object.fromEntries(
    Object.entries(DEFAULT_FUSE).map(([key, fallback]) => [
      `fuse.${key}`,
      { texts: [7, '9'], values: [7, 9], fallback },
    ]),
  ),
  ...Object.fromEntries(
    ['hour', 'day', 'month', 'tenantHour', 'tenantDay', 'tenantMonth'].map((key) => [
      `budget.${key}`,
      {
        texts: ['700,80USD', '$9'],
        values: [
          { sends: 700, micros: 80_000_000 },
          { sends: null, micros: 9_000_000 },
        ],
        fallback: key === 'day' ? DEFAULT_DAY : undefined,
      },
    ]),
  ),
  'numbers.perDay': { texts: [2, '3'], values: [2, 3], fallback: 1 },
};

describe('precedence', () => {
  it('covers every setting but the one that reads a file of its own', () => {
    expect([...Object.keys(TABLE), 'twilioCliProfile']).toEqual(SETTING_KEYS);
  });

  it('is the defaults without file and environment', async () => {
    const config = await load();
    for (const [key, { fallback }] of Object.entries(TABLE)) {
      expect(config[key as 'tz']).toEqual({
        value: fallback,
        source: fallback === undefined ? 'not set' : 'default',
      });
    }
    expect(config.profile).toEqual({ value: 'default', source: 'default' });
  });

  it.each(Object.entries(TABLE))('of %s is flag, environment, profile', async (key, { texts, values }) => {
    const path = place.put('config.json', { profiles: { default: { [key]: texts[0] } } });
    const name = key as 'tz';
    expect((await load())[name]).toEqual({ value: values[0], source: `profile default (${path})` });
    const { env } = SETTINGS[name] as Setting<unknown>;
    if (env)
      expect((await load({ [env]: texts[1] }))[name]).toEqual({
        value: values[1],
        source: `environment ${env}`,
      });
    if (env) expect((await load({ [env]: '' }))[name].value).toEqual(values[0]);
    const flagged = await load(env ? { [env]: texts[1] } : {}, { [key]: texts[1] });
    expect(flagged[name].value).toEqual(values[1]);
    expect(flagged[name].source).toMatch(/^flag /);
  });

  it('reads national numbers in the configured country, wherever that is from', async () => {
    const config = await load({ REMIND_COUNTRY: 'US', REMIND_ALLOW: '(202) 555-0123, +442079460958' });
    expect(config.allow.value).toEqual(['+12025550123', '+442079460958']);
  });

  it('uses the profile of the flag, else of the environment, else of the file', async () => {
    place.put('config.json', {
      profile: 'one',
      profiles: {
        one: { tz: 'Asia/Tokyo' },
        two: { tz: 'Europe/Paris' },
        three: { tz: 'UTC' },
        constructor: {},
      },
    });
    expect((await load()).tz.value).toBe('Asia/Tokyo');
    expect((await load({ REMIND_PROFILE: 'two' })).tz.value).toBe('Europe/Paris');
    expect((await load({ REMIND_PROFILE: 'two' }, { profile: 'three' })).tz.value).toBe('UTC');
    expect((await load({}, { profile: 'constructor' })).tz.value).toBeUndefined();
  });
});

describe("the profiles of Twilio's own command line", () => {
  beforeEach(() => {
    place.put('.twilio-cli/config.json', {
      edge: 'ashburn',
      activeProject: 'home',
      profiles: { home: { accountSid: OTHER_ACCOUNT, apiKey: API_KEY, apiSecret: 's', region: 'us1' } },
    });
  });

  it('give account, region and edge', async () => {
    const config = await load({ REMIND_TWILIO_CLI_PROFILE: 'home' });
    expect(config.accountSid).toEqual({ value: OTHER_ACCOUNT, source: 'twilio-cli profile home' });
    expect([config.region.value, config.edge.value]).toEqual(['us1', 'ashburn']);
  });

  it('stand above TWILIO_ variables when a flag chose them, below when a variable did', async () => {
    const env = { TWILIO_ACCOUNT_SID: ACCOUNT };
    expect((await load(env, { twilioCliProfile: 'home' })).accountSid.value).toBe(OTHER_ACCOUNT);
    expect((await load({ ...env, REMIND_TWILIO_CLI_PROFILE: 'home' })).accountSid.value).toBe(ACCOUNT);
  });

  it('are named when the wanted one is missing', async () => {
    const error = await failure(load({ REMIND_TWILIO_CLI_PROFILE: 'work' }));
    expect(error.message).toContain('no profile "work"');
    expect(error.hint).toBe('it has: home');
  });
});

describe('a bad value is refused, naming where it stands', () => {
  it.each([
    ['TWILIO_ACCOUNT_SID', 'SK123', 'TWILIO_ACCOUNT_SID: "SK123" is not an account SID'],
    ['TWILIO_EDGE', 'evil.example/', 'TWILIO_EDGE:'],
    ['TWILIO_REGION', 'ie1.twilio.com', 'TWILIO_REGION:'],
    ['REMIND_FROM', '12', 'REMIND_FROM:'],
    ['REMIND_ALLOW', '+12025550123,nobody', 'REMIND_ALLOW:'],
    ['REMIND_ALLOW', '2025550123', 'REMIND_ALLOW:'],
    ['REMIND_TZ', 'Berlin', 'REMIND_TZ: "Berlin" is not a time zone'],
    ['REMIND_TZ', 'EST', 'REMIND_TZ: "EST" is an offset'],
    ['REMIND_COUNTRY', 'Germany', 'REMIND_COUNTRY:'],
    ['REMIND_TWILIO_URL', 'localhost:4010', 'REMIND_TWILIO_URL: not an http'],
    ['REMIND_TWILIO_URL', 'http://example.com', 'over plain http'],
    ['REMIND_TWILIO_URL', 'https://user:pass@example.com', 'no user or password'],
    ['REMIND_TWILIO_URL', 'https://example.com/base', 'nothing after the host'],
    ['REMIND_TWILIO_URL', 'https://example.com?x', 'nothing after the host'],
    ['REMIND_TWILIO_URL', 'http://127.0.0.1.evil.example', 'over plain http'],
    ['REMIND_LEASE', '60', 'REMIND_LEASE: "60" is not a duration'],
    ['REMIND_REQUEST_TIMEOUT', 'soon', 'REMIND_REQUEST_TIMEOUT: "soon"'],
    ['REMIND_STRANGERS', 'ignore', 'REMIND_STRANGERS: "ignore" is neither stop nor warn'],
    ['REMIND_QUIET_HOURS', '9-8', 'REMIND_QUIET_HOURS: "9-8" is no stretch of a day'],
    ['REMIND_ON_UNKNOWN', 'maybe', 'REMIND_ON_UNKNOWN: "maybe" is not one of resend, hold, drop'],
    ['REMIND_PROFILE', '../other', 'cannot be the name of a profile'],
  ])('%s=%s', async (name, value, expected) => {
    await expect(load({ [name]: value })).rejects.toThrow(UsageError);
    expect((await failure(load({ [name]: value }))).message).toContain(expected);
  });

  it.each([
    [
      'an unknown key, with the nearest known one',
      { profiles: { default: { timezone: 'UTC', tzz: 1 } } },
      'profiles.default.timezone',
      'known: accountSid',
    ],
    [
      'a misspelt key',
      { profiles: { default: { alow: [] } } },
      'there is no setting "profiles.default.alow"',
      'did you mean allow?',
    ],
    ['an unknown key at the top', { profil: 'x' }, 'there is no setting "profil"', 'did you mean profile'],
    [
      'a number where a text belongs',
      { profiles: { default: { lease: 60 } } },
      'profiles.default.lease must be a text',
      'config set',
    ],
    [
      'a text where a list belongs',
      { profiles: { default: { allow: '+12025550123' } } },
      'profiles.default.allow must be a list of texts',
      '',
    ],
    ['null', { profiles: { default: { tz: null } } }, 'profiles.default.tz must be a text', ''],
    ['a list instead of an object', [], 'the file must be an object', ''],
    ['a text instead of a profile', { profiles: { default: 'x' } }, 'profiles.default must be an object', ''],
    [
      'a fraction of a request',
      { profiles: { default: { concurrency: 1.5 } } },
      'concurrency in profile default',
      '',
    ],
    [
      'a bad zone in the profile',
      { profiles: { default: { tz: 'EST' } } },
      'tz in profile default',
      'America/New_York',
    ],
    ['a profile name with a slash', { profiles: { 'a/b': {} } }, '"a/b" cannot be the name', ''],
  ])('%s', async (_, content, message, hint) => {
    place.put('config.json', content);
    const error = await failure(load());
    expect(error.message).toContain(message);
    expect(error.hint).toContain(hint);
  });

  it.each([
    ['a comma too many', '{\n "profiles": {},\n}', /line 3/],
    ['nothing', '', /is empty/],
    ['half a file', '{"profiles": {', /is not JSON/],
    ['YAML', 'profile: x', /is not JSON/],
  ])('%s in the file', async (_, text, expected) => {
    place.put('config.json', text);
    await expect(load()).rejects.toThrow(UsageError);
    await expect(load()).rejects.toThrow(expected);
  });

  it('never quotes the file, which may hold a pasted token', async () => {
    place.put('config.json', '{ "authToken": verysecrettoken }');
    const error = await load().catch((e: Error) => e as Error);
    expect(JSON.stringify([(error as Error).message, String((error as Error).cause)])).not.toContain(
      'verysecret',
    );
  });

  it('accepts a byte order mark', async () => {
    place.put('config.json', '\uFEFF{"profiles":{"default":{"tz":"UTC"}}}');
    expect((await load()).tz.value).toBe('UTC');
  });

  it('an unknown profile, when there is a file to look into', async () => {
    expect((await load({ REMIND_PROFILE: 'salon' })).profile.value).toBe('salon');
    place.put('config.json', { profiles: { salons: {} } });
    await expect(load({ REMIND_PROFILE: 'salon' })).rejects.toThrow(NotFoundError);
    expect((await failure(load({}, { profile: 'salon' }))).hint).toBe('did you mean salons?');
    expect((await load()).profile.value).toBe('default');
  });

  it('a folder in the place of the file, and a file in the place of the folder', async () => {
    mkdirSync(join(place.folder, 'config.json'));
    await expect(load()).rejects.toThrow(/cannot be read \(EISDIR\)/);
    writeFileSync(join(place.folder, 'file'), '');
    const env = { REMIND_HOME: join(place.folder, 'file') };
    await expect(loadConfig({ env, paths: resolvePaths(env) })).rejects.toThrow(/cannot be read \(ENOTDIR\)/);
  });
});
