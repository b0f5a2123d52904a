import { expect, test } from 'vitest';
import { startApp } from '../app.ts';
import { CINDY, clientOf, NOON, refusal, simulate } from '../harness.ts';
import { clientAs, rawAs } from './clients.ts';

const FROM = '+15005550006';
/** Handed to the subaccount. */
const SPARE = '+12025550142';
const MINUTE = 60_000;

async function withSubaccount() {
  const simulator = await simulate();
  const owner = clientOf(simulator);
  const made = await owner.api.v2010.accounts.create({ friendlyName: 'Clinic' });
  const sub = clientAs(simulator, { user: made.sid, secret: made.authToken });
  const throughOwner = owner.api.v2010.accounts(made.sid);
  const [number] = await owner.incomingPhoneNumbers.list({ phoneNumber: SPARE });
  await owner.incomingPhoneNumbers(number?.sid ?? '').update({ accountSid: made.sid });
  return { simulator, owner, made, sub, throughOwner };
}

test('a subaccount is made, listed newest first, paged, renamed and found by name', async () => {
  const { simulator, owner, made } = await withSubaccount();
  await simulator.clock.advance(MINUTE);
  const unnamed = await owner.api.v2010.accounts.create();
  expect(unnamed).toMatchObject({
    friendlyName: 'SubAccount Created at 2026-01-01 12:01 pm',
    ownerAccountSid: simulator.accountSid,
    status: 'active',
    type: 'Full',
  });
  const sids = [unnamed.sid, made.sid, simulator.accountSid];
  expect((await owner.api.v2010.accounts.list()).map(({ sid }) => sid)).toEqual(sids);
  const paged = await owner.api.v2010.accounts.list({ pageSize: 1 });
  expect(paged.map(({ sid }) => sid)).toEqual(sids);
  await owner.api.v2010.accounts(made.sid).update({ friendlyName: 'Practice' });
  expect(await owner.api.v2010.accounts(made.sid).fetch()).toMatchObject({
    friendlyName: 'Practice',
    dateCreated: new Date(NOON),
    dateUpdated: new Date(NOON + MINUTE),
  });
  const named = await owner.api.v2010.accounts.list({ friendlyName: 'Practice', status: 'active' });
  expect(named.map(({ sid }) => sid)).toEqual([made.sid]);
});

test('names longer than 64 characters are refused', async () => {
  const { owner } = await withSubaccount();
  const long = owner.api.v2010.accounts.create({ friendlyName: 'x'.repeat(65) });
  expect(await refusal(long)).toMatchObject({ status: 400, code: 20002 });
});

test('the owner reaches what its subaccount has, and the subaccount nothing but that', async () => {
  const { simulator, owner, made, sub, throughOwner } = await withSubaccount();
  const text = await throughOwner.messages.create({ to: CINDY, from: SPARE, body: 'hello' });
  expect(text.accountSid).toBe(made.sid);
  expect(await sub.messages.list()).toMatchObject([{ sid: text.sid }]);
  expect(await owner.messages.list()).toEqual([]);
  expect((await sub.api.v2010.accounts.list()).map(({ sid }) => sid)).toEqual([made.sid]);
  const own = sub.api.v2010.accounts(simulator.accountSid);
  expect(await refusal(own.fetch())).toMatchObject({ status: 401, code: 20003 });
  expect(await refusal(own.messages.list())).toMatchObject({ status: 401, code: 20003 });
  expect(await refusal(sub.api.v2010.accounts.create())).toMatchObject({ status: 400, code: 21101 });
});

test('a text of a subaccount is paid from the purse of its owner, which both see', async () => {
  const { simulator, owner, sub, throughOwner } = await withSubaccount();
  await throughOwner.messages.create({ to: CINDY, from: SPARE, body: 'hello' });
  await simulator.clock.advance(MINUTE);
  expect((await owner.balance.fetch()).balance).toBe('99.9917');
  expect((await sub.balance.fetch()).balance).toBe('99.9917');
});

