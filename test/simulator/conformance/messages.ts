// Messages in each of their states, as Twilio describes them.

import { expect } from 'vitest';
import { completeScript } from '../../../src/simulator/phones.ts';
import { CINDY, FROM, type Tour, watch } from './tour.ts';

const TEXT = { To: CINDY, From: FROM, Body: 'Your appointment is at noon' };
const SERVICE = `MG${'1'.repeat(32)}`;

export const MESSAGE_TOURS: readonly Tour[] = [
  {
    shows: 'a text from the queue to its delivery',
    walk: async (guide) => {
      const { status, body } = await guide.ask('POST', '/Messages.json', TEXT);
      expect(status).toBe(201);
      expect(body).toMatchObject({
        api_version: '2010-04-01',
        date_created: 'Thu, 01 Jan 2026 12:00:00 +0000',
        date_sent: null,
        num_segments: '1',
        num_media: '0',
      });
      expect((await guide.ask('GET', body.uri)).body).toEqual(body);
      const seen = await watch(guide, body.uri, { everyMs: 50, times: 50 });
      expect(seen).toEqual(['queued', 'sending', 'sent', 'delivered']);
    },
  },
  {
    shows: 'a text that is not delivered',
    options: { phones: [completeScript({ number: CINDY, kind: 'landline' })] },
    walk: async (guide) => {
      const { body } = await guide.ask('POST', '/Messages.json', TEXT);
      const seen = await watch(guide, body.uri, { key: 'error_code', everyMs: 100, times: 30 });
      expect(seen).toEqual([null, 30006]);
    },
  },
  {
    shows: 'a text whose time is up in the queue',
    options: { mps: 1 },
    walk: async (guide) => {
      await guide.ask('POST', '/Messages.json', { ...TEXT, Body: 'x'.repeat(1_600) });
      const { body } = await guide.ask('POST', '/Messages.json', { ...TEXT, ValidityPeriod: 1 });
      expect(await watch(guide, body.uri, { everyMs: 500, times: 4 })).toEqual(['queued', 'failed']);
    },
  },
  {
    shows: 'a text by a service, whose sender is not picked yet',
    walk: async (guide) => {
      const params = { To: CINDY, MessagingServiceSid: SERVICE, Body: 'hi' };
      const { body } = await guide.ask('POST', '/Messages.json', params);
      expect(body).toMatchObject({ from: null, messaging_service_sid: SERVICE });
      const seen = await watch(guide, body.uri, { everyMs: 10, times: 200 });
      expect(seen).toEqual(['accepted', 'queued', 'sending', 'sent', 'delivered']);
    },
  },
  {
    shows: 'a scheduled text, canceled',
    walk: async (guide) => {
      const schedule = {
        ScheduleType: 'fixed',
        SendAt: '2026-01-02T12:00:00Z',
        MessagingServiceSid: SERVICE,
      };
      const { body } = await guide.ask('POST', '/Messages.json', { To: CINDY, Body: 'hi', ...schedule });
      expect(body['status']).toBe('scheduled');
      const { status, body: after } = await guide.ask('POST', body.uri, { Status: 'canceled' });
      expect([status, after['status']]).toEqual([200, 'canceled']);
    },
  },
  {
    shows: 'pictures, and every option Twilio has for a text',
    walk: async (guide) => {
      const { body } = await guide.ask('POST', '/Messages.json', {
        ...TEXT,
        MediaUrl: ['https://example.com/a.png', 'https://example.com/b.png'],
        StatusCallback: 'http://127.0.0.1:9/status',
        ProvideFeedback: true,
        Attempt: 1,
        ForceDelivery: false,
        ContentRetention: 'retain',
        AddressRetention: 'retain',
        SmartEncoded: true,
        ShortenUrls: false,
        SendAsMms: true,
        RiskCheck: 'enable',
        MaxPrice: 0.1,
        ValidityPeriod: 600,
      });
      expect(body['num_media']).toBe('2');
      expect(body.sid).toMatch(/^MM/);
    },
  },
  {
    shows: 'a text redacted and deleted',
    walk: async ({ ask, refused, simulator }) => {
      const { body } = await ask('POST', '/Messages.json', TEXT);
      await simulator.clock.advance(5_000);
      expect((await ask('POST', body.uri, { Body: '' })).body).toMatchObject({ body: '' });
      expect((await ask('DELETE', body.uri)).status).toBe(204);
      expect(await refused('GET', body.uri)).toMatchObject({ status: 404, code: 20404 });
    },
  },
  {
    shows: 'lists of texts: all filters, pages on and back, and none at all',
    walk: async ({ ask, simulator }) => {
      expect((await ask('GET', '/Messages.json')).rows).toEqual([]);
      for (const Body of ['1', '2', '3', '4', '5']) await ask('POST', '/Messages.json', { ...TEXT, Body });
      await simulator.clock.advance(5_000);
      const filters = {
        To: CINDY,
        From: FROM,
        'DateSent>': '2026-01-01',
        'DateSent<': '2026-01-01T23:59:59Z',
      };
      const first = await ask('GET', '/Messages.json', { ...filters, DateSent: '2026-01-01', PageSize: 2 });
      const second = await ask('GET', first.body.next_page_uri);
      const third = await ask('GET', second.body.next_page_uri);
      const back = await ask('GET', third.body.previous_page_uri);
      const pages = [first, second, third, back].map(({ rows }) => rows.map((row) => row['body']).join(''));
      expect(pages).toEqual(['54', '32', '1', '32']);
      expect(third.body.next_page_uri).toBeNull();
      expect((await ask('GET', first.body.first_page_uri)).body).toEqual(first.body);
    },
  },
];
