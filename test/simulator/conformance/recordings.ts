// Recordings, transcriptions, conferences and participants, as Twilio describes them.

import { expect } from 'vitest';
import { completeScript } from '../../../src/simulator/phones.ts';
import { startApp } from '../app.ts';
import { CINDY, FROM, type Guide, type Tour, watch } from './tour.ts';

const BOB = '+14155550124';
const HOOK = 'http://127.0.0.1:9/hook';
const LONG = '<Response><Say>Good morning.</Say><Pause length="60"/></Response>';
const RECORD = `<Response><Record transcribe="true" timeout="3" action="${HOOK}"/></Response>`;
const TALKER = completeScript({
  number: CINDY,
  says: [{ words: 'Please call me back about the invoice.', ms: 4_000, atMs: 3_000, thenKeys: '' }],
});

/** A call that was answered. */
async function call({ ask, simulator }: Guide, Twiml: string): Promise<string> {
  const { body } = await ask('POST', '/Calls.json', { To: CINDY, From: FROM, Twiml });
  await simulator.clock.advance(4_000);
  return `/Calls/${body['sid']}`;
}

/** Cindy and Bob in a conference that is recorded; its path. */
async function conference({ ask, simulator }: Guide): Promise<string> {
  const path = '/Conferences/Team/Participants.json';
  const { body } = await ask('POST', path, {
    To: CINDY,
    From: FROM,
    Label: 'cindy',
    Timeout: 30,
    Record: true,
    Muted: false,
    Beep: 'onEnter',
    StartConferenceOnEnter: true,
    EndConferenceOnExit: false,
    WaitUrl: '',
    WaitMethod: 'GET',
    EarlyMedia: true,
    MaxParticipants: 10,
    ConferenceRecord: 'record-from-start',
    ConferenceTrim: 'do-not-trim',
    ConferenceStatusCallback: HOOK,
    ConferenceStatusCallbackMethod: 'POST',
    ConferenceStatusCallbackEvent: ['start', 'end', 'join'],
    StatusCallback: HOOK,
    StatusCallbackEvent: ['answered', 'completed'],
    RecordingChannels: 'dual',
    RecordingStatusCallback: HOOK,
    TimeLimit: 600,
    MachineDetection: 'Enable',
    AmdStatusCallback: HOOK,
  });
  await ask('POST', path, { To: BOB, From: FROM, CallerId: FROM });
  await simulator.clock.advance(5_000);
  return `/Conferences/${body['conference_sid']}`;
}

const CREATED = {
  'DateCreated>': '2026-01-01',
  'DateCreated<': '2026-01-01',
  DateCreated: '2026-01-01',
  PageSize: 5,
};

