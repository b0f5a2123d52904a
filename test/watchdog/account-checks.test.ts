// What Twilio's answers foretell, in plain words: trial, money, sender, registration, countries.

import { describe, expect, it } from 'vitest';
import { type AccountSubject, checkAccount, type Probe } from '../../src/watchdog/checks/account-checks.ts';
import type { CheckResult } from '../../src/watchdog/checks/check.ts';
import { ACCOUNT } from '../config/place.ts';

const GERMAN = '+4915112345678';
const US = '+12125550123';

type Answers = Record<string, { status: number; body: unknown }>;

const answer = (body: unknown, status = 200) => ({ status, body });
const UNAUTHORIZED = answer({ code: 20003, message: 'Authenticate', status: 401 }, 401);
const FULL: Answers = {
  '': answer({ status: 'active', type: 'Full' }),
  '/Balance': answer({ balance: '23.40', currency: 'USD' }),
  '/IncomingPhoneNumbers': answer({
    incoming_phone_numbers: [{ phone_number: GERMAN, capabilities: { sms: true, voice: true } }],
  }),
  '/OutgoingCallerIds': answer({ outgoing_caller_ids: [{ phone_number: GERMAN }] }),
};

async function check(answers: Answers, subject: Partial<AccountSubject> = {}) {
  const paths: string[] = [];
  const probe: Probe = async ({ path }) => {
    paths.push(path);
    const [, below = ''] = /Accounts\/AC1+(.*)\.json/.exec(path) ?? [];
    return answers[below] ?? answer({ code: 20404 }, 404);
  };
  const results = await checkAccount(probe, {
    accountSid: ACCOUNT,
    kind: 'auth-token',
    from: GERMAN,
    numbers: [GERMAN],
    elsewhere: false,
    ...subject,
  });
  const find = (name: string): CheckResult | undefined => results.find((each) => each.check === name);
  return { results, find, paths };
}

it('is content with a full account, its own number and money', async () => {
  const { results, paths } = await check(FULL);
  expect(results.map(({ check: name, status }) => [name, status])).toEqual([
    ['credentials-at-twilio', 'ok'],
    ['account-type', 'ok'],
    ['balance', 'ok'],
    ['sender-at-twilio', 'ok'],
    ['registration', 'ok'],
    ['countries', 'ok'],
  ]);
  expect(paths).toHaveLength(3);
  expect(paths[2]).toContain('?PhoneNumber=%2B4915112345678');
});

describe('credentials', () => {
  it.each<[string, AccountSubject['kind'], Answers, CheckResult['status'], RegExp]>([
    ['a wrong token', 'auth-token', { '': UNAUTHORIZED, '/Balance': UNAUTHORIZED }, 'failed', /20003/],
    ['a wrong API key', 'api-key', { '': UNAUTHORIZED, '/Balance': UNAUTHORIZED }, 'failed', /20003/],
    [
      'a standard API key, which may not read the account',
      'api-key',
      { ...FULL, '': UNAUTHORIZED },
      'ok',
      /knows/,
    ],
    ['a token that reads the balance only', 'auth-token', { ...FULL, '': UNAUTHORIZED }, 'failed', /20003/],
    ['an account that is not there', 'auth-token', {}, 'failed', /answered 404/],
    ['trouble at Twilio', 'auth-token', { '': answer('<html>', 503) }, 'failed', /answered 503/],
  ])('of %s', async (_, kind, answers, status, words) => {
    const { results } = await check(answers, { kind });
    expect(results[0]).toMatchObject({ check: 'credentials-at-twilio', status });
    expect(results[0]?.message).toMatch(words);
    if (status === 'failed') expect(results).toHaveLength(1);
  });

  it('leave open whether it is a trial where an API key may not ask', async () => {
    const { find } = await check({ ...FULL, '': UNAUTHORIZED }, { kind: 'api-key' });
    expect(find('account-type')?.status).toBe('skipped');
  });
});

