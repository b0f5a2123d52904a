// Recordings and transcriptions: listed, narrowed, fetched, deleted softly, and heard.

import { describe, expect, test } from 'vitest';
import { DAY_MS } from '../../../src/simulator/dates.ts';
import type { Recording } from '../../../src/simulator/recording.ts';
import { conformance, type Params } from '../../twilio-spec/ask.ts';
import { clientOf, NOON } from '../harness.ts';
import { mpegFrames, readWave } from './sound.ts';
import { OWNER, sidOf, simulateWith } from './stored.ts';

const CALL = sidOf('CA', 1);
const OTHER_CALL = sidOf('CA', 2);
const CONFERENCE = sidOf('CF', 1);

function recording(number: number, changes: Partial<Recording> = {}) {
  return {
    sid: sidOf('RE', number),
    callSid: CALL,
    conferenceSid: null,
    createdAt: NOON + number * DAY_MS,
    updatedAt: NOON + number * DAY_MS,
    startedAt: NOON + number * DAY_MS,
    status: 'completed',
    durationMs: 5_250,
    pausedAt: null,
    pausedMs: 0,
    channels: 1,
    source: 'OutboundAPI',
    track: 'both',
    priceMicros: 2_500,
    words: '',
    ...changes,
  } satisfies Omit<Recording, 'seq' | 'accountSid'>;
}

function transcription(number: number, recordingNumber: number) {
  return {
    sid: sidOf('TR', number),
    recordingSid: sidOf('RE', recordingNumber),
    createdAt: NOON,
    updatedAt: NOON,
    status: 'completed',
    durationMs: 5_250,
    text: 'hello there',
    priceMicros: 50_000,
  };
}

/** A completed call has what every call has; only what recordings look at matters here. */
function call(sid: string) {
  return {
    sid,
    from: '+12025550142',
    to: '+14155550123',
    status: 'completed',
    createdAt: NOON,
    dialAt: NOON,
    plan: {},
  };
}

const CONFERENCE_ROW = {
  sid: CONFERENCE,
  friendlyName: 'Room',
  createdAt: NOON,
  updatedAt: NOON,
  status: 'completed',
  endReason: 'last-participant-left',
  endedByCallSid: CALL,
};

async function open(...recordings: readonly ReturnType<typeof recording>[]) {
  const simulator = await simulateWith({
    [OWNER]: {
      calls: [call(CALL), call(OTHER_CALL)],
      conferences: [CONFERENCE_ROW],
      recordings,
      transcriptions: [transcription(1, 1), transcription(2, 1), transcription(3, 2)],
    },
  });
  return { simulator, client: clientOf(simulator), ...conformance(simulator) };
}

const numbers = (rows: readonly { readonly sid: string }[]) => rows.map(({ sid }) => Number(sid.slice(2)));

test('recordings are narrowed by date, call and conference', async () => {
  const inRoom = { callSid: OTHER_CALL, conferenceSid: CONFERENCE, source: 'Conference' as const };
  const { ask } = await open(recording(1), recording(2, inRoom), recording(3));
  const list = async (params: Params, path = '/Recordings.json') =>
    numbers((await ask('GET', path, params)).rows);
  expect(await list({})).toEqual([3, 2, 1]);
  expect(await list({ DateCreated: '2026-01-03' })).toEqual([2]);
  expect(await list({ 'DateCreated>': '2026-01-03' })).toEqual([3, 2]);
  expect(await list({ 'DateCreated<': '2026-01-03' })).toEqual([2, 1]);
  expect(await list({ CallSid: CALL })).toEqual([3, 1]);
  expect(await list({ ConferenceSid: CONFERENCE })).toEqual([2]);
  expect(await list({}, `/Calls/${CALL}/Recordings.json`)).toEqual([3, 1]);
  expect(await list({ DateCreated: '2026-01-02' }, `/Calls/${CALL}/Recordings.json`)).toEqual([1]);
  expect(await list({}, `/Conferences/${CONFERENCE}/Recordings.json`)).toEqual([2]);
});

test('each of the three ways to a recording shows it in its own shape', async () => {
  const { simulator, ask, refused } = await open(recording(1, { conferenceSid: CONFERENCE, channels: 2 }));
  const sid = sidOf('RE', 1);
  const path = `/2010-04-01/Accounts/${OWNER}/Recordings/${sid}`;
  const { body } = await ask('GET', `/Recordings/${sid}.json`);
  expect(body).toMatchObject({
    duration: '6',
    price: '-0.00250',
    price_unit: 'USD',
    channels: 2,
    media_url: `${simulator.url}${path}`,
    subresource_uris: { transcriptions: `${path}/Transcriptions.json` },
  });
  const ofCall = (await ask('GET', `/Calls/${CALL}/Recordings/${sid}.json`)).body;
  expect(ofCall).toMatchObject({
    track: 'both',
    uri: `/2010-04-01/Accounts/${OWNER}/Calls/${CALL}/Recordings/${sid}.json`,
  });
  const ofRoom = (await ask('GET', `/Conferences/${CONFERENCE}/Recordings/${sid}.json`)).body;
  expect(ofRoom['uri']).toBe(
    `/2010-04-01/Accounts/${OWNER}/Conferences/${CONFERENCE}/Recordings/${sid}.json`,
  );
  expect(await refused('GET', `/Calls/${OTHER_CALL}/Recordings/${sid}.json`)).toMatchObject({ status: 404 });
  expect(await refused('GET', `/Calls/${sidOf('CA', 9)}/Recordings.json`)).toMatchObject({ status: 404 });
  expect(await refused('GET', `/Conferences/${sidOf('CF', 9)}/Recordings.json`)).toMatchObject({
    status: 404,
  });
});

