// Calls and their notifications in each of their states, as Twilio describes them.

import { expect } from 'vitest';
import { completeScript, type PhoneKind } from '../../../src/simulator/phones.ts';
import { CINDY, FROM, type Guide, type Tour, watch } from './tour.ts';

const CALL = { To: CINDY, From: FROM, Twiml: '<Response><Say>Hello, this is the clinic.</Say></Response>' };
const LONG = { ...CALL, Twiml: '<Response><Pause length="60"/></Response>' };
const HOOK = 'http://127.0.0.1:9/hook';

/** A call to a phone of some kind, by the statuses it goes through. */
function callTo(kind: PhoneKind, ...statuses: readonly string[]): Tour {
  return {
    shows: `a call to a phone that is ${kind}`,
    options: { phones: [completeScript({ number: CINDY, kind })] },
    walk: async (guide) => {
      const { status, body } = await guide.ask('POST', '/Calls.json', CALL);
      expect(status).toBe(201);
      expect(body).toMatchObject({ api_version: '2010-04-01', direction: 'outbound-api' });
      expect(body).toMatchObject({ start_time: null, end_time: null, duration: null, queue_time: '0' });
      expect((await guide.ask('GET', body.uri)).body).toEqual(body);
      const seen = await watch(guide, body.uri, { everyMs: 700, times: 100 });
      expect(seen).toEqual(statuses);
    },
  };
}

async function answered({ ask, simulator }: Guide, params: Record<string, string>) {
  const { body } = await ask('POST', '/Calls.json', params);
  await simulator.clock.advance(5_000);
  return body;
}

export const CALL_TOURS: readonly Tour[] = [
  callTo('person', 'queued', 'ringing', 'in-progress', 'completed'),
  callTo('busy', 'queued', 'ringing', 'busy'),
  callTo('no-answer', 'queued', 'ringing', 'no-answer'),
  callTo('not-in-service', 'queued', 'ringing', 'failed'),
  callTo('voicemail', 'queued', 'ringing', 'in-progress', 'completed'),
  {
    shows: 'a call that is over, with its price',
    walk: async (guide) => {
      const body = await answered(guide, CALL);
      const { body: after } = await guide.ask('GET', body.uri);
      expect(after).toMatchObject({ duration: '2', price: '-0.01400', to_formatted: '(415) 555-0123' });
      expect(after['phone_number_sid']).toMatch(/^PN/);
    },
  },
  {
    shows: 'every option Twilio has for a call, and who answered',
    options: { cps: 1, phones: [completeScript({ number: CINDY, kind: 'voicemail', answerAfterMs: 2_000 })] },
    walk: async (guide) => {
      const { ask, simulator } = guide;
      await ask('POST', '/Calls.json', CALL);
      const { body } = await ask('POST', '/Calls.json', {
        ...CALL,
        Url: HOOK,
        Method: 'GET',
        FallbackUrl: HOOK,
        FallbackMethod: 'POST',
        StatusCallback: HOOK,
        StatusCallbackMethod: 'POST',
        StatusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
        Timeout: 30,
        TimeLimit: 600,
        MachineDetection: 'Enable',
        MachineDetectionTimeout: 30,
        MachineDetectionSpeechThreshold: 2_400,
        MachineDetectionSpeechEndThreshold: 1_200,
        MachineDetectionSilenceTimeout: 5_000,
        AsyncAmd: 'true',
        AsyncAmdStatusCallback: HOOK,
        AsyncAmdStatusCallbackMethod: 'POST',
        CallReason: 'A reminder',
      });
      expect(body['queue_time']).toBe('1000');
      await simulator.clock.advance(20_000);
      expect((await ask('GET', body.uri)).body).toMatchObject({ answered_by: 'machine_start' });
    },
  },
  {
    shows: 'a call canceled while it rings',
    walk: async ({ ask }) => {
      const { body } = await ask('POST', '/Calls.json', LONG);
      const { status, body: after } = await ask('POST', body.uri, { Status: 'canceled' });
      expect([status, after['status'], after['duration']]).toEqual([200, 'canceled', null]);
    },
  },
  {
    shows: 'a call sent elsewhere, ended, and deleted',
    walk: async (guide) => {
      const { ask, refused } = guide;
      const { uri } = await answered(guide, LONG);
      const change = { StatusCallback: HOOK, StatusCallbackMethod: 'GET', FallbackUrl: HOOK, TimeLimit: 60 };
      expect((await ask('POST', uri, { ...change, Twiml: LONG.Twiml })).body['status']).toBe('in-progress');
      expect((await ask('POST', uri, { Url: HOOK, Method: 'GET', FallbackMethod: 'GET' })).status).toBe(200);
      expect((await ask('POST', uri, { Status: 'completed' })).body['status']).toBe('completed');
      expect((await ask('DELETE', uri)).status).toBe(204);
      expect(await refused('GET', uri)).toMatchObject({ status: 404, code: 20404 });
    },
  },
  {
    shows: 'lists of calls: all filters, pages on and back, and none at all',
    walk: async ({ ask, simulator }) => {
      const filters = {
        To: CINDY,
        From: FROM,
        Status: 'completed',
        StartTime: '2026-01-01',
        'StartTime<': '2026-01-02',
        'StartTime>': '2026-01-01T00:00:00Z',
        EndTime: '2026-01-01',
        'EndTime<': '2026-01-02',
        'EndTime>': '2025-12-31',
        PageSize: 1,
      };
      expect(
        (await ask('GET', '/Calls.json', { ...filters, ParentCallSid: `CA${'0'.repeat(32)}` })).rows,
      ).toEqual([]);
      const { body: one } = await ask('POST', '/Calls.json', CALL);
      const { body: two } = await ask('POST', '/Calls.json', CALL);
      await simulator.clock.advance(60_000);
      const first = await ask('GET', '/Calls.json', filters);
      const second = await ask('GET', first.body.next_page_uri);
      expect([first, second].map(({ rows }) => rows[0]?.sid)).toEqual([two.sid, one.sid]);
      expect((await ask('GET', second.body.previous_page_uri)).rows).toEqual(first.rows);
    },
  },
  {
    shows: 'notifications of a call and of the account, listed and one by one',
    walk: async (guide) => {
      const { ask, refused } = guide;
      const { uri } = await answered(guide, { ...CALL, Twiml: '<Oops/>' });
      const of = (path: string) => `${uri.replace('.json', '')}/${path}`;
      const filters = {
        Log: 0,
        MessageDate: '2026-01-01',
        'MessageDate<': '2026-01-02',
        'MessageDate>': '2026-01-01',
      };
      const { rows } = await ask('GET', of('Notifications.json'), filters);
      expect(rows).toHaveLength(1);
      const [sid, errorCode] = [rows[0]?.sid, rows[0]?.['error_code']];
      expect(errorCode).toBe('12100');
      const { body: ofCall } = await ask('GET', of(`Notifications/${sid}.json`));
      const { body: ofAccount } = await ask('GET', `/Notifications/${sid}.json`);
      expect({ ...ofAccount, uri: ofCall.uri }).toEqual(ofCall);
      const all = await ask('GET', '/Notifications.json', filters);
      expect(all.rows.map((row) => ({ ...row, uri: rows[0]?.uri }))).toEqual(rows);
      expect((await ask('GET', '/Notifications.json', { Log: 1 })).rows).toEqual([]);
      const { body: other } = await ask('POST', '/Calls.json', CALL);
      const elsewhere = `${other.uri.replace('.json', '')}/Notifications/${sid}.json`;
      expect(await refused('GET', elsewhere)).toMatchObject({ status: 404 });
    },
  },
];
