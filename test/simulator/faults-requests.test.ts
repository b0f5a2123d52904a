import { Agent, createServer, request } from 'node:http';
import { expect, test } from 'vitest';
import { type FaultSpec, parseFault } from '../../src/simulator/faults.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { always } from './always.ts';
import { CINDY, cleanUp, clientOf, realClock, refusal, simulate } from './harness.ts';

const FROM = '+15005550006';
const FORM = { To: CINDY, From: FROM, Body: 'hello' };
const MESSAGE = { to: CINDY, from: FROM, body: 'hello' };

interface Asked {
  readonly path?: string;
  readonly method?: string;
  readonly fault?: string;
  readonly form?: Record<string, string>;
  readonly agent?: Agent;
}

interface Seen {
  readonly status: number | undefined;
  readonly headers: Record<string, unknown>;
  readonly body: string;
  /** How much of the body had come by then, piece by piece. */
  readonly pieces: number;
}

/** One request past every client that might help itself: rejects with the socket's own error. */
function ask(
  simulator: Simulator,
  { path = '/Messages.json', method = 'GET', fault, form = FORM, agent }: Asked,
): Promise<Seen> {
  const login = Buffer.from(`${simulator.accountSid}:${simulator.authToken}`).toString('base64');
  const headers = {
    authorization: `Basic ${login}`,
    'content-type': 'application/x-www-form-urlencoded',
    ...(fault !== undefined && { 'sim-fault': fault }),
  };
  const url = `${simulator.url}/2010-04-01/Accounts/${simulator.accountSid}${path}`;
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers, agent: agent ?? false }, (response) => {
      let body = '';
      let pieces = 0;
      response.on('data', (chunk) => {
        body += chunk;
        pieces += 1;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode, headers: response.headers, body, pieces }),
      );
      response.on('error', reject);
    });
    outgoing.on('error', reject);
    outgoing.end(method === 'POST' ? new URLSearchParams(form).toString() : '');
  });
}

const create = (simulator: Simulator, more: Asked = {}) => ask(simulator, { method: 'POST', ...more });

test('error-503: nothing is accepted, and the client is told when to come back', async () => {
  const simulator = await simulate({ faults: [parseFault('error-503=1:7')] });
  const { status, headers, body } = await create(simulator);
  expect(status).toBe(503);
  expect(headers['retry-after']).toBe('7');
  expect(JSON.parse(body)).toMatchObject({ status: 503, code: 20503 });
  expect(simulator.messages()).toEqual([]);
  expect(simulator.requests()).toMatchObject([{ status: 503, code: 20503, fault: 'error-503' }]);
});

test('rate-limit says when to come back only when asked to', async () => {
  const simulator = await simulate({ faults: [parseFault('rate-limit=1:2@messages'), always('rate-limit')] });
  expect((await create(simulator)).headers['retry-after']).toBe('2');
  const other = await create(simulator, { path: '/Calls.json' });
  expect(other.status).toBe(429);
  expect(other.headers).not.toHaveProperty('retry-after');
});

test('refuse-connection: the connection is reset and nothing is accepted', async () => {
  const simulator = await simulate({ faults: [always('refuse-connection', { times: 1 })] });
  await expect(create(simulator)).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect(simulator.messages()).toEqual([]);
  expect(simulator.requests()).toMatchObject([
    { status: 0, code: null, sid: null, fault: 'refuse-connection', params: { Body: 'hello' } },
  ]);
  expect((await create(simulator)).status).toBe(201);
});

