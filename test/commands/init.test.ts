// `remind init`: by questions and by flags, checked before it is written, changing only what is given.

import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { command as init } from '../../commands/init.ts';
import {
  CredentialError,
  InterruptedError,
  RefusedError,
  UnhealthyError,
  UsageError,
} from '../../src/core/errors.ts';
import { insertReminder } from '../../src/store/reminders.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { stampOnce } from '../../src/store/stamp.ts';
import { privateFiles } from '../../src/system/files.ts';
import type { ProbeTarget } from '../../src/watchdog/checks/account-checks.ts';
import type { Me } from '../../src/watchdog/set-up-profile.ts';
import { TestClock } from '../clock.ts';
import { ACCOUNT, API_KEY, makePlace, OTHER_ACCOUNT, type Place, uid } from '../config/place.ts';
import { newReminder, tempDb } from '../store/temp-db.ts';
import { testContext } from './context.ts';

const ME = '+4915112345678';
const SENDER = '+4930123456';
const SECOND = '+442079460958';
// What the parser adds to every command's flags.
const GLOBAL = { input: true, quiet: false, debug: false };
const TOKEN = 'a-token-of-the-account';

let home: Place;
let tokenFile: string;
beforeEach(() => {
  home = makePlace();
  tokenFile = home.put('token.txt', `${TOKEN}\n`);
});
afterEach(() => home.remove());

type Answers = Record<string, { status: number; body: unknown }>;
const GOOD: Answers = {
  '': { status: 200, body: { status: 'active', type: 'Full' } },
  '/Balance': { status: 200, body: { balance: '23.00', currency: 'USD' } },
  '/IncomingPhoneNumbers': { status: 200, body: { incoming_phone_numbers: [{ phone_number: SENDER }] } },
};

interface Given {
  readonly env?: Record<string, string>;
  readonly answers?: Record<string, string>;
  readonly twilio?: Answers | Error;
  readonly stdin?: string;
  readonly profile?: string;
  readonly signal?: AbortSignal;
  readonly zone?: string | null;
}

async function open(given: Given = {}) {
  const env = { ...home.env, ...given.env };
  const contacts: Me[] = [];
  const targets: ProbeTarget[] = [];
  const twilio = given.twilio ?? GOOD;
  const opened = await testContext({
    env,
    answers: given.answers ?? {},
    stdin: given.stdin ?? '',
    flags: { profile: given.profile },
    ...(given.signal && { signal: given.signal }),
    needs: {
      place: () => ({ env, paths: home.paths, files: privateFiles, uid }),
      machine: () => ({
        node: '20.20.2',
        platform: 'linux' as const,
        program: null,
        zone: given.zone ?? 'Asia/Tokyo',
      }),
      openProbe: async (target: ProbeTarget) => {
        targets.push(target);
        return async ({ path }: { path: string }) => {
          if (twilio instanceof Error) throw twilio;
          return twilio[/AC[12]+(.*)\.json/.exec(path)?.[1] ?? ''] ?? { status: 404, body: {} };
        };
      },
      saveContact: async (contact: Me) => void contacts.push(contact),
    },
  });
  return { ...opened, contacts, targets };
}

async function run(flags: object, given: Given = {}) {
  const opened = await open(given);
  await init.run(opened.context, [], { ...GLOBAL, check: true, ...flags });
  return opened;
}

const config = () => JSON.parse(readFileSync(home.paths.configFile, 'utf8')).profiles;
const secrets = (profile = 'default') => JSON.parse(readFileSync(home.paths.secretsFile(profile), 'utf8'));
const nothingWritten = () =>
  expect(readdirSync(home.folder).filter((name) => !['token.txt', '.twilio-cli'].includes(name))).toEqual([]);

const ALL = () => ({
  accountSid: ACCOUNT,
  authTokenFile: tokenFile,
  ownNumber: [ME],
  from: SENDER,
  tz: 'europe/berlin',
});

