import twilio from 'twilio';
import { expect, test } from 'vitest';
import { type FaultSpec, parseFault } from '../../src/simulator/faults.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { always } from './always.ts';
import { type App, type Hook, startApp } from './app.ts';
import { CINDY, clientOf, NOON, simulate } from './harness.ts';

const FROM = '+15005550006';

/** One message with a callback, under these faults; told of `sending`, `sent` and `delivered` when all is well. */
async function text(faults: readonly FaultSpec[], advanceMs = 60_000) {
  const app = await startApp();
  const simulator = await simulate({ faults });
  const { sid } = await clientOf(simulator).messages.create({
    to: CINDY,
    from: FROM,
    body: 'hello',
    statusCallback: `${app.url}/status`,
  });
  await simulator.clock.advance(advanceMs);
  return { app, simulator, sid, statuses: statuses(app) };
}

function statuses(app: App): (string | undefined)[] {
  return app.hooks.map(({ params }) => params['MessageStatus'] ?? params['CallStatus']);
}

function isSigned(simulator: Simulator, app: App, { signature, url, params }: Hook): boolean {
  return twilio.validateRequest(simulator.authToken, signature, app.url + url, params);
}

test('lose-callback: one is never sent, and Twilio says nothing of it', async () => {
  const { statuses, simulator } = await text([always('lose-callback', { times: 1 })]);
  expect(statuses).toEqual(['sent', 'delivered']);
  expect(simulator.notifications()).toEqual([]);
  expect(simulator.messages()).toMatchObject([{ status: 'delivered' }]);
});

test('duplicate-callback: the same twice, with the same token', async () => {
  const { statuses, app } = await text([always('duplicate-callback', { times: 2 })]);
  expect(statuses).toEqual(['sending', 'sending', 'sent', 'sent', 'delivered']);
  const [first, second, third] = app.hooks;
  expect(second).toEqual(first);
  const token = (hook: Hook | undefined) => hook?.headers['i-twilio-idempotency-token'];
  expect(token(third)).not.toBe(token(second));
});

test('reorder-callbacks: one lets the next go first', async () => {
  const { statuses } = await text([always('reorder-callbacks', { times: 1 })]);
  expect(statuses).toEqual(['sent', 'sending', 'delivered']);
});

test('reorder-callbacks each time: pairs change places, and the last is late but not lost', async () => {
  const reordered = [always('reorder-callbacks')];
  expect((await text(reordered)).statuses).toEqual(['sent', 'sending', 'delivered']);
  expect((await text(reordered, 5_000)).statuses).toEqual(['sent', 'sending']);
});

test('delay-callback: later in virtual time, and those after it may overtake', async () => {
  const { statuses, simulator, app } = await text(
    [parseFault('delay-callback=1:30000')].map((fault) => ({ ...fault, times: 1 })),
    10_000,
  );
  expect(statuses).toEqual(['sent', 'delivered']);
  await simulator.clock.set(NOON + 30_099);
  expect(app.hooks).toHaveLength(2);
  await simulator.clock.set(NOON + 30_100);
  expect(app.hooks[2]?.params['MessageStatus']).toBe('sending');
});

test('two faults of one callback: late and twice; lost is lost', async () => {
  const delay = { ...parseFault('delay-callback=1:30000'), times: 1 };
  const late = await text([delay, always('duplicate-callback', { times: 1 })]);
  expect(late.statuses).toEqual(['sent', 'delivered', 'sending', 'sending']);
  const lost = await text([
    always('lose-callback', { times: 1 }),
    always('duplicate-callback', { times: 1 }),
  ]);
  expect(lost.statuses).toEqual(['sent', 'sent', 'delivered']);
});

test('wrong-signature: callbacks, documents and sounds that another token signed', async () => {
  const app = await startApp();
  const simulator = await simulate({ faults: [always('wrong-signature')] });
  await clientOf(simulator).calls.create({ to: CINDY, from: FROM, url: app.url, statusCallback: app.url });
  await simulator.clock.advance(60_000);
  expect(app.hooks).toHaveLength(2);
  expect(app.hooks.some((hook) => isSigned(simulator, app, hook))).toBe(false);
  expect(app.hooks.every(({ signature }) => /^[\w+/]{27}=$/.test(signature))).toBe(true);
});