test('a deleted recording is silent at once, and known of for forty days to whoever asks for deleted ones', async () => {
  const { simulator, client, ask, refused } = await open(recording(1), recording(2));
  await client.recordings(sidOf('RE', 1)).remove();
  const path = `/Recordings/${sidOf('RE', 1)}.json`;
  const deleted = { IncludeSoftDeleted: true };
  expect(numbers((await ask('GET', '/Recordings.json')).rows)).toEqual([2]);
  expect(numbers((await ask('GET', '/Recordings.json', deleted)).rows)).toEqual([2, 1]);
  expect(await refused('GET', path)).toMatchObject({ status: 404, code: 20404 });
  expect((await ask('GET', path, deleted)).body['status']).toBe('deleted');
  expect(
    (await fetch(`${simulator.url}/2010-04-01/Accounts/${OWNER}/Recordings/${sidOf('RE', 1)}.mp3`)).status,
  ).toBe(404);
  expect(await refused('DELETE', path)).toMatchObject({ status: 404 });
  expect((await client.recordings.list({ includeSoftDeleted: true })).map(({ status }) => status)).toEqual([
    'completed',
    'deleted',
  ]);
  await simulator.clock.advance(40 * DAY_MS);
  expect(numbers((await ask('GET', '/Recordings.json', deleted)).rows)).toEqual([2]);
  expect(await refused('GET', path, deleted)).toMatchObject({ status: 404 });
  expect((await ask('DELETE', `/Calls/${CALL}/Recordings/${sidOf('RE', 2)}.json`)).status).toBe(204);
});

test('transcriptions, of all recordings or of one, are listed, fetched and deleted', async () => {
  const { client, ask, refused } = await open(recording(1), recording(2));
  expect(numbers((await ask('GET', '/Transcriptions.json')).rows)).toEqual([3, 2, 1]);
  const below = `/Recordings/${sidOf('RE', 1)}/Transcriptions`;
  expect(numbers((await ask('GET', `${below}.json`)).rows)).toEqual([2, 1]);
  const { body } = await ask('GET', `${below}/${sidOf('TR', 1)}.json`);
  expect(body).toMatchObject({
    transcription_text: 'hello there',
    duration: '6',
    status: 'completed',
    type: 'fast',
  });
  expect((await ask('GET', `/Transcriptions/${sidOf('TR', 1)}.json`)).body).toEqual(body);
  expect(await refused('GET', `${below}/${sidOf('TR', 3)}.json`)).toMatchObject({ status: 404 });
  expect(await refused('GET', `/Recordings/${sidOf('RE', 9)}/Transcriptions.json`)).toMatchObject({
    status: 404,
  });
  expect((await ask('DELETE', `${below}/${sidOf('TR', 1)}.json`)).status).toBe(204);
  expect(await client.transcriptions(sidOf('TR', 2)).remove()).toBe(true);
  expect(numbers(await client.transcriptions.list())).toEqual([3]);
});