describe('by flags', () => {
  it('writes settings, secrets and the contact "me", and asks nothing', async () => {
    const { questions, contacts, targets, stdout, stderr } = await run(ALL());
    expect(questions).toEqual([]);
    expect(config()).toEqual({
      default: { accountSid: ACCOUNT, from: SENDER, allow: [ME], tz: 'Europe/Berlin' },
    });
    expect(secrets()).toEqual({ accountSid: ACCOUNT, authToken: TOKEN });
    expect(statSync(home.paths.secretsFile('default')).mode & 0o777).toBe(0o600);
    expect(statSync(home.paths.configFile).mode & 0o777).toBe(0o600);
    expect(contacts).toEqual([{ name: 'me', phone: ME, zone: 'Europe/Berlin' }]);
    expect(targets[0]?.credentials).toMatchObject({ username: ACCOUNT, password: TOKEN });
    expect(stdout()).toMatch(new RegExp(`account +${ACCOUNT}`));
    expect(stderr()).toContain('try it with: remind send me');
    expect(stdout() + stderr()).not.toContain(TOKEN);
  });

  it('takes an API key, several own numbers in national form, and a second person', async () => {
    const secretFile = home.put('secret.txt', 'secret-of-the-key');
    await run({
      ...ALL(),
      authTokenFile: undefined,
      apiKey: API_KEY,
      apiSecretFile: secretFile,
      country: 'de',
      ownNumber: ['01511 2345678', '030 123456'],
      alarmContact: SECOND,
    });
    expect(config().default).toMatchObject({
      allow: [ME, SENDER, SECOND],
      country: 'DE',
      alarmContact: SECOND,
    });
    expect(secrets()).toEqual({ accountSid: ACCOUNT, apiKey: API_KEY, apiSecret: 'secret-of-the-key' });
  });

  it('reads a secret from standard input', async () => {
    await run({ ...ALL(), authTokenFile: '-' }, { stdin: `${TOKEN}\r\n` });
    expect(secrets().authToken).toBe(TOKEN);
  });

  it("uses a profile of Twilio's command line as it is, and stores no secret of it", async () => {
    home.put('.twilio-cli/config.json', {
      profiles: { work: { accountSid: ACCOUNT, apiKey: API_KEY, apiSecret: 'cli-secret' } },
    });
    const { targets } = await run({ ownNumber: [ME], from: SENDER, tz: 'UTC', twilioCliProfile: 'work' });
    expect(config().default).toMatchObject({ twilioCliProfile: 'work' });
    expect(config().default.accountSid).toBeUndefined();
    expect(existsSync(home.paths.secretsFile('default'))).toBe(false);
    expect(targets[0]?.credentials).toMatchObject({
      accountSid: ACCOUNT,
      username: API_KEY,
      password: 'cli-secret',
    });
    await run({ accountSid: ACCOUNT, authTokenFile: tokenFile });
    expect(config().default).toMatchObject({ accountSid: ACCOUNT });
    expect(config().default.twilioCliProfile).toBeUndefined();
  });

  it('makes the profile that is named and leaves the others alone', async () => {
    home.put('config.json', { profile: 'salon', profiles: { salon: { tz: 'UTC' } } });
    await run(ALL(), { profile: 'second' });
    expect(config().salon).toEqual({ tz: 'UTC' });
    expect(config().second.accountSid).toBe(ACCOUNT);
    expect(secrets('second').authToken).toBe(TOKEN);
  });

  it('changes only what is given when run again', async () => {
    await run(ALL());
    const { contacts } = await run({ tz: 'UTC' });
    expect(config().default).toEqual({ accountSid: ACCOUNT, from: SENDER, allow: [ME], tz: 'UTC' });
    expect(secrets().authToken).toBe(TOKEN);
    expect(contacts).toEqual([]);
    await run({ alarmContact: SECOND });
    expect(config().default.allow).toEqual([ME, SECOND]);
    await run({ ownNumber: [SENDER] });
    expect(config().default.allow).toEqual([SENDER, SECOND]);
  });

  it('is content with an account, secret and numbers from the environment, and stores none of them', async () => {
    await run(
      { tz: 'UTC', twilioUrl: 'http://127.0.0.1:4010' },
      {
        env: { TWILIO_ACCOUNT_SID: ACCOUNT, TWILIO_AUTH_TOKEN: TOKEN, REMIND_FROM: SENDER, REMIND_ALLOW: ME },
      },
    );
    expect(config().default).toEqual({ tz: 'UTC', twilioUrl: 'http://127.0.0.1:4010' });
    expect(existsSync(home.paths.secretsFile('default'))).toBe(false);
  });

  it('prints the promised fields as JSON', async () => {
    const { json } = await run({ ...ALL(), json: true });
    expect(json()).toEqual({
      profile: 'default',
      accountSid: ACCOUNT,
      from: SENDER,
      allow: [ME],
      tz: 'Europe/Berlin',
      country: null,
      alarmContact: null,
      twilioUrl: null,
      budgetDay: '2000,50USD',
      checked: true,
    });
  });
});

