import twilio from 'twilio';
import { expect, test } from 'vitest';
import { parsePhones } from '../../../src/simulator/phone-file.ts';
import { startApp } from '../app.ts';
import { clientOf, NOON, refusal, simulate } from '../harness.ts';
import { ANN, BOB, OURS, SECOND, since, stage } from './scene.ts';

test('a call to a number asks its VoiceUrl while it rings, is answered by the first verb, and is charged', async () => {
  const { simulator, app, legs, heard, asked } = await stage({
    pages: { '/voice': '<Say>0123456789</Say>' },
  });
  const statuses: string[] = [];
  simulator.onEvent((event) => event.event === 'call' && statuses.push(event.status));
  const { sid } = simulator.call({ from: ANN, to: OURS });
  await simulator.clock.advance(60_000);
  expect(statuses).toEqual(['ringing', 'in-progress', 'completed']);
  expect(app.hooks[0]).toMatchObject({
    method: 'POST',
    url: '/voice',
    params: { CallSid: sid, From: ANN, To: OURS, CallStatus: 'ringing', Direction: 'inbound' },
  });
  const { url, signature, params } = app.hooks[0] ?? { url: '', signature: '', params: {} };
  expect(twilio.validateRequest(simulator.authToken, signature, app.url + url, params)).toBe(true);
  expect(legs()).toEqual([`inbound ${ANN} ${OURS} completed 1`]);
  expect(heard(ANN)).toEqual(['say: 0123456789']);
  expect(asked('/status')).toEqual([
    {
      CallStatus: 'completed',
      SequenceNumber: '0',
      Duration: '1',
      CallDuration: '1',
      SipResponseCode: '200',
    },
  ]);
  expect(simulator.calls()[0]).toMatchObject({
    priceMicros: 8_500,
    phoneNumberSid: expect.stringMatching(/^PN/),
  });
});

test('the transcript is of a caller', async () => {
  const { simulator } = await stage({ pages: { '/voice': '<Play digits="WWWWW"/>' } });
  simulator.call({ from: ANN, to: OURS });
  await simulator.clock.advance(60_000);
  expect(simulator.transcripts(ANN)[0]?.calls).toMatchObject([
    { side: 'caller', from: ANN, to: OURS, answeredAt: NOON, endedAt: NOON + 5_000, endedBy: 'callee' },
  ]);
});

test('the caller presses keys when asked, and hangs up when the script says so', async () => {
  const { simulator, asked, legs, heard } = await stage({
    pages: {
      '/voice': '<Gather numDigits="1" action="/chosen"><Say>Press one.</Say></Gather>',
      '/chosen': '<Gather action="/number"><Say>Which number?</Say></Gather>',
      '/number': '<Say>Thank you for calling the clinic.</Say>',
    },
  });
  const presses = [
    { digits: '1', afterAskedMs: 500 },
    { digits: '42#', afterAskedMs: 500 },
  ];
  simulator.call({ from: ANN, to: OURS, does: { presses, hangsUpAfterMs: 4_000 } });
  await simulator.clock.advance(60_000);
  expect(asked('/chosen')).toMatchObject([{ Digits: '1', FinishedOnKey: '' }]);
  expect(asked('/number')).toMatchObject([{ Digits: '42', FinishedOnKey: '#' }]);
  expect(heard(ANN).at(-1)).toBe('say: Thank you for calli…');
  expect(legs()).toEqual([`inbound ${ANN} ${OURS} completed 4`]);
});

test.each([
  ['<Reject/>', 'no-answer'],
  ['<Reject reason="busy"/>', 'busy'],
  ['<Reject reason="rejected"/><Say>never</Say>', 'no-answer'],
])('%s refuses the call, which is neither answered nor charged', async (twiml, status) => {
  const { simulator, legs, heard, asked } = await stage({ pages: { '/voice': twiml } });
  simulator.call({ from: ANN, to: OURS });
  await simulator.clock.advance(60_000);
  expect(legs()).toEqual([`inbound ${ANN} ${OURS} ${status}`]);
  expect(simulator.calls()[0]).toMatchObject({ priceMicros: null, durationSeconds: null });
  expect(heard(ANN)).toEqual([]);
  expect(simulator.transcripts(ANN)[0]?.calls[0]).toMatchObject({ answeredAt: null, endedAt: NOON });
  expect(asked('/status')).toMatchObject([{ CallStatus: status, CallDuration: '0' }]);
});

test('a bad reason to reject is a warning; a rejection after something else is the end of the call', async () => {
  const bad = await stage({ pages: { '/voice': '<Reject reason="tired"/>' } });
  bad.simulator.call({ from: ANN, to: OURS });
  await bad.simulator.clock.advance(1_000);
  expect([bad.warnings(), bad.legs()]).toEqual([['warning 13810'], [`inbound ${ANN} ${OURS} no-answer`]]);
  const late = await stage({ pages: { '/voice': '<Say>0123456789</Say><Reject/>' } });
  late.simulator.call({ from: ANN, to: OURS });
  await late.simulator.clock.advance(60_000);
  expect(late.legs()).toEqual([`inbound ${ANN} ${OURS} completed 1`]);
});

