import { expect, test } from 'vitest';
import { UsageError } from '../../src/core/errors.ts';
import { parseFault } from '../../src/simulator/faults.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { always } from './always.ts';
import { CINDY, clientOf, realClock, refusal, simulate } from './harness.ts';

const FROM = '+15005550006';

test.each([
  ['drop-reply=0.1', { name: 'drop-reply', probability: 0.1 }],
  ['error-before=1', { name: 'error-before', probability: 1 }],
  ['rate-limit=0', { name: 'rate-limit', probability: 0 }],
  ['delay=0.1:2000', { name: 'delay', probability: 0.1, delayMs: 2_000 }],
  ['slow-body=1:300@calls', { name: 'slow-body', delayMs: 300, on: 'calls' }],
  ['error-503=0.5', { name: 'error-503', probability: 0.5, retryAfterSeconds: undefined }],
  ['rate-limit=0.5:30@lists', { name: 'rate-limit', retryAfterSeconds: 30, on: 'lists' }],
  ['refuse-connection=1', { name: 'refuse-connection', delayMs: undefined }],
  ['refuse-connection=1:3000@messages/fetches', { delayMs: 3_000, on: 'messages/fetches' }],
  ['list-lag=1:5000@messages', { name: 'list-lag', delayMs: 5_000, on: 'messages' }],
  ['lose-callback=0.1@calls/callbacks', { name: 'lose-callback', on: 'calls/callbacks' }],
  ['wrong-signature=0.1@twiml', { name: 'wrong-signature', on: 'twiml' }],
])('%s is a fault', (text, spec) => {
  expect(parseFault(text)).toMatchObject(spec);
});

test.each([
  '',
  'drop-reply',
  'drop-reply=',
  'drop-reply=often',
  'drop-reply=1.1',
  'drop-reply=-1',
  'explode=1',
  'delay=1',
  'delay=1:',
  'delay=1:x',
  'delay=1:1.5',
  'delay=1:-5',
  'malformed=1:5',
  '__proto__=1',
  'toString=1',
  'rate-limit=1:',
  'rate-limit=1:1.5',
  'list-lag=1',
  'list-lag=1:5@creates',
  'list-lag=1:5@messages/fetches',
  'delay=1:5@',
  'delay=1:5@lists/',
  'delay=1:5@faxes',
  'delay=1:5@lists/messages',
  'delay=1:5@messages/lists/lists',
  'delay=1:5@callbacks',
  'lose-callback=1@lists',
  'lose-callback=1@twiml',
  'lose-callback=1:5',
  'delay-callback=1',
  'drop-reply=1@messages@calls',
])('%j is refused', (text) => {
  expect(() => parseFault(text)).toThrow(UsageError);
});

test.each([
  ['drop-reply', 'how often is missing', '--fault drop-reply=0.1 for one in ten'],
  ['delay:2000', 'how often is missing', '--fault delay=0.1:2000, one in ten by two seconds'],
  ['rate-limit@lists', 'how often is missing', 'or rate-limit=0.1:5'],
  ['explode', 'no such fault', 'NAME=PROBABILITY'],
])('%s says what is wrong', (text, words, hint) => {
  expect(() => parseFault(text)).toThrow(
    expect.objectContaining({ message: expect.stringContaining(words), hint: expect.stringContaining(hint) }),
  );
});

test.each([
  ['an unknown key', { name: 'delay', ms: 500 }, 'there is no key "ms"'],
  ['no milliseconds', { name: 'delay' }, 'it needs milliseconds'],
  ['no name', { probability: 1 }, 'no such fault'],
  ['no object', 5, 'not a fault'],
])('POST /sim/faults with %s names the keys', async (_what, fault, words) => {
  const simulator = await simulate();
  const answer = await fetch(`${simulator.url}/sim/faults`, {
    method: 'POST',
    body: JSON.stringify({ faults: [fault] }),
  });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toEqual({
    error: expect.stringContaining(words),
    hint: expect.stringMatching(
      /probability \(1\), delayMs, retryAfterSeconds, on, times; NAME is one of drop-reply/,
    ),
  });
});

test('a fault as an object has its milliseconds as delayMs, refuse-connection too', async () => {
  const simulator = await simulate();
  const fault = { name: 'refuse-connection', delayMs: 3_000, on: 'lists', times: 1 };
  const answer = await fetch(`${simulator.url}/sim/faults`, {
    method: 'POST',
    body: JSON.stringify({ faults: [fault] }),
  });
  expect(await answer.json()).toEqual({ faults: [{ ...fault, probability: 1, struck: 0 }] });
});

