import { expect, test } from 'vitest';
import { ANN, BOB, OURS, type SceneOptions, since, stage } from './scene.ts';

interface Row {
  readonly sid: string;
  readonly status: string;
  readonly duration: string;
  readonly channels: number;
  readonly source: string;
  readonly price: string | null;
}

/** Ann calls and finds `record`; she says `says` when the beep is over. */
async function left(record: string, says: string, options: SceneOptions = {}) {
  const { pages = {}, ...rest } = options;
  const scene = await stage({
    phones: `[{number: "${ANN}", ${says}}]`,
    pages: { '/voice': `${record}<Say>Nothing came.</Say>`, '/done': '<Say>Thank you.</Say>', ...pages },
    ...rest,
  });
  scene.simulator.call({ from: ANN, to: OURS });
  await scene.simulator.clock.advance(400_000);
  const list = (await scene.client.recordings.list()).map((row) => row.toJSON() as unknown as Row);
  return { ...scene, recordings: list.reverse() };
}

const WORDS = '01234567890123456789012345678901234567890123456789';
/** Three seconds of words, one second after the beep. */
const TALK = `says: [{words: "${WORDS}", after: 1s}]`;

test('it beeps, records what the caller says, ends after five seconds of silence and tells the action', async () => {
  const { simulator, heard, asked, recordings } = await left('<Record action="/done"/>', TALK);
  expect(heard(ANN)).toEqual(['beep: beep', 'say: Thank you.']);
  const recording = simulator.calls()[0]?.sid;
  expect(recordings).toMatchObject([
    {
      callSid: recording,
      status: 'completed',
      duration: '3',
      channels: 1,
      source: 'RecordVerb',
      price: '-0.00250',
    },
  ]);
  const { sid } = recordings[0] as Row;
  expect(asked('/done')).toEqual([
    {
      CallStatus: 'in-progress',
      RecordingUrl: `${simulator.url}/2010-04-01/Accounts/${simulator.accountSid}/Recordings/${sid}`,
      RecordingSid: sid,
      RecordingDuration: '3',
    },
  ]);
  const thanks = simulator.transcripts(ANN)[0]?.calls[0]?.heard.at(-1);
  expect(since(thanks?.at)).toBe(500 + 1_000 + 3_000 + 5_000);
  expect((await fetch(asked('/done')[0]?.['RecordingUrl'] ?? '')).status).not.toBe(404);
});

test('what was said is kept with the recording', async () => {
  const { simulator, asked } = await left(
    '<Record action="/done" transcribe="true" transcribeCallback="/written"/>',
    TALK,
  );
  await simulator.clock.advance(10_000);
  expect(asked('/written')).toMatchObject([
    {
      TranscriptionText: WORDS,
      TranscriptionStatus: 'completed',
      TranscriptionSid: expect.stringMatching(/^TR/),
      RecordingSid: asked('/done')[0]?.['RecordingSid'],
    },
  ]);
});

test.each([
  ['too short to be transcribed', 'says: [{words: Hi there, after: 1s}]', ['warning 13617']],
  ['long enough', TALK, []],
])('%s', async (_what, says, expected) => {
  const { warnings } = await left('<Record action="/done" transcribe="true"/>', says);
  expect(warnings()).toEqual(expected);
});

test('nobody says anything: no action, and the next verb runs', async () => {
  const { heard, asked, recordings, simulator } = await left(
    '<Record action="/done" recordingStatusCallback="/rec" recordingStatusCallbackEvent="in-progress completed absent"/>',
    'name: Ann',
  );
  expect(heard(ANN)).toEqual(['beep: beep', 'say: Nothing came.']);
  expect(asked('/done')).toEqual([]);
  expect(recordings).toMatchObject([{ status: 'absent', duration: '0', price: null }]);
  expect(asked('/rec').map(({ RecordingStatus }) => RecordingStatus)).toEqual(['in-progress', 'absent']);
  expect(since(simulator.transcripts(ANN)[0]?.calls[0]?.heard.at(-1)?.at)).toBe(500 + 5_000);
});

