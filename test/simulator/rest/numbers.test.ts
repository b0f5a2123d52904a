import { expect, test } from 'vitest';
import { completeScript } from '../../../src/simulator/phones.ts';
import { CINDY, clientOf, NOON, refusal, simulate } from '../harness.ts';
import { clientAs } from './clients.ts';

const FROM = '+15005550006';
const HOOK = 'http://127.0.0.1:9/hook';
const DAY = 86_400_000;

async function open() {
  const simulator = await simulate();
  const client = clientOf(simulator);
  return { simulator, client, numbers: client.incomingPhoneNumbers };
}

test('a number is searched, bought, listed, sent from, and released', async () => {
  const { client, numbers } = await open();
  const [offer] = await client.availablePhoneNumbers('US').local.list({ areaCode: 212, limit: 1 });
  const phoneNumber = offer?.phoneNumber ?? '';
  const bought = await numbers.create({ phoneNumber });
  expect(bought).toMatchObject({ phoneNumber, friendlyName: offer?.friendlyName, status: 'in-use' });
  expect(await numbers(bought.sid).fetch()).toMatchObject({ sid: bought.sid, dateCreated: new Date(NOON) });
  expect((await numbers.list({ pageSize: 1 })).map(({ sid }) => sid)[0]).toBe(bought.sid);
  const text = await client.messages.create({ to: CINDY, from: phoneNumber, body: 'hello' });
  const call = await client.calls.create({ to: CINDY, from: phoneNumber, twiml: '<Response/>' });
  expect([text.from, call.phoneNumberSid]).toEqual([phoneNumber, bought.sid]);
  expect(await numbers(bought.sid).remove()).toBe(true);
  const again = client.messages.create({ to: CINDY, from: phoneNumber, body: 'hello' });
  expect(await refusal(again)).toMatchObject({ code: 21606 });
  expect(await refusal(numbers(bought.sid).fetch())).toMatchObject({ status: 404 });
});

test('a bought number is for sale to nobody, and a released one again', async () => {
  const { client, numbers } = await open();
  const search = () => client.availablePhoneNumbers('US').local.list({ contains: '+12125550101' });
  expect(await search()).toHaveLength(1);
  const bought = await numbers.create({ phoneNumber: '+12125550101' });
  expect(await search()).toEqual([]);
  expect(await refusal(numbers.create({ phoneNumber: '+12125550101' }))).toMatchObject({ code: 21422 });
  await numbers(bought.sid).remove();
  expect(await search()).toHaveLength(1);
});

test('the number of a scripted phone is not for sale', async () => {
  const simulator = await simulate({ phones: [completeScript({ number: '+12125550101' })] });
  const client = clientOf(simulator);
  expect(await client.availablePhoneNumbers('US').local.list({ contains: '+12125550101' })).toEqual([]);
  const buy = client.incomingPhoneNumbers.create({ phoneNumber: '+12125550101' });
  expect(await refusal(buy)).toMatchObject({ code: 21422 });
});

test.each([
  ['no number and no area code', {}, 21421],
  ['no number at all', { phoneNumber: 'home' }, 21421],
  ['a number Twilio does not have', { phoneNumber: '+12125551234' }, 21422],
  ['an area code that is none', { areaCode: '12' }, 21451],
  ['an area code without numbers', { areaCode: '999' }, 21452],
  ['a number that needs an address', { phoneNumber: '+493023125000' }, 21631],
  [
    "somebody else's application",
    { phoneNumber: '+12125550101', voiceApplicationSid: `AP${'0'.repeat(32)}` },
    21420,
  ],
  ['a URL that is none', { phoneNumber: '+12125550101', voiceUrl: 'nonsense' }, 21402],
  ['a URL on another machine', { phoneNumber: '+12125550101', smsUrl: 'https://example.com/sms' }, 21402],
  ['a method that is none', { phoneNumber: '+12125550101', voiceMethod: 'PUT' }, 21403],
  ['too long a name', { phoneNumber: '+12125550101', friendlyName: 'x'.repeat(65) }, 20002],
])('buying with %s is refused, and buys nothing', async (_what, params, code) => {
  const { client, numbers } = await open();
  expect(await refusal(numbers.create(params))).toMatchObject({ status: 400, code });
  expect(await numbers.list()).toHaveLength(2);
  expect((await client.balance.fetch()).balance).toBe('100.0000');
});

test('an address, or a regulatory bundle, gets a number that needs one', async () => {
  const { numbers } = await open();
  const addressSid = `AD${'1'.repeat(32)}`;
  const bought = await numbers.create({ phoneNumber: '+493023125000', addressSid });
  expect(bought).toMatchObject({ addressSid, addressRequirements: 'local' });
  expect(bought.capabilities).toMatchObject({ voice: true, sms: false });
  const bundleSid = `BU${'1'.repeat(32)}`;
  await numbers.create({ phoneNumber: '+493023125001', bundleSid });
});

