// Usage triggers: created, listed and changed as Twilio describes, and fired once in a period by the charge that reaches them.

import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../../../src/simulator/dates.ts';
import { twilioSignature } from '../../../src/simulator/signature.ts';
import { conformance, type Params } from '../../twilio-spec/ask.ts';
import { type App, startApp } from '../app.ts';
import { CINDY, clientOf, NOON, simulate } from '../harness.ts';
import { OWNER, SUB, simulateWith, tokenOf } from './stored.ts';

const FROM = '+12025550142';

async function open() {
  const app = await startApp();
  const simulator = await simulate();
  const { ask, refused } = conformance(simulator);
  const send = async (count: number) => {
    for (let left = count; left > 0; left -= 1) {
      await ask('POST', '/Messages.json', { To: CINDY, From: FROM, Body: 'hi' });
    }
    await simulator.clock.advance(10_000);
  };
  const create = async (params: Params) =>
    (
      await ask('POST', '/Usage/Triggers.json', {
        CallbackUrl: `${app.url}/spent`,
        UsageCategory: 'sms',
        TriggerBy: 'count',
        ...params,
      })
    ).body;
  return { app, simulator, ask, refused, send, create };
}

const fired = (app: App) => app.hooks.map(({ params }) => params['CurrentValue']);

test('a trigger is created, fetched, listed, changed and deleted', async () => {
  const { app, simulator, ask, refused, create } = await open();
  const made = await create({ TriggerValue: '3', Recurring: 'daily', FriendlyName: 'Enough' });
  const path = `/Usage/Triggers/${made['sid']}.json`;
  expect(made).toMatchObject({
    account_sid: simulator.accountSid,
    callback_method: 'POST',
    callback_url: `${app.url}/spent`,
    current_value: '0',
    date_fired: null,
    friendly_name: 'Enough',
    recurring: 'daily',
    trigger_by: 'count',
    trigger_value: '3',
    usage_category: 'sms',
    usage_record_uri: `/2010-04-01/Accounts/${simulator.accountSid}/Usage/Records.json?Category=sms`,
  });
  expect((await ask('GET', path)).body).toEqual(made);
  await simulator.clock.advance(60_000);
  const changes = { CallbackUrl: `${app.url}/other`, CallbackMethod: 'GET', FriendlyName: 'More' };
  const { body } = await ask('POST', path, changes);
  expect(body).toMatchObject({
    callback_url: `${app.url}/other`,
    callback_method: 'GET',
    friendly_name: 'More',
  });
  expect(body['date_updated']).toBe('Thu, 01 Jan 2026 12:01:00 +0000');
  const byDefault = await create({ TriggerBy: 'usage', TriggerValue: '5' });
  expect(byDefault).toMatchObject({ recurring: 'alltime', trigger_by: 'usage' });
  const sids = async (params: Params) =>
    (await ask('GET', '/Usage/Triggers.json', params)).rows.map(({ sid }) => sid);
  expect(await sids({})).toEqual([byDefault['sid'], made['sid']]);
  expect(await sids({ Recurring: 'daily' })).toEqual([made['sid']]);
  expect(await sids({ Recurring: 'alltime' })).toEqual([byDefault['sid']]);
  expect(await sids({ TriggerBy: 'usage', UsageCategory: 'sms' })).toEqual([byDefault['sid']]);
  expect(await sids({ UsageCategory: 'calls' })).toEqual([]);
  expect((await ask('DELETE', path)).status).toBe(204);
  expect(await refused('GET', path)).toMatchObject({ status: 404, code: 20404 });
  expect(await refused('DELETE', path)).toMatchObject({ status: 404 });
});

test('the official client creates, lists, updates and removes', async () => {
  const { app, simulator } = await open();
  const { usage } = clientOf(simulator);
  const trigger = await usage.triggers.create({
    callbackUrl: app.url,
    triggerValue: '10',
    usageCategory: 'totalprice',
    triggerBy: 'price',
    recurring: 'monthly',
  });
  // Of the SDK's own: an instance it made or listed does not know its SID for further requests.
  const context = usage.triggers(trigger.sid);
  expect(await context.update({ friendlyName: 'Ten dollars' })).toMatchObject({
    friendlyName: 'Ten dollars',
  });
  expect((await usage.triggers.list()).map(({ sid }) => sid)).toEqual([trigger.sid]);
  expect((await context.fetch()).dateFired).toBeNull();
  expect(await context.remove()).toBe(true);
});

test('it fires once, with the charge that reaches its value, signed', async () => {
  const { app, simulator, ask, send, create } = await open();
  const { sid } = await create({ TriggerValue: '3' });
  await send(2);
  expect(app.hooks).toEqual([]);
  await send(1);
  await send(5);
  expect(app.hooks).toHaveLength(1);
  const [hook] = app.hooks;
  const params = {
    AccountSid: simulator.accountSid,
    UsageTriggerSid: String(sid),
    DateFired: 'Thu, 01 Jan 2026 12:00:10 +0000',
    Recurring: 'alltime',
    UsageCategory: 'sms',
    TriggerBy: 'count',
    TriggerValue: '3',
    CurrentValue: '3',
    UsageRecordUri: `/2010-04-01/Accounts/${simulator.accountSid}/Usage/Records.json?Category=sms`,
    IdempotencyToken: expect.stringContaining(String(sid)),
  };
  expect(hook).toMatchObject({ method: 'POST', url: '/spent', params });
  const fields = Object.entries(hook?.params ?? {});
  expect(hook?.signature).toBe(twilioSignature(simulator.authToken, `${app.url}/spent`, fields));
  expect((await ask('GET', `/Usage/Triggers/${sid}.json`)).body).toMatchObject({
    date_fired: 'Thu, 01 Jan 2026 12:00:10 +0000',
    current_value: '8',
  });
});