test.each([
  ['Pause first waits before it answers', '<Pause length="3"/><Say>0123456789</Say>', 3_000],
  ['Redirect first does not answer', '<Redirect>/other</Redirect>', 0],
  ['an empty document answers and hangs up', '', 0],
  ['Hangup first answers all the same', '<Hangup/>', 0],
  ['a verb that there is none of does not answer', '<Sing/><Pause length="2"/><Say>0123456789</Say>', 2_000],
])('%s', async (_what, twiml, answeredAfterMs) => {
  const { simulator, legs } = await stage({
    pages: { '/voice': twiml, '/other': '<Say>0123456789</Say>' },
  });
  simulator.call({ from: ANN, to: OURS });
  await simulator.clock.advance(60_000);
  expect(since(simulator.transcripts(ANN)[0]?.calls[0]?.answeredAt)).toBe(answeredAfterMs);
  expect(legs()[0]).toMatch(/ completed [01]$/);
});

test('a document that was redirected to may still reject', async () => {
  const { simulator, legs } = await stage({
    pages: { '/voice': '<Redirect>/other</Redirect>', '/other': '<Reject reason="busy"/>' },
  });
  simulator.call({ from: ANN, to: OURS });
  await simulator.clock.advance(1_000);
  expect(legs()).toEqual([`inbound ${ANN} ${OURS} busy`]);
});

test('a number without a VoiceUrl takes no calls: they fail, and the debugger says why', async () => {
  const { simulator, legs, warnings, app } = await stage({});
  simulator.setNumber(OURS, { voiceUrl: '' });
  simulator.call({ from: ANN, to: OURS });
  await simulator.clock.advance(1_000);
  expect(legs()).toEqual([`inbound ${ANN} ${OURS} failed`]);
  expect(warnings()).toEqual(['error 11100']);
  expect(app.hooks.map(({ url }) => url)).toEqual(['/status']);
});

test('VoiceMethod, VoiceFallbackUrl and the apology', async () => {
  const { simulator, app, heard } = await stage({
    pages: { '/fallback': '<Say>Plan B</Say>' },
    answer: () => (response) => response.writeHead(500).end(),
  });
  simulator.setNumber(OURS, { voiceMethod: 'GET', voiceFallbackUrl: `${app.url}/fallback` });
  simulator.call({ from: ANN, to: OURS });
  simulator.call({ from: BOB, to: SECOND });
  await simulator.clock.advance(60_000);
  expect(app.hooks[0]).toMatchObject({ method: 'GET', url: expect.stringMatching(/^\/voice\?CallSid=/) });
  expect(heard(ANN)).toEqual(['say: Plan B']);
  expect(heard(BOB)).toEqual(["say: We're sorry. An application error has occurred. Goodbye."]);
});

test('a caller who gives up before the answer is not charged', async () => {
  const { simulator, legs, asked } = await stage({
    pages: { '/voice': '<Pause length="30"/><Say>Hello</Say>' },
  });
  simulator.call({ from: ANN, to: OURS, givesUpAfterMs: 5_000 });
  simulator.call({ from: BOB, to: OURS, givesUpAfterMs: 31_000 });
  await simulator.clock.advance(60_000);
  expect(legs()).toEqual([`inbound ${ANN} ${OURS} no-answer`, `inbound ${BOB} ${OURS} completed 1`]);
  expect(simulator.transcripts(ANN)[0]?.calls[0]).toMatchObject({ endedAt: NOON + 5_000, endedBy: 'caller' });
  expect(asked('/status').map(({ CallStatus }) => CallStatus)).toEqual(['no-answer', 'completed']);
});

test('requests for TwiML about a call that came in carry a token, and who vouches for the caller', async () => {
  const { simulator, app } = await stage({ pages: { '/voice': '<Say>Hi</Say>' } });
  simulator.call({ from: ANN, to: OURS });
  await simulator.clock.advance(5_000);
  expect(app.hooks[0]?.params).toMatchObject({
    CallToken: expect.stringMatching(/./),
    StirVerstat: 'TN-Validation-Passed-A',
  });
  expect(app.hooks[1]?.params).not.toHaveProperty('CallToken');
});