test('a number that cannot text does not', async () => {
  const { client, numbers } = await open();
  const { phoneNumber } = await numbers.create({ phoneNumber: '+442079460000' });
  const text = client.messages.create({ to: CINDY, from: phoneNumber, body: 'hello' });
  expect(await refusal(text)).toMatchObject({ code: 21606 });
  await client.calls.create({ to: CINDY, from: phoneNumber, twiml: '<Response/>' });
});

test('each sub-resource sells and lists its own type', async () => {
  const { numbers } = await open();
  const tollFree = await numbers.tollFree.create({ phoneNumber: '+18001000052' });
  const mobile = await numbers.mobile.create({ phoneNumber: '+447700900052' });
  const local = await numbers.local.create({ phoneNumber: '+12125550152' });
  expect((await numbers.tollFree.list()).map(({ sid }) => sid)).toEqual([tollFree.sid]);
  expect((await numbers.mobile.list()).map(({ sid }) => sid)).toEqual([mobile.sid]);
  expect((await numbers.local.list()).map(({ sid }) => sid)[0]).toBe(local.sid);
  expect(await numbers.list()).toHaveLength(5);
  const mismatch = numbers.local.create({ phoneNumber: '+18001000053' });
  expect(await refusal(mismatch)).toMatchObject({ status: 400, code: 21458 });
});

