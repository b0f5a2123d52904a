import { expect, test } from 'vitest';
import { NOON } from '../harness.ts';
import { ANN, BOB, EVE, OURS, type SceneOptions, SECOND, since, stage } from './scene.ts';

/** Ann calls; what is dialled for her is `dial`, and then she is told that it is over. */
async function dialled(dial: string, { phones, pages = {}, answer }: SceneOptions = {}) {
  const scene = await stage({
    phones: phones ?? `[{number: "${BOB}", hello: none, hangs-up-after: 10s}]`,
    pages: { '/voice': `${dial}<Say>After all.</Say>`, ...pages },
    ...(answer && { answer }),
  });
  scene.simulator.call({ from: ANN, to: OURS });
  await scene.simulator.clock.advance(200_000);
  return scene;
}

const AFTER = 'say: After all.';

test('the caller hears it ring, talks to whoever answers, and goes on when they hang up', async () => {
  const { simulator, heard, legs } = await dialled(`<Dial>${BOB}</Dial>`);
  expect(heard(ANN)).toEqual(['ring: ringing', `joined: ${BOB}`, AFTER]);
  expect(heard(BOB)).toEqual([`joined: ${ANN}`]);
  expect(legs()).toEqual([`inbound ${ANN} ${OURS} completed 12`, `outbound-dial ${ANN} ${BOB} completed 10`]);
  const [parent, child] = simulator.calls();
  expect(child?.parentCallSid).toBe(parent?.sid);
  expect([parent?.priceMicros, child?.priceMicros]).toEqual([8_500, 14_000]);
  expect(simulator.transcripts(BOB)[0]?.calls).toMatchObject([
    {
      side: 'callee',
      from: ANN,
      to: BOB,
      answeredAt: NOON + 1_300,
      endedAt: NOON + 11_300,
      endedBy: 'callee',
    },
  ]);
});

test.each([
  ['a Number', `<Dial><Number>${BOB}</Number></Dial>`],
  ['a number written as people write it', '<Dial> (415) 555-0102 </Dial>'],
])('%s is dialled', async (_what, dial) => {
  expect((await dialled(dial)).legs()[1]).toBe(`outbound-dial ${ANN} ${BOB} completed 10`);
});

test.each([
  ['answered', 'hello: none, hangs-up-after: 10s', 'completed', '10', 'true'],
  ['busy', 'is: busy', 'busy', undefined, 'false'],
  ['not answered', 'is: no-answer', 'no-answer', undefined, 'false'],
  ['out of reach', 'is: unreachable', 'no-answer', undefined, 'false'],
  ['not in service', 'is: not-in-service', 'failed', undefined, 'false'],
  ['declined', 'declines-after: 2s', 'busy', undefined, 'false'],
])(
  'the action is told of a call that is %s, and takes over',
  async (_what, phone, status, seconds, bridged) => {
    const { simulator, heard, asked } = await dialled(`<Dial action="/done">${BOB}</Dial>`, {
      phones: `[{number: "${BOB}", ${phone}}]`,
      pages: { '/done': '<Say>Done.</Say>' },
    });
    const child = simulator.calls()[1];
    expect(asked('/done')).toEqual([
      {
        CallStatus: 'in-progress',
        DialCallStatus: status,
        DialCallSid: child?.sid,
        ...(seconds && { DialCallDuration: seconds }),
        DialBridged: bridged,
      },
    ]);
    expect(child?.status).toBe(status);
    expect(heard(ANN).at(-1)).toBe('say: Done.');
  },
);

test.each([
  ['POST', 'action="/done?a=1"', /^\/done\?a=1$/],
  ['GET', 'action="/done?a=1" method="GET"', /^\/done\?a=1&CallSid=/],
])('the action is asked by %s', async (method, attributes, url) => {
  const { app } = await dialled(`<Dial ${attributes}>${BOB}</Dial>`);
  const hook = app.hooks.find((each) => each.url.startsWith('/done'));
  expect(hook).toMatchObject({ method, url: expect.stringMatching(url) });
});

