import { expect, test } from 'vitest';
import { readKeyword } from '../../src/simulator/opt-out.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { startApp } from './app.ts';
import { CINDY, clientOf, NOON, refusal, simulate } from './harness.ts';

const LOCAL = '+12025550142';
const TOLL_FREE = '+18885550142';
const ANOTHER = '+12025550143';
const SERVICE = `MG${'a'.repeat(32)}`;
const OTHER_SERVICE = `MG${'b'.repeat(32)}`;

const open = () => simulate({ numbers: [LOCAL, TOLL_FREE, ANOTHER] });

async function say(simulator: Simulator, to: string, body: string): Promise<void> {
  simulator.text({ from: CINDY, to, body });
  await simulator.clock.advance(1_000);
}

const heard = (simulator: Simulator) => simulator.transcripts(CINDY)[0]?.texts.map(({ body }) => body) ?? [];

async function fate(simulator: Simulator, params: object): Promise<string> {
  const { sid } = await clientOf(simulator).messages.create({ to: CINDY, body: 'hello', ...params } as never);
  await simulator.clock.advance(5_000);
  const { status, errorCode } = await clientOf(simulator).messages(sid).fetch();
  return errorCode === null ? status : `${status} ${errorCode}`;
}

test.each([
  ['STOP', 'stop', 'stop'],
  ['stop', 'stop', 'stop'],
  ['  Stop\n', 'stop', 'stop'],
  ['STOPALL', 'stop', undefined],
  ['unsubscribe', 'stop', undefined],
  ['CANCEL', 'stop', undefined],
  ['End', 'stop', undefined],
  ['QUIT', 'stop', undefined],
  ['OPTOUT', 'stop', undefined],
  ['revoke', 'stop', undefined],
  ['START', 'start', 'start'],
  ['UNSTOP', 'start', 'start'],
  ['yes', 'start', undefined],
  ['HELP', 'help', 'help'],
  ['info', 'help', 'help'],
  ['STOP PLEASE', undefined, undefined],
  ['please cancel', undefined, undefined],
  ['stop.', undefined, undefined],
  ['C', undefined, undefined],
  ['', undefined, undefined],
  ['constructor', undefined, undefined],
])('“%s” is %s to a long code and %s to a toll-free number', (body, local, tollFree) => {
  expect(readKeyword(body, LOCAL)).toBe(local);
  expect(readKeyword(body, TOLL_FREE)).toBe(tollFree);
});

test('STOP ends texts from that number and no other, is answered once, and still reaches the application', async () => {
  const app = await startApp();
  const simulator = await open();
  simulator.setNumber(LOCAL, { smsUrl: app.url });
  await say(simulator, LOCAL, 'stop');
  await say(simulator, LOCAL, 'STOP');
  expect(heard(simulator)).toEqual([
    'You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe.',
  ]);
  expect(app.hooks.map(({ params }) => params['Body'])).toEqual(['stop', 'STOP']);
  const refused = await refusal(clientOf(simulator).messages.create({ to: CINDY, from: LOCAL, body: 'x' }));
  expect([refused.status, refused.code]).toEqual([400, 21610]);
  expect(await fate(simulator, { from: ANOTHER })).toBe('delivered');
  await say(simulator, LOCAL, 'Yes');
  expect(heard(simulator).at(-1)).toContain('re-subscribed');
  expect(await fate(simulator, { from: LOCAL })).toBe('delivered');
});

test('a reply in TwiML to somebody who said STOP is not sent', async () => {
  const app = await startApp(() => '<Response><Message>Sorry to see you go</Message></Response>');
  const simulator = await open();
  simulator.setNumber(LOCAL, { smsUrl: app.url });
  await say(simulator, LOCAL, 'STOP');
  await simulator.clock.advance(5_000);
  expect(heard(simulator)).toHaveLength(1);
  expect(simulator.notifications().map(({ code }) => code)).toEqual([21610]);
});

