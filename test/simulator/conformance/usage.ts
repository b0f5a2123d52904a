// Usage records, usage triggers and the monitor's alerts, as Twilio describes them.

import { expect } from 'vitest';
import { CINDY, FROM, type Guide, type Tour } from './tour.ts';

const HOOK = 'http://127.0.0.1:9/hook';
const PERIODS = [
  '',
  '/AllTime',
  '/Daily',
  '/Monthly',
  '/Yearly',
  '/Today',
  '/Yesterday',
  '/ThisMonth',
  '/LastMonth',
];

/** A text of two segments whose callbacks all fail. */
async function text({ ask, simulator }: Guide) {
  const Body = 'x'.repeat(200);
  const { body } = await ask('POST', '/Messages.json', { To: CINDY, From: FROM, Body, StatusCallback: HOOK });
  await simulator.clock.advance(5_000);
  return body;
}

export const USAGE_TOURS: readonly Tour[] = [
  {
    shows: 'usage in every category and period',
    walk: async (guide) => {
      await text(guide);
      for (const period of PERIODS) {
        const { rows } = await guide.ask('GET', `/Usage/Records${period}.json`, { PageSize: 1000 });
        const sms = rows.find(({ category }) => category === 'sms');
        expect(sms).toMatchObject({ usage: /Yesterday|LastMonth/.test(period) ? '0' : '2' });
      }
    },
  },
  {
    shows: 'usage narrowed by every parameter',
    walk: async ({ ask }) => {
      const params = {
        Category: 'totalprice',
        StartDate: '-30days',
        EndDate: '2026-01-01',
        IncludeSubaccounts: false,
      };
      for (const period of PERIODS) {
        const { rows } = await ask('GET', `/Usage/Records${period}.json`, { ...params, PageSize: 1 });
        expect(rows).toHaveLength(1);
      }
    },
  },
  {
    shows: 'a usage trigger before and after it fired, changed and deleted',
    walk: async (guide) => {
      const { ask } = guide;
      const trigger = {
        CallbackUrl: HOOK,
        CallbackMethod: 'GET',
        FriendlyName: 'Enough',
        UsageCategory: 'sms-outbound',
        TriggerBy: 'count',
        TriggerValue: '+1',
        Recurring: 'daily',
      };
      const { status, body } = await ask('POST', '/Usage/Triggers.json', trigger);
      expect(status).toBe(201);
      await text(guide);
      expect((await ask('GET', body.uri)).body).toMatchObject({
        current_value: '1',
        date_fired: expect.any(String),
      });
      await ask('POST', body.uri, { CallbackUrl: HOOK, CallbackMethod: 'POST', FriendlyName: '' });
      const narrow = { Recurring: 'daily', TriggerBy: 'count', UsageCategory: 'sms-outbound', PageSize: 1 };
      expect((await ask('GET', '/Usage/Triggers.json', narrow)).rows).toHaveLength(1);
      await ask('DELETE', body.uri);
      expect((await ask('GET', '/Usage/Triggers.json')).rows).toEqual([]);
    },
  },
  {
    shows: 'alerts, in a list and alone',
    walk: async (guide) => {
      const { sid } = await text(guide);
      const narrow = { LogLevel: 'warning', StartDate: '2026-01-01', EndDate: '2026-01-01T13:00:00Z' };
      const { rows } = await guide.ask('GET', '/v1/Alerts', narrow);
      expect(rows.length).toBeGreaterThan(1);
      const { body } = await guide.ask('GET', `/v1/Alerts/${rows[0]?.['sid']}`);
      expect(body).toMatchObject({ ...rows[0], resource_sid: sid });
    },
  },
];