test('the call ends with the last verb, when that is a Dial', async () => {
  const { legs } = await dialled('', { pages: { '/voice': `<Dial>${BOB}</Dial>` } });
  expect(legs()[0]).toBe(`inbound ${ANN} ${OURS} completed 12`);
});

test('it rings for the timeout and five seconds, thirty when left out', async () => {
  const phones = `[{number: "${BOB}", is: no-answer}]`;
  const at = async (attributes: string) => {
    const { simulator } = await dialled(`<Dial ${attributes}>${BOB}</Dial>`, { phones });
    return since(simulator.calls()[1]?.endedAt);
  };
  expect(await at('')).toBe(35_300);
  expect(await at('timeout="10"')).toBe(15_300);
  expect(await at('timeout="1"')).toBe(10_300);
});

test('what people say and key on one end is heard on the other', async () => {
  const { heard, simulator } = await dialled(`<Dial>${BOB}</Dial>`, {
    phones: `
      - {number: "${ANN}", says: [{words: Is this Bob, at: 4s}], presses: [{digits: 5, at: 6s}]}
      - {number: "${BOB}", says: [{words: It is, at: 5s}], hangs-up-after: 10s}`,
  });
  expect(heard(BOB)).toEqual([`joined: ${ANN}`, 'speech: Is this Bob', 'digits: 5']);
  expect(heard(ANN)).toEqual(['ring: ringing', `joined: ${BOB}`, 'speech: Hello?', 'speech: It is', AFTER]);
  expect(simulator.transcripts(ANN)[0]?.calls[0]?.said).toMatchObject([
    { words: 'Is this Bob', taken: true },
  ]);
});

test('the caller hangs up: the callee is let go, and the action is told all the same', async () => {
  const scene = await stage({
    phones: `[{number: "${ANN}", hangs-up-after: 5s}, {number: "${BOB}", hello: none}]`,
    pages: { '/voice': `<Dial action="/done">${BOB}</Dial>` },
  });
  scene.simulator.call({ from: ANN, to: OURS });
  await scene.simulator.clock.advance(60_000);
  expect(scene.legs()).toEqual([
    `inbound ${ANN} ${OURS} completed 5`,
    `outbound-dial ${ANN} ${BOB} completed 4`,
  ]);
  expect(scene.asked('/done')).toMatchObject([
    { CallStatus: 'completed', DialCallStatus: 'completed', DialCallDuration: '4', DialBridged: 'true' },
  ]);
  expect(scene.simulator.transcripts(BOB)[0]?.calls[0]).toMatchObject({ endedBy: 'caller' });
});

test('the caller hangs up while it rings: it is cancelled', async () => {
  const scene = await stage({
    phones: `[{number: "${ANN}", hangs-up-after: 5s}, {number: "${BOB}", is: no-answer}]`,
    pages: { '/voice': `<Dial>${BOB}</Dial><Say>never</Say>` },
  });
  scene.simulator.call({ from: ANN, to: OURS });
  await scene.simulator.clock.advance(60_000);
  expect(scene.legs()).toEqual([
    `inbound ${ANN} ${OURS} completed 5`,
    `outbound-dial ${ANN} ${BOB} canceled`,
  ]);
});

test('the time limit hangs up on the callee, and the call goes on', async () => {
  const { heard, legs } = await dialled(`<Dial timeLimit="4">${BOB}</Dial>`);
  expect(legs()[1]).toBe(`outbound-dial ${ANN} ${BOB} completed 4`);
  expect(heard(ANN).at(-1)).toBe(AFTER);
});

test.each([
  ['hangupOnStar="true"', 'completed 3'],
  ['hangupOnStar="false"', 'completed 10'],
  ['', 'completed 10'],
])('a star of the caller with %s', async (attributes, end) => {
  const { legs, heard } = await dialled(`<Dial ${attributes}>${BOB}</Dial>`, {
    phones: `[{number: "${ANN}", presses: [{digits: "1*", at: 4s}]}, {number: "${BOB}", hello: none, hangs-up-after: 10s}]`,
  });
  expect(legs()[1]).toBe(`outbound-dial ${ANN} ${BOB} ${end}`);
  expect(heard(ANN).at(-1)).toBe(AFTER);
});