export const RECORDING_TOURS: readonly Tour[] = [
  {
    shows: 'a recording of a call in each of its states, from every side',
    walk: async (guide) => {
      const { ask, simulator } = guide;
      const path = await call(guide, LONG);
      const { status, body } = await ask('POST', `${path}/Recordings.json`, {
        RecordingStatusCallback: HOOK,
        RecordingStatusCallbackMethod: 'POST',
        RecordingStatusCallbackEvent: ['in-progress', 'completed', 'absent'],
        RecordingChannels: 'dual',
        RecordingTrack: 'both',
        Trim: 'do-not-trim',
      });
      expect(status).toBe(201);
      const seen: unknown[] = [];
      for (const Status of ['paused', 'in-progress', 'stopped']) {
        await simulator.clock.advance(2_000);
        seen.push((await ask('POST', body.uri, { Status, PauseBehavior: 'skip' })).body['status']);
      }
      seen.push(...(await watch(guide, `/Recordings/${body['sid']}.json`, { everyMs: 2_000, times: 2 })));
      expect(seen).toEqual(['paused', 'in-progress', 'processing', 'processing', 'completed']);
      await ask('GET', body.uri);
      await ask('GET', '/Recordings.json', { ...CREATED, CallSid: path.slice(7), IncludeSoftDeleted: false });
      await ask('GET', `${path}/Recordings.json`, CREATED);
      await ask('DELETE', body.uri);
      expect((await ask('GET', '/Recordings.json', { IncludeSoftDeleted: true })).rows).toHaveLength(1);
      await ask('GET', `/Recordings/${body['sid']}.json`, { IncludeSoftDeleted: true });
    },
  },
  {
    shows: 'a transcription while it is made and after, with its recording deleted',
    options: { phones: [TALKER] },
    walk: async (guide) => {
      const { ask, simulator } = guide;
      await call(guide, RECORD);
      for (
        let left = 20;
        (await ask('GET', '/Transcriptions.json')).rows.length === 0 && left > 0;
        left -= 1
      ) {
        await simulator.clock.advance(1_000);
      }
      const [row] = (await ask('GET', '/Transcriptions.json', { PageSize: 5 })).rows;
      expect(row).toMatchObject({ status: 'in-progress', transcription_text: null, price: null });
      const below = `/Recordings/${row?.['recording_sid']}/Transcriptions`;
      await ask('GET', `${below}/${row?.['sid']}.json`);
      await simulator.clock.advance(10_000);
      expect((await ask('GET', `/Transcriptions/${row?.['sid']}.json`)).body['status']).toBe('completed');
      await ask('DELETE', `/Recordings/${row?.['recording_sid']}.json`);
      expect((await ask('GET', `${below}.json`)).rows).toHaveLength(1);
      await ask('DELETE', `${below}/${row?.['sid']}.json`);
      await call(guide, RECORD);
      await simulator.clock.advance(60_000);
      const [second] = (await ask('GET', '/Transcriptions.json')).rows;
      await ask('DELETE', second?.['uri'] ?? '');
    },
  },
  {
    shows: 'a conference, its participants and its recording in each of their states',
    walk: async (guide) => {
      const { ask, simulator } = guide;
      const app = await startApp(() => '<Response><Say>One moment, please.</Say></Response>');
      const room = await conference(guide);
      await ask('GET', '/Conferences.json', { ...CREATED, Status: 'in-progress', FriendlyName: 'Team' });
      await ask('GET', '/Conferences.json', { 'DateUpdated>': '2026-01-01', 'DateUpdated<': '2026-01-02' });
      const cindy = `${room}/Participants/cindy.json`;
      const { rows } = await ask('GET', `${room}/Participants.json`, {
        Muted: false,
        Hold: false,
        Coaching: false,
      });
      expect(rows.map(({ status }) => status)).toEqual(['connected', 'connected']);
      await ask('GET', cindy);
      await ask('POST', cindy, {
        Muted: true,
        Hold: true,
        HoldUrl: app.url,
        HoldMethod: 'GET',
        AnnounceUrl: app.url,
        AnnounceMethod: 'POST',
        WaitUrl: HOOK,
        WaitMethod: 'POST',
        BeepOnExit: true,
        EndConferenceOnExit: true,
        Coaching: true,
        CallSidToCoach: String(rows[0]?.['call_sid']),
      });
      const [recording] = (await ask('GET', `${room}/Recordings.json`, CREATED)).rows;
      const path = `${room}/Recordings/${recording?.['sid']}.json`;
      for (const Status of ['paused', 'in-progress', 'stopped']) {
        await ask('POST', path, { Status, PauseBehavior: 'silence' });
        await simulator.clock.advance(1_000);
      }
      await simulator.clock.advance(3_000);
      await ask('GET', path);
      await ask('DELETE', path);
      await ask('POST', `${room}.json`, { AnnounceUrl: app.url, AnnounceMethod: 'GET' });
      await ask('DELETE', cindy);
      await simulator.clock.advance(3_000);
      const { body } = await ask('GET', `${room}.json`);
      expect(body['reason_conference_ended']).toBe('participant-with-end-conference-on-exit-kicked');
    },
  },
  {
    shows: 'a conference that is ended from outside',
    walk: async (guide) => {
      const room = await conference(guide);
      const { body } = await guide.ask('POST', `${room}.json`, { Status: 'completed' });
      expect(body['reason_conference_ended']).toBe('conference-ended-via-api');
    },
  },
];
