import { expect, test } from 'vitest';
import { parsePhones } from '../../src/simulator/phone-file.ts';
import { startApp } from './app.ts';
import { CINDY, clientOf, NOON, refusal, simulate } from './harness.ts';

const FROM = '+15005550006';
const TWIML = '<Response><Say>Hello, this is the clinic.</Say></Response>';
const GOOD = { to: CINDY, from: FROM, twiml: TWIML };

test('a call is queued, rings, is answered, ends and is priced', async () => {
  const simulator = await simulate();
  const client = clientOf(simulator);
  const seen: string[] = [];
  simulator.onEvent((event) => event.event === 'call' && seen.push(`${event.status} ${event.at - NOON}`));
  const { sid } = await client.calls.create(GOOD);
  await simulator.clock.advance(1_400);
  expect(await client.calls(sid).fetch()).toMatchObject({
    status: 'in-progress',
    duration: null,
    endTime: null,
  });
  await simulator.clock.advance(2_000);
  expect(seen).toEqual(['queued 0', 'ringing 300', 'in-progress 1300', 'completed 2860']);
  expect(await client.calls(sid).fetch()).toMatchObject({ status: 'completed', duration: '2', price: null });
  await simulator.clock.advance(2_000);
  expect(await client.calls(sid).fetch()).toMatchObject({ price: '-0.01400', priceUnit: 'USD' });
  expect(simulator.transcripts(CINDY)[0]?.calls).toMatchObject([
    { rangAt: NOON + 300, answeredAt: NOON + 1_300, endedAt: NOON + 2_860, endedBy: 'caller' },
  ]);
});

test.each([
  ['busy', 'busy', 1_300],
  ['no-answer', 'no-answer', 65_300],
  ['unreachable', 'no-answer', 2_300],
  ['not-in-service', 'failed', 1_300],
])('a call to a phone that is %s ends as %s', async (is, status, afterMs) => {
  const simulator = await simulate({ phones: parsePhones(`- {number: "${CINDY}", is: ${is}}`) });
  const client = clientOf(simulator);
  const { sid } = await client.calls.create(GOOD);
  await simulator.clock.advance(70_000);
  const call = simulator.calls()[0];
  expect(call).toMatchObject({ status, endedAt: NOON + afterMs, durationSeconds: null, priceMicros: null });
  expect(await client.calls(sid).fetch()).toMatchObject({ status, duration: null, price: null });
  expect(simulator.transcripts(CINDY)[0]?.calls[0]?.answeredAt).toBeNull();
});

test.each([
  ['client:cindy', 'no-answer'],
  ['sip:cindy@example.com', 'failed'],
])('a call to %s ends as %s: the simulator has nobody there', async (to, status) => {
  const app = await startApp();
  const simulator = await simulate();
  const client = clientOf(simulator);
  const created = await client.calls.create({ ...GOOD, to, statusCallback: `${app.url}/status` });
  expect(created).toMatchObject({ to, toFormatted: to, status: 'queued' });
  await simulator.clock.advance(10_000);
  expect(await client.calls(created.sid).fetch()).toMatchObject({ status, duration: null, price: null });
  expect(app.hooks.map(({ params }) => [params['CallStatus'], params['To']])).toEqual([[status, to]]);
  expect(simulator.transcripts(to)).toEqual([]);
});

test.each(['client:', 'client:a b', 'sip:nobody', 'whatsapp:+14155550123'])(
  'a call to %s is refused',
  async (to) => {
    const client = clientOf(await simulate());
    expect(await refusal(client.calls.create({ ...GOOD, to }))).toMatchObject({ status: 400, code: 21211 });
  },
);

test('a person too slow for the timeout is not reached', async () => {
  const simulator = await simulate({ phones: parsePhones(`- {number: "${CINDY}", answer-after: 16s}`) });
  const client = clientOf(simulator);
  await client.calls.create({ ...GOOD, timeout: 10 });
  await client.calls.create({ ...GOOD, timeout: 12 });
  await simulator.clock.advance(60_000);
  expect(simulator.calls().map(({ status }) => status)).toEqual(['no-answer', 'completed']);
});

