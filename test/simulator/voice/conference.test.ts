import { expect, test } from 'vitest';
import { ANN, BOB, EVE, OURS, type Scene, type SceneOptions, SECOND, since, stage } from './scene.ts';

const quiet = (number: string, does = '') => `{number: "${number}", hello: none${does && `, ${does}`}}`;

/** Whoever calls is put into a room by the noun of their number's page. */
async function meeting(nouns: Readonly<Record<string, string>>, options: SceneOptions = {}): Promise<Scene> {
  const { pages = {}, ...rest } = options;
  return stage({
    ...rest,
    pages: {
      '/voice': ({ params }) =>
        `<Response><Dial action="/left?who=${params['From']?.slice(-1)}">${nouns[params['From'] ?? '']}</Dial></Response>`,
      '/left': '<Say>You have left.</Say>',
      ...pages,
    },
  });
}

const ROOM = '<Conference>Room</Conference>';

test('the first waits with music; the second starts it: a beep, and they hear each other', async () => {
  const { simulator, heard, client, asked, legs } = await meeting(
    { [ANN]: ROOM, [BOB]: ROOM },
    {
      phones: `[${quiet(ANN, 'says: [{words: Hi Bob, at: 12s}]')}, ${quiet(BOB, 'says: [{words: Hi Ann, at: 4s}], hangs-up-after: 6s')}]`,
    },
  );
  simulator.call({ from: ANN, to: OURS });
  await simulator.clock.advance(10_000);
  expect((await client.conferences.list()).map(({ status, friendlyName }) => [friendlyName, status])).toEqual(
    [['Room', 'init']],
  );
  simulator.call({ from: BOB, to: SECOND });
  await simulator.clock.advance(3_000);
  const [conference] = await client.conferences.list();
  expect(conference?.status).toBe('in-progress');
  const participants = await client.conferences(conference?.sid ?? '').participants.list();
  expect(participants).toMatchObject([
    {
      muted: false,
      hold: false,
      startConferenceOnEnter: true,
      endConferenceOnExit: false,
      status: 'connected',
    },
    { muted: false },
  ]);
  await simulator.clock.advance(10_000);
  expect(heard(ANN)).toEqual([
    'music: hold music…',
    `joined: ${BOB}`,
    'beep: beep',
    'speech: Hi Ann',
    'beep: beep',
  ]);
  expect(heard(BOB)).toEqual([`joined: ${ANN}`, 'beep: beep', 'speech: Hi Bob']);
  expect(legs()).toEqual([`inbound ${ANN} ${OURS} in-progress`, `inbound ${BOB} ${SECOND} completed 6`]);
  expect(asked('/left')).toEqual([
    { who: '2', CallStatus: 'completed', DialCallStatus: 'answered', DialBridged: 'true' },
  ]);
  expect((await client.conferences.list())[0]?.status).toBe('in-progress');
});

test('it ends with its last participant', async () => {
  const { simulator, client, legs } = await meeting(
    { [ANN]: ROOM, [BOB]: ROOM },
    { phones: `[${quiet(ANN, 'hangs-up-after: 20s')}, ${quiet(BOB, 'hangs-up-after: 6s')}]` },
  );
  const { sid } = simulator.call({ from: ANN, to: OURS });
  simulator.call({ from: BOB, to: OURS });
  await simulator.clock.advance(60_000);
  expect((await client.conferences.list())[0]).toMatchObject({
    status: 'completed',
    reasonConferenceEnded: 'last-participant-left',
    callSidEndingConference: sid,
  });
  expect(legs()).toEqual([`inbound ${ANN} ${OURS} completed 20`, `inbound ${BOB} ${OURS} completed 6`]);
});

