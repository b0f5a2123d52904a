// Conferences and participants over REST: called in, listed, held, muted, announced to, put out, ended, recorded.

import { describe, expect, test } from 'vitest';
import { completeScript } from '../../../src/simulator/phones.ts';
import { conformance, type Params } from '../../twilio-spec/ask.ts';
import { startApp } from '../app.ts';
import { clientOf, simulate } from '../harness.ts';

const FROM = '+12025550142';
const ANN = '+14155550101';
const BOB = '+14155550102';
const CAT = '+14155550103';
const NOBODY = '+14155550109';

/** Ann and Bob are in a conference that has started. */
async function open(params: Params = {}) {
  const app = await startApp(({ url }) =>
    url.startsWith('/say') ? '<Response><Say>Lunch is ready.</Say></Response>' : '<Response/>',
  );
  const phones = [completeScript({ number: NOBODY, kind: 'no-answer' })];
  const simulator = await simulate({ phones });
  const { ask, refused } = conformance(simulator);
  const invite = async (to: string, more: Params = {}) =>
    (await ask('POST', '/Conferences/Room%20%26%20co/Participants.json', { From: FROM, To: to, ...more }))
      .body;
  const ann = await invite(ANN, { Label: 'ann', ...params });
  const bob = await invite(BOB);
  await simulator.clock.advance(5_000);
  const room = `/Conferences/${ann['conference_sid']}`;
  const people = async (query: Params = {}) =>
    (await ask('GET', `${room}/Participants.json`, query)).rows.map(({ call_sid }) => call_sid);
  const heard = (number: string) =>
    simulator.transcripts(number)[0]?.calls.flatMap(({ heard }) => heard.map(({ text }) => text)) ?? [];
  return { app, simulator, client: clientOf(simulator), ask, refused, invite, ann, bob, room, people, heard };
}

test('whoever is called in is queued, rings and is there; two make a conference', async () => {
  const simulator = await simulate({ cps: 1 });
  const { ask } = conformance(simulator);
  const path = '/Conferences/Room/Participants.json';
  const ann = (await ask('POST', path, { From: FROM, To: ANN, Label: 'my friend', Muted: true })).body;
  const bob = (await ask('POST', path, { From: FROM, To: BOB, EndConferenceOnExit: true })).body;
  expect(ann).toMatchObject({
    status: 'queued',
    label: 'my friend',
    muted: true,
    hold: false,
    queue_time: '0',
  });
  expect(bob).toMatchObject({ status: 'queued', queue_time: '1000', end_conference_on_exit: true });
  expect(bob['conference_sid']).toBe(ann['conference_sid']);
  const room = `/Conferences/${ann['conference_sid']}`;
  expect((await ask('GET', `${room}.json`)).body).toMatchObject({ friendly_name: 'Room', status: 'init' });
  await simulator.clock.advance(600);
  expect((await ask('GET', `${room}/Participants/my%20friend.json`)).body['status']).toBe('ringing');
  await simulator.clock.advance(4_000);
  expect((await ask('GET', `${room}/Participants/${bob['call_sid']}.json`)).body).toMatchObject({
    status: 'connected',
    queue_time: null,
  });
  const { rows } = await ask('GET', '/Conferences.json', { Status: 'in-progress' });
  expect(rows).toMatchObject([{ sid: ann['conference_sid'], region: 'us1', reason_conference_ended: null }]);
});

test('participants are narrowed, fetched by call and by label, changed and put out', async () => {
  const { simulator, ask, refused, ann, bob, room, people } = await open();
  const annPath = `${room}/Participants/ann.json`;
  expect(await people()).toEqual([bob['call_sid'], ann['call_sid']]);
  expect((await ask('GET', annPath)).body['call_sid']).toBe(ann['call_sid']);
  expect((await ask('POST', annPath, { Muted: true, EndConferenceOnExit: true })).body).toMatchObject({
    muted: true,
    end_conference_on_exit: true,
  });
  expect(await people({ Muted: true })).toEqual([ann['call_sid']]);
  expect(await people({ Muted: false, Hold: false })).toEqual([bob['call_sid']]);
  await ask('POST', annPath, { Muted: false, Hold: true });
  expect(await people({ Hold: true })).toEqual([ann['call_sid']]);
  await ask('POST', annPath, { Hold: false, Coaching: true, CallSidToCoach: String(bob['call_sid']) });
  expect(await people({ Coaching: true })).toEqual([ann['call_sid']]);
  const herself = { Coaching: true, CallSidToCoach: String(ann['call_sid']) };
  expect(await refused('POST', annPath, herself)).toMatchObject({ status: 400, code: 20001 });
  expect((await ask('POST', annPath, { Coaching: false, EndConferenceOnExit: false })).body).toMatchObject({
    coaching: false,
    call_sid_to_coach: null,
  });
  expect((await ask('DELETE', annPath)).status).toBe(204);
  await simulator.clock.advance(2_000);
  expect(await people()).toEqual([bob['call_sid']]);
  expect(await refused('GET', annPath)).toMatchObject({ status: 404, code: 20404 });
  expect(await refused('POST', annPath, { Muted: true })).toMatchObject({ status: 404 });
});