it.each([
  ['Full', 'suspended', 'failed'],
  ['Full', 'closed', 'failed'],
  ['Trial', 'active', 'warning'],
])('a %s account that is %s', async (type, status, expected) => {
  const { find } = await check({ ...FULL, '': answer({ type, status }) });
  expect(find('account-type')?.status).toBe(expected);
});

it('names the own numbers that a trial account cannot reach', async () => {
  const trial = { ...FULL, '': answer({ type: 'Trial', status: 'active' }) };
  expect((await check(trial)).find('verified-numbers')?.status).toBe('ok');
  const { find } = await check(trial, { numbers: [GERMAN, '+4915187654321'] });
  expect(find('verified-numbers')).toMatchObject({ status: 'warning' });
  expect(find('verified-numbers')?.message).toMatch(/cannot reach: \+4915187654321$/);
});

it.each([
  ['23.40', 'ok'],
  ['4.99', 'warning'],
  ['0.00', 'failed'],
  ['-1.5', 'failed'],
  [null, 'skipped'],
  ['soon', 'skipped'],
])('a balance of %s is %s', async (balance, status) => {
  const { find } = await check({ ...FULL, '/Balance': answer({ balance, currency: 'EUR' }) });
  expect(find('balance')?.status).toBe(status);
});

describe('the sender', () => {
  const owned = (capabilities: unknown): Answers => ({
    ...FULL,
    '/IncomingPhoneNumbers': answer({ incoming_phone_numbers: [{ phone_number: GERMAN, capabilities }] }),
  });
  it.each<[string, Answers, Partial<AccountSubject>, CheckResult['status'], RegExp]>([
    ['not of the account', FULL, { from: '+4915187654321' }, 'failed', /not a number of this account/],
    ['that cannot call', owned({ sms: true, voice: false }), {}, 'warning', /cannot call/],
    ['that cannot text', owned({ sms: false, voice: true }), {}, 'warning', /cannot send texts/],
    ['whose abilities are not told', owned(undefined), {}, 'ok', /sends texts and calls/],
    [
      'that cannot be looked up',
      { ...FULL, '/IncomingPhoneNumbers': answer({}, 404) },
      {},
      'skipped',
      /could not be listed/,
    ],
    ['that is a service', FULL, { from: `MG${'5'.repeat(32)}` }, 'skipped', /not looked up/],
    ['that is not set', FULL, { from: undefined }, 'skipped', /no sender/],
  ])('%s', async (_, answers, subject, status, words) => {
    const { find } = await check(answers, subject);
    expect(find('sender-at-twilio')?.status).toBe(status);
    expect(find('sender-at-twilio')?.message).toMatch(words);
  });

  it.each([
    [US, 'warning', /30034/],
    ['+18885550123', 'warning', /30032/],
    ['+14165550123', 'ok', /./],
    [GERMAN, 'ok', /./],
    ['Salon Ann', 'warning', /nobody can answer/],
    ['12345', 'ok', /./],
  ])('%s is foreseen to need registration: %s', async (from, status, words) => {
    const { find } = await check(FULL, { from });
    expect(find('registration')).toMatchObject({ status });
    expect(find('registration')?.message).toMatch(words);
  });
});

it('points to the geo permissions when somebody lives in another country', async () => {
  const { find } = await check(FULL, { numbers: [GERMAN, US, '+442079460958'] });
  expect(find('countries')).toMatchObject({ status: 'warning' });
  expect(find('countries')?.message).toMatch(/US, GB/);
});

it('asks nothing of carriers where another URL stands in for Twilio', async () => {
  const { results } = await check(FULL, { from: US, numbers: [GERMAN], elsewhere: true });
  expect(results.map(({ check: name }) => name)).toEqual([
    'credentials-at-twilio',
    'account-type',
    'balance',
    'sender-at-twilio',
  ]);
});