test('endConferenceOnExit: when that one leaves, everybody goes on after their Dial', async () => {
  const { simulator, client, heard, asked } = await meeting(
    { [ANN]: ROOM, [BOB]: '<Conference endConferenceOnExit="true">Room</Conference>' },
    { phones: `[${quiet(ANN)}, ${quiet(BOB, 'hangs-up-after: 6s')}]` },
  );
  simulator.call({ from: ANN, to: OURS });
  const { sid } = simulator.call({ from: BOB, to: OURS });
  await simulator.clock.advance(60_000);
  expect((await client.conferences.list())[0]).toMatchObject({
    reasonConferenceEnded: 'participant-with-end-conference-on-exit-left',
    callSidEndingConference: sid,
  });
  expect(heard(ANN).at(-1)).toBe('say: You have left.');
  expect(asked('/left').map(({ who, CallStatus }) => `${who} ${CallStatus}`)).toEqual([
    '2 completed',
    '1 in-progress',
  ]);
});

test('startConferenceOnEnter=false waits for somebody who starts it', async () => {
  const waits = '<Conference startConferenceOnEnter="false">Room</Conference>';
  const { simulator, client, heard } = await meeting(
    { [ANN]: waits, [BOB]: waits, [EVE]: ROOM },
    { phones: `[${[ANN, BOB, EVE].map((number) => quiet(number)).join(', ')}]` },
  );
  simulator.call({ from: ANN, to: OURS });
  simulator.call({ from: BOB, to: OURS });
  await simulator.clock.advance(10_000);
  expect((await client.conferences.list())[0]?.status).toBe('init');
  simulator.call({ from: EVE, to: OURS });
  await simulator.clock.advance(1_000);
  expect((await client.conferences.list())[0]?.status).toBe('in-progress');
  expect(heard(ANN)).toEqual(['music: hold music…', `joined: ${BOB}, ${EVE}`, 'beep: beep']);
});

test('a muted participant hears and is not heard', async () => {
  const { simulator, heard } = await meeting(
    { [ANN]: '<Conference muted="true">Room</Conference>', [BOB]: ROOM },
    {
      phones: `[${quiet(ANN, 'says: [{words: Psst, at: 4s}], presses: [{digits: 5, at: 6s}]')}, ${quiet(BOB, 'says: [{words: Hello, at: 8s}]')}]`,
    },
  );
  simulator.call({ from: ANN, to: OURS });
  simulator.call({ from: BOB, to: OURS });
  await simulator.clock.advance(20_000);
  expect(heard(BOB)).toEqual([`joined: ${ANN}`, 'beep: beep']);
  expect(heard(ANN).at(-1)).toBe('speech: Hello');
});

test.each([
  ['true', 1, 1],
  ['false', 0, 0],
  ['onEnter', 1, 0],
  ['onExit', 0, 1],
])('beep=%s', async (beep, entering, leaving) => {
  const { simulator, heard } = await meeting(
    {
      [ANN]: '<Conference beep="false">Room</Conference>',
      [BOB]: `<Conference beep="${beep}">Room</Conference>`,
    },
    { phones: `[${quiet(ANN)}, ${quiet(BOB, 'hangs-up-after: 6s')}]` },
  );
  simulator.call({ from: ANN, to: OURS });
  await simulator.clock.advance(1_000);
  simulator.call({ from: BOB, to: OURS });
  await simulator.clock.advance(3_000);
  const beeps = () => heard(ANN).filter((line) => line === 'beep: beep').length;
  expect(beeps()).toBe(entering);
  await simulator.clock.advance(10_000);
  expect(beeps()).toBe(entering + leaving);
});

test.each([
  ['music when there is none', '<Conference>Room</Conference>', ['music: hold music…']],
  ['silence for an empty one', '<Conference waitUrl="">Room</Conference>', []],
  [
    'what the document says, once',
    '<Conference waitUrl="/wait">Room</Conference>',
    ['say: Please wait.', 'pause: '],
  ],
  [
    'music for one elsewhere',
    '<Conference waitUrl="http://example.com/x">Room</Conference>',
    ['music: hold music…'],
  ],
])('waitUrl: %s', async (_what, noun, expected) => {
  const { simulator, heard, client } = await meeting(
    { [ANN]: noun },
    { phones: `[${quiet(ANN)}]`, pages: { '/wait': '<Say>Please wait.</Say><Pause/>' } },
  );
  const { sid } = simulator.call({ from: ANN, to: OURS });
  await simulator.clock.advance(30_000);
  await client.calls(sid).update({ status: 'completed' });
  expect(heard(ANN)).toEqual(expected);
});