describe('by questions', () => {
  const ANSWERS = {
    '--account-sid': ACCOUNT,
    '--auth-token-file': 'token',
    '--country': 'DE',
    '--own-number': '01511 2345678',
    '--from': SENDER,
    '--tz': '',
    '--alarm-contact': '',
    '--budget-day': '',
  };

  /** The select and the secret share a flag: the kind first, then the token. */
  const answering = (more: Record<string, string> = {}) => ({ answers: { ...ANSWERS, ...more } });

  it('asks everything, offers the zone of the machine and takes it on Enter only', async () => {
    const opened = await open(answering());
    const asked: string[] = [];
    const ask = {
      ...opened.context.ask,
      secret: async () => TOKEN,
      input: async (question: string, options: { flag: string; fallback?: string }) => {
        asked.push(`${options.flag} ${options.fallback ?? ''}`.trim());
        return opened.context.ask.input(question, options);
      },
    };
    await init.run({ ...opened.context, ask }, [], { ...GLOBAL, check: true });
    expect(asked).toEqual([
      '--account-sid',
      '--country',
      '--own-number',
      '--from',
      '--tz Asia/Tokyo',
      '--alarm-contact',
      '--budget-day 2000,50USD',
    ]);
    expect(config().default).toEqual({
      accountSid: ACCOUNT,
      country: 'DE',
      allow: [ME],
      from: SENDER,
      tz: 'Asia/Tokyo',
      'budget.day': '2000,50USD',
    });
    expect(secrets()).toEqual({ accountSid: ACCOUNT, authToken: TOKEN });
  });

  it.each([
    [1_001, '3003,75.08USD'],
    [150, '450,50USD'],
    [2, '100,50USD'],
    [0, '2000,50USD'],
  ])('offers a budget of three times the busiest day that is planned: %i', async (planned, offered) => {
    const path = home.paths.database('default');
    mkdirSync(dirname(path), { recursive: true });
    const db = await tempDb(path);
    const day = Date.parse('2026-11-24T00:00:00Z');
    for (let i = 0; i < planned; i += 1) await insertReminder(db, newReminder(day + (i % 1_000)), day);
    if (planned > 0) await insertReminder(db, newReminder(day + 86_400_000), day);
    const { context } = await open(answering());
    const ask = { ...context.ask, secret: async () => TOKEN };
    await init.run({ ...context, ask }, [], { ...GLOBAL, check: true });
    expect(config().default['budget.day']).toBe(offered);
  });

  it('keeps the half of a budget that a flag does not mention', async () => {
    await run({ ...ALL(), budgetDay: '40,3USD' });
    await run({ budgetDay: '50' });
    expect(config().default['budget.day']).toBe('50,3USD');
  });

  it('offers what is set when everything is asked again, and keeps the secret', async () => {
    await run(ALL());
    const nothing = Object.fromEntries(Object.keys(ANSWERS).map((flag) => [flag, '']));
    await run({}, { answers: { ...nothing, '--auth-token-file': 'keep' } });
    expect(config().default).toEqual({
      accountSid: ACCOUNT,
      from: SENDER,
      allow: [ME],
      tz: 'Europe/Berlin',
      'budget.day': '2000,50USD',
    });
    expect(secrets()).toEqual({ accountSid: ACCOUNT, authToken: TOKEN });
  });

  it('asks for what is missing only when some flags are given', async () => {
    const { questions } = await run({ ...ALL(), from: undefined }, { answers: { '--from': SENDER } });
    expect(questions).toEqual(['Sending number or messaging service:']);
  });

  it('says what is wrong with an answer and asks again, three times at most', async () => {
    const opened = await open({ answers: {} });
    const answers = ['EST', 'nowhere', 'UTC'];
    const ask = { ...opened.context.ask, input: async () => answers.shift() ?? '' };
    await init.run({ ...opened.context, ask }, [], { ...GLOBAL, ...ALL(), tz: undefined });
    expect(config().default.tz).toBe('UTC');
    expect(opened.stderr()).toMatch(/"EST" is an offset.+did you mean America\/New_York/);
    const stubborn = { ...opened.context, ask: { ...opened.context.ask, input: async () => 'x' } };
    await expect(
      init.run(stubborn, [], { ...GLOBAL, ...ALL(), accountSid: undefined, from: '' }),
    ).rejects.toThrow(UsageError);
  });

  it('names the flag where nobody can be asked, and never takes a zone silently', async () => {
    const hint = async (flags: object) =>
      ((await run(flags).catch((error: unknown) => error)) as UsageError).hint;
    expect(await hint({})).toBe('answer it with --account-sid');
    expect(await hint({ ...ALL(), tz: undefined })).toBe('answer it with --tz');
    expect(await hint({ ...ALL(), ownNumber: undefined })).toBe('answer it with --own-number');
    expect(await hint({ ...ALL(), authTokenFile: undefined })).toBe('answer it with --auth-token-file');
    nothingWritten();
  });

  it('writes nothing when it is broken off at any question', async () => {
    for (const flag of Object.keys(ANSWERS)) {
      const opened = await open(answering());
      const stop = <T>(answer: (words: string, options: { flag: string }) => Promise<T>) => {
        return async (words: string, options: { flag: string }): Promise<T> => {
          if (options.flag === flag) throw new InterruptedError();
          return answer(words, options);
        };
      };
      const { ask } = opened.context;
      const interrupted = { ...ask, input: stop(ask.input), secret: stop(async () => TOKEN) };
      const context = { ...opened.context, ask: interrupted };
      await expect(init.run(context, [], { ...GLOBAL, check: true })).rejects.toThrow(InterruptedError);
      nothingWritten();
    }
  });

  it('writes nothing when Ctrl-C came while Twilio was asked', async () => {
    const signal = AbortSignal.abort(new InterruptedError());
    await expect(run(ALL(), { signal })).rejects.toThrow(InterruptedError);
    nothingWritten();
  });
});

