// What comes with every answer, and what becomes of requests when there are too many at once.

import { expect, test } from 'vitest';
import { CINDY, clientOf, refusal, simulate } from '../harness.ts';

const FROM = '+12025550142';
const HELD = { name: 'delay', probability: 1, delayMs: 1_500 } as const;
const SENT = { to: CINDY, from: FROM, body: 'hi' };

test.each([
  ['GET', '/Balance.json', 200],
  ['POST', '/Messages.json', 201],
  ['GET', '/Nothing.json', 404],
  ['PUT', '/Messages.json', 405],
  ['GET', '/Messages.json?PageSize=5000', 400],
])('%s %s has the headers of Twilio, whatever its answer', async (method, path, status) => {
  const simulator = await simulate();
  const login = Buffer.from(`${simulator.accountSid}:${simulator.authToken}`).toString('base64');
  const body = method === 'POST' ? new URLSearchParams({ To: CINDY, From: FROM, Body: 'hi' }) : null;
  const url = `${simulator.url}/2010-04-01/Accounts/${simulator.accountSid}${path}`;
  const response = await fetch(url, { method, body, headers: { authorization: `Basic ${login}` } });
  expect(response.status).toBe(status);
  const headers = Object.fromEntries(response.headers);
  expect(headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'twilio-request-id': expect.stringMatching(/^RQ[0-9a-f]{32}$/),
    'twilio-concurrent-requests': '1',
    'twilio-request-duration': expect.stringMatching(/^\d+\.\d{3}$/),
    'x-home-region': 'us1',
    'x-api-domain': 'api.twilio.com',
    'access-control-allow-origin': '*',
  });
  expect(Number(headers['content-length'])).toBe(Buffer.byteLength(await response.text()));
});

test('a browser that asks first is let in, without credentials', async () => {
  const simulator = await simulate();
  for (const path of [`/2010-04-01/Accounts/${simulator.accountSid}/Messages.json`, '/v1/Alerts']) {
    const response = await fetch(simulator.url + path, { method: 'OPTIONS' });
    expect(response.status).toBe(200);
    expect(response.headers.get('access-control-allow-methods')).toBe('GET, POST, DELETE, OPTIONS');
  }
});

test('an answer without a body has no type, and a wrong token a challenge', async () => {
  const simulator = await simulate();
  const client = clientOf(simulator);
  const { sid } = await client.messages.create(SENT);
  await simulator.clock.advance(10_000);
  const login = Buffer.from(`${simulator.accountSid}:${simulator.authToken}`).toString('base64');
  const url = `${simulator.url}/2010-04-01/Accounts/${simulator.accountSid}/Messages/${sid}.json`;
  const gone = await fetch(url, { method: 'DELETE', headers: { authorization: `Basic ${login}` } });
  expect([gone.status, gone.headers.get('content-type'), await gone.text()]).toEqual([204, null, '']);
  const wrong = await fetch(url);
  expect(wrong.headers.get('www-authenticate')).toBe('Basic realm="Twilio API"');
});

test('more requests at once than are allowed: the surplus is a 429 and was not accepted', async () => {
  // Held long enough that all ten meet, on a slow machine too.
  const simulator = await simulate({ maxConcurrent: 3, faults: [HELD] });
  const client = clientOf(simulator);
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => client.messages.create(SENT)));
  const refused = outcomes.filter(({ status }) => status === 'rejected');
  expect(refused).toHaveLength(7);
  expect(refused).toMatchObject(refused.map(() => ({ reason: { status: 429, code: 20429 } })));
  expect(simulator.messages()).toHaveLength(3);
  // They are answered, so there is room again.
  simulator.setFaults([]);
  await client.messages.create(SENT);
  for (let left = 5; left > 0; left -= 1) await client.messages.list();
});

test('the client that retries a 429 gets all of them through', async () => {
  const simulator = await simulate({ maxConcurrent: 2 });
  const { default: twilio } = await import('twilio');
  const client = twilio(simulator.accountSid, simulator.authToken, { autoRetry: true, maxRetries: 20 });
  client.api.baseUrl = simulator.url;
  await Promise.all(Array.from({ length: 6 }, () => client.messages.create(SENT)));
  expect(simulator.messages()).toHaveLength(6);
});

test('without a limit any number goes at once, and the header counts them', async () => {
  const simulator = await simulate({ faults: [HELD] });
  const login = Buffer.from(`${simulator.accountSid}:${simulator.authToken}`).toString('base64');
  const send = async () => {
    const response = await fetch(
      `${simulator.url}/2010-04-01/Accounts/${simulator.accountSid}/Messages.json`,
      {
        method: 'POST',
        body: new URLSearchParams({ To: CINDY, From: FROM, Body: 'hi' }),
        headers: { authorization: `Basic ${login}` },
      },
    );
    return Number(response.headers.get('twilio-concurrent-requests'));
  };
  const counts = await Promise.all(Array.from({ length: 8 }, send));
  expect(counts.sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  simulator.setFaults([]);
  expect(await send()).toBe(1);
  expect(await refusal(clientOf(simulator, 'wrong').messages.list())).toMatchObject({ status: 401 });
});