test('one hears what is played while on hold, and all hear an announcement', async () => {
  const { app, simulator, ask, ann, room, heard } = await open();
  await ask('POST', `${room}/Participants/${ann['call_sid']}.json`, {
    Hold: true,
    HoldUrl: `${app.url}/say`,
  });
  await simulator.clock.advance(3_000);
  expect(heard(ANN)).toContain('Lunch is ready.');
  expect(heard(BOB)).not.toContain('Lunch is ready.');
  await ask('POST', `${room}/Participants/${ann['call_sid']}.json`, { Hold: false });
  expect((await ask('POST', `${room}.json`, { AnnounceUrl: `${app.url}/say` })).body['status']).toBe(
    'in-progress',
  );
  await simulator.clock.advance(3_000);
  expect(heard(BOB)).toContain('Lunch is ready.');
  expect(app.hooks.map(({ method, url }) => `${method} ${url.split('?')[0]}`)).toEqual([
    'GET /say',
    'POST /say',
    'POST /say',
  ]);
});

test('a conference is ended from outside, once, and says why', async () => {
  const { simulator, client, ask, refused, room, people } = await open();
  const [conference] = await client.conferences.list({ friendlyName: 'Room & co', limit: 1 });
  const ended = await client.conferences(conference?.sid ?? '').update({ status: 'completed' });
  expect(ended).toMatchObject({ status: 'completed', reasonConferenceEnded: 'conference-ended-via-api' });
  await simulator.clock.advance(5_000);
  expect(simulator.calls().map(({ status }) => status)).toEqual(['completed', 'completed']);
  expect(await people()).toEqual([]);
  expect((await ask('POST', `${room}.json`, { Status: 'completed' })).status).toBe(200);
  expect(await refused('POST', `${room}.json`, { AnnounceUrl: 'http://127.0.0.1:9/' })).toMatchObject({
    code: 20001,
  });
  expect(await refused('POST', `${room}/Participants.json`, { From: FROM, To: CAT })).toMatchObject({
    status: 404,
  });
});

test('lists of conferences are narrowed by name, status and dates', async () => {
  const { simulator, ask } = await open();
  await ask('POST', '/Conferences/Other/Participants.json', { From: FROM, To: CAT });
  await simulator.clock.advance(86_400_000);
  const names = async (params: Params) =>
    (await ask('GET', '/Conferences.json', params)).rows.map(({ friendly_name }) => friendly_name);
  expect(await names({})).toEqual(['Other', 'Room & co']);
  expect(await names({ FriendlyName: 'Other' })).toEqual(['Other']);
  expect(await names({ Status: 'init' })).toEqual([]);
  expect(await names({ DateCreated: '2026-01-01' })).toHaveLength(2);
  expect(await names({ 'DateCreated>': '2026-01-02' })).toEqual([]);
  expect(await names({ 'DateUpdated<': '2025-12-31' })).toEqual([]);
});

test('somebody who does not come is gone, and a conference that nobody came to is over', async () => {
  const { simulator, ask, refused } = await open();
  const path = '/Conferences/Empty/Participants.json';
  const { body } = await ask('POST', path, { From: FROM, To: NOBODY, Timeout: 10 });
  const other = (await ask('POST', path, { From: FROM, To: NOBODY, Timeout: 600 })).body;
  const room = `/Conferences/${body['conference_sid']}`;
  await simulator.clock.advance(3_000);
  expect((await ask('DELETE', `${room}/Participants/${other['call_sid']}.json`)).status).toBe(204);
  expect((await ask('GET', `/Calls/${other['call_sid']}.json`)).body['status']).toBe('canceled');
  await simulator.clock.advance(30_000);
  expect(await refused('GET', `${room}/Participants/${body['call_sid']}.json`)).toMatchObject({
    status: 404,
  });
  expect((await ask('GET', `${room}.json`)).body).toMatchObject({
    status: 'completed',
    reason_conference_ended: 'last-participant-left',
  });
});

