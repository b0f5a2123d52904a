// Recordings of calls that go on: started, paused, resumed and stopped over REST, told of, paid for and transcribed.

import { describe, expect, test } from 'vitest';
import { completeScript } from '../../../src/simulator/phones.ts';
import { conformance, type Params } from '../../twilio-spec/ask.ts';
import { startApp } from '../app.ts';
import { CINDY, clientOf, simulate } from '../harness.ts';
import { readWave } from './sound.ts';

const FROM = '+12025550142';
const TALK = '<Response><Say>Good morning, this is the clinic.</Say><Pause length="60"/></Response>';

const TALKER = completeScript({
  number: CINDY,
  says: [{ words: 'Please call me back about the invoice.', ms: 4_000, atMs: 3_000, thenKeys: '' }],
});

/** A call that was answered two seconds ago, or will be. */
async function open(params: Params = {}, advanceMs = 3_300) {
  const app = await startApp();
  const simulator = await simulate();
  const { ask, refused } = conformance(simulator);
  const { body } = await ask('POST', '/Calls.json', { To: CINDY, From: FROM, Twiml: TALK, ...params });
  await simulator.clock.advance(advanceMs);
  return {
    app,
    simulator,
    client: clientOf(simulator),
    ask,
    refused,
    call: `/Calls/${body['sid']}`,
    sid: String(body['sid']),
  };
}

test('a call is recorded from the request on until it ends, told of, and paid for', async () => {
  const { app, simulator, ask, refused, call, sid } = await open();
  const { status, body } = await ask('POST', `${call}/Recordings.json`, {
    RecordingChannels: 'dual',
    RecordingStatusCallback: `${app.url}/recorded`,
    RecordingStatusCallbackEvent: ['in-progress completed'],
  });
  expect(status).toBe(201);
  expect(body).toMatchObject({
    status: 'in-progress',
    source: 'StartCallRecordingAPI',
    channels: 2,
    track: 'both',
    duration: null,
    price: null,
    price_unit: null,
  });
  const path = `/Recordings/${body['sid']}`;
  const media = `${simulator.url}/2010-04-01/Accounts/${simulator.accountSid}${path}`;
  expect((await fetch(`${media}.wav`)).status).toBe(404);
  expect(await refused('DELETE', `${path}.json`)).toMatchObject({ status: 409, code: 20009 });
  await simulator.clock.advance(20_000);
  await ask('POST', `${call}.json`, { Status: 'completed' });
  expect((await ask('GET', `${path}.json`)).body).toMatchObject({ status: 'processing', price: null });
  await simulator.clock.advance(5_000);
  expect((await ask('GET', `${call}/Recordings/${body['sid']}.json`)).body).toMatchObject({
    status: 'completed',
    duration: '20',
    price: '-0.00250',
    price_unit: 'USD',
  });
  const wave = readWave(Buffer.from(await (await fetch(`${media}.wav`)).arrayBuffer()));
  expect(wave).toMatchObject({ channels: 2, samples: 160_000 });
  expect(
    app.hooks.map(({ params }) => `${params['RecordingStatus']} ${params['RecordingDuration'] ?? '-'}`),
  ).toEqual(['in-progress -', 'completed 20']);
  expect(app.hooks[1]?.params).toMatchObject({
    CallSid: sid,
    RecordingSid: body['sid'],
    RecordingUrl: media,
  });
  const [usage] = (await ask('GET', '/Usage/Records.json', { Category: 'recordings' })).rows;
  expect(usage).toMatchObject({ count: '1', usage: '1', price: 0.0025 });
});

test.each([
  ['skip', 20_000],
  ['silence', 30_000],
] as const)('a pause with %s leaves %i ms', async (behavior, durationMs) => {
  const { simulator, client, sid } = await open();
  const { recordings } = { recordings: client.calls(sid).recordings };
  const made = await recordings.create();
  await simulator.clock.advance(10_000);
  const paused = await client
    .calls(sid)
    .recordings('Twilio.CURRENT')
    .update({ status: 'paused', pauseBehavior: behavior });
  expect([paused.sid, paused.status]).toEqual([made.sid, 'paused']);
  await simulator.clock.advance(10_000);
  await client.calls(sid).recordings(made.sid).update({ status: 'in-progress' });
  await simulator.clock.advance(10_000);
  await client.calls(sid).recordings(made.sid).update({ status: 'stopped' });
  await simulator.clock.advance(10_000);
  const done = await client.recordings(made.sid).fetch();
  expect([done.status, Number(done.duration) * 1_000]).toEqual(['completed', durationMs]);
  expect((await recordings.list()).map(({ sid }) => sid)).toEqual([made.sid]);
});

test('two recordings run at once; the current one is the last that was started', async () => {
  const { simulator, ask, call } = await open();
  const first = (await ask('POST', `${call}/Recordings.json`)).body;
  await simulator.clock.advance(1_000);
  const second = (await ask('POST', `${call}/Recordings.json`, { RecordingTrack: 'inbound' })).body;
  await simulator.clock.advance(1_000);
  await ask('POST', `${call}/Recordings/Twilio.CURRENT.json`, { Status: 'stopped' });
  await simulator.clock.advance(3_000);
  const { rows } = await ask('GET', `${call}/Recordings.json`);
  expect(rows.map(({ sid, status, track }) => [sid, status, track])).toEqual([
    [second['sid'], 'completed', 'inbound'],
    [first['sid'], 'in-progress', 'both'],
  ]);
});

