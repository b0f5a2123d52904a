import { expect, test } from 'vitest';
import { completeScript } from '../../../src/simulator/phones.ts';
import { startApp } from '../app.ts';
import { CINDY, clientOf, NOON, refusal, simulate } from '../harness.ts';

const BOB = '+14155550124';
const MINUTE = 60_000;

async function open(phone: Parameters<typeof completeScript>[0] = { number: CINDY }) {
  const simulator = await simulate({ phones: [completeScript(phone)] });
  const client = clientOf(simulator);
  const verify = (params: object = {}) => client.validationRequests.create({ phoneNumber: CINDY, ...params });
  return { simulator, client, verify, callerIds: client.outgoingCallerIds };
}

test('a number is verified when a person answers, and not before', async () => {
  const { simulator, client, verify, callerIds } = await open();
  const request = await verify();
  expect(request).toMatchObject({
    accountSid: simulator.accountSid,
    phoneNumber: CINDY,
    friendlyName: '(415) 555-0123',
  });
  expect(request.validationCode).toMatch(/^\d{6}$/);
  expect(await callerIds.list()).toEqual([]);
  await simulator.clock.advance(MINUTE);
  expect(await callerIds.list()).toMatchObject([
    { phoneNumber: CINDY, friendlyName: '(415) 555-0123', accountSid: simulator.accountSid },
  ]);
  expect((await client.calls(request.callSid).fetch()).status).toBe('completed');
  expect(simulator.transcripts(CINDY)[0]?.calls[0]?.heard[0]?.heard).toContain('six digits');
});

test.each(['voicemail', 'busy', 'no-answer', 'not-in-service'] as const)(
  'a phone that is %s verifies nothing',
  async (kind) => {
    const { simulator, verify, callerIds } = await open({ number: CINDY, kind });
    await verify();
    await simulator.clock.advance(10 * MINUTE);
    expect(await callerIds.list()).toEqual([]);
  },
);

test('the call waits as long as was asked for, and dials the extension', async () => {
  const { simulator, client, verify } = await open();
  const { callSid } = await verify({ callDelay: 30, extension: '12#' });
  await simulator.clock.advance(29_000);
  expect((await client.calls(callSid).fetch()).status).toBe('queued');
  await simulator.clock.advance(MINUTE);
  expect(simulator.transcripts(CINDY)[0]?.calls[0]?.heard[0]).toMatchObject({ verb: 'digits', text: '12#' });
});

test.each([
  ['person', 'success'],
  ['busy', 'failed'],
] as const)('the outcome is told to the callback: %s', async (kind, status) => {
  const app = await startApp();
  const { simulator, verify, callerIds } = await open({ number: CINDY, kind });
  const { callSid } = await verify({ statusCallback: `${app.url}/verified` });
  await simulator.clock.advance(MINUTE);
  const [row] = await callerIds.list();
  expect(app.hooks).toHaveLength(1);
  expect(app.hooks[0]?.params).toMatchObject({
    VerificationStatus: status,
    CallSid: callSid,
    To: CINDY,
    ...(row && { OutgoingCallerIdSid: row.sid }),
  });
  expect(row === undefined).toBe(status === 'failed');
});

test('verified, a number may be the caller of calls, but not the sender of texts', async () => {
  const { simulator, client, verify, callerIds } = await open();
  const call = () => client.calls.create({ to: BOB, from: CINDY, twiml: '<Response/>' });
  expect(await refusal(call())).toMatchObject({ status: 400, code: 21210 });
  await verify();
  await simulator.clock.advance(MINUTE);
  const [row] = await callerIds.list();
  expect(await call()).toMatchObject({ from: CINDY, phoneNumberSid: row?.sid });
  const text = client.messages.create({ to: BOB, from: CINDY, body: 'hello' });
  expect(await refusal(text)).toMatchObject({ code: 21606 });
  await callerIds(row?.sid ?? '').remove();
  expect(await refusal(call())).toMatchObject({ code: 21210 });
});

test('verified, a number may be the caller ID of a Dial', async () => {
  const { simulator, client, verify, callerIds } = await open();
  const [own = ''] = simulator.numbers;
  const twiml = `<Response><Dial callerId="${CINDY}">${BOB}</Dial></Response>`;
  await verify();
  await simulator.clock.advance(MINUTE);
  await client.calls.create({ to: '+14155550125', from: own, twiml });
  await simulator.clock.advance(MINUTE);
  const [row] = await callerIds.list();
  expect(await client.calls.list({ to: BOB })).toMatchObject([{ from: CINDY, phoneNumberSid: row?.sid }]);
});

test('caller IDs are found by number and name, renamed, paged and deleted', async () => {
  const { simulator, verify, callerIds } = await open();
  await verify({ friendlyName: 'Cindy' });
  await verify({ phoneNumber: BOB });
  await simulator.clock.advance(MINUTE);
  const found = async (params: object) => (await callerIds.list(params)).map((row) => row.phoneNumber);
  expect((await found({ pageSize: 1 })).sort()).toEqual([CINDY, BOB]);
  expect(await found({ phoneNumber: '(415) 555-0124' })).toEqual([BOB]);
  expect(await found({ phoneNumber: '+1415' })).toEqual([]);
  expect(await found({ friendlyName: 'Cindy' })).toEqual([CINDY]);
  const [row] = await callerIds.list({ phoneNumber: CINDY });
  const sid = row?.sid ?? '';
  expect(await callerIds(sid).update({ friendlyName: 'C.' })).toMatchObject({
    friendlyName: 'C.',
    dateUpdated: new Date(NOON + MINUTE),
  });
  expect(await callerIds(sid).remove()).toBe(true);
  expect(await refusal(callerIds(sid).fetch())).toMatchObject({ status: 404, code: 20404 });
});

test.each([
  ['no number', { phoneNumber: 'home' }, 21401],
  ["one of the account's own", { phoneNumber: '+12025550142' }, 21449],
  ['one that is verified', { phoneNumber: CINDY }, 21450],
  ['too long a delay', { phoneNumber: BOB, callDelay: 61 }, 21454],
  ['too long a name', { phoneNumber: BOB, friendlyName: 'x'.repeat(65) }, 20002],
  ['a callback on another machine', { phoneNumber: BOB, statusCallback: 'https://example.com' }, 21456],
])('%s is not verified', async (_what, params, code) => {
  const { simulator, verify, client } = await open();
  await verify();
  await simulator.clock.advance(MINUTE);
  expect(await refusal(verify(params))).toMatchObject({ status: 400, code });
  expect(await client.calls.list()).toHaveLength(1);
});

test('two verifications of one number make one caller ID', async () => {
  const { simulator, verify, callerIds } = await open();
  await Promise.all([verify(), verify()]);
  await simulator.clock.advance(MINUTE);
  expect(await callerIds.list()).toHaveLength(1);
});
