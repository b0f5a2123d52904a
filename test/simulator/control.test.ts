import { expect, test } from 'vitest';
import { verifyHandshake } from '../../src/core/handshake.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { CINDY, cleanUp, clientOf, NOON, simulate } from './harness.ts';

const FROM = '+15005550006';

async function control(simulator: Simulator, path: string, body?: unknown) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(
    `${simulator.url}/sim/${path}`,
    body === undefined ? {} : { method: 'POST', body: text },
  );
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

/** Lines of an endless reply, one at a time. */
async function lines(simulator: Simulator, path: string) {
  const abort = new AbortController();
  cleanUp(() => abort.abort());
  const response = await fetch(`${simulator.url}/sim/${path}`, { signal: abort.signal });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const ready: string[] = [];
  let rest = '';
  return async (): Promise<unknown> => {
    while (ready.length === 0) {
      const chunk = await reader?.read();
      if (chunk === undefined || chunk.done) return undefined;
      const parts = (rest + chunk.value).split('\n');
      rest = parts.pop() ?? '';
      ready.push(...parts);
    }
    return JSON.parse(ready.shift() ?? '');
  };
}

test('it proves that it is a simulator, without credentials', async () => {
  const simulator = await simulate();
  const { body } = await control(simulator, 'handshake?nonce=abc%20def');
  expect(verifyHandshake('abc def', body)).toEqual({ accountSid: simulator.accountSid });
  expect((await control(simulator, 'handshake')).status).toBe(400);
});

test('the clock is read, moved, sped up and paused', async () => {
  const simulator = await simulate();
  expect((await control(simulator, 'clock')).body).toEqual({ now: NOON, speed: 1, running: false });
  expect((await control(simulator, 'clock', { advance: 1_000 })).body).toMatchObject({ now: NOON + 1_000 });
  expect((await control(simulator, 'clock', { set: NOON + 5_000 })).body).toMatchObject({
    now: NOON + 5_000,
  });
  expect((await control(simulator, 'clock', { speed: 60 })).body).toMatchObject({ speed: 60, running: true });
  expect((await control(simulator, 'clock', { pause: true })).body).toMatchObject({
    speed: 60,
    running: false,
  });
});

test('when a step has returned, everything that fell due is visible', async () => {
  const simulator = await simulate();
  const client = clientOf(simulator);
  const { sid } = await client.messages.create({ to: CINDY, from: FROM, body: 'hello' });
  await control(simulator, 'clock', { advance: 86_400_000 });
  expect((await client.messages(sid).fetch()).status).toBe('delivered');
});

test.each([
  ['clock', {}],
  ['clock', { advance: 'far' }],
  ['clock', { advance: -1 }],
  ['clock', { set: 0 }],
  ['clock', { speed: -1 }],
  ['clock', { speed: 86_401 }],
  ['clock', { speed: 1e99 }],
  ['clock', '{'],
  ['clock', '[]'],
  ['clock', 'null'],
  ['faults', {}],
  ['faults', { faults: ['explode=1'] }],
  ['faults', { faults: [null] }],
  ['faults', { faults: [{ name: 'delay', probability: 2 }] }],
  ['faults', { faults: [{ name: 'rate-limit', on: 'faxes' }] }],
  ['faults', { faults: [{ name: 'rate-limit', times: 'x' }] }],
  ['phones', '- number: 12'],
])('POST /sim/%s %j is refused with a sentence', async (path, body) => {
  const { status, body: answer } = await control(await simulate(), path, body);
  expect(status).toBe(400);
  expect(answer['error']).toEqual(expect.any(String));
});

test('a follower of the clock is told at once and at each change', async () => {
  const simulator = await simulate();
  const next = await lines(simulator, 'clock/stream');
  expect(await next()).toEqual({ now: NOON, speed: 1, running: false });
  await simulator.clock.advance(10);
  expect(await next()).toEqual({ now: NOON + 10, speed: 1, running: false });
});

test('events are told as they happen', async () => {
  const simulator = await simulate();
  const next = await lines(simulator, 'events/stream');
  const { sid } = await clientOf(simulator).messages.create({ to: CINDY, from: FROM, body: 'word-7349' });
  await simulator.clock.advance(5_000);
  const seen = [];
  for (let i = 0; i < 5; i += 1) seen.push(await next());
  expect(seen).toMatchObject([
    { event: 'message', sid, status: 'queued', at: NOON },
    { event: 'message', status: 'sending' },
    { event: 'message', status: 'sent' },
    { event: 'text', to: CINDY, body: 'word-7349', at: NOON + 1_800 },
    { event: 'message', status: 'delivered' },
  ]);
});

test('messages, calls, transcripts and requests are there to read; the token is not', async () => {
  const simulator = await simulate();
  const client = clientOf(simulator);
  const message = await client.messages.create({ to: CINDY, from: FROM, body: 'hello' });
  const call = await client.calls.create({
    to: CINDY,
    from: FROM,
    twiml: '<Response><Say>hi</Say></Response>',
  });
  await client
    .messages('SM0')
    .fetch()
    .catch(() => {});
  await simulator.clock.advance(60_000);
  const read = async (path: string) => (await control(simulator, path)).body;
  expect(await read('messages')).toMatchObject({ messages: [{ sid: message.sid, status: 'delivered' }] });
  expect(await read('calls')).toMatchObject({ calls: [{ sid: call.sid, status: 'completed' }] });
  expect(await read(`transcripts?to=${encodeURIComponent(CINDY)}`)).toMatchObject({
    transcripts: [
      { number: CINDY, texts: [{ body: 'hello' }], calls: [{ heard: [{ verb: 'say', heard: 'hi' }] }] },
    ],
  });
  expect(await read('transcripts?to=nobody')).toEqual({ transcripts: [] });
  const requests = await read('requests');
  expect(requests).toMatchObject({
    total: 3,
    requests: [
      { method: 'POST', status: 201, sid: message.sid, params: { To: CINDY, Body: 'hello' }, fault: null },
      { method: 'POST', status: 201, sid: call.sid },
      { method: 'GET', status: 404, code: 20404 },
    ],
  });
  expect(JSON.stringify(requests)).not.toContain(simulator.authToken);
});

test('faults and phones are set by the control endpoint', async () => {
  const simulator = await simulate();
  const set = { faults: ['rate-limit=1', { name: 'delay', delayMs: 1, on: 'calls', times: 1 }] };
  expect((await control(simulator, 'faults', set)).body).toMatchObject({
    faults: [{ name: 'rate-limit' }, { name: 'delay' }],
  });
  expect((await control(simulator, 'faults', { faults: [] })).body).toEqual({ faults: [] });
  const phones = JSON.stringify([{ number: CINDY, is: 'busy', name: 'Cindy' }]);
  expect((await control(simulator, 'phones', phones)).body).toMatchObject({
    phones: [{ kind: 'busy', name: 'Cindy' }],
  });
  expect((await control(simulator, 'phones')).body).toMatchObject({ phones: [{ number: CINDY }] });
});