test.each([
  ['no To', { ...GOOD, to: '' }, 21201],
  ['no From', { ...GOOD, from: '' }, 21213],
  ['nothing to say', { ...GOOD, twiml: '' }, 21205],
  ['a To that is no number', { ...GOOD, to: '+1' }, 21211],
  ['a From that is no number', { ...GOOD, from: 'Clinic' }, 21212],
  ['a From of somebody else', { ...GOOD, from: '+14155550199' }, 21210],
  ['From and To alike', { ...GOOD, to: FROM }, 21211],
  ['an application', { ...GOOD, applicationSid: `AP${'0'.repeat(32)}` }, 21218],
  ['4,001 characters of TwiML', { ...GOOD, twiml: `<Response>${' '.repeat(3_980)}</Response>` }, 20001],
  ['a Url that is none', { ...GOOD, url: 'somewhere' }, 21205],
  ['a Url beyond this machine', { ...GOOD, url: 'https://demo.twilio.com/voice.xml' }, 21205],
  ['a callback beyond this machine', { ...GOOD, statusCallback: 'http://10.0.0.1/' }, 21205],
  ['a fallback beyond this machine', { ...GOOD, fallbackUrl: 'http://127.0.0.1.example.com/' }, 21205],
  ['an unknown event', { ...GOOD, statusCallbackEvent: ['answered', 'sleeping'] }, 21626],
  ['keys no phone has', { ...GOOD, sendDigits: '12x' }, 21206],
  ['33 keys', { ...GOOD, sendDigits: '1'.repeat(33) }, 21206],
  ['a timeout in words', { ...GOOD, timeout: 'long' }, 20001],
  ['a limit of nothing', { ...GOOD, timeLimit: 0 }, 20001],
  ['an odd method', { ...GOOD, url: 'http://localhost/x', method: 'PUT' }, 20001],
  ['an odd detection', { ...GOOD, machineDetection: 'Maybe' }, 20001],
  ['magic From 0001', { ...GOOD, from: '+15005550001' }, 21212],
  ['magic To 0001', { ...GOOD, to: '+15005550001' }, 21217],
  ['magic To 0002', { ...GOOD, to: '+15005550002' }, 21214],
  ['magic To 0003', { ...GOOD, to: '+15005550003' }, 21215],
  ['magic To 0004', { ...GOOD, to: '+15005550004' }, 21216],
])('%s is refused', async (_what, params, code) => {
  const simulator = await simulate();
  expect(await refusal(clientOf(simulator).calls.create(params as never))).toMatchObject({
    status: 400,
    code,
  });
  expect(simulator.calls()).toEqual([]);
});

test('calls leave the queue at the rate of the account and say how long they waited', async () => {
  const simulator = await simulate({ cps: 2 });
  const client = clientOf(simulator);
  const calls = [];
  for (let i = 0; i < 4; i += 1) calls.push(await client.calls.create(GOOD));
  expect(calls.map(({ queueTime }) => queueTime)).toEqual(['0', '500', '1000', '1500']);
  await simulator.clock.advance(1_400);
  expect(simulator.calls().map(({ status }) => status)).toEqual([
    'in-progress',
    'ringing',
    'ringing',
    'queued',
  ]);
});

test('a day of queue is enough', async () => {
  const simulator = await simulate({ cps: 0.00002 });
  const client = clientOf(simulator);
  await client.calls.create(GOOD);
  await client.calls.create(GOOD);
  await client.calls.create(GOOD).catch(() => {});
  expect(await refusal(client.calls.create(GOOD))).toMatchObject({ code: 22005 });
});

test('a queued or ringing call is cancelled, a talking one is completed, an ended one is neither', async () => {
  const simulator = await simulate({ cps: 1 });
  const client = clientOf(simulator);
  const twiml = '<Response><Pause length="60"/></Response>';
  const talking = await client.calls.create({ ...GOOD, twiml });
  const queued = await client.calls.create({ ...GOOD, twiml });
  expect((await client.calls(queued.sid).update({ status: 'canceled' })).status).toBe('canceled');
  await simulator.clock.advance(5_000);
  expect((await client.calls(talking.sid).update({ status: 'canceled' })).status).toBe('in-progress');
  expect(await client.calls(talking.sid).update({ status: 'completed' })).toMatchObject({
    status: 'completed',
    duration: '4',
  });
  expect(await refusal(client.calls(talking.sid).update({ status: 'completed' }))).toMatchObject({
    code: 21220,
  });
  await simulator.clock.advance(120_000);
  expect(simulator.transcripts(CINDY)[0]?.calls).toHaveLength(1);
});