test.each<[on: string, signed: boolean[]]>([
  ['twiml', [false, true, true]],
  ['callbacks', [true, false, false]],
  ['calls', [false, false, true]],
  ['calls/twiml', [false, true, true]],
  ['calls/callbacks', [true, false, true]],
  ['messages', [true, true, false]],
  ['webhooks', [false, false, false]],
])('wrong-signature on %s strikes no other webhook', async (on, expected) => {
  const app = await startApp();
  const simulator = await simulate({ faults: [always('wrong-signature', { on })] });
  const client = clientOf(simulator);
  await client.calls.create({
    to: CINDY,
    from: FROM,
    url: `${app.url}/twiml`,
    statusCallback: `${app.url}/call`,
  });
  await simulator.clock.advance(60_000);
  await client.messages.create({ to: CINDY, from: FROM, body: 'x', statusCallback: `${app.url}/message` });
  await simulator.clock.advance(60_000);
  const signed = ['/twiml', '/call', '/message'].map((url) =>
    app.hooks.filter((hook) => hook.url === url).map((hook) => isSigned(simulator, app, hook)),
  );
  expect(signed.map((one) => [...new Set(one)])).toEqual(expected.map((one) => [one]));
});

test('lose-callback on calls leaves messages alone', async () => {
  const { statuses } = await text([always('lose-callback', { on: 'calls' })]);
  expect(statuses).toEqual(['sending', 'sent', 'delivered']);
});

test('each callback of a call keeps its number, whatever the order it comes in', async () => {
  const app = await startApp();
  const simulator = await simulate({ faults: [parseFault('reorder-callbacks=1@calls')] });
  await clientOf(simulator).calls.create({
    to: CINDY,
    from: FROM,
    twiml: '<Response><Pause length="5"/></Response>',
    statusCallback: app.url,
    statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
  });
  await simulator.clock.advance(60_000);
  expect(app.hooks.map(({ params }) => [params['SequenceNumber'], params['CallStatus']])).toEqual([
    ['1', 'ringing'],
    ['0', 'initiated'],
    ['3', 'completed'],
    ['2', 'in-progress'],
  ]);
});

test('the control endpoint counts callbacks too', async () => {
  const { simulator } = await text([always('duplicate-callback', { times: 2 }), always('wrong-signature')]);
  expect(await (await fetch(`${simulator.url}/sim/faults`)).json()).toMatchObject({
    faults: [{ name: 'wrong-signature', struck: 3 }],
    struck: { 'duplicate-callback': 2, 'wrong-signature': 3 },
  });
});

test('a request names faults of the callbacks of what it makes, and nothing else has them', async () => {
  const app = await startApp();
  const simulator = await simulate();
  const client = twilio(simulator.accountSid, simulator.authToken);
  const send = async (fault: string, path: string) => {
    const response = await fetch(`${simulator.url}/2010-04-01/Accounts/${client.accountSid}/Messages.json`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${simulator.accountSid}:${simulator.authToken}`).toString('base64')}`,
        ...(fault && { 'sim-fault': fault }),
      },
      body: new URLSearchParams({ To: CINDY, From: FROM, Body: 'hello', StatusCallback: app.url + path }),
    });
    expect(response.status).toBe(201);
    await simulator.clock.advance(60_000);
    const hooks = app.hooks.filter(({ url }) => url === path);
    return hooks.map((hook) => [hook.params['MessageStatus'], isSigned(simulator, app, hook)]);
  };
  expect(await send('lose-callback', '/lost')).toEqual([]);
  expect(await send('wrong-signature', '/forged')).toEqual([
    ['sending', false],
    ['sent', false],
    ['delivered', false],
  ]);
  expect((await send('reorder-callbacks', '/mixed')).map(([status]) => status)).toEqual([
    'sent',
    'sending',
    'delivered',
  ]);
  expect(await send('', '/well')).toEqual([
    ['sending', true],
    ['sent', true],
    ['delivered', true],
  ]);
  const answer = await fetch(`${simulator.url}/sim/faults`);
  expect(await answer.json()).toMatchObject({
    faults: [],
    struck: { 'lose-callback': 3, 'wrong-signature': 3 },
  });
});

test('a call that is made so has a forged signature at its document too', async () => {
  const app = await startApp(() => '<Response/>');
  const simulator = await simulate();
  const login = Buffer.from(`${simulator.accountSid}:${simulator.authToken}`).toString('base64');
  await fetch(`${simulator.url}/2010-04-01/Accounts/${simulator.accountSid}/Calls.json`, {
    method: 'POST',
    headers: { authorization: `Basic ${login}`, 'sim-fault': 'wrong-signature, delay:1' },
    body: new URLSearchParams({ To: CINDY, From: FROM, Url: `${app.url}/voice` }),
  });
  await simulator.clock.advance(60_000);
  expect(app.hooks.map((hook) => isSigned(simulator, app, hook))).toEqual([false]);
});