test('a wait document loops by redirecting to itself, and ends when the conference starts', async () => {
  const { simulator, heard, app } = await meeting(
    { [ANN]: '<Conference waitUrl="/wait" waitMethod="GET">Room</Conference>', [BOB]: ROOM },
    {
      phones: `[${quiet(ANN)}, ${quiet(BOB)}]`,
      pages: { '/wait': '<Say>0123456789</Say><Pause length="9"/><Redirect method="GET"/>' },
    },
  );
  simulator.call({ from: ANN, to: OURS });
  await simulator.clock.advance(20_000);
  simulator.call({ from: BOB, to: OURS });
  await simulator.clock.advance(1_000);
  expect(heard(ANN)).toEqual([
    'say: 0123456789',
    'pause: ',
    'say: 0123456789',
    'pause: ',
    'say: 0123456789',
    'pause: …',
    `joined: ${BOB}`,
    'beep: beep',
  ]);
  const asked = app.hooks.filter(({ url }) => url.startsWith('/wait'));
  expect(asked.map(({ method }) => method)).toEqual(['GET', 'GET', 'GET']);
});

test('a wait document that fails: the conference is not joined, and the call goes on', async () => {
  const { simulator, heard, warnings, asked, client } = await meeting(
    { [ANN]: '<Conference waitUrl="/wait">Room</Conference>' },
    { phones: `[${quiet(ANN)}]`, pages: { '/wait': () => (response) => response.writeHead(500).end() } },
  );
  simulator.call({ from: ANN, to: OURS });
  await simulator.clock.advance(5_000);
  expect(warnings()).toEqual(['error 11200']);
  expect(asked('/left')).toMatchObject([{ DialCallStatus: 'failed', DialBridged: 'false' }]);
  expect(heard(ANN)).toEqual(['say: You have left.']);
  expect((await client.conferences.list())[0]?.status).toBe('completed');
});

test('verbs that have no place in a wait document are warned of and skipped', async () => {
  const { simulator, heard, warnings } = await meeting(
    { [ANN]: '<Conference waitUrl="/wait">Room</Conference>' },
    {
      phones: `[${quiet(ANN)}]`,
      pages: { '/wait': '<Dial>+14155550199</Dial><Gather/><Hangup/><Say>Wait.</Say>' },
    },
  );
  simulator.call({ from: ANN, to: OURS });
  await simulator.clock.advance(5_000);
  expect(warnings()).toEqual(['warning 13238', 'warning 13238', 'warning 13238']);
  expect(heard(ANN)).toEqual(['say: Wait.']);
});

test('events: those asked for by the first to join, in order, with what they are about', async () => {
  const noun = (more: string) =>
    `<Conference statusCallback="/events" statusCallbackEvent="start end join leave speaker" ${more}>Room</Conference>`;
  const { simulator, asked, app } = await meeting(
    {
      [ANN]: noun('participantLabel="boss" endConferenceOnExit="true"'),
      [BOB]: '<Conference statusCallback="/other" statusCallbackEvent="join">Room</Conference>',
    },
    {
      phones: `[${quiet(ANN, 'says: [{words: Bye, at: 5s}], hangs-up-after: 8s')}, ${quiet(BOB)}]`,
    },
  );
  const ann = simulator.call({ from: ANN, to: OURS }).sid;
  simulator.call({ from: BOB, to: OURS });
  await simulator.clock.advance(20_000);
  const events = asked('/events');
  expect(
    events.map(({ StatusCallbackEvent, SequenceNumber }) => `${SequenceNumber} ${StatusCallbackEvent}`),
  ).toEqual([
    '1 participant-join',
    '2 participant-join',
    '3 conference-start',
    '4 participant-speech-start',
    '5 participant-speech-stop',
    '6 participant-leave',
    '7 conference-end',
    '8 participant-leave',
  ]);
  expect(app.hooks.find(({ url }) => url === '/events')?.params).toMatchObject({
    ConferenceSid: expect.stringMatching(/^CF/),
    FriendlyName: 'Room',
    CallSid: ann,
    ParticipantLabel: 'boss',
    Muted: 'false',
    Hold: 'false',
    Coaching: 'false',
    EndConferenceOnExit: 'true',
    StartConferenceOnEnter: 'true',
  });
  expect(events[5]).toMatchObject({
    ReasonParticipantLeft: 'participant_hung_up',
    ParticipantCallStatus: 'completed',
  });
  expect(events[6]).toMatchObject({
    ReasonConferenceEnded: 'participant-with-end-conference-on-exit-left',
    CallSidEndingConference: ann,
    ParticipantLabelEndingConference: 'boss',
  });
  expect(events[7]).toMatchObject({
    ReasonParticipantLeft: 'moderator_ended_conference',
    ParticipantCallStatus: 'in-progress',
  });
  expect(asked('/other')).toEqual([]);
});

