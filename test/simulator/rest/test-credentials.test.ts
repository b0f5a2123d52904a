// Twilio's magic numbers, row by row (https://www.twilio.com/docs/iam/test-credentials), and what test credentials keep from happening.

import { describe, expect, test } from 'vitest';
import { startApp } from '../app.ts';
import { CINDY, clientOf, refusal, simulate } from '../harness.ts';
import { clientAs, rawAs, testClientOf } from './clients.ts';

const GOOD = '+15005550006';
const TWIML = '<Response/>';
type Client = ReturnType<typeof testClientOf>;

/** Undefined is success. */
type Row = readonly [string, string, number | undefined];

const MESSAGE_FROM: readonly Row[] = [
  ['invalid', '+15005550001', 21212],
  ['not owned, or not able to text', '+15005550007', 21606],
  ['with a full queue', '+15005550008', 21611],
  ['good', '+15005550006', undefined],
];
const MESSAGE_TO: readonly Row[] = [
  ['invalid', '+15005550001', 21211],
  ['not routable', '+15005550002', 21612],
  ['in a country without permission', '+15005550003', 21408],
  ['blocked for the account', '+15005550004', 21610],
  ['incapable of texts', '+15005550009', 21614],
  ['any other, well formed', '+14155550123', undefined],
  ['any other, badly formed', '+1415555', 21211],
];
const CALL_FROM: readonly Row[] = [
  ['invalid', '+15005550001', 21212],
  ['good', '+15005550006', undefined],
  ['any other', '+12025550199', 21210],
];
const CALL_TO: readonly Row[] = [
  ['invalid', '+15005550001', 21217],
  ['not routable', '+15005550002', 21214],
  ['in a country without permission', '+15005550003', 21215],
  ['blocked for the account', '+15005550004', 21216],
  ['any other, well formed', '+14155550123', undefined],
  ['any other, badly formed', '+1415555', 21211],
];
const PHONE_NUMBER: readonly Row[] = [
  ['not available', '+15005550000', 21422],
  ['invalid', '+15005550001', 21421],
  ['good', '+15005550006', undefined],
];
const AREA_CODE: readonly Row[] = [
  ['sold out', '533', 21452],
  ['good', '500', undefined],
];

type Work = (client: Client, value: string) => Promise<{ sid: string }>;
const textFrom: Work = (client, from) => client.messages.create({ to: CINDY, from, body: 'hello' });
const textTo: Work = (client, to) => client.messages.create({ to, from: GOOD, body: 'hello' });
const callFrom: Work = (client, from) => client.calls.create({ to: CINDY, from, twiml: TWIML });
const callTo: Work = (client, to) => client.calls.create({ to, from: GOOD, twiml: TWIML });
const buy: Work = (client, phoneNumber) => client.incomingPhoneNumbers.create({ phoneNumber });
const buyIn: Work = (client, areaCode) => client.incomingPhoneNumbers.create({ areaCode });

const TABLES: readonly (readonly [string, Work, readonly Row[], RegExp])[] = [
  ['a text from', textFrom, MESSAGE_FROM, /^SM/],
  ['a text to', textTo, MESSAGE_TO, /^SM/],
  ['a call from', callFrom, CALL_FROM, /^CA/],
  ['a call to', callTo, CALL_TO, /^CA/],
  ['buying a number that is', buy, PHONE_NUMBER, /^PN/],
  ['buying in an area code that is', buyIn, AREA_CODE, /^PN/],
];

describe.each([
  ['with test credentials', testClientOf],
  ['on the account that has the good number', clientOf],
] as const)('%s', (_who, login) => {
  describe.each(TABLES)('%s a number', (_what, work, rows, sid) => {
    test.each(rows)('%s: %s', async (_name, value, code) => {
      const client = login(await simulate());
      if (code === undefined) expect((await work(client, value)).sid).toMatch(sid);
      else expect(await refusal(work(client, value))).toMatchObject({ status: 400, code });
    });
  });

  test('the number bought in the good area code is the good one', async () => {
    const client = login(await simulate());
    const bought = await client.incomingPhoneNumbers.create({ areaCode: '500', friendlyName: 'desk' });
    expect(bought).toMatchObject({ phoneNumber: GOOD, friendlyName: 'desk' });
  });
});