test('callbacks of a subaccount are signed with its own token', async () => {
  const app = await startApp();
  const { simulator, made, throughOwner } = await withSubaccount();
  const statusCallback = `${app.url}/status`;
  await throughOwner.messages.create({ to: CINDY, from: SPARE, body: 'hello', statusCallback });
  await simulator.clock.advance(MINUTE);
  const { default: twilio } = await import('twilio');
  expect(app.hooks.length).toBeGreaterThan(0);
  for (const hook of app.hooks) {
    expect(twilio.validateRequest(made.authToken, hook.signature, statusCallback, hook.params)).toBe(true);
  }
});

test('suspended: its own login fails, its owner reads and ends but starts nothing, and back again', async () => {
  const { simulator, owner, made, sub, throughOwner } = await withSubaccount();
  const twiml = '<Response><Pause length="600"/></Response>';
  const call = await sub.calls.create({ to: CINDY, from: SPARE, twiml });
  await simulator.clock.advance(10_000);
  expect((await throughOwner.update({ status: 'suspended' })).status).toBe('suspended');
  expect(await refusal(sub.messages.list())).toMatchObject({ status: 401, code: 20003 });
  const text = throughOwner.messages.create({ to: CINDY, from: SPARE, body: 'hello' });
  expect(await refusal(text)).toMatchObject({ status: 403, code: 20403 });
  expect((await throughOwner.calls(call.sid).fetch()).status).toBe('in-progress');
  expect((await throughOwner.calls(call.sid).update({ status: 'completed' })).status).toBe('completed');
  expect((await owner.api.v2010.accounts.list({ status: 'suspended' }))[0]?.sid).toBe(made.sid);
  await throughOwner.update({ status: 'active' });
  await sub.messages.create({ to: CINDY, from: SPARE, body: 'hello' });
});

test('what waits when an account is suspended is not sent and not dialled', async () => {
  const simulator = await simulate({ cps: 1, mps: 1 });
  const owner = clientOf(simulator);
  const made = await owner.api.v2010.accounts.create();
  const sub = owner.api.v2010.accounts(made.sid);
  const { phoneNumber: from } = await sub.incomingPhoneNumbers.create({ areaCode: '212' });
  for (let i = 0; i < 3; i += 1) {
    await sub.messages.create({ to: CINDY, from, body: 'hello' });
    await sub.calls.create({ to: CINDY, from, twiml: '<Response/>' });
  }
  await simulator.clock.advance(500);
  await sub.update({ status: 'suspended' });
  await simulator.clock.advance(MINUTE);
  const texts = await sub.messages.list();
  expect(texts.map(({ status, errorCode }) => [status, errorCode])).toEqual([
    ['failed', 30002],
    ['failed', 30002],
    ['delivered', null],
  ]);
  expect((await sub.calls.list()).map(({ status }) => status)).toEqual(['canceled', 'canceled', 'completed']);
});

test('a suspended account receives no texts', async () => {
  const { simulator, owner, throughOwner } = await withSubaccount();
  const { phoneNumber } = await throughOwner.incomingPhoneNumbers.create({ areaCode: '212' });
  await throughOwner.update({ status: 'suspended' });
  const { sid } = await owner.messages.create({ to: phoneNumber, from: FROM, body: 'hello' });
  await simulator.clock.advance(MINUTE);
  expect(await owner.messages(sid).fetch()).toMatchObject({ status: 'undelivered', errorCode: 30005 });
  expect(await throughOwner.messages.list()).toEqual([]);
  expect(() => simulator.text({ from: CINDY, to: phoneNumber, body: 'hello' })).toThrow('is suspended');
});

test('a suspended account receives no calls', async () => {
  const app = await startApp(() => '<Response><Say>Hello</Say></Response>');
  const { simulator, throughOwner } = await withSubaccount();
  const { phoneNumber } = await throughOwner.incomingPhoneNumbers.create({
    areaCode: '212',
    voiceUrl: app.url,
  });
  await throughOwner.update({ status: 'suspended' });
  simulator.call({ from: CINDY, to: phoneNumber });
  await simulator.clock.advance(MINUTE);
  expect(app.hooks).toEqual([]);
  expect((await throughOwner.calls.list()).map(({ status }) => status)).toEqual(['failed']);
});