test('AreaCode is for IncomingPhoneNumbers itself', async () => {
  const { simulator } = await open();
  const { accountSid, authToken, url } = simulator;
  const response = await fetch(`${url}/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers/Local.json`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}` },
    body: new URLSearchParams({ AreaCode: '212' }),
  });
  expect(await response.json()).toMatchObject({ status: 400, code: 21457 });
});

test.each([
  ['+15005550006', ['+15005550006']],
  ['500555', ['+15005550006']],
  ['202*550', ['+12025550142']],
  ['5550***', ['+12025550142', '+15005550006']],
  ['(202) 555-0142', ['+12025550142']],
  ['+202', []],
  ['999', []],
])('a list of numbers like %s', async (phoneNumber, found) => {
  const { numbers } = await open();
  expect((await numbers.list({ phoneNumber })).map((row) => row.phoneNumber)).toEqual(found);
});

test('a list by name and origin', async () => {
  const { numbers } = await open();
  const named = await numbers.list({ friendlyName: '(202) 555-0142', beta: false, origin: 'twilio' });
  expect(named.map((row) => row.phoneNumber)).toEqual(['+12025550142']);
  expect(await numbers.list({ origin: 'hosted' })).toEqual([]);
  expect(await numbers.list({ friendlyName: 'nobody' })).toEqual([]);
});

test('an update sets what it names, clears what it names empty, and leaves the rest', async () => {
  const { simulator, numbers } = await open();
  const { sid } = await numbers.create({ areaCode: '212', voiceUrl: HOOK, smsUrl: HOOK, smsMethod: 'GET' });
  await simulator.clock.advance(1_000);
  const changed = await numbers(sid).update({ friendlyName: 'desk', smsUrl: '', statusCallback: HOOK });
  expect(changed).toMatchObject({
    friendlyName: 'desk',
    voiceUrl: HOOK,
    smsUrl: '',
    smsMethod: 'GET',
    statusCallback: HOOK,
    dateUpdated: new Date(NOON + 1_000),
  });
  expect(await refusal(numbers(sid).update({ voiceUrl: 'nonsense', friendlyName: 'no' }))).toMatchObject({
    code: 21402,
  });
  expect((await numbers(sid).fetch()).friendlyName).toBe('desk');
});

test('a URL, an application and a trunk push each other out', async () => {
  const { client, numbers } = await open();
  const { sid } = await numbers.create({ areaCode: '212', voiceUrl: HOOK, smsUrl: HOOK });
  const application = await client.applications.create({ voiceUrl: `${HOOK}/app` });
  const settings = async (params: object) => {
    const row = await numbers(sid).update(params);
    return [row.voiceUrl, row.voiceApplicationSid, row.trunkSid, row.smsUrl, row.smsApplicationSid];
  };
  const trunk = `TK${'1'.repeat(32)}`;
  expect(await settings({ voiceApplicationSid: application.sid })).toEqual([
    '',
    application.sid,
    null,
    HOOK,
    '',
  ]);
  expect(await settings({ voiceUrl: HOOK })).toEqual([HOOK, '', null, HOOK, '']);
  expect(await settings({ voiceUrl: HOOK, voiceApplicationSid: application.sid })).toEqual([
    '',
    application.sid,
    null,
    HOOK,
    '',
  ]);
  expect(await settings({ trunkSid: trunk })).toEqual(['', '', trunk, HOOK, '']);
  expect(await settings({ voiceApplicationSid: application.sid })).toEqual([
    '',
    application.sid,
    null,
    HOOK,
    '',
  ]);
  expect(await settings({ smsApplicationSid: application.sid })).toEqual([
    '',
    application.sid,
    null,
    '',
    application.sid,
  ]);
  expect(await settings({ smsUrl: HOOK })).toEqual(['', application.sid, null, HOOK, '']);
  await client.applications(application.sid).remove();
  expect((await numbers(sid).fetch()).voiceApplicationSid).toBe('');
});

test('a number costs its month in advance, each month, until it is released', async () => {
  const { simulator, client, numbers } = await open();
  const balance = async () => (await client.balance.fetch()).balance;
  const local = await numbers.create({ areaCode: '212' });
  expect(await balance()).toBe('98.8500');
  await numbers.create({ phoneNumber: '+18001000052' });
  expect(await balance()).toBe('96.7000');
  await simulator.clock.advance(31 * DAY - 1);
  expect(await balance()).toBe('96.7000');
  await simulator.clock.advance(1);
  expect(await balance()).toBe('93.4000');
  await numbers(local.sid).remove();
  expect(await balance()).toBe('93.4000');
  await simulator.clock.advance(28 * DAY);
  expect(await balance()).toBe('91.2500');
});

test('the magic number, of which there is one already, is bought again without a second row or charge', async () => {
  const { client, numbers } = await open();
  const bought = await numbers.create({ phoneNumber: FROM, friendlyName: 'magic' });
  expect(await numbers(bought.sid).fetch()).toMatchObject({ phoneNumber: FROM, friendlyName: 'magic' });
  expect(await numbers.list()).toHaveLength(2);
  expect((await client.balance.fetch()).balance).toBe('100.0000');
});

test('an account hands a number to its subaccount and takes it back; rent follows it', async () => {
  const { simulator, client, numbers } = await open();
  const made = await client.api.v2010.accounts.create();
  const sub = client.api.v2010.accounts(made.sid);
  const { sid, phoneNumber } = await numbers.create({ areaCode: '212', voiceUrl: HOOK });
  const moved = await numbers(sid).update({ accountSid: made.sid });
  expect(moved).toMatchObject({ sid, accountSid: made.sid, voiceUrl: HOOK });
  expect(await refusal(numbers(sid).fetch())).toMatchObject({ status: 404 });
  expect(await sub.incomingPhoneNumbers.list()).toMatchObject([{ sid, phoneNumber }]);
  const text = client.messages.create({ to: CINDY, from: phoneNumber, body: 'hello' });
  expect(await refusal(text)).toMatchObject({ code: 21660 });
  await simulator.clock.advance(31 * DAY);
  expect((await client.balance.fetch()).balance).toBe('97.7000');
  await sub.incomingPhoneNumbers(sid).update({ accountSid: simulator.accountSid });
  await simulator.clock.advance(28 * DAY);
  expect((await client.balance.fetch()).balance).toBe('96.5500');
  expect((await numbers(sid).fetch()).accountSid).toBe(simulator.accountSid);
});

test.each([
  ['what is no account SID', 'home', 21470],
  ['an account that does not exist', `AC${'0'.repeat(32)}`, 21473],
])('a number is not handed to %s', async (_what, accountSid, code) => {
  const { numbers } = await open();
  const [number] = await numbers.list({ limit: 1 });
  expect(await refusal(numbers(number?.sid ?? '').update({ accountSid }))).toMatchObject({ code });
});

test('a number is not handed to a stranger, to a closed account, or by a subaccount', async () => {
  const simulator = await simulate({ accounts: 1 });
  const client = clientOf(simulator);
  const { sid } = await client.incomingPhoneNumbers.create({ areaCode: '212' });
  const give = (accountSid: string) => refusal(client.incomingPhoneNumbers(sid).update({ accountSid }));
  expect(await give(simulator.accounts[0]?.accountSid ?? '')).toMatchObject({ code: 21473 });
  const made = await client.api.v2010.accounts.create();
  await client.incomingPhoneNumbers(sid).update({ accountSid: made.sid });
  const sub = clientAs(simulator, { user: made.sid, secret: made.authToken });
  const back = sub.incomingPhoneNumbers(sid).update({ accountSid: simulator.accountSid });
  expect(await refusal(back)).toMatchObject({ code: 21474 });
  const closed = await client.api.v2010.accounts.create();
  await client.api.v2010.accounts(closed.sid).update({ status: 'closed' });
  const through = client.api.v2010.accounts(made.sid).incomingPhoneNumbers(sid);
  expect(await refusal(through.update({ accountSid: closed.sid }))).toMatchObject({ code: 21472 });
});

test('a text from a number of another account says whose mistake it is', async () => {
  const simulator = await simulate({ accounts: 1 });
  const [from = ''] = simulator.accounts[0]?.numbers ?? [];
  const client = clientOf(simulator);
  const text = client.messages.create({ to: CINDY, from, body: 'hello' });
  expect(await refusal(text)).toMatchObject({ status: 400, code: 21660 });
  const call = client.calls.create({ to: CINDY, from, twiml: '<Response/>' });
  expect(await refusal(call)).toMatchObject({ status: 400, code: 21210 });
});
