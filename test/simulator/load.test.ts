import { expect, test } from 'vitest';
import { seededRandom } from '../../src/simulator/random.ts';
import { startApp } from './app.ts';
import { CINDY, clientOf, simulate } from './harness.ts';

const FROM = '+15005550006';
const GOOD = new URLSearchParams({ To: CINDY, From: FROM, Body: 'hello' }).toString();

test('a hundred calls at once talk to the application without a warning of the runtime', async () => {
  const warnings: string[] = [];
  const note = (warning: Error) => warnings.push(warning.message);
  process.on('warning', note);
  const app = await startApp();
  const simulator = await simulate();
  const client = clientOf(simulator);
  const url = {
    url: app.url,
    statusCallback: app.url,
    statusCallbackEvent: ['initiated', 'ringing', 'completed'],
  };
  await Promise.all(
    Array.from({ length: 100 }, () => client.calls.create({ to: CINDY, from: FROM, ...url })),
  );
  await simulator.clock.advance(20_000);
  process.off('warning', note);
  expect(app.hooks).toHaveLength(400);
  expect(simulator.calls().every(({ status }) => status === 'completed')).toBe(true);
  expect(warnings).toEqual([]);
});

test('a virtual week of messages passes in a moment, each delivered in its time', async () => {
  const simulator = await simulate({ mps: 1 });
  const client = clientOf(simulator);
  for (let day = 0; day < 7; day += 1) {
    for (let i = 0; i < 20; i += 1)
      await client.messages.create({ to: CINDY, from: FROM, body: `${day}/${i}` });
    await simulator.clock.advance(86_400_000);
  }
  const texts = simulator.transcripts(CINDY)[0]?.texts ?? [];
  expect(texts).toHaveLength(140);
  expect((texts[19]?.at ?? 0) - (texts[0]?.at ?? 0)).toBe(19_000);
});

test('two thousand requests of rubbish: each has an answer of Twilio’s kind, and the simulator lives on', async () => {
  const simulator = await simulate();
  const random = seededRandom(42, 'rubbish');
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random.next() * items.length)] as T;
  const authorization = `Basic ${Buffer.from(`${simulator.accountSid}:${simulator.authToken}`).toString('base64')}`;
  const account = `/2010-04-01/Accounts/${simulator.accountSid}`;
  const paths = [
    '.json',
    '/Messages.json',
    '/Calls.json',
    '/Messages/x.json',
    '/Calls/%00/y.json',
    '//',
    '/Balance',
  ];
  const keys = [
    'To',
    'From',
    'Body',
    'Url',
    'Twiml',
    'Timeout',
    'SendAt',
    'PageSize',
    'PageToken',
    'DateSent>',
    '__proto__',
  ];
  const values = [
    '',
    CINDY,
    FROM,
    '-1',
    '1e9',
    '%',
    '<Response>',
    '\u0000',
    'x'.repeat(5_000),
    '[object Object]',
    'http://[',
  ];
  const ask = async () => {
    const fields = Array.from(
      { length: Math.floor(random.next() * 5) },
      () => `${pick(keys)}=${encodeURIComponent(pick(values))}`,
    );
    if (random.next() < 0.2) fields.unshift(GOOD);
    const method = pick(['GET', 'POST', 'POST', 'DELETE', 'PUT']);
    const type = pick([
      'application/x-www-form-urlencoded',
      'application/json',
      'x',
      'text/plain; charset=\u00ff',
    ]);
    const response = await fetch(`${simulator.url}${account}${pick(paths)}?${pick(fields.concat(''))}`, {
      method,
      headers: { authorization, 'content-type': type },
      ...(method !== 'GET' && { body: fields.join('&') }),
    });
    const text = await response.text();
    if (response.status >= 400)
      expect(JSON.parse(text)).toMatchObject({ status: response.status, code: expect.any(Number) });
    return response.status;
  };
  const seen = new Set<number>();
  for (let round = 0; round < 67; round += 1) {
    for (const status of await Promise.all(Array.from({ length: 30 }, ask))) seen.add(status);
  }
  expect([...seen].filter((status) => status >= 500)).toEqual([]);
  expect([...seen].sort()).toEqual([200, 201, 400, 404, 405]);
});