describe('the sound', () => {
  const urlOf = (base: string, ending: string) =>
    `${base}/2010-04-01/Accounts/${OWNER}/Recordings/${sidOf('RE', 1)}${ending}`;

  test.each([1, 2] as const)(
    'WAV, %i channels: exactly as long, to the sample, and not silent',
    async (channels) => {
      const { simulator } = await open(recording(1, { channels, durationMs: 5_250 }));
      for (const ending of ['.wav', '']) {
        const response = await fetch(urlOf(simulator.url, ending));
        expect([response.status, response.headers.get('content-type')]).toEqual([200, 'audio/x-wav']);
        const bytes = Buffer.from(await response.arrayBuffer());
        expect(Number(response.headers.get('content-length'))).toBe(bytes.length);
        const wave = readWave(bytes);
        expect(wave).toMatchObject({ channels, rate: 8_000, bits: 16, samples: 42_000 });
        for (let channel = 0; channel < channels; channel += 1) {
          const tone = wave.channel(channel);
          expect(Math.max(...tone)).toBeGreaterThan(900);
          expect(Math.max(...tone)).toBeLessThan(2_000);
        }
      }
    },
  );

  test.each([1, 2] as const)('MP3, %i channels: whole frames, as many as it takes', async (channels) => {
    const { simulator } = await open(recording(1, { channels, durationMs: 5_250 }));
    const response = await fetch(urlOf(simulator.url, '.mp3'));
    expect(response.headers.get('content-type')).toBe('audio/mpeg');
    const frames = mpegFrames(Buffer.from(await response.arrayBuffer()));
    expect(new Set(frames.map((frame) => JSON.stringify(frame)))).toEqual(
      new Set([JSON.stringify({ version: 2, layer: 3, bitrate: 128_000, rate: 24_000, channels, ms: 24 })]),
    );
    expect(frames.length * 24).toBeGreaterThanOrEqual(5_250);
    expect((frames.length - 1) * 24).toBeLessThan(5_250);
  });

  test.each([
    [{ channels: 2 }, '', 2],
    [{ channels: 2 }, '?RequestedChannels=1', 1],
    [{ channels: 1 }, '?RequestedChannels=2', 2],
    [{ channels: 2, source: 'RecordVerb' }, '?RequestedChannels=2', 1],
    [{ channels: 1, track: 'inbound' }, '?RequestedChannels=2', 1],
  ] as const)('of %o asked for with "%s": %i channels', async (row, query, channels) => {
    const { simulator } = await open(recording(1, row));
    const response = await fetch(urlOf(simulator.url, `.wav${query}`));
    expect(readWave(Buffer.from(await response.arrayBuffer())).channels).toBe(channels);
  });

  test('there is no other kind of sound', async () => {
    const { simulator } = await open(recording(1));
    const response = await fetch(urlOf(simulator.url, '.ogg'));
    expect([response.status, await response.json()]).toMatchObject([404, { code: 20404 }]);
  });

  test('three channels are refused', async () => {
    const { simulator } = await open(recording(1));
    const response = await fetch(urlOf(simulator.url, '.mp3?RequestedChannels=3'));
    expect([response.status, await response.json()]).toMatchObject([400, { code: 20001 }]);
  });

  test.each([
    ['bytes=0-9', 206, 0, 10],
    ['bytes=40-59', 206, 40, 60],
    ['bytes=84000-', 206, 84_000, 84_044],
    ['bytes=-20', 206, 84_024, 84_044],
    ['bytes=70000-99999', 206, 70_000, 84_044],
    ['bytes=9-0', 200, 0, 84_044],
    ['bytes=0-1,5-6', 200, 0, 84_044],
    ['lines=0-1', 200, 0, 84_044],
  ])('%s gives %i and the bytes from %i to %i', async (range, status, from, until) => {
    const { simulator } = await open(recording(1));
    const whole = Buffer.from(await (await fetch(urlOf(simulator.url, '.wav'))).arrayBuffer());
    const response = await fetch(urlOf(simulator.url, '.wav'), { headers: { range } });
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(response.status).toBe(status);
    expect(bytes.equals(whole.subarray(from, until))).toBe(true);
    if (status === 206)
      expect(response.headers.get('content-range')).toBe(`bytes ${from}-${until - 1}/84044`);
  });

  test.each(['bytes=84044-', 'bytes=-0'])('%s is beyond it', async (range) => {
    const { simulator } = await open(recording(1));
    const response = await fetch(urlOf(simulator.url, '.wav'), { headers: { range } });
    expect([response.status, response.headers.get('content-range')]).toEqual([416, 'bytes */84044']);
  });

  test('a day of sound is never held whole, and can be left at any time', async () => {
    const { simulator } = await open(recording(1, { durationMs: DAY_MS, channels: 2 }));
    const head = await fetch(urlOf(simulator.url, '.wav'), { method: 'HEAD' });
    expect(head.headers.get('content-length')).toBe(String(44 + 86_400 * 8_000 * 4));
    const before = process.memoryUsage().arrayBuffers;
    const response = await fetch(urlOf(simulator.url, '.wav'));
    const reader = response.body?.getReader();
    for (let read = 0; read < 8_000_000; ) read += (await reader?.read())?.value?.length ?? 0;
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100_000_000);
    await reader?.cancel();
    expect((await fetch(urlOf(simulator.url, '.mp3'), { method: 'HEAD' })).status).toBe(200);
  });

  test.each(['/Calls/CA1', '/Conferences/CF1'])(
    'it is below %s as well, needs no login, and knows only its own account',
    async (owner) => {
      const { simulator } = await open(recording(1));
      const below = `/2010-04-01/Accounts/${OWNER}${owner}/Recordings/${sidOf('RE', 1)}.mp3`;
      expect((await fetch(simulator.url + below)).status).toBe(200);
      expect((await fetch(simulator.url + below.replace(OWNER, sidOf('AC', 9)))).status).toBe(404);
      expect((await fetch((simulator.url + below).replace('.mp3', '.ogg'))).status).toBe(404);
    },
  );
});