test('a star of the callee is a key like any other', async () => {
  const { legs } = await dialled(`<Dial hangupOnStar="true">${BOB}</Dial>`, {
    phones: `[{number: "${BOB}", hello: none, presses: [{digits: "*", at: 2s}], hangs-up-after: 10s}]`,
  });
  expect(legs()[1]).toBe(`outbound-dial ${ANN} ${BOB} completed 10`);
});

test.each([
  [
    'with answerOnBridge the caller hears no ringing but the phone’s, and is answered when the callee is',
    'true',
    1_300,
  ],
  ['without, at once', 'false', 0],
])('%s', async (_what, value, answeredMs) => {
  const { simulator, heard } = await dialled(`<Dial answerOnBridge="${value}">${BOB}</Dial>`);
  const call = simulator.transcripts(ANN)[0]?.calls[0];
  expect(since(call?.answeredAt)).toBe(answeredMs);
  expect(heard(ANN)[0]).toBe(value === 'true' ? `joined: ${BOB}` : 'ring: ringing');
});

test('answerOnBridge: a callee who does not answer leaves the caller unanswered, until the next verb', async () => {
  const phones = `[{number: "${BOB}", is: busy}]`;
  const goesOn = await dialled(`<Dial answerOnBridge="true">${BOB}</Dial>`, { phones });
  expect(since(goesOn.simulator.transcripts(ANN)[0]?.calls[0]?.answeredAt)).toBe(1_300);
  const givesUp = await stage({
    phones: `[{number: "${BOB}", is: no-answer}]`,
    pages: { '/voice': `<Dial answerOnBridge="true">${BOB}</Dial><Say>never</Say>` },
  });
  givesUp.simulator.call({ from: ANN, to: OURS, givesUpAfterMs: 8_000 });
  await givesUp.simulator.clock.advance(60_000);
  expect(givesUp.legs()).toEqual([
    `inbound ${ANN} ${OURS} no-answer`,
    `outbound-dial ${ANN} ${BOB} canceled`,
  ]);
});

test.each([
  ['the caller’s by default', '', ANN],
  ['the called number', `callerId="${OURS}"`, OURS],
  ['another number of the account', `callerId="${SECOND}"`, SECOND],
])('the callee sees %s', async (_what, attributes, from) => {
  const { legs } = await dialled(`<Dial ${attributes}>${BOB}</Dial>`);
  expect(legs()[1]).toBe(`outbound-dial ${from} ${BOB} completed 10`);
});

test('a callerId that the account may not show: nobody is dialled', async () => {
  const { legs, warnings, asked } = await dialled(`<Dial action="/done" callerId="${EVE}">${BOB}</Dial>`);
  expect(legs()).toHaveLength(1);
  expect(warnings()).toEqual(['warning 13214']);
  expect(asked('/done')).toEqual([
    { CallStatus: 'in-progress', DialCallStatus: 'failed', DialBridged: 'false' },
  ]);
});

test('an outbound call dials on with its own caller ID', async () => {
  const { client, simulator, legs, heard } = await stage({
    phones: `[{number: "${BOB}", hello: none, hangs-up-after: 3s}]`,
  });
  await client.calls.create({ to: ANN, from: OURS, twiml: `<Response><Dial>${BOB}</Dial></Response>` });
  await simulator.clock.advance(60_000);
  expect(legs()).toEqual([
    `outbound-api ${OURS} ${ANN} completed 5`,
    `outbound-dial ${OURS} ${BOB} completed 3`,
  ]);
  expect(heard(BOB)).toEqual([`joined: ${ANN}`]);
});