test('the conference’s callback is told of what the first participant asked for', async () => {
  const { app } = await open({ ConferenceStatusCallback: 'http://127.0.0.1:9/none' });
  expect(app.hooks).toEqual([]);
  const told = await startApp();
  const simulator = await simulate();
  const { ask } = conformance(simulator);
  for (const To of [ANN, BOB]) {
    await ask('POST', '/Conferences/Room/Participants.json', {
      From: FROM,
      To,
      ConferenceStatusCallback: told.url,
      ConferenceStatusCallbackEvent: ['start', 'join'],
      StatusCallback: `${told.url}/call`,
      StatusCallbackEvent: ['answered'],
    });
  }
  await simulator.clock.advance(5_000);
  expect(told.hooks.flatMap(({ params }) => params['StatusCallbackEvent'] ?? [])).toEqual([
    'participant-join',
    'participant-join',
    'conference-start',
  ]);
  expect(told.hooks.filter(({ url }) => url === '/call')).toHaveLength(2);
});

test('a conference is recorded from its start, paused, resumed and heard', async () => {
  const { simulator, ask, refused, room } = await open({
    ConferenceRecord: 'record-from-start',
    ConferenceTrim: 'do-not-trim',
  });
  const [row] = (await ask('GET', `${room}/Recordings.json`)).rows;
  expect(row).toMatchObject({ status: 'in-progress', source: 'Conference', duration: null, price: null });
  const path = `${room}/Recordings/${row?.['sid']}.json`;
  const current = `${room}/Recordings/Twilio.CURRENT.json`;
  expect((await ask('POST', current, { Status: 'paused', PauseBehavior: 'skip' })).body['status']).toBe(
    'paused',
  );
  await simulator.clock.advance(10_000);
  expect((await ask('POST', path, { Status: 'in-progress' })).body['status']).toBe('in-progress');
  await simulator.clock.advance(10_000);
  await ask('POST', path, { Status: 'stopped' });
  await simulator.clock.advance(5_000);
  const { body } = await ask('GET', path);
  expect(body['status']).toBe('completed');
  expect(Number(body['duration'])).toBeGreaterThanOrEqual(10);
  expect(Number(body['duration'])).toBeLessThan(16);
  expect(await refused('POST', current, { Status: 'paused' })).toMatchObject({ status: 404 });
  expect(await refused('POST', path, { Status: 'paused' })).toMatchObject({ status: 400, code: 21220 });
  expect((await ask('DELETE', path)).status).toBe(204);
});

describe('refused', () => {
  test.each([
    ['no callee', { To: '' }, 21201],
    ['no caller', { From: '' }, 21213],
    ['a stranger’s number', { From: '+14155550199' }, 21210],
    ['a label that is taken', { Label: 'ann' }, 16025],
    ['a label that looks like a call', { Label: `CA${'0'.repeat(32)}` }, 16023],
    ['one participant at most', { MaxParticipants: '1' }, 20001],
    ['a beep of another kind', { Beep: 'loud' }, 20001],
    ['an event that is none', { ConferenceStatusCallbackEvent: 'party' }, 20001],
    ['a callback elsewhere', { ConferenceStatusCallback: 'https://example.com/' }, 20001],
    ['a coach of nobody', { CallSidToCoach: `CA${'0'.repeat(32)}` }, 20001],
    ['coaching without a pupil', { Coaching: 'true' }, 20001],
  ])('%s', async (_name, params, code) => {
    const { refused, room, people } = await open();
    const form = { From: FROM, To: CAT, ...params };
    expect(await refused('POST', `${room}/Participants.json`, form)).toMatchObject({ status: 400, code });
    expect(await people()).toHaveLength(2);
  });

  test('conferences and participants that are not there', async () => {
    const { refused, room } = await open();
    const none = `/Conferences/CF${'0'.repeat(32)}`;
    expect(await refused('GET', `${none}.json`)).toMatchObject({ status: 404, code: 20404 });
    expect(await refused('POST', `${none}.json`, { Status: 'completed' })).toMatchObject({ status: 404 });
    expect(await refused('GET', `${none}/Participants.json`)).toMatchObject({ status: 404 });
    expect(await refused('POST', `${none}/Participants.json`, { From: FROM, To: CAT })).toMatchObject({
      status: 404,
    });
    expect(await refused('GET', `${room}/Participants/nobody.json`)).toMatchObject({ status: 404 });
    expect(await refused('DELETE', `${room}/Participants/nobody.json`)).toMatchObject({ status: 404 });
    expect(await refused('POST', `${room}.json`, { Status: 'paused' })).toMatchObject({
      status: 400,
      code: 20001,
    });
    expect(await refused('DELETE', `${room}.json`)).toMatchObject({ status: 405 });
  });
});
