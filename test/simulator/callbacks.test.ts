import twilio from 'twilio';
import { expect, test } from 'vitest';
import { parsePhones } from '../../src/simulator/phone-file.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { type App, startApp } from './app.ts';
import { CINDY, clientOf, simulate } from './harness.ts';
import { hurriedClock } from './hurried-clock.ts';

const FROM = '+15005550006';

function allSigned(app: App, simulator: Simulator): boolean {
  return app.hooks.every(({ url, signature, params }) =>
    twilio.validateRequest(simulator.authToken, signature, app.url + url, params),
  );
}

test('a message reports each status after creation, in order, signed', async () => {
  const app = await startApp();
  const simulator = await simulate();
  const { sid } = await clientOf(simulator).messages.create({
    to: CINDY,
    from: FROM,
    body: 'hello',
    statusCallback: `${app.url}/status?job=1&n=2#rc=2`,
  });
  await simulator.clock.advance(5_000);
  expect(app.hooks.map(({ params }) => params['MessageStatus'])).toEqual(['sending', 'sent', 'delivered']);
  expect(app.hooks.at(-1)).toMatchObject({
    method: 'POST',
    url: '/status?job=1&n=2',
    params: {
      ApiVersion: '2010-04-01',
      MessageSid: sid,
      SmsSid: sid,
      SmsStatus: 'delivered',
      AccountSid: simulator.accountSid,
      From: FROM,
      To: CINDY,
      RawDlrDoneDate: '2601011200',
    },
  });
  expect(allSigned(app, simulator)).toBe(true);
});

test('a bad end names its code', async () => {
  const app = await startApp();
  const simulator = await simulate({ phones: parsePhones(`- {number: "${CINDY}", is: landline}`) });
  const params = { to: CINDY, from: FROM, body: 'hello', statusCallback: app.url };
  await clientOf(simulator).messages.create(params);
  await simulator.clock.advance(5_000);
  expect(app.hooks.at(-1)?.params).toMatchObject({ MessageStatus: 'undelivered', ErrorCode: '30006' });
  expect(allSigned(app, simulator)).toBe(true);
});

test('a call reports the events it was asked for, numbered from 0', async () => {
  const app = await startApp();
  const simulator = await simulate();
  const { sid } = await clientOf(simulator).calls.create({
    to: CINDY,
    from: FROM,
    twiml: '<Response><Pause length="61"/></Response>',
    statusCallback: `${app.url}/calls`,
    statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
  });
  await simulator.clock.advance(70_000);
  expect(app.hooks.map(({ params }) => [params['SequenceNumber'], params['CallStatus']])).toEqual([
    ['0', 'initiated'],
    ['1', 'ringing'],
    ['2', 'in-progress'],
    ['3', 'completed'],
  ]);
  expect(app.hooks[3]?.params).toMatchObject({
    CallSid: sid,
    AccountSid: simulator.accountSid,
    From: FROM,
    To: CINDY,
    Caller: FROM,
    Called: CINDY,
    Direction: 'outbound-api',
    ApiVersion: '2010-04-01',
    Timestamp: 'Thu, 01 Jan 2026 12:01:02 +0000',
    CallbackSource: 'call-progress-events',
    Duration: '2',
    CallDuration: '61',
    SipResponseCode: '200',
    ToCountry: 'US',
  });
  expect(allSigned(app, simulator)).toBe(true);
});

test('without a choice only the end is reported, by the method asked for', async () => {
  const app = await startApp();
  const simulator = await simulate({ phones: parsePhones(`- {number: "${CINDY}", is: busy}`) });
  await clientOf(simulator).calls.create({
    to: CINDY,
    from: FROM,
    twiml: '<Response/>',
    statusCallback: `${app.url}/calls?a=b%20c`,
    statusCallbackMethod: 'GET',
  });
  await simulator.clock.advance(70_000);
  expect(app.hooks).toHaveLength(1);
  const hook = app.hooks[0];
  const query = new URL(app.url + hook?.url).searchParams;
  expect(Object.fromEntries(query)).toMatchObject({
    a: 'b c',
    CallStatus: 'busy',
    SipResponseCode: '486',
    CallDuration: '0',
  });
  expect(hook?.method).toBe('GET');
  expect(twilio.validateRequest(simulator.authToken, hook?.signature ?? '', app.url + hook?.url, {})).toBe(
    true,
  );
});

test.each([
  ['answers 500', 15003, (app: App) => app.url],
  ['is not listening', 11205, () => 'http://127.0.0.1:9/'],
])('a callback that %s is a warning, and the call goes on', async (_what, code, url) => {
  const app = await startApp(() => (response) => response.writeHead(500).end());
  const simulator = await simulate();
  const client = clientOf(simulator);
  const statusCallback = url(app);
  const { sid } = await client.calls.create({ to: CINDY, from: FROM, twiml: '<Response/>', statusCallback });
  await simulator.clock.advance(10_000);
  expect((await client.calls(sid).fetch()).status).toBe('completed');
  expect(await client.calls(sid).notifications.list()).toMatchObject([{ errorCode: String(code), log: '1' }]);
});

test.each([
  ['answers 500', 11200, (app: App) => app.url],
  ['is not listening', 11205, () => 'http://127.0.0.1:9/'],
])("a message's callback that %s is a warning, and the message is delivered", async (_what, code, url) => {
  const app = await startApp(() => (response) => response.writeHead(500).end());
  const simulator = await simulate();
  const statusCallback = url(app);
  await clientOf(simulator).messages.create({ to: CINDY, from: FROM, body: 'hello', statusCallback });
  await simulator.clock.advance(10_000);
  expect(simulator.messages()).toMatchObject([{ status: 'delivered' }]);
  expect(simulator.notifications()).toMatchObject(
    Array(3).fill({ code, level: 'warning', callSid: null, requestUrl: statusCallback }),
  );
});

test('callbacks of a call that queue up behind a slow application expire: 15002', async () => {
  const app = await startApp(() => () => {});
  const simulator = await simulate({ clock: hurriedClock(20) });
  const client = clientOf(simulator);
  // Not by steps, which would wait for each reply.
  simulator.clock.setSpeed(1_000);
  const { sid } = await client.calls.create({
    to: CINDY,
    from: FROM,
    twiml: '<Response/>',
    // Given up after 9 s: the second has waited for 9, the third for 18.
    statusCallback: `${app.url}/#tt=9000`,
    statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
  });
  await expect.poll(() => simulator.notifications().length, { timeout: 10_000 }).toBe(4);
  expect(await client.calls(sid).notifications.list()).toMatchObject([
    { errorCode: '15002', log: '0' },
    { errorCode: '15002', log: '0' },
    { errorCode: '11200', log: '1' },
    { errorCode: '11200', log: '1' },
  ]);
  expect(app.hooks.map(({ params }) => params['SequenceNumber'])).toEqual(['0', '1']);
});