test('the caller’s name is looked up if that is asked for, and who passed the call on is told', async () => {
  const { simulator, app, client } = await stage({
    phones: `[{number: "${ANN}", name: Ann Lee}]`,
    pages: { '/voice': '<Say>Hi</Say>' },
  });
  const plain = simulator.call({ from: ANN, to: OURS });
  simulator.setNumber(OURS, { voiceCallerIdLookup: true });
  const { sid } = simulator.call({ from: ANN, to: OURS, forwardedFrom: BOB });
  await simulator.clock.advance(5_000);
  expect(await client.calls(plain.sid).fetch()).toMatchObject({ callerName: null, forwardedFrom: null });
  expect(await client.calls(sid).fetch()).toMatchObject({ callerName: 'Ann Lee', forwardedFrom: BOB });
  expect(app.hooks.filter(({ params }) => params['CallSid'] === sid)[0]?.params).toMatchObject({
    CallerName: 'Ann Lee',
    ForwardedFrom: BOB,
  });
});

test('nobody can call a number that no account has', async () => {
  const simulator = await simulate();
  expect(() => simulator.call({ from: ANN, to: BOB })).toThrow(`${BOB} is none of the simulated numbers`);
  const response = await fetch(`${simulator.url}/sim/call`, {
    method: 'POST',
    body: JSON.stringify({ from: ANN, to: BOB }),
  });
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ error: expect.stringContaining(BOB) });
});

test('POST /sim/call: digits typed at the first question with pauses, or one press for each question', async () => {
  const app = await startApp(({ url }) =>
    url.startsWith('/voice')
      ? '<Response><Gather timeout="2" action="/got"><Say>Well?</Say></Gather></Response>'
      : '<Response><Gather timeout="2" action="/then"/></Response>',
  );
  const simulator = await simulate({ phones: parsePhones(`[{number: "${BOB}", presses: [9]}]`) });
  simulator.setNumber(OURS, { voiceUrl: `${app.url}/voice` });
  const call = async (body: object) => {
    const response = await fetch(`${simulator.url}/sim/call`, { method: 'POST', body: JSON.stringify(body) });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const { status, body } = await call({ from: ANN, to: '(500) 555-0006', digits: '1w2W3' });
  expect([status, body]).toEqual([201, { sid: expect.stringMatching(/^CA/), from: ANN, to: OURS }]);
  await simulator.clock.advance(30_000);
  const pressed = simulator.transcripts(ANN)[0]?.calls[0]?.pressed ?? [];
  const first = pressed[0]?.at ?? 0;
  expect(pressed.map(({ digits, at }) => [digits, at - first])).toEqual([
    ['1', 0],
    ['2', 750],
    ['3', 2_000],
  ]);
  expect(app.hooks.at(-1)?.params['Digits']).toBe('123');
  await call({ from: ANN, to: OURS, digits: [7, { digits: 8, after: '200ms' }], hangsUpAfter: '20s' });
  await simulator.clock.advance(30_000);
  expect(app.hooks.slice(-2).map(({ url, params }) => `${url} ${params['Digits']}`)).toEqual([
    '/got 7',
    '/then 8',
  ]);
  await call({ from: BOB, to: OURS });
  await simulator.clock.advance(30_000);
  expect(app.hooks.at(-1)?.params['Digits']).toBe('9');
});

test.each([
  [{ from: 'me', to: OURS }, '"from" is no phone number'],
  [{ from: ANN }, '"to" is no phone number'],
  [{ from: ANN, to: OURS, digits: 'abc' }, 'other keys'],
  [{ from: ANN, to: OURS, digits: [{ digits: 1, when: 3, at: '1s' }] }, 'the call, line 1'],
  [{ from: ANN, to: OURS, hangsUpAfter: 30 }, 'no duration'],
  [{ from: ANN, to: OURS, givesUpAfter: 'soon' }, 'no duration'],
  [{ from: ANN, to: OURS, forwardedFrom: 'me' }, '"forwardedFrom" is no phone number'],
])('POST /sim/call %j is refused with a sentence', async (body, message) => {
  const simulator = await simulate();
  const response = await fetch(`${simulator.url}/sim/call`, { method: 'POST', body: JSON.stringify(body) });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ error: expect.stringContaining(message) });
});

test('the token of a call that came in lets another show its caller, and nobody else', async () => {
  const { simulator, app } = await stage({ pages: { '/voice': '<Pause length="60"/>' } });
  simulator.call({ from: ANN, to: OURS });
  await simulator.clock.advance(5_000);
  const callToken = app.hooks[0]?.params['CallToken'] ?? '';
  const client = clientOf(simulator);
  const call = { to: BOB, from: ANN, twiml: '<Response/>' };
  expect(await client.calls.create({ ...call, callToken })).toMatchObject({ from: ANN, status: 'queued' });
  for (const wrong of [
    call,
    { ...call, callToken: 'x' },
    { ...call, from: '+14155550188', callToken },
    { ...call, callToken: callToken.replace(/CA../, 'CAff') },
  ]) {
    expect(await refusal(client.calls.create(wrong))).toMatchObject({ status: 400, code: 21210 });
  }
});