describe.each([
  [
    'an account beside it',
    async () => {
      const simulator = await simulate({ accounts: 1 });
      const [other] = simulator.accounts;
      return clientAs(simulator, { user: other?.accountSid ?? '', secret: other?.authToken ?? '' });
    },
  ],
  [
    'a subaccount of its own',
    async () => {
      const simulator = await simulate();
      const { sid, authToken } = await clientOf(simulator).api.v2010.accounts.create();
      return clientAs(simulator, { user: sid, secret: authToken });
    },
  ],
])('%s has no magic numbers', (_who, login) => {
  test('the good number is neither its sender, nor its caller, nor for sale', async () => {
    const client = await login();
    expect(await refusal(textFrom(client, GOOD))).toMatchObject({ status: 400, code: 21660 });
    expect(await refusal(callFrom(client, GOOD))).toMatchObject({ status: 400, code: 21210 });
    expect(await refusal(buy(client, GOOD))).toMatchObject({ status: 400, code: 21422 });
    expect(await refusal(buyIn(client, '500'))).toMatchObject({ status: 400, code: 21452 });
  });

  test('those that refuse are phones like any other', async () => {
    const client = await login();
    const { phoneNumber: from } = await client.incomingPhoneNumbers.create({ areaCode: '212' });
    for (const to of ['+15005550001', '+15005550004']) {
      expect((await client.messages.create({ to, from, body: 'hello' })).sid).toMatch(/^SM/);
      expect((await client.calls.create({ to, from, twiml: TWIML })).sid).toMatch(/^CA/);
    }
    expect(await refusal(textFrom(client, '+15005550001'))).toMatchObject({ code: 21606 });
  });
});

test('whoever releases the good number can buy it back', async () => {
  const client = clientOf(await simulate());
  const [number] = await client.incomingPhoneNumbers.list({ phoneNumber: GOOD });
  await client.incomingPhoneNumbers(number?.sid ?? '').remove();
  expect(await refusal(textFrom(client, GOOD))).toMatchObject({ code: 21606 });
  expect(await buy(client, GOOD)).toMatchObject({ phoneNumber: GOOD });
  expect((await textFrom(client, GOOD)).sid).toMatch(/^SM/);
});

