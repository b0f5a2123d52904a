// `remind mode`: shown as it is, changed only with the right word typed.

import { afterEach, beforeEach, expect, it } from 'vitest';
import { command as mode } from '../../commands/mode.ts';
import { loadConfig } from '../../src/config/load.ts';
import { CredentialError, RefusedError, UsageError } from '../../src/core/errors.ts';
import type { Mode } from '../../src/core/mode.ts';
import type { Db } from '../../src/store/db.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { readStamp, stampOnce } from '../../src/store/stamp.ts';
import { TestClock } from '../clock.ts';
import { ACCOUNT, makePlace, type Place } from '../config/place.ts';
import { testContext } from './context.ts';

let home: Place;
let db: Db;
beforeEach(async () => {
  home = makePlace();
  home.put('db/.keep', '');
  db = await openSqlite(home.paths.database('default'), { clock: new TestClock() });
});
afterEach(async () => {
  await db.close();
  home.remove();
});

const REAL = { TWILIO_ACCOUNT_SID: ACCOUNT, REMIND_ALLOW: '+12025550123' };

function open(env: Record<string, string> = REAL, answers: Record<string, string> = {}) {
  const config = () => loadConfig({ env: { ...home.env, ...env }, paths: home.paths });
  return testContext({ env, answers, needs: { config, db: async () => db } });
}

const stamp = (as: Mode) => db.tx((sql) => stampOnce(sql, { accountSid: ACCOUNT, mode: as }, 0));

it('shows what the first send would be stamped with, without stamping', async () => {
  const { context, json } = await open();
  await mode.run(context, [undefined], { json: true });
  expect(json()).toEqual({
    profile: 'default',
    mode: 'own',
    accountSid: ACCOUNT,
    stamped: false,
    allow: ['+12025550123'],
  });
  expect(await readStamp(db)).toBeUndefined();
});

it.each<[Mode, RegExp]>([
  ['simulator', /^simulator: a simulator on this machine/],
  ['own', /^own: .+your own listed numbers only.+\nyour numbers: \+12025550123/],
  ['live', /^live: the real Twilio; anyone/],
])('says what %s means', async (as, words) => {
  await stamp(as);
  const { context, stdout } = await open();
  await mode.run(context, [undefined], {});
  expect(stdout()).toMatch(words);
});

it.each([
  ['the profile', 'default'],
  ['the last four characters of the account', '1111'],
])('becomes live with %s typed, stamped before or not', async (_, word) => {
  const { context } = await open();
  await mode.run(context, ['live'], { confirm: word });
  expect(await readStamp(db)).toEqual({ accountSid: ACCOUNT, mode: 'live' });
  await mode.run(context, ['own'], {});
  expect(await readStamp(db)).toEqual({ accountSid: ACCOUNT, mode: 'own' });
});

it('asks for the word on a terminal', async () => {
  const { context, questions } = await open(REAL, { '--confirm=default': 'default' });
  await mode.run(context, ['live'], {});
  expect(questions[0]).toContain('real people');
  expect((await readStamp(db))?.mode).toBe('live');
});

it.each([
  ['a wrong word', 'yes', RefusedError],
  ['an empty word', '', RefusedError],
  ['no word and nobody to ask', undefined, UsageError],
])('stays own with %s', async (_, confirm, kind) => {
  await stamp('own');
  const { context } = await open();
  await expect(mode.run(context, ['live'], confirm === undefined ? {} : { confirm })).rejects.toThrow(kind);
  expect((await readStamp(db))?.mode).toBe('own');
});

it.each(['own', 'live'])("never makes a simulator's database %s", async (wanted) => {
  await stamp('simulator');
  const { context } = await open();
  await expect(mode.run(context, [wanted], { confirm: 'default' })).rejects.toThrow(RefusedError);
  expect((await readStamp(db))?.mode).toBe('simulator');
});

it('does not stamp while another URL may turn out to be a simulator', async () => {
  const { context } = await open({ ...REAL, REMIND_TWILIO_URL: 'http://127.0.0.1:1' });
  await expect(mode.run(context, ['live'], { confirm: 'default' })).rejects.toThrow(RefusedError);
  expect(await readStamp(db)).toBeUndefined();
});

it.each([
  ['simulator', {}, UsageError],
  ['Live', {}, UsageError],
  [undefined, { confirm: 'default' }, UsageError],
])('refuses %s %o', async (wanted, options, kind) => {
  const { context } = await open();
  await expect(mode.run(context, [wanted], options)).rejects.toThrow(kind);
});

it('needs an account', async () => {
  const { context } = await open({});
  await expect(mode.run(context, ['own'], {})).rejects.toThrow(CredentialError);
});