describe('nothing is written', () => {
  const refused: Answers = {
    '': { status: 401, body: { code: 20003 } },
    '/Balance': { status: 401, body: { code: 20003 } },
  };
  const foreign: Answers = {
    ...GOOD,
    '/IncomingPhoneNumbers': { status: 200, body: { incoming_phone_numbers: [] } },
  };

  it.each<[string, () => object, Given, new (...args: never[]) => Error]>([
    ['when Twilio refuses the credentials', ALL, { twilio: refused }, CredentialError],
    ["when the sender is not the account's", ALL, { twilio: foreign }, RefusedError],
    ['when Twilio cannot be reached', ALL, { twilio: new UnhealthyError('no way') }, UnhealthyError],
    ['for a bad account SID', () => ({ ...ALL(), accountSid: 'AC1' }), {}, UsageError],
    ['for a bad zone', () => ({ ...ALL(), tz: 'EST' }), {}, UsageError],
    ['for a premium number', () => ({ ...ALL(), ownNumber: ['+19005550123'] }), {}, UsageError],
    ['for an empty number', () => ({ ...ALL(), ownNumber: [''] }), {}, UsageError],
    ['for a bad country', () => ({ ...ALL(), country: 'Germany' }), {}, UsageError],
    ['for a bad API key', () => ({ ...ALL(), apiKey: 'SK1', apiSecretFile: tokenFile }), {}, UsageError],
    ['for an API secret without its key', () => ({ ...ALL(), apiSecretFile: tokenFile }), {}, UsageError],
    [
      'for two secrets on standard input',
      () => ({ ...ALL(), authTokenFile: '-', apiKey: API_KEY, apiSecretFile: '-' }),
      {},
      UsageError,
    ],
    ['for a token file that is not there', () => ({ ...ALL(), authTokenFile: '/nowhere' }), {}, UsageError],
    ['for an empty token', () => ({ ...ALL(), authTokenFile: '-' }), {}, UsageError],
    ['for two ways to sign', () => ({ ...ALL(), twilioCliProfile: 'x' }), {}, CredentialError],
    [
      'for plain http to another machine',
      () => ({ ...ALL(), twilioUrl: 'http://example.com' }),
      {},
      UsageError,
    ],
    ['for a profile that cannot be', ALL, { profile: '../x' }, UsageError],
  ])('%s', async (_, flags, given, kind) => {
    await expect(run(flags(), given)).rejects.toThrow(kind);
    nothingWritten();
  });

  it('but a wrong sender is saved with --no-check, and nobody is asked', async () => {
    const { targets, json } = await run({ ...ALL(), check: false, json: true }, { twilio: foreign });
    expect(targets).toEqual([]);
    expect(json()).toMatchObject({ checked: false });
  });

  it('for an account that the database does not belong to', async () => {
    await privateFiles.ensureFolder(home.paths.databaseFolder);
    const db = await openSqlite(home.paths.database('default'), { clock: new TestClock() });
    await db.tx((sql) => stampOnce(sql, { accountSid: OTHER_ACCOUNT, mode: 'own' }, 0));
    await db.close();
    await expect(run(ALL())).rejects.toThrow(/this database belongs to account AC2/);
    expect(existsSync(home.paths.configFile)).toBe(false);
  });

  it('over secrets that others may read', async () => {
    home.put('secrets/default.json', { accountSid: ACCOUNT, authToken: 'x' }, 0o644);
    await expect(run(ALL())).rejects.toThrow(CredentialError);
  });

  it('of the settings when the secrets cannot be written', async () => {
    home.put('secrets', 'a file in the place of the folder');
    await expect(run(ALL())).rejects.toThrow();
    expect(existsSync(home.paths.configFile)).toBe(false);
    expect(existsSync(join(home.folder, 'secrets'))).toBe(true);
  });
});