test.each([
  ['any key by default', '<Record action="/done"/>', '7', '7'],
  ['a key that is named', '<Record action="/done" finishOnKey="9#"/>', '79', '9'],
  ['no key at all', '<Record action="/done" finishOnKey=""/>', '7', undefined],
])('it ends on %s', async (_what, record, keys, digits) => {
  const { asked } = await left(record, `${TALK}, presses: [{digits: "${keys}", at: 4s}]`);
  expect(asked('/done')[0]?.['Digits']).toBe(digits);
});

test.each([
  ['maxLength', '<Record action="/done" maxLength="2"/>', '1', 500 + 2_000],
  ['timeout', '<Record action="/done" timeout="2"/>', '3', 500 + 4_000 + 2_000],
  ['no beep', '<Record action="/done" playBeep="false"/>', '3', 4_000 + 5_000],
  ['no trimming', '<Record action="/done" trim="do-not-trim"/>', '9', 500 + 4_000 + 5_000],
])('%s', async (_what, record, seconds, endsAt) => {
  const { asked, simulator } = await left(record, TALK);
  expect(asked('/done')[0]?.['RecordingDuration']).toBe(seconds);
  expect(since(simulator.transcripts(ANN)[0]?.calls[0]?.heard.at(-1)?.at)).toBe(endsAt);
});

test('a pause shorter than the timeout does not end it; timeout 0 never does', async () => {
  const twice = `says: [{words: "${WORDS}", at: 1500ms}, {words: "${WORDS}", at: 8s}]`;
  expect((await left('<Record action="/done"/>', twice)).asked('/done')[0]?.['RecordingDuration']).toBe('10');
  const endless = await left('<Record action="/done" timeout="0" maxLength="60"/>', twice);
  expect(since(endless.simulator.transcripts(ANN)[0]?.calls[0]?.heard.at(-1)?.at)).toBe(60_500);
});

test('the caller hangs up: the action is told `hangup`, and of what was recorded until then', async () => {
  const { asked, legs, recordings } = await left('<Record action="/done"/>', `${TALK}, hangs-up-after: 3s`);
  expect(legs()).toEqual([`inbound ${ANN} ${OURS} completed 3`]);
  expect(asked('/done')).toMatchObject([
    { CallStatus: 'completed', Digits: 'hangup', RecordingDuration: '2' },
  ]);
  expect(recordings).toMatchObject([{ status: 'completed', duration: '2' }]);
});

test('without an action the document itself is asked', async () => {
  const { app } = await left('', TALK, {
    pages: {
      '/voice': ({ params }) =>
        params['RecordingSid'] ? '<Response/>' : '<Response><Record method="GET"/></Response>',
    },
  });
  expect(app.hooks.map(({ method, url }) => `${method} ${url.split('&')[0]}`)[1]).toMatch(
    /^GET \/voice\?CallSid=/,
  );
});

test.each([
  ['timeout', '<Record action="/done" timeout="x"/>', 13611],
  ['maxLength', '<Record action="/done" maxLength="0"/>', 13612],
  ['finishOnKey', '<Record action="/done" finishOnKey="x"/>', 13613],
  ['transcribe', '<Record action="/done" transcribe="fast"/>', 13614],
  ['maxLength to transcribe', '<Record action="/done" transcribe="true" maxLength="121"/>', 13615],
  ['playBeep', '<Record action="/done" playBeep="loud"/>', 13616],
  ['trim', '<Record action="/done" trim="x"/>', 13699],
  ['method', '<Record action="/done" method="PUT"/>', 13610],
  ['transcribeCallback', '<Record action="/done" transcribeCallback="http://["/>', 13257],
])('a bad %s is a warning, and the default is used', async (_what, record, code) => {
  const { warnings, asked } = await left(record, TALK);
  expect(warnings()).toEqual([`warning ${code}`]);
  expect(asked('/done')).toHaveLength(1);
});

test('recordingStatusCallback: one event by default, all of them when asked for', async () => {
  const plain = await left('<Record action="/done" recordingStatusCallback="/rec"/>', TALK);
  expect(plain.asked('/rec')).toEqual([
    {
      RecordingSid: plain.recordings[0]?.sid,
      RecordingUrl: expect.stringContaining('/Recordings/RE'),
      RecordingStatus: 'completed',
      RecordingChannels: '1',
      RecordingStartTime: 'Thu, 01 Jan 2026 12:00:00 +0000',
      RecordingSource: 'RecordVerb',
      RecordingTrack: 'inbound',
      RecordingDuration: '3',
      ErrorCode: '0',
    },
  ]);
});