test.each([
  ['timeout', '<Dial timeout="soon">', 13212],
  ['hangupOnStar', '<Dial hangupOnStar="perhaps">', 13213],
  ['timeLimit', '<Dial timeLimit="0">', 13216],
  ['record', '<Dial record="loudly">', 13217],
  ['sequential', '<Dial sequential="2">', 13218],
  ['answerOnBridge', '<Dial answerOnBridge="yes">', 13219],
  ['ringTone', '<Dial ringTone="xx">', 13220],
  ['method', '<Dial method="PUT">', 13210],
  ['recordingStatusCallback', '<Dial record="true" recordingStatusCallback="http://[">', 13256],
  ['recordingStatusCallbackEvent', '<Dial record="true" recordingStatusCallbackEvent="done">', 13621],
  ['trim', '<Dial record="true" trim="a-little">', 13699],
])('a bad %s is a warning, and the default is used', async (_what, dial, code) => {
  const { legs, warnings } = await dialled(`${dial}${BOB}</Dial>`);
  expect(warnings()).toEqual([`warning ${code}`]);
  expect(legs()[1]).toMatch(/completed 10$/);
});

test.each([
  ['a Number’s method', `<Number url="/w" method="PUT">${BOB}</Number>`, 13221, 1],
  ['its sendDigits', `<Number sendDigits="x">${BOB}</Number>`, 13222, 1],
  ['no number', '<Number>the office</Number>', 13223, 0],
  ['a Client', '<Client>joey</Client>', 13224, 1],
  ['a Sip address', '<Sip>sip:a@example.com</Sip>', 13254, 1],
  ['a Sip that is none', '<Sip>example.com</Sip>', 13243, 0],
  ['another noun', '<Sim>DE0</Sim>', 13215, 0],
  ['its detection', `<Number machineDetection="Perhaps">${BOB}</Number>`, 21263, 1],
])('%s: a warning', async (_what, noun, code, children) => {
  const { legs, warnings, heard } = await dialled(`<Dial>${noun}</Dial>`);
  expect(warnings()).toEqual([`warning ${code}`]);
  expect(legs()).toHaveLength(1 + children);
  expect(heard(ANN).at(-1)).toBe(AFTER);
});

test.each([
  ['<Client>joey</Client>', 'client:joey no-answer', 'no-answer'],
  ['<Sip>sip:a@example.com</Sip>', 'sip:a@example.com failed', 'failed'],
])('%s is there for nobody to answer', async (noun, end, status) => {
  const { legs, asked } = await dialled(`<Dial action="/done">${noun}</Dial>`);
  expect(legs()[1]).toBe(`outbound-dial ${ANN} ${end}`);
  expect(asked('/done')).toMatchObject([{ DialCallStatus: status, DialBridged: 'false' }]);
});

test.each([
  ['+15005550001', 13224],
  ['+15005550002', 13224],
  ['+15005550003', 13227],
  ['+15005550004', 13225],
])('the magic number %s is not dialled', async (number, code) => {
  const { legs, warnings, asked } = await dialled(`<Dial action="/done">${number}</Dial>`);
  expect([legs().length, warnings()]).toEqual([1, [`warning ${code}`]]);
  expect(asked('/done')).toMatchObject([{ DialCallStatus: 'failed' }]);
});

test('a Dial with nobody in it fails, and the call goes on', async () => {
  const { legs, heard } = await dialled('<Dial/>');
  expect(legs()).toHaveLength(1);
  expect(heard(ANN)).toEqual([AFTER]);
});

const THREE = `<Number>${BOB}</Number><Number>${EVE}</Number><Number>+14155550104</Number>`;

test('several at once: the first to answer is talked to, the others are cancelled', async () => {
  const { legs, asked, simulator } = await dialled(`<Dial action="/done">${THREE}</Dial>`, {
    phones: `
      - {number: "${BOB}", answer-after: 9s}
      - {number: "${EVE}", hello: none, answer-after: 4s, hangs-up-after: 5s}
      - {number: "+14155550104", is: busy}`,
  });
  expect(legs().slice(1)).toEqual([
    `outbound-dial ${ANN} ${BOB} canceled`,
    `outbound-dial ${ANN} ${EVE} completed 5`,
    `outbound-dial ${ANN} +14155550104 busy`,
  ]);
  expect(asked('/done')).toMatchObject([
    { DialCallStatus: 'completed', DialCallSid: simulator.calls()[2]?.sid, DialCallDuration: '5' },
  ]);
});