test('a full conference, a label in use and a call that is not there to be coached: no entry', async () => {
  const { simulator, asked, warnings } = await meeting(
    {
      [ANN]: '<Conference participantLabel="one">Room</Conference>',
      [BOB]: '<Conference participantLabel="one">Room</Conference>',
      [EVE]: '<Conference maxParticipants="1">Room</Conference>',
      '+14155550104': `<Conference coach="CA${'0'.repeat(32)}">Room</Conference>`,
    },
    { phones: `[${quiet(ANN)}]` },
  );
  for (const from of [ANN, BOB, EVE, '+14155550104']) simulator.call({ from, to: OURS });
  await simulator.clock.advance(5_000);
  expect([...warnings()].sort()).toEqual(['error 13240', 'error 16020', 'error 16025']);
  expect(asked('/left').map(({ DialCallStatus }) => DialCallStatus)).toEqual(['failed', 'failed', 'failed']);
});

test('a coach is heard by the one who is coached, and by nobody else', async () => {
  let coached = '';
  const scene = await stage({
    phones: `[${quiet(ANN)}, ${quiet(BOB)}, ${quiet(EVE, 'says: [{words: Offer ten, at: 3s}]')}]`,
    pages: {
      '/voice': ({ params }) => {
        const coach = params['From'] === EVE ? `coach="${coached}"` : '';
        return `<Response><Dial><Conference beep="false" ${coach}>Room</Conference></Dial></Response>`;
      },
    },
  });
  coached = scene.simulator.call({ from: ANN, to: OURS }).sid;
  scene.simulator.call({ from: BOB, to: OURS });
  await scene.simulator.clock.advance(1_000);
  scene.simulator.call({ from: EVE, to: OURS });
  await scene.simulator.clock.advance(10_000);
  expect(scene.heard(ANN).at(-1)).toBe('speech: Offer ten');
  expect(scene.heard(BOB)).not.toContain('speech: Offer ten');
});

test('record-from-start records everybody from the start on, mono', async () => {
  const noun =
    '<Conference record="record-from-start" recordingStatusCallback="/rec" beep="false">Room</Conference>';
  const { simulator, client, asked } = await meeting(
    { [ANN]: noun, [BOB]: noun },
    {
      phones: `[${quiet(ANN, 'says: [{words: Welcome all, at: 15s}]')}, ${quiet(BOB, 'says: [{words: Thank you, at: 9s}], hangs-up-after: 12s')}]`,
    },
  );
  const { sid } = simulator.call({ from: ANN, to: OURS });
  await simulator.clock.advance(10_000);
  simulator.call({ from: BOB, to: OURS });
  await simulator.clock.advance(20_000);
  await client.calls(sid).update({ status: 'completed' });
  await simulator.clock.advance(5_000);
  const [conference] = await client.conferences.list();
  expect(simulator.recordings()).toMatchObject([
    {
      source: 'Conference',
      conferenceSid: conference?.sid,
      channels: 1,
      words: 'Welcome all Thank you',
      // From the first word at 15 s to the last at 19 s.
      durationMs: 4_000 + 540,
    },
  ]);
  expect(asked('/rec')).toMatchObject([{ ConferenceSid: conference?.sid, RecordingSource: 'Conference' }]);
});