test('STOP to a number that a service wrote from ends the whole service, and no other', async () => {
  const simulator = await open();
  expect(await fate(simulator, { messagingServiceSid: SERVICE })).toBe('delivered');
  await say(simulator, LOCAL, 'STOP');
  expect(await fate(simulator, { messagingServiceSid: SERVICE })).toBe('failed 21610');
  expect(await fate(simulator, { messagingServiceSid: SERVICE, from: ANOTHER })).toBe('failed 21610');
  expect(await fate(simulator, { messagingServiceSid: OTHER_SERVICE, from: ANOTHER })).toBe('delivered');
  expect(await fate(simulator, { from: ANOTHER })).toBe('delivered');
  await say(simulator, LOCAL, 'START');
  expect(await fate(simulator, { messagingServiceSid: SERVICE })).toBe('delivered');
});

test('STOP after a message was scheduled does not cancel it: it fails when it is due', async () => {
  const simulator = await open();
  const client = clientOf(simulator);
  expect(await fate(simulator, { messagingServiceSid: SERVICE })).toBe('delivered');
  const { sid } = await client.messages.create({
    to: CINDY,
    body: 'later',
    messagingServiceSid: SERVICE,
    scheduleType: 'fixed',
    sendAt: new Date(NOON + 3_600_000),
  });
  await say(simulator, LOCAL, 'STOP');
  expect((await client.messages(sid).fetch()).status).toBe('scheduled');
  await simulator.clock.advance(3_700_000);
  expect(await client.messages(sid).fetch()).toMatchObject({ status: 'failed', errorCode: 21610 });
});

test('a toll-free STOP is the carriers’: the message is taken, and undelivered with 30004', async () => {
  const simulator = await open();
  await say(simulator, TOLL_FREE, 'Stop');
  expect(heard(simulator)[0]).toMatch(/^NETWORK MSG: .*"stop"/);
  expect(await fate(simulator, { from: TOLL_FREE })).toBe('undelivered 30004');
  await say(simulator, TOLL_FREE, 'YES');
  await say(simulator, TOLL_FREE, 'HELP');
  expect(heard(simulator)).toHaveLength(1);
  expect(await fate(simulator, { from: TOLL_FREE })).toBe('undelivered 30004');
  await say(simulator, TOLL_FREE, 'UNSTOP');
  expect(heard(simulator)[1]).toMatch(/^NETWORK MSG: .*"unstop"/);
  expect(await fate(simulator, { from: TOLL_FREE })).toBe('delivered');
});

test('HELP is answered, and changes nothing', async () => {
  const simulator = await open();
  await say(simulator, LOCAL, 'info');
  expect(heard(simulator)).toEqual(['Reply STOP to unsubscribe. Msg&Data Rates May Apply.']);
  expect(await fate(simulator, { from: LOCAL })).toBe('delivered');
});

test('HELP is answered after a STOP as well, except by the carriers', async () => {
  const simulator = await open();
  await say(simulator, LOCAL, 'STOP');
  await say(simulator, LOCAL, 'HELP');
  expect(heard(simulator).at(-1)).toBe('Reply STOP to unsubscribe. Msg&Data Rates May Apply.');
  await say(simulator, TOLL_FREE, 'HELP');
  expect(heard(simulator)).toHaveLength(3);
  await say(simulator, TOLL_FREE, 'STOP');
  await say(simulator, TOLL_FREE, 'HELP');
  expect(heard(simulator).at(-1)).toMatch(/^NETWORK MSG/);
});

test('calls are not stopped by STOP', async () => {
  const simulator = await open();
  await say(simulator, LOCAL, 'STOP');
  const { sid } = await clientOf(simulator).calls.create({ to: CINDY, from: LOCAL, twiml: '<Response/>' });
  await simulator.clock.advance(10_000);
  expect((await clientOf(simulator).calls(sid).fetch()).status).toBe('completed');
});

test('a service keeps to the number that a person knows', async () => {
  const simulator = await open();
  await fate(simulator, { messagingServiceSid: SERVICE, from: ANOTHER });
  await fate(simulator, { messagingServiceSid: SERVICE });
  await fate(simulator, { messagingServiceSid: OTHER_SERVICE });
  expect(simulator.messages().map(({ from }) => from)).toEqual([ANOTHER, ANOTHER, LOCAL]);
});

test('a service without numbers accepts and then fails', async () => {
  const simulator = await simulate({ numbers: [] });
  expect(await fate(simulator, { messagingServiceSid: SERVICE })).toBe('failed 21704');
});
