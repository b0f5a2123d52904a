import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { CINDY, clientOf, refusal, simulate } from './harness.ts';

async function open() {
  const simulator = await simulate();
  const authorization = `Basic ${Buffer.from(`${simulator.accountSid}:${simulator.authToken}`).toString('base64')}`;
  const base = `${simulator.url}/2010-04-01/Accounts/${simulator.accountSid}`;
  const ask = async (url: string, init: RequestInit = {}) => {
    const response = await fetch(url, { ...init, headers: { authorization, ...init.headers } });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : JSON.parse(text),
    };
  };
  return { simulator, ask, base };
}

test.each([
  ['a wrong token', `Basic ${Buffer.from('AC:wrong').toString('base64')}`, 'Authenticate'],
  ['no credentials', '', 'Authentication Error - No credentials provided'],
  ['a bearer token', 'Bearer x', 'Authenticate'],
])('%s is 20003, with a challenge', async (_what, authorization, message) => {
  const { ask, base } = await open();
  const {
    status,
    body,
    headers: answered,
  } = await ask(`${base}/Messages.json`, {
    headers: { authorization },
  });
  expect(status).toBe(401);
  expect(body).toEqual({
    code: 20003,
    message,
    more_info: 'https://www.twilio.com/docs/errors/20003',
    status: 401,
  });
  expect(answered.get('www-authenticate')).toBe('Basic realm="Twilio API"');
});

test('the official client reports a wrong token as its own error', async () => {
  const client = clientOf(await simulate(), 'wrong');
  expect(await refusal(client.messages.list())).toMatchObject({ status: 401, code: 20003 });
});

test.each([
  '/Messages/SM00000000000000000000000000000000.json',
  '/Calls/CA0.json',
  '/Calls/CA0/Notifications.json',
  '/Notifications/NO0.json',
  '/Nothing.json',
  '/Messages/SM0/Nothing/At/All.json',
  '/Messages/%2e%2e%2f.json',
  '/__proto__.json',
])('%s is 20404', async (path) => {
  const { simulator, ask, base } = await open();
  const { status, body } = await ask(base + path);
  expect(status).toBe(404);
  expect(body).toMatchObject({
    code: 20404,
    message: `The requested resource /2010-04-01/Accounts/${simulator.accountSid}${path} was not found`,
  });
});

test.each([
  ['DELETE', '/Messages.json'],
  ['PUT', '/Messages.json'],
  ['PATCH', '/Calls.json'],
  ['POST', '/Balance.json'],
  ['DELETE', '/Balance.json'],
])('%s %s is 20004', async (method, path) => {
  const { ask, base } = await open();
  const { status, body } = await ask(base + path, { method });
  expect(status).toBe(405);
  expect(body).toMatchObject({ code: 20004, status: 405 });
});

test.each([
  ['a JSON body', { 'content-type': 'application/json' }, JSON.stringify({ To: CINDY })],
  ['broken JSON', { 'content-type': 'application/json' }, '{'],
  ['a type that is none', { 'content-type': 'rubbish' }, 'To=1'],
  ['a body of no known type', { 'content-type': 'application/x-rubbish' }, 'To=1'],
  ['no body at all', {}, undefined],
  ['broken escapes', { 'content-type': 'application/x-www-form-urlencoded' }, '%=%zz&%ff%fe=%'],
  ['a megabyte of nothing', { 'content-type': 'application/x-www-form-urlencoded' }, '&'.repeat(1_000_000)],
])('%s is a request without parameters', async (_what, headers, body) => {
  const { ask, base } = await open();
  const answer = await ask(`${base}/Messages.json`, {
    method: 'POST',
    headers: headers as never,
    body: body ?? null,
  });
  expect(answer).toMatchObject({ status: 400, body: { code: 21604 } });
});

test('a megabyte of text is too long a message, and nine of them too long a request', async () => {
  const { ask, base } = await open();
  const post = (size: number) =>
    ask(`${base}/Messages.json`, {
      method: 'POST',
      body: new URLSearchParams({ To: CINDY, From: '+15005550006', Body: 'x'.repeat(size) }),
    });
  expect(await post(1_000_000)).toMatchObject({ status: 400, body: { code: 21617 } });
  expect((await post(9_000_000)).status).toBe(413);
});

test('what is not even HTTP harms nobody', async () => {
  const { simulator, ask, base } = await open();
  const { port } = new URL(simulator.url);
  for (const rubbish of [
    '\u0000\u0001\u0002\r\n\r\n',
    'GET /%ZZ HTTP/1.1\r\nHost: x\r\n\r\n',
    'POST / HTTP/9.9\r\n\r\n',
  ]) {
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => socket.end(rubbish));
      socket.on('close', () => resolve());
      socket.on('error', () => resolve());
      socket.resume();
    });
  }
  expect((await ask(`${base}/Balance.json`)).status).toBe(200);
});

test.each([
  ['more headers than anybody reads', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`, 431],
  ['no HTTP', 'HELLO\r\n\r\n', 400],
])('%s is refused in Twilio’s words', async (_what, bytes, status) => {
  const { simulator } = await open();
  const { port } = new URL(simulator.url);
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(bytes));
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
  });
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(JSON.parse(body)).toMatchObject({ code: 20001, status, more_info: expect.any(String) });
});

test.each(['/', '/2010-04-01', '/2010-04-01/', '/v1/Services', '/sim/nothing', '/%zz'])(
  '%s is nothing here',
  async (path) => {
    const { simulator, ask } = await open();
    expect((await ask(simulator.url + path)).status).toBe(404);
  },
);
