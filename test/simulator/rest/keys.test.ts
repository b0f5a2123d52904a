import { expect, test } from 'vitest';
import { CINDY, clientOf, refusal, simulate } from '../harness.ts';
import { clientAs } from './clients.ts';

const FROM = '+15005550006';

async function withKey() {
  const simulator = await simulate({ accounts: 1 });
  const owner = clientOf(simulator);
  const key = await owner.newKeys.create({ friendlyName: 'web' });
  const login = { user: key.sid, secret: key.secret };
  return { simulator, owner, key, login };
}

test('a key logs in with the account in the path, and sends', async () => {
  const { simulator, login } = await withKey();
  const client = clientAs(simulator, { ...login, accountSid: simulator.accountSid });
  const text = await client.messages.create({ to: CINDY, from: FROM, body: 'hello' });
  expect(text.accountSid).toBe(simulator.accountSid);
  expect(await client.incomingPhoneNumbers.list()).toHaveLength(2);
  expect((await client.balance.fetch()).balance).toBe('100.0000');
});

test('the secret is shown once', async () => {
  const { owner, key } = await withKey();
  expect(key.secret).toMatch(/^[0-9a-f]{32}$/);
  const fetched = await owner.keys(key.sid).fetch();
  expect(fetched).toMatchObject({ sid: key.sid, friendlyName: 'web' });
  expect(fetched.toJSON()).not.toHaveProperty('secret');
});

test('keys are listed, paged, renamed and removed', async () => {
  const { owner, key } = await withKey();
  const second = await owner.newKeys.create();
  expect((await owner.keys.list({ pageSize: 1 })).map(({ sid }) => sid)).toEqual([second.sid, key.sid]);
  expect((await owner.keys(key.sid).update({ friendlyName: 'app' })).friendlyName).toBe('app');
  expect(await owner.keys(key.sid).remove()).toBe(true);
  expect((await owner.keys.list()).map(({ sid }) => sid)).toEqual([second.sid]);
  expect(await refusal(owner.keys(key.sid).fetch())).toMatchObject({ status: 404, code: 20404 });
});

test('a standard key manages neither accounts nor keys', async () => {
  const { simulator, key, login } = await withKey();
  const client = clientAs(simulator, { ...login, accountSid: simulator.accountSid });
  const accounts = client.api.v2010.accounts;
  for (const ask of [
    () => accounts.list(),
    () => accounts.create(),
    () => accounts(simulator.accountSid).fetch(),
    () => accounts(simulator.accountSid).update({ friendlyName: 'mine' }),
    () => client.keys.list(),
    () => client.newKeys.create(),
    () => client.keys(key.sid).fetch(),
    () => client.keys(key.sid).remove(),
  ]) {
    expect(await refusal(ask())).toMatchObject({ status: 401, code: 20003 });
  }
});

test('a key reaches no other account, not even a subaccount', async () => {
  const { simulator, owner, login } = await withKey();
  const { sid } = await owner.api.v2010.accounts.create();
  for (const accountSid of [sid, simulator.accounts[0]?.accountSid ?? '']) {
    const client = clientAs(simulator, { ...login, accountSid });
    expect(await refusal(client.messages.list())).toMatchObject({ status: 401, code: 20003 });
  }
});

test('a wrong secret, and a key that was removed, log nobody in', async () => {
  const { simulator, owner, key, login } = await withKey();
  const { accountSid } = simulator;
  const wrong = clientAs(simulator, { ...login, secret: simulator.authToken, accountSid });
  expect(await refusal(wrong.messages.list())).toMatchObject({ status: 401, code: 20003 });
  const client = clientAs(simulator, { ...login, accountSid });
  await client.messages.list();
  await owner.keys(key.sid).remove();
  expect(await refusal(client.messages.list())).toMatchObject({ status: 401, code: 20003 });
});

test("a subaccount's key works there", async () => {
  const { simulator, owner } = await withKey();
  const { sid } = await owner.api.v2010.accounts.create();
  const { phoneNumber: from } = await owner.api.v2010
    .accounts(sid)
    .incomingPhoneNumbers.create({ areaCode: '212' });
  const key = await owner.api.v2010.accounts(sid).newKeys.create();
  const client = clientAs(simulator, { user: key.sid, secret: key.secret, accountSid: sid });
  expect((await client.messages.create({ to: CINDY, from, body: 'hello' })).accountSid).toBe(sid);
});