test('closed: its numbers are for sale again, its history stays, and it never opens again', async () => {
  const { owner, made, throughOwner } = await withSubaccount();
  await throughOwner.messages.create({ to: CINDY, from: SPARE, body: 'hello' });
  const { phoneNumber } = await throughOwner.incomingPhoneNumbers.create({ areaCode: '212' });
  expect(await refusal(owner.incomingPhoneNumbers.create({ phoneNumber }))).toMatchObject({ code: 21422 });
  await throughOwner.update({ status: 'closed' });
  await owner.incomingPhoneNumbers.create({ phoneNumber });
  expect(await throughOwner.messages.list()).toHaveLength(1);
  expect(await throughOwner.incomingPhoneNumbers.list()).toEqual([]);
  expect((await owner.api.v2010.accounts.list({ status: 'closed' }))[0]?.sid).toBe(made.sid);
  expect(await refusal(throughOwner.update({ status: 'active' }))).toMatchObject({ code: 21479 });
});

test.each([
  ['of the owner itself', 'suspended', 21477],
  ['that is none', 'asleep', 21475],
])('a status %s is refused', async (_what, status, code) => {
  const { simulator, owner, made } = await withSubaccount();
  const sid = code === 21477 ? simulator.accountSid : made.sid;
  const update = owner.api.v2010.accounts(sid).update({ status: status as 'active' });
  expect(await refusal(update)).toMatchObject({ status: 400, code });
});

test('two accounts have nothing to do with each other', async () => {
  const simulator = await simulate({ accounts: 1 });
  const [second] = simulator.accounts;
  if (second === undefined) throw new Error('no second account');
  const one = clientOf(simulator);
  const other = clientAs(simulator, { user: second.accountSid, secret: second.authToken });
  const sent = await one.messages.create({ to: CINDY, from: FROM, body: 'mine' });
  const called = await one.calls.create({ to: CINDY, from: FROM, twiml: '<Response/>' });
  const key = await one.newKeys.create();
  await simulator.clock.advance(MINUTE);
  expect(await other.messages.list()).toEqual([]);
  expect(await other.calls.list()).toEqual([]);
  expect(await other.keys.list()).toEqual([]);
  expect((await other.incomingPhoneNumbers.list()).map(({ phoneNumber }) => phoneNumber)).toEqual(
    second.numbers,
  );
  expect((await other.api.v2010.accounts.list()).map(({ sid }) => sid)).toEqual([second.accountSid]);
  expect((await other.balance.fetch()).balance).toBe('100.0000');
  for (const fetch of [
    () => other.messages(sent.sid).fetch(),
    () => other.calls(called.sid).fetch(),
    () => other.keys(key.sid).fetch(),
  ]) {
    expect(await refusal(fetch())).toMatchObject({ status: 404, code: 20404 });
  }
  const mine = other.api.v2010.accounts(simulator.accountSid);
  expect(await refusal(mine.fetch())).toMatchObject({ status: 401, code: 20003 });
  expect(await refusal(mine.messages(sent.sid).fetch())).toMatchObject({ status: 401, code: 20003 });
  expect(await refusal(mine.update({ status: 'closed' }))).toMatchObject({ status: 401, code: 20003 });
});

test('an account that does not exist is answered like one that is somebody else', async () => {
  const simulator = await simulate({ accounts: 1 });
  const login = { user: simulator.accountSid, secret: simulator.authToken };
  const answers = [];
  for (const sid of [`AC${'0'.repeat(32)}`, simulator.accounts[0]?.accountSid ?? '']) {
    answers.push(await rawAs(simulator, login, { path: `/Accounts/${sid}/Messages.json` }));
  }
  expect(answers[0]).toMatchObject({ status: 401, body: { code: 20003 } });
  expect(answers[1]).toEqual(answers[0]);
});

test('the same seed gives the same accounts, and more of them change none', async () => {
  const few = await simulate({ accounts: 1 });
  const many = await simulate({ accounts: 3 });
  expect(many.accounts).toHaveLength(3);
  expect(many.accounts[0]).toEqual(few.accounts[0]);
  expect(new Set(many.accounts.map(({ accountSid }) => accountSid)).size).toBe(3);
  expect(many.accountSid).toBe(few.accountSid);
  await expect(simulate({ accounts: 51 })).rejects.toThrow('0 to 50 further accounts');
});