test('several at once and nobody answers: the last to be given up counts', async () => {
  const { asked, simulator } = await dialled(`<Dial action="/done">${THREE}</Dial>`, {
    phones: `[{number: "${BOB}", is: no-answer}, {number: "${EVE}", is: busy}, {number: "+14155550104", is: busy}]`,
  });
  expect(asked('/done')).toMatchObject([
    { DialCallStatus: 'no-answer', DialCallSid: simulator.calls()[1]?.sid, DialBridged: 'false' },
  ]);
});

test('one after the other, until somebody answers', async () => {
  const { legs, simulator } = await dialled(`<Dial sequential="true" timeout="5">${THREE}</Dial>`, {
    phones: `[{number: "${BOB}", is: no-answer}, {number: "${EVE}", hello: none, hangs-up-after: 5s}]`,
  });
  expect(legs().slice(1)).toEqual([
    `outbound-dial ${ANN} ${BOB} no-answer`,
    `outbound-dial ${ANN} ${EVE} completed 5`,
  ]);
  expect(since(simulator.calls()[2]?.createdAt)).toBe(10_300);
});

test('of more than ten numbers ten are dialled', async () => {
  const numbers = Array.from({ length: 12 }, (_, i) => `<Number>+141555501${50 + i}</Number>`).join('');
  const phones = Array.from({ length: 12 }, (_, i) => `{number: "+141555501${50 + i}", is: busy}`).join(', ');
  const { legs, warnings } = await dialled(`<Dial>${numbers}</Dial>`, { phones: `[${phones}]` });
  expect(legs()).toHaveLength(11);
  expect(warnings()).toEqual(['warning 13250']);
});

test('keys are played to whoever answers, before the bridge', async () => {
  const { heard, simulator } = await dialled(`<Dial><Number sendDigits="ww12">${BOB}</Number></Dial>`);
  expect(heard(BOB)).toEqual(['digits: ww12', `joined: ${ANN}`]);
  const joined = simulator.transcripts(BOB)[0]?.calls[0]?.heard[1];
  expect(since(joined?.at)).toBe(1_300 + 1_500);
});

test('progress of each number is told to its callback, with the parent’s SID', async () => {
  const number = `<Number statusCallback="/progress" statusCallbackEvent="initiated ringing answered completed">${BOB}</Number>`;
  const { app, simulator, asked } = await dialled(
    `<Dial>${number}<Number statusCallback="/end">${EVE}</Number></Dial>`,
    {
      phones: `[{number: "${BOB}", hangs-up-after: 3s}, {number: "${EVE}", is: no-answer}]`,
    },
  );
  const [parent, child] = simulator.calls();
  expect(
    asked('/progress').map(({ CallStatus, SequenceNumber }) => `${SequenceNumber} ${CallStatus}`),
  ).toEqual(['0 initiated', '1 ringing', '2 in-progress', '3 completed']);
  expect(app.hooks.find(({ url }) => url === '/progress')?.params).toMatchObject({
    CallSid: child?.sid,
    ParentCallSid: parent?.sid,
    Direction: 'outbound-dial',
    From: ANN,
    To: BOB,
  });
  expect(asked('/end').map(({ CallStatus }) => CallStatus)).toEqual(['canceled']);
});

test('detection reports to its own callback and holds nobody up', async () => {
  const number = `<Number machineDetection="Enable" amdStatusCallback="/amd">${BOB}</Number>`;
  const { asked, simulator, heard } = await dialled(`<Dial>${number}</Dial>`, {
    phones: `[{number: "${BOB}", is: voicemail, answer-after: 1s, greeting: 8s, records: 10s}]`,
  });
  expect(asked('/amd')).toMatchObject([{ AnsweredBy: 'machine_start' }]);
  expect(simulator.calls()[1]?.answeredBy).toBe('machine_start');
  expect(heard(BOB)[0]).toBe(`joined: ${ANN}`);
});
