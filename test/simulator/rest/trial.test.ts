import { expect, test } from 'vitest';
import { completeScript } from '../../../src/simulator/phones.ts';
import { startApp } from '../app.ts';
import { CINDY, clientOf, refusal, simulate } from '../harness.ts';
import { testClientOf } from './clients.ts';

const BOB = '+14155550124';
const MINUTE = 60_000;

async function open() {
  const simulator = await simulate({ trial: true });
  const client = clientOf(simulator);
  const [from = ''] = simulator.numbers;
  const verify = async () => {
    await client.validationRequests.create({ phoneNumber: CINDY });
    await simulator.clock.advance(MINUTE);
  };
  return { simulator, client, from, verify };
}

test('a trial account says that it is one, and has one number', async () => {
  const { simulator, client } = await open();
  expect((await client.api.v2010.accounts(simulator.accountSid).fetch()).type).toBe('Trial');
  expect((await client.api.v2010.accounts.create()).type).toBe('Trial');
  expect(simulator.numbers).toHaveLength(1);
  const buy = client.incomingPhoneNumbers.create({ areaCode: '212' });
  expect(await refusal(buy)).toMatchObject({ status: 400, code: 21404 });
  const [number] = await client.incomingPhoneNumbers.list();
  await client.incomingPhoneNumbers(number?.sid ?? '').remove();
  await client.incomingPhoneNumbers.create({ areaCode: '212' });
});

test('it texts and calls verified numbers only', async () => {
  const { client, from, verify } = await open();
  const text = (to: string) => client.messages.create({ to, from, body: 'hello' });
  const call = (to: string) => client.calls.create({ to, from, twiml: '<Response/>' });
  expect(await refusal(text(CINDY))).toMatchObject({ status: 400, code: 21608 });
  expect(await refusal(call(CINDY))).toMatchObject({ status: 400, code: 21219 });
  await verify();
  await text(CINDY);
  await call(CINDY);
  expect(await refusal(text(BOB))).toMatchObject({ code: 21608 });
  expect(await refusal(call(BOB))).toMatchObject({ code: 21219 });
});

test("Twilio's words come before the text, in the answer and on the phone, and are paid for", async () => {
  const { simulator, client, from, verify } = await open();
  await verify();
  const body = `Sent from your Twilio trial account - ${'x'.repeat(150)}`;
  const text = await client.messages.create({ to: CINDY, from, body: 'x'.repeat(150) });
  expect(text).toMatchObject({ body, numSegments: '2' });
  await simulator.clock.advance(MINUTE);
  expect(simulator.transcripts(CINDY)[0]?.texts.map((one) => one.body)).toEqual([body]);
});

test('a call begins with a notice, and goes on when a key is pressed', async () => {
  const { simulator, client, from, verify } = await open();
  await verify();
  const twiml = '<Response><Say>Your appointment is at noon</Say></Response>';
  simulator.putPhones([completeScript({ number: CINDY, presses: [{ digits: '5', afterAskedMs: 1_000 }] })]);
  await client.calls.create({ to: CINDY, from, twiml });
  await simulator.clock.advance(MINUTE);
  simulator.putPhones([completeScript({ number: CINDY })]);
  await client.calls.create({ to: CINDY, from, twiml });
  await simulator.clock.advance(MINUTE);
  const [, pressed, listened] = simulator.transcripts(CINDY)[0]?.calls ?? [];
  const words = (call = pressed) => call?.heard.map(({ text }) => text);
  const notice = expect.stringContaining('You have a trial account');
  expect(words()).toEqual([notice, 'Your appointment is at noon']);
  expect(words(listened)).toEqual([notice]);
  expect((await client.calls.list({ to: CINDY, limit: 1 }))[0]?.status).toBe('completed');
});

test('a key cuts the notice off', async () => {
  const { simulator, client, from, verify } = await open();
  await verify();
  simulator.putPhones([completeScript({ number: CINDY, presses: [{ digits: '5', atMs: 2_000 }] })]);
  await client.calls.create({ to: CINDY, from, twiml: '<Response><Say>Hello</Say></Response>' });
  await simulator.clock.advance(MINUTE);
  const heard = simulator.transcripts(CINDY)[0]?.calls[1]?.heard ?? [];
  expect(heard[0]).toMatchObject({ cut: true, until: (heard[0]?.at ?? 0) + 2_000 });
  expect(heard[1]?.text).toBe('Hello');
});

test('its TwiML calls and texts verified numbers only', async () => {
  const app = await startApp(
    () => `<Response><Dial>${BOB}</Dial><Sms to="${BOB}">hello</Sms><Dial>${CINDY}</Dial></Response>`,
  );
  const { simulator, client, from, verify } = await open();
  await verify();
  simulator.setNumber(from, { voiceUrl: app.url });
  simulator.call({ from: '+14155550125', to: from });
  await simulator.clock.advance(MINUTE);
  expect(simulator.notifications().map(({ code }) => code)).toEqual([21219, 14111]);
  expect(simulator.transcripts(BOB)).toEqual([]);
  expect((await client.calls.list({ to: CINDY })).map(({ direction }) => direction)).toEqual([
    'outbound-dial',
    'outbound-api',
  ]);
});

test('its replies too go to verified numbers only, and begin with the same words', async () => {
  const app = await startApp(() => '<Response><Message>Thanks</Message></Response>');
  const { simulator, client, from, verify } = await open();
  simulator.setNumber(from, { smsUrl: app.url });
  simulator.text({ from: CINDY, to: from, body: 'hello' });
  await simulator.clock.advance(MINUTE);
  expect(simulator.transcripts(CINDY)).toEqual([]);
  expect(simulator.notifications()).toMatchObject([{ code: 14111 }]);
  await verify();
  simulator.text({ from: CINDY, to: from, body: 'hello' });
  await simulator.clock.advance(MINUTE);
  const [reply] = await client.messages.list({ to: CINDY });
  expect(reply).toMatchObject({ body: 'Sent from your Twilio trial account - Thanks', status: 'delivered' });
});

test('its test credentials send as if there were no trial', async () => {
  const { simulator } = await open();
  const text = await testClientOf(simulator).messages.create({
    to: BOB,
    from: '+15005550006',
    body: 'hello',
  });
  expect(text.body).toBe('hello');
});

test('it has no magic numbers: they are anybody who is not verified', async () => {
  const { client, from } = await open();
  const text = client.messages.create({ to: '+15005550009', from, body: 'hello' });
  expect(await refusal(text)).toMatchObject({ code: 21608 });
});