test('refuse-connection with a time: nobody can connect until it is over, then the port is there again', async () => {
  const simulator = await simulate({ faults: [parseFault('refuse-connection=1:1000')] });
  const agent = new Agent({ keepAlive: true });
  cleanUp(() => agent.destroy());
  // A connection from before, and a stream that is to live on.
  expect((await ask(simulator, { agent })).status).toBe(200);
  const stream = await fetch(`${simulator.url}/sim/clock/stream`);
  const reader = stream.body?.getReader();
  await reader?.read();
  await expect(create(simulator)).rejects.toMatchObject({ code: 'ECONNRESET' });
  simulator.setFaults([]);
  await expect(create(simulator)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  await expect(ask(simulator, { agent })).rejects.toThrow();
  await expect
    .poll(() =>
      create(simulator).then(
        ({ status }) => status,
        () => 0,
      ),
    )
    .toBe(201);
  expect(simulator.messages()).toHaveLength(1);
  await simulator.clock.advance(10);
  expect(new TextDecoder().decode((await reader?.read())?.value)).toContain('"now"');
  await reader?.cancel();
});

test('a connection that was busy when the port closed has nothing to ask either', async () => {
  const simulator = await simulate();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  cleanUp(() => agent.destroy());
  const slow = ask(simulator, { fault: 'delay:200', agent });
  await expect.poll(() => simulator.requests().length).toBe(1);
  await expect(ask(simulator, { fault: 'refuse-connection:5000' })).rejects.toMatchObject({
    code: 'ECONNRESET',
  });
  expect((await slow).status).toBe(200);
  await expect(ask(simulator, { agent })).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect(simulator.requests().at(-1)).toMatchObject({ status: 0, fault: 'refuse-connection' });
});

test('a second refusal within the first changes nothing, and a stop ends it', async () => {
  const simulator = await simulate({ faults: [parseFault('refuse-connection=1:60000')] });
  const agent = new Agent({ keepAlive: true });
  cleanUp(() => agent.destroy());
  const both = [create(simulator), create(simulator)];
  for (const one of both) await expect(one).rejects.toMatchObject({ code: 'ECONNRESET' });
  await expect(create(simulator)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  await simulator.stop();
  await expect(create(simulator)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('a port that somebody else took meanwhile is taken back when they leave', async () => {
  const simulator = await simulate({ faults: [parseFault('refuse-connection=1:100@lists')] });
  const status = () =>
    ask(simulator, { path: '/Balance.json' }).then(
      (seen) => seen.status,
      (error) => error.code,
    );
  await expect(ask(simulator, {})).rejects.toMatchObject({ code: 'ECONNRESET' });
  const other = createServer((_request, response) => response.writeHead(418).end());
  await new Promise<void>((resolve) =>
    other.listen(Number(new URL(simulator.url).port), '127.0.0.1', resolve),
  );
  expect(await status()).toBe(418);
  // Long enough for the simulator to try in vain.
  await realClock.sleep(300);
  expect(await status()).toBe(418);
  other.closeAllConnections();
  other.close();
  await expect.poll(status).toBe(200);
});

test('slow-body: the head is there at once, the body little by little, and the message is accepted', async () => {
  const simulator = await simulate({ faults: [parseFault('slow-body=1:400')] });
  const start = Date.now();
  const { status, headers, body, pieces } = await create(simulator);
  expect(Date.now() - start).toBeGreaterThanOrEqual(390);
  expect(status).toBe(201);
  expect(pieces).toBeGreaterThan(3);
  expect(Number(headers['content-length'])).toBe(body.length);
  expect(JSON.parse(body)).toMatchObject({ body: 'hello', status: 'queued' });
  expect(headers).toHaveProperty('twilio-request-id');
  expect(simulator.messages()).toHaveLength(1);
});

test('slow-body: a client that gives up in the middle, or a stop, harms nobody', async () => {
  const simulator = await simulate({ faults: [parseFault('slow-body=1:60000')] });
  const abort = new AbortController();
  const impatient = await fetch(
    `${simulator.url}/2010-04-01/Accounts/${simulator.accountSid}/Messages.json`,
    {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${simulator.accountSid}:${simulator.authToken}`).toString('base64')}`,
      },
      body: new URLSearchParams({ To: CINDY, From: FROM, Body: 'hello' }),
      signal: abort.signal,
    },
  );
  expect(impatient.status).toBe(201);
  abort.abort();
  const late = create(simulator).catch((error) => error.code);
  await expect.poll(() => simulator.messages().length).toBe(2);
  await simulator.stop();
  // Ended in the middle: less than Content-Length says.
  expect(await late).toBe('ECONNRESET');
});

test('list-lag: a row is fetched at once and listed only when it is old enough', async () => {
  const simulator = await simulate({ faults: [parseFault('list-lag=1:5000')] });
  const client = clientOf(simulator);
  const { sid } = await client.messages.create(MESSAGE);
  expect((await client.messages(sid).fetch()).sid).toBe(sid);
  expect(await client.messages.list()).toEqual([]);
  await simulator.clock.advance(4_999);
  const second = await client.messages.create(MESSAGE);
  expect(await client.messages.list()).toEqual([]);
  await simulator.clock.advance(1);
  expect((await client.messages.list()).map((message) => message.sid)).toEqual([sid]);
  await simulator.clock.advance(4_999);
  expect((await client.messages.list()).map((message) => message.sid)).toEqual([second.sid, sid]);
  const call = await client.calls.create({ to: CINDY, from: FROM, twiml: '<Response/>' });
  expect(await client.calls.list()).toEqual([]);
  simulator.setFaults([parseFault('list-lag=1:5000@messages')]);
  expect((await client.calls.list()).map(({ sid }) => sid)).toEqual([call.sid]);
});

test('list-lag: notifications, which have another word for their age, lag too', async () => {
  const simulator = await simulate({ faults: [parseFault('list-lag=1:60000')] });
  const client = clientOf(simulator);
  const { sid } = await client.calls.create({ to: CINDY, from: FROM, twiml: '<Nonsense/>' });
  await simulator.clock.advance(20_000);
  expect(simulator.notifications().length).toBeGreaterThan(0);
  expect(await client.calls(sid).notifications.list()).toEqual([]);
  await simulator.clock.advance(60_000);
  expect((await client.calls(sid).notifications.list()).length).toBeGreaterThan(0);
});

test.each<[fault: string, path: string, method: string, expected: Partial<Seen> | string]>([
  ['error-before=1@lists', '/Messages.json', 'GET', { status: 500 }],
  ['error-503=1@calls/lists', '/Calls.json', 'GET', { status: 503 }],
  ['rate-limit=1@fetches', '/Messages/SID.json', 'GET', { status: 429 }],
  ['drop-reply=1@fetches', '/Messages/SID.json', 'GET', 'ECONNRESET'],
  ['refuse-connection=1@deletes', '/Messages/SID.json', 'DELETE', 'ECONNRESET'],
  ['malformed=1@lists', '/Messages.json', 'GET', { status: 200, body: '{"sid": "' }],
  ['error-after-accept=1@updates', '/Messages/SID.json', 'POST', { status: 500 }],
  ['error-before=1@requests', '/Balance.json', 'GET', { status: 500 }],
])('%s strikes %s', async (fault, path, method, expected) => {
  const simulator = await simulate();
  const { sid } = await clientOf(simulator).messages.create(MESSAGE);
  await simulator.clock.advance(10_000);
  simulator.setFaults([parseFault(fault)]);
  const asked = { path: path.replace('SID', sid), method, form: { Body: '' } };
  const outcome = await ask(simulator, asked).catch((error) => error.code);
  if (typeof expected === 'string') expect(outcome).toBe(expected);
  else expect(outcome).toMatchObject(expected);
  expect(simulator.messages()).toHaveLength(1);
  // And nothing that it is not for.
  if (!fault.endsWith('@requests')) expect((await create(simulator)).status).toBe(201);
});

test('a request names its own faults, and no other request has them', async () => {
  const simulator = await simulate();
  await expect(create(simulator, { fault: 'drop-reply' })).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect(await create(simulator, { fault: 'error-503:3' })).toMatchObject({
    status: 503,
    headers: { 'retry-after': '3' },
  });
  expect((await ask(simulator, { fault: 'rate-limit' })).status).toBe(429);
  expect((await create(simulator, { fault: ' delay:1 , slow-body:10,' })).status).toBe(201);
  expect((await create(simulator, { fault: '' })).status).toBe(201);
  expect((await create(simulator)).status).toBe(201);
  expect(simulator.requests().map(({ status, fault }) => [status, fault])).toEqual([
    [0, 'drop-reply'],
    [503, 'error-503'],
    [429, 'rate-limit'],
    [201, 'delay, slow-body'],
    [201, null],
    [201, null],
  ]);
  expect(simulator.messages()).toHaveLength(4);
});

test('what a request names comes before what is armed, which is not used up', async () => {
  const simulator = await simulate({ faults: [always('error-before', { times: 1 })] });
  expect((await create(simulator, { fault: 'rate-limit' })).status).toBe(429);
  expect((await create(simulator)).status).toBe(500);
  expect((await create(simulator)).status).toBe(201);
});

test.each([
  ['explode', 'no such fault'],
  ['drop-reply, explode:5', 'no such fault'],
  ['__proto__', 'no such fault'],
  ['delay', 'needs milliseconds'],
  ['delay:soon', 'whole number'],
  ['delay:1:2', 'whole number'],
  ['drop-reply:5', 'takes no milliseconds'],
])('sim-fault: %s is a 400 that says so', async (fault, words) => {
  const simulator = await simulate();
  const { status, body } = await create(simulator, { fault });
  expect(status).toBe(400);
  expect(JSON.parse(body)).toMatchObject({ code: 20001, message: expect.stringContaining(words) });
  expect(simulator.messages()).toEqual([]);
});

test('a fault of callbacks is for a request that makes or changes something', async () => {
  const simulator = await simulate();
  const { status, body } = await ask(simulator, { fault: 'lose-callback' });
  expect(status).toBe(400);
  expect(JSON.parse(body)).toMatchObject({ message: expect.stringContaining('a GET has nothing sent') });
});

test('a client without credentials has no faults', async () => {
  const simulator = await simulate({ faults: [always('error-before', { on: 'requests' })] });
  const response = await fetch(`${simulator.url}/2010-04-01/Accounts/AC0/Messages.json`, {
    headers: { 'sim-fault': 'drop-reply' },
  });
  expect(response.status).toBe(401);
});

test('the control endpoint shows what is armed and how often each has struck', async () => {
  const faults: FaultSpec[] = [
    always('rate-limit', { times: 3 }),
    always('delay', { delayMs: 1, on: 'lists' }),
  ];
  const simulator = await simulate({ faults });
  await create(simulator);
  await create(simulator);
  await ask(simulator, {});
  await ask(simulator, { fault: 'slow-body:1' });
  const shown = await (await fetch(`${simulator.url}/sim/faults`)).json();
  expect(shown).toEqual({
    faults: [
      { name: 'rate-limit', probability: 1, times: 1, struck: 2 },
      { name: 'delay', probability: 1, delayMs: 1, on: 'lists', struck: 2 },
    ],
    struck: { 'rate-limit': 2, delay: 2, 'slow-body': 1 },
  });
  // What it shows can be posted back.
  const posted = await fetch(`${simulator.url}/sim/faults`, { method: 'POST', body: JSON.stringify(shown) });
  expect(posted.status).toBe(200);
  await create(simulator);
  expect(await (await fetch(`${simulator.url}/sim/faults`)).json()).toMatchObject({
    faults: [{ name: 'delay', struck: 0 }],
    struck: { 'rate-limit': 3 },
  });
});

test('a request refused anyway uses nothing up', async () => {
  const simulator = await simulate({ faults: [always('drop-reply', { times: 1 })] });
  const client = clientOf(simulator);
  expect(await refusal(client.messages.create({ ...MESSAGE, to: 'Cindy' }))).toMatchObject({ code: 21211 });
  await expect(create(simulator)).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect((await create(simulator)).status).toBe(201);
});