test('a talking call is given another document at once; a queued one is not', async () => {
  const simulator = await simulate();
  const client = clientOf(simulator);
  const { sid } = await client.calls.create({
    ...GOOD,
    twiml: '<Response><Say>one two three four</Say></Response>',
  });
  const redirect = { twiml: '<Response><Say>Stop.</Say></Response>' };
  expect(await refusal(client.calls(sid).update(redirect))).toMatchObject({ code: 21220 });
  await simulator.clock.advance(1_300 + 7 * 60);
  await client.calls(sid).update(redirect);
  await simulator.clock.advance(5_000);
  expect(simulator.transcripts(CINDY)[0]?.calls[0]?.heard).toMatchObject([
    { text: 'one two three four', heard: 'one two', cut: true },
    { text: 'Stop.', heard: 'Stop.', cut: false },
  ]);
  const both = { url: 'http://localhost/x', twiml: '<Response/>' };
  expect(await refusal(client.calls(sid).update(both))).toMatchObject({ code: 20001 });
});

test('a call is deleted when it has ended', async () => {
  const simulator = await simulate();
  const client = clientOf(simulator);
  const { sid } = await client.calls.create(GOOD);
  expect(await refusal(client.calls(sid).remove())).toMatchObject({ status: 409, code: 20009 });
  await simulator.clock.advance(10_000);
  expect(await client.calls(sid).remove()).toBe(true);
  expect(await refusal(client.calls(sid).fetch())).toMatchObject({ code: 20404 });
});

test('a call ends at its time limit, and when the person has had enough', async () => {
  const simulator = await simulate({ phones: parsePhones(`- {number: "${CINDY}", hangs-up-after: 3s}`) });
  const client = clientOf(simulator);
  const twiml = '<Response><Say loop="0">again and again</Say></Response>';
  await client.calls.create({ ...GOOD, twiml });
  await client.calls.create({ ...GOOD, to: '+14155550177', twiml, timeLimit: 5 });
  await simulator.clock.advance(20_000);
  expect(simulator.calls().map(({ status, durationSeconds }) => [status, durationSeconds])).toEqual([
    ['completed', 3],
    ['completed', 5],
  ]);
  expect(simulator.transcripts().map(({ calls }) => calls[0]?.endedBy)).toEqual(['callee', 'caller']);
});

test('a time limit set while a call is live counts from answering and replaces the one before', async () => {
  const simulator = await simulate();
  const client = clientOf(simulator);
  const twiml = '<Response><Pause length="60"/></Response>';
  const shorter = await client.calls.create({ ...GOOD, twiml });
  const longer = await client.calls.create({ ...GOOD, twiml, timeLimit: 5 });
  await simulator.clock.advance(3_000);
  await client.calls(shorter.sid).update({ timeLimit: 4 });
  await client.calls(longer.sid).update({ timeLimit: 9 });
  await simulator.clock.advance(60_000);
  expect(simulator.calls().map(({ durationSeconds }) => durationSeconds)).toEqual([4, 9]);
});

test('a call that ended while the application was asked asks for nothing more', async () => {
  const simulator = await simulate();
  const client = clientOf(simulator);
  const app = await startApp(({ params }) => (response) => {
    // The application hangs up instead of answering, and then fails.
    void client
      .calls(params['CallSid'] ?? '')
      .update({ status: 'completed' })
      .then(() => response.writeHead(500).end());
  });
  await client.calls.create({ ...GOOD, url: `${app.url}/voice`, fallbackUrl: `${app.url}/fallback` });
  await simulator.clock.advance(60_000);
  expect(app.hooks.map(({ url }) => url)).toEqual(['/voice']);
  expect(simulator.calls()[0]).toMatchObject({ status: 'completed', endedAt: NOON + 1_300 });
  expect(simulator.transcripts(CINDY)[0]?.calls[0]?.heard).toEqual([]);
});

test('a Url wins over a Twiml beside it', async () => {
  const app = await startApp(() => '<Response><Say>From the app.</Say></Response>');
  const simulator = await simulate();
  await clientOf(simulator).calls.create({ ...GOOD, url: `${app.url}/voice` });
  await simulator.clock.advance(10_000);
  expect(simulator.transcripts(CINDY)[0]?.calls[0]?.heard).toMatchObject([{ text: 'From the app.' }]);
});