test('Record on a call the API makes: both ways, from the answer to the end, told to the status callback', async () => {
  const { client, simulator, app, asked } = await stage({ phones: `[{number: "${BOB}", hello: 1s}]` });
  await client.calls.create({
    to: BOB,
    from: OURS,
    twiml: '<Response><Pause length="3"/><Say>0123456789</Say><Pause length="2"/></Response>',
    record: true,
    recordingChannels: 'dual',
    trim: 'do-not-trim',
    recordingStatusCallback: `${app.url}/rec`,
    recordingStatusCallbackEvent: ['in-progress', 'completed'],
    statusCallback: `${app.url}/ended`,
  });
  await simulator.clock.advance(60_000);
  const [recording] = await client.recordings.list();
  expect(recording).toMatchObject({ source: 'OutboundAPI', channels: 2, duration: '6', status: 'completed' });
  expect(
    asked('/rec').map(({ RecordingStatus, RecordingDuration }) => [RecordingStatus, RecordingDuration]),
  ).toEqual([
    ['in-progress', undefined],
    ['completed', '6'],
  ]);
  expect(asked('/ended')).toMatchObject([{ RecordingSid: recording?.sid, RecordingDuration: '6' }]);
});

test('trimmed, it begins with the first word and ends with the last', async () => {
  const { client, simulator } = await stage({ phones: `[{number: "${BOB}", hello: none}]` });
  const twiml = '<Response><Pause length="3"/><Say>01234567890123456789</Say><Pause length="20"/></Response>';
  await client.calls.create({ to: BOB, from: OURS, twiml, record: true });
  await simulator.clock.advance(60_000);
  expect((await client.recordings.list())[0]?.duration).toBe('2');
});

test.each([
  ['record-from-answer', '1', '7'],
  ['true', '1', '7'],
  ['record-from-answer-dual', '2', '7'],
  ['record-from-ringing', '1', '9'],
  ['record-from-ringing-dual', '2', '9'],
])('Dial record=%s', async (value, channels, seconds) => {
  const { simulator, client, asked } = await stage({
    phones: `[{number: "${BOB}", hello: none, hangs-up-after: 7s}]`,
    pages: {
      '/voice': `<Dial action="/done" record="${value}" recordingStatusCallback="/rec"><Number statusCallback="/leg">${BOB}</Number></Dial>`,
    },
  });
  simulator.call({ from: ANN, to: OURS });
  await simulator.clock.advance(60_000);
  const [recording] = await client.recordings.list();
  expect(recording).toMatchObject({
    source: 'DialVerb',
    duration: seconds,
    channels: Number(channels),
    callSid: simulator.calls()[0]?.sid,
  });
  const said = { RecordingSid: recording?.sid, RecordingDuration: seconds };
  expect(asked('/done')).toMatchObject([{ DialCallStatus: 'completed', ...said }]);
  expect(asked('/rec')).toMatchObject([
    { RecordingChannels: channels, RecordingSource: 'DialVerb', ...said },
  ]);
  expect(asked('/leg')).toMatchObject([{ CallStatus: 'completed', ...said }]);
});

test('a recording of two people has the words of both', async () => {
  const { simulator } = await stage({
    phones: `
      - {number: "${ANN}", says: [{words: "Hi Bob", at: 4s}]}
      - {number: "${BOB}", says: [{words: "Hi Ann", at: 6s}], hangs-up-after: 10s}`,
    pages: { '/voice': `<Dial record="true">${BOB}</Dial>` },
  });
  simulator.call({ from: ANN, to: OURS });
  await simulator.clock.advance(60_000);
  expect(simulator.recordings()).toMatchObject([{ words: 'Hello? Hi Bob Hi Ann', track: 'both' }]);
  const response = await fetch(`${simulator.url}/sim/recordings`);
  expect(await response.json()).toMatchObject({ recordings: [{ words: 'Hello? Hi Bob Hi Ann' }] });
});
