import { expect, test } from 'vitest';
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

test('magic numbers fail as everywhere', async () => {
  const { client, from } = await open();
  const text = client.messages.create({ to: '+15005550009', from, body: 'hello' });
  expect(await refusal(text)).toMatchObject({ code: 21614 });
});