async function post(simulator: Simulator) {
  const authorization = `Basic ${Buffer.from(`${simulator.accountSid}:${simulator.authToken}`).toString('base64')}`;
  return fetch(`${simulator.url}/2010-04-01/Accounts/${simulator.accountSid}/Messages.json`, {
    method: 'POST',
    headers: { authorization },
    body: new URLSearchParams({ To: CINDY, From: FROM, Body: 'hello' }),
  });
}

test('drop-reply: the message is accepted and the connection cut', async () => {
  const simulator = await simulate({ faults: [always('drop-reply')] });
  await expect(post(simulator)).rejects.toThrow('fetch failed');
  await simulator.clock.advance(5_000);
  expect(simulator.messages()).toMatchObject([{ status: 'delivered' }]);
  expect(simulator.requests()).toMatchObject([
    { status: 0, fault: 'drop-reply', sid: simulator.messages()[0]?.sid, params: { Body: 'hello' } },
  ]);
});

test('error-after-accept: the message is accepted and answered with a 500', async () => {
  const simulator = await simulate({ faults: [always('error-after-accept')] });
  const error = await refusal(clientOf(simulator).messages.create({ to: CINDY, from: FROM, body: 'hello' }));
  expect(error).toMatchObject({ status: 500, code: 20500 });
  expect(simulator.messages()).toHaveLength(1);
});

test('malformed: the message is accepted and answered 201 with broken JSON', async () => {
  const simulator = await simulate({ faults: [always('malformed')] });
  const response = await post(simulator);
  expect(response.status).toBe(201);
  await expect(response.json()).rejects.toThrow(SyntaxError);
  expect(simulator.messages()).toHaveLength(1);
});

test.each([
  ['error-before', 500, 20500],
  ['rate-limit', 429, 20429],
] as const)('%s: nothing is accepted', async (name, status, code) => {
  const simulator = await simulate({ faults: [always(name)] });
  const error = await refusal(clientOf(simulator).messages.create({ to: CINDY, from: FROM, body: 'hello' }));
  expect(error).toMatchObject({ status, code });
  expect(simulator.messages()).toHaveLength(0);
  expect(simulator.requests()).toMatchObject([{ status, code, fault: name, sid: null }]);
});

test('delay: the reply is late in real time, and a stop does not wait for it', async () => {
  const waits: number[] = [];
  const clock = {
    ...realClock,
    sleep: (ms: number, signal?: AbortSignal) => {
      waits.push(ms);
      return waits.length === 1 ? Promise.resolve() : realClock.sleep(ms, signal);
    },
  };
  const simulator = await simulate({ clock, faults: [always('delay', { delayMs: 60_000 })] });
  expect((await post(simulator)).status).toBe(201);
  expect(waits).toEqual([60_000]);
  const late = post(simulator).catch(() => 'cut');
  await expect.poll(() => waits.length).toBe(2);
  await simulator.stop();
  await late;
});

test('a request that is refused anyway is refused in peace, and reads are left alone', async () => {
  const simulator = await simulate({ faults: [always('drop-reply')] });
  const client = clientOf(simulator);
  expect(await refusal(client.messages.create({ to: 'Cindy', from: FROM, body: 'x' }))).toMatchObject({
    code: 21211,
  });
  expect(await client.messages.list()).toEqual([]);
});

test('a fault strikes only what it is for, and only so often', async () => {
  const simulator = await simulate({ faults: [always('rate-limit', { on: 'calls', times: 2 })] });
  const client = clientOf(simulator);
  const call = () => client.calls.create({ to: CINDY, from: FROM, twiml: '<Response/>' });
  await client.messages.create({ to: CINDY, from: FROM, body: 'hello' });
  expect(await refusal(call())).toMatchObject({ code: 20429 });
  expect(await refusal(call())).toMatchObject({ code: 20429 });
  expect((await call()).status).toBe('queued');
});

test('how often a client looks changes no SID', async () => {
  const run = async (looks: number) => {
    const simulator = await simulate();
    for (let i = 0; i < looks; i += 1) await clientOf(simulator).messages.list();
    await post(simulator);
    return simulator.messages()[0]?.sid;
  };
  expect(await run(3)).toBe(await run(0));
});

test('the same seed strikes the same requests and gives the same SIDs, another seed does not', async () => {
  const run = async (seed: number) => {
    const simulator = await simulate({
      seed,
      faults: [parseFault('error-before=0.3'), parseFault('error-after-accept=0.2')],
    });
    for (let i = 0; i < 40; i += 1) await post(simulator);
    return simulator.requests().map(({ fault, sid }) => `${fault} ${sid}`);
  };
  const first = await run(7);
  expect(await run(7)).toEqual(first);
  expect(await run(8)).not.toEqual(first);
  expect(first.filter((line) => line.startsWith('error-before')).length).toBeGreaterThan(5);
});