describe('test credentials', () => {
  test("know none of the account's own numbers, and sell nothing but the good one", async () => {
    const simulator = await simulate();
    const client = testClientOf(simulator);
    const [, own = ''] = simulator.numbers;
    expect(await refusal(textFrom(client, own))).toMatchObject({ code: 21606 });
    expect(await refusal(callFrom(client, own))).toMatchObject({ code: 21210 });
    expect(await refusal(buy(client, '+12125550101'))).toMatchObject({ code: 21422 });
    expect(await refusal(buyIn(client, '212'))).toMatchObject({ code: 21452 });
  });

  test('answer in full, with the name that a number gets by itself', async () => {
    const simulator = await simulate();
    const client = testClientOf(simulator);
    const { accountSid } = simulator.testCredentials;
    expect(await buy(client, GOOD)).toMatchObject({ accountSid, friendlyName: '(500) 555-0006' });
    expect(await textTo(client, CINDY)).toMatchObject({ accountSid, status: 'queued', numSegments: '1' });
    expect(await callTo(client, CINDY)).toMatchObject({ accountSid, status: 'queued' });
  });

  test('leave nothing behind: no row, no charge, no ring, no callback, no event', async () => {
    const app = await startApp();
    const simulator = await simulate();
    const events: unknown[] = [];
    simulator.onEvent((event) => events.push(event));
    const client = testClientOf(simulator);
    const statusCallback = `${app.url}/status`;
    await client.messages.create({ to: CINDY, from: GOOD, body: 'hello', statusCallback });
    await client.calls.create({ to: CINDY, from: GOOD, url: `${app.url}/voice`, statusCallback });
    await client.incomingPhoneNumbers.create({ phoneNumber: GOOD });
    await simulator.clock.advance(60 * 86_400_000);
    expect([app.hooks, events, simulator.transcripts(), simulator.messages(), simulator.calls()]).toEqual([
      [],
      [],
      [],
      [],
      [],
    ]);
    const owner = clientOf(simulator);
    expect((await owner.balance.fetch()).balance).toBe('100.0000');
    expect(await owner.incomingPhoneNumbers.list()).toHaveLength(simulator.numbers.length);
  });

  test.each([
    ['GET', '.json'],
    ['POST', '.json'],
    ['GET', '/Messages.json'],
    ['GET', `/Messages/SM${'0'.repeat(32)}.json`],
    ['POST', `/Messages/SM${'0'.repeat(32)}.json`],
    ['DELETE', `/Messages/SM${'0'.repeat(32)}.json`],
    ['GET', '/Calls.json'],
    ['POST', `/Calls/CA${'0'.repeat(32)}.json`],
    ['GET', '/IncomingPhoneNumbers.json'],
    ['POST', `/IncomingPhoneNumbers/PN${'0'.repeat(32)}.json`],
    ['GET', '/AvailablePhoneNumbers/US/Local.json'],
    ['GET', '/Balance.json'],
    ['GET', '/Keys.json'],
    ['POST', '/OutgoingCallerIds.json'],
  ])('are refused: %s %s', async (method, path) => {
    const simulator = await simulate();
    const { accountSid, authToken } = simulator.testCredentials;
    const login = { user: accountSid, secret: authToken };
    const answer = await rawAs(simulator, login, { method, path: `/Accounts/${accountSid}${path}` });
    expect(answer).toMatchObject({ status: 403, body: { code: 20008, status: 403 } });
  });

  test('are no login to the live account, nor the other way round', async () => {
    const simulator = await simulate();
    const { accountSid: testSid, authToken } = simulator.testCredentials;
    const { accountSid, authToken: liveToken } = simulator;
    for (const login of [
      { user: testSid, secret: authToken, accountSid },
      { user: accountSid, secret: liveToken, accountSid: testSid },
      { user: testSid, secret: liveToken },
      { user: accountSid, secret: authToken },
    ]) {
      const text = textTo(clientAs(simulator, login), CINDY);
      expect(await refusal(text)).toMatchObject({ status: 401, code: 20003 });
    }
  });

  test('are there for each account, the same in each run', async () => {
    const [first, second] = [await simulate({ accounts: 1 }), await simulate({ accounts: 1 })];
    expect(first.testCredentials).toEqual(second.testCredentials);
    const other = first.accounts[0]?.testCredentials;
    expect(other?.accountSid).not.toBe(first.testCredentials.accountSid);
    const client = clientAs(first, { user: other?.accountSid ?? '', secret: other?.authToken ?? '' });
    expect((await textTo(client, CINDY)).sid).toMatch(/^SM/);
  });

  test('know no messaging service', async () => {
    const messagingServiceSid = `MG${'0'.repeat(32)}`;
    const text = { to: CINDY, messagingServiceSid, body: 'hello' };
    const client = testClientOf(await simulate());
    expect(await refusal(client.messages.create(text))).toMatchObject({ status: 400, code: 21701 });
    const both = client.messages.create({ ...text, from: GOOD });
    expect(await refusal(both)).toMatchObject({ status: 400, code: 21701 });
  });

  test('a bad parameter is refused as on the live account', async () => {
    const client = testClientOf(await simulate());
    const text = client.messages.create({ to: CINDY, from: GOOD, body: 'x'.repeat(1_601) });
    expect(await refusal(text)).toMatchObject({ code: 21617 });
    const call = client.calls.create({ to: CINDY, from: GOOD, url: 'nonsense' });
    expect(await refusal(call)).toMatchObject({ code: 21205 });
  });
});