test.each([
  ['the star', 'hangupOnStar="true"', 'presses: [{digits: "*", at: 6s}]', 6_000],
  ['the time limit', 'timeLimit="5"', '', 5_000],
])('%s leaves the conference', async (_what, attributes, does, leftAt) => {
  const scene = await stage({
    phones: `[${quiet(ANN, does)}, ${quiet(BOB)}]`,
    pages: {
      '/voice': ({ params }) =>
        params['From'] === ANN
          ? `<Response><Dial ${attributes}><Conference beep="false">Room</Conference></Dial><Say>Out.</Say></Response>`
          : '<Response><Dial><Conference beep="false">Room</Conference></Dial></Response>',
    },
  });
  scene.simulator.call({ from: ANN, to: OURS });
  scene.simulator.call({ from: BOB, to: OURS });
  await scene.simulator.clock.advance(20_000);
  expect(scene.heard(ANN).at(-1)).toBe('say: Out.');
  expect(since(scene.simulator.transcripts(ANN)[0]?.calls[0]?.heard.at(-1)?.at)).toBe(leftAt);
});

test.each([
  ['muted', '<Conference muted="x">Room</Conference>', 13230],
  ['endConferenceOnExit', '<Conference endConferenceOnExit="x">Room</Conference>', 13231],
  ['startConferenceOnEnter', '<Conference startConferenceOnEnter="x">Room</Conference>', 13232],
  ['waitMethod', '<Conference waitMethod="PUT">Room</Conference>', 13234],
  ['beep', '<Conference beep="x">Room</Conference>', 13235],
  ['name', '<Conference/>', 13237],
  ['participantLabel', '<Conference participantLabel="a/b">Room</Conference>', 16023],
  ['maxParticipants', '<Conference maxParticipants="251">Room</Conference>', 12200],
  ['statusCallbackEvent', '<Conference statusCallbackEvent="x">Room</Conference>', 12200],
  ['neighbour', `<Number>${BOB}</Number><Conference>Room</Conference>`, 13000],
])('a bad %s is a warning', async (_what, noun, code) => {
  const { simulator, warnings, legs } = await meeting({ [ANN]: noun }, { phones: `[${quiet(ANN)}]` });
  simulator.call({ from: ANN, to: OURS });
  await simulator.clock.advance(3_000);
  expect(warnings()).toEqual([`warning ${code}`]);
  expect(legs()).toHaveLength(1);
});

test('a participant who is sent elsewhere leaves', async () => {
  const { simulator, client, asked, heard } = await meeting(
    {
      [ANN]: '<Conference statusCallback="/events" statusCallbackEvent="leave">Room</Conference>',
      [BOB]: ROOM,
    },
    { phones: `[${quiet(ANN)}, ${quiet(BOB)}]` },
  );
  simulator.call({ from: ANN, to: OURS });
  const { sid } = simulator.call({ from: BOB, to: OURS });
  await simulator.clock.advance(5_000);
  await client.calls(sid).update({ twiml: '<Response><Say>Elsewhere.</Say></Response>' });
  await simulator.clock.advance(5_000);
  expect(heard(BOB).at(-1)).toBe('say: Elsewhere.');
  expect(asked('/events')).toMatchObject([
    { ReasonParticipantLeft: 'participant_updated_via_api', ParticipantCallStatus: 'in-progress' },
  ]);
});

test('conferences of the same name follow each other, and are not the same', async () => {
  const { simulator, client } = await meeting(
    { [ANN]: ROOM },
    { phones: `[${quiet(ANN, 'hangs-up-after: 2s')}]` },
  );
  simulator.call({ from: ANN, to: OURS });
  await simulator.clock.advance(5_000);
  simulator.call({ from: ANN, to: OURS });
  await simulator.clock.advance(5_000);
  const sids = (await client.conferences.list()).map(({ sid }) => sid);
  expect(new Set(sids).size).toBe(2);
});