test('a call is recorded whole when it was made so', async () => {
  const { app, simulator, ask, call } = await open();
  const { body } = await ask('POST', '/Calls.json', {
    To: CINDY,
    From: FROM,
    Twiml: '<Response><Pause length="5"/></Response>',
    Record: true,
    RecordingChannels: 'dual',
    Trim: 'do-not-trim',
    RecordingStatusCallback: `${app.url}/recorded`,
  });
  await simulator.clock.advance(15_000);
  const { rows } = await ask('GET', `/Calls/${body['sid']}/Recordings.json`);
  expect(rows).toMatchObject([{ source: 'OutboundAPI', channels: 2, duration: '5', status: 'completed' }]);
  expect(app.hooks).toHaveLength(1);
  expect((await ask('GET', `${call}/Recordings.json`)).rows).toEqual([]);
});

test('what a caller says to Record is transcribed, and the transcription is a row', async () => {
  const app = await startApp(({ url }) =>
    url.startsWith('/voice')
      ? '<Response><Record transcribe="true" timeout="3" transcribeCallback="/done"/></Response>'
      : '<Response/>',
  );
  const simulator = await simulate({ phones: [TALKER] });
  const { ask, refused } = conformance(simulator);
  await ask('POST', '/Calls.json', { To: CINDY, From: FROM, Url: `${app.url}/voice` });
  await simulator.clock.advance(60_000);
  const [row] = (await ask('GET', '/Transcriptions.json')).rows;
  expect(row).toMatchObject({ status: 'completed', type: 'fast', price: '-0.05000' });
  expect(String(row?.['transcription_text']).length).toBeGreaterThan(10);
  const below = `/Recordings/${row?.['recording_sid']}/Transcriptions`;
  expect((await ask('GET', `${below}/${row?.['sid']}.json`)).body).toEqual(row);
  expect((await ask('GET', `${below}.json`)).rows).toEqual([row]);
  const done = app.hooks.find(({ url }) => url === '/done');
  expect(done?.params).toMatchObject({
    TranscriptionSid: row?.['sid'],
    TranscriptionText: row?.['transcription_text'],
  });
  const [usage] = (await ask('GET', '/Usage/Records.json', { Category: 'transcriptions' })).rows;
  expect(usage).toMatchObject({ count: '1', usage: '1', price: 0.05 });
  await ask('DELETE', `/Transcriptions/${row?.['sid']}.json`);
  expect(await refused('GET', `/Transcriptions/${row?.['sid']}.json`)).toMatchObject({ status: 404 });
});

describe('refused', () => {
  test('before the call is answered, and after it has ended', async () => {
    const { simulator, ask, refused, call } = await open({}, 500);
    expect(await refused('POST', `${call}/Recordings.json`)).toMatchObject({ status: 400, code: 21220 });
    await ask('POST', `${call}.json`, { Status: 'completed' });
    await simulator.clock.advance(1_000);
    expect(await refused('POST', `${call}/Recordings.json`)).toMatchObject({ status: 400, code: 21220 });
  });

  test.each([
    { RecordingChannels: 'surround' },
    { RecordingTrack: 'left' },
    { Trim: 'shave' },
    { RecordingStatusCallback: 'https://example.com/' },
    { RecordingStatusCallback: 'http://127.0.0.1:9/', RecordingStatusCallbackMethod: 'PUT' },
  ])('%o', async (params: Params) => {
    const { ask, refused, call } = await open();
    expect(await refused('POST', `${call}/Recordings.json`, params)).toMatchObject({
      status: 400,
      code: 20001,
    });
    expect((await ask('GET', `${call}/Recordings.json`)).rows).toEqual([]);
  });

  test('updates of no status, of a status that is not for us to set, of no recording', async () => {
    const { ask, refused, call } = await open();
    const current = `${call}/Recordings/Twilio.CURRENT.json`;
    expect(await refused('POST', current, { Status: 'paused' })).toMatchObject({ status: 404 });
    const { body } = await ask('POST', `${call}/Recordings.json`);
    expect(await refused('POST', current)).toMatchObject({ status: 400, code: 20001 });
    expect(await refused('POST', current, { Status: 'completed' })).toMatchObject({
      status: 400,
      code: 20001,
    });
    expect(await refused('POST', current, { Status: 'paused', PauseBehavior: 'x' })).toMatchObject({
      code: 20001,
    });
    expect(
      await refused('POST', `${call}/Recordings/RE${'0'.repeat(32)}.json`, { Status: 'paused' }),
    ).toMatchObject({
      status: 404,
    });
    await ask('POST', `${call}.json`, { Status: 'completed' });
    expect(
      await refused('POST', `${call}/Recordings/${body['sid']}.json`, { Status: 'paused' }),
    ).toMatchObject({
      status: 400,
      code: 21220,
    });
  });
});