test.each([
  ['daily', DAY_MS, ['2', '2', '2']],
  ['monthly', 31 * DAY_MS, ['2', '2', '2']],
  ['yearly', 366 * DAY_MS, ['2', '2', '2']],
  ['daily', 3_600_000, ['2']],
  ['monthly', DAY_MS, ['2']],
  ['alltime', DAY_MS, ['2']],
])('recurring %s, with use every %i ms, it fires with %o', async (recurring, everyMs, expected) => {
  const { app, simulator, send, create } = await open();
  await create({ TriggerValue: '2', Recurring: recurring });
  for (let round = 0; round < 3; round += 1) {
    await send(3);
    await simulator.clock.set(NOON + (round + 1) * everyMs);
  }
  expect(fired(app)).toEqual(expected);
});

test('segments, dollars and an offset from what has been used', async () => {
  const { app, ask, send, create } = await open();
  await send(4);
  await create({ TriggerBy: 'price', UsageCategory: 'totalprice', TriggerValue: '+0.0166' });
  await create({ TriggerBy: 'usage', UsageCategory: 'sms-outbound', TriggerValue: '+2.5' });
  expect((await ask('GET', '/Usage/Triggers.json')).rows.map(({ trigger_value }) => trigger_value)).toEqual([
    '6.5',
    '0.0498',
  ]);
  await create({ UsageCategory: 'calls', TriggerValue: '1' });
  await send(2);
  expect(app.hooks.map(({ params }) => `${params['TriggerBy']} ${params['CurrentValue']}`)).toEqual([
    'price 0.0498',
  ]);
  await send(1);
  expect(fired(app)).toEqual(['0.0498', '7']);
});

test('a value that is passed already fires with the next charge, and a deleted trigger never', async () => {
  const { app, ask, send, create } = await open();
  await send(3);
  await create({ TriggerValue: '1' });
  const { sid } = await create({ TriggerValue: '4' });
  await ask('DELETE', `/Usage/Triggers/${sid}.json`);
  expect(app.hooks).toEqual([]);
  await send(1);
  expect(fired(app)).toEqual(['4']);
});

test('an account’s trigger counts what its subaccounts use, and theirs only their own', async () => {
  const app = await startApp();
  const simulator = await simulateWith({ [OWNER]: {}, [SUB]: {} });
  const [owner, sub] = [OWNER, SUB].map((accountSid) =>
    conformance(simulator, { accountSid, secret: tokenOf(accountSid) }),
  );
  for (const [name, login] of [
    ['owner', owner],
    ['sub', sub],
  ] as const) {
    const trigger = {
      CallbackUrl: `${app.url}/${name}`,
      UsageCategory: 'sms',
      TriggerBy: 'count',
      TriggerValue: '2',
    };
    await login?.ask('POST', '/Usage/Triggers.json', trigger);
  }
  const numbers = new Map<typeof owner, string>();
  for (const login of [owner, sub]) {
    const bought = await login?.ask('POST', '/IncomingPhoneNumbers.json', { AreaCode: '212' });
    numbers.set(login, String(bought?.body['phone_number']));
  }
  for (const login of [owner, sub, sub]) {
    await login?.ask('POST', '/Messages.json', { To: CINDY, From: numbers.get(login) ?? '', Body: 'hi' });
    await simulator.clock.advance(10_000);
  }
  expect(
    app.hooks.map(({ url, params }) => `${url} ${params['AccountSid']} ${params['CurrentValue']}`),
  ).toEqual([`/owner ${OWNER} 2`, `/sub ${SUB} 2`]);
});

test('a callback that fails is a warning about the trigger', async () => {
  const { simulator, ask, send } = await open();
  const { body } = await ask('POST', '/Usage/Triggers.json', {
    CallbackUrl: 'http://127.0.0.1:9/',
    UsageCategory: 'sms',
    TriggerValue: '1',
  });
  await send(1);
  expect(simulator.notifications()).toMatchObject([{ level: 'warning', resourceSid: body['sid'] }]);
});

describe('refused', () => {
  test.each([
    ['no callback', { CallbackUrl: '' }],
    ['a callback elsewhere', { CallbackUrl: 'https://example.com/' }],
    ['no value', { TriggerValue: '' }],
    ['a value that is none', { TriggerValue: 'much' }],
    ['an offset down', { TriggerValue: '-3' }],
    ['no category', { UsageCategory: '' }],
    ['a category that is none', { UsageCategory: 'faxes' }],
    ['a rhythm that is none', { Recurring: 'hourly' }],
    ['a measure that is none', { TriggerBy: 'weight' }],
    ['a long name', { FriendlyName: 'x'.repeat(65) }],
    ['a wrong method', { CallbackMethod: 'PUT' }],
  ])('%s', async (_name, params) => {
    const { app, ask, refused } = await open();
    const good = { CallbackUrl: app.url, TriggerValue: '1', UsageCategory: 'sms' };
    expect(await refused('POST', '/Usage/Triggers.json', { ...good, ...params })).toMatchObject({
      status: 400,
      code: 20001,
    });
    expect((await ask('GET', '/Usage/Triggers.json')).rows).toEqual([]);
  });
});