describe('trouble is foreseen', () => {
  const trial: Answers = {
    ...GOOD,
    '': { status: 200, body: { status: 'active', type: 'Trial' } },
    '/OutgoingCallerIds': { status: 200, body: { outgoing_caller_ids: [] } },
  };

  it('for a trial account, and everything is saved all the same', async () => {
    const { stderr } = await run(ALL(), { twilio: trial });
    expect(stderr()).toMatch(/warning: a trial account.+\n +→ verify/);
    expect(stderr()).toContain(`cannot reach: ${ME}`);
    expect(config().default.accountSid).toBe(ACCOUNT);
  });

  it('for an unregistered US number and another country, but not on a simulator', async () => {
    const us = '+12125550123';
    const twilio = {
      ...GOOD,
      '/IncomingPhoneNumbers': { status: 200, body: { incoming_phone_numbers: [{ phone_number: us }] } },
    };
    const { stderr } = await run({ ...ALL(), from: us }, { twilio });
    expect(stderr()).toMatch(/30034/);
    expect(stderr()).toMatch(/DE must be allowed/);
    const { stderr: quiet, targets } = await run(
      { ...ALL(), from: us },
      { twilio, env: { REMIND_TWILIO_URL: 'http://127.0.0.1:4010' } },
    );
    expect(quiet()).not.toContain('warning');
    expect(targets[0]?.twilioUrl).toBe('http://127.0.0.1:4010');
  });
});
