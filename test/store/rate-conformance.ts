// What every database must do about rates: keep them and their buckets for everybody, and serve the line in its order.

import { describe, expect, it } from 'vitest';
import { UNSHAPED, USUAL_RATES } from '../../src/core/rate.ts';
import type { NewReminder } from '../../src/core/reminder.ts';
import type { Db } from '../../src/store/db.ts';
import {
  bringRates,
  busyLanes,
  fillLane,
  joinLine,
  leaveLine,
  lineSince,
  nextInLine,
  noteTurn,
  readLane,
  readRates,
} from '../../src/store/rates.ts';
import { getReminder, insertReminder } from '../../src/store/reminders.ts';
import { insertTenant } from '../../src/store/tenants.ts';
import { newReminder } from './temp-db.ts';

const NOW = Date.parse('2026-11-23T09:00:00Z');
const CALLS = 'calls';
const BLANK = { zone: null, country: null, sender: null, onUnknown: null, quietFrom: null, quietUntil: null };

export function rateConformance(name: string, open: () => Promise<Db>): void {
  describe(`rates on ${name}`, () => {
    it('shape nothing until they are brought, and are kept', async () => {
      const db = await open();
      expect(await readRates(db)).toEqual(UNSHAPED);
      await bringRates(db, USUAL_RATES);
      expect(await readRates(db)).toEqual(USUAL_RATES);
      await expect(bringRates(db, { callsPerSecond: -1, segmentsPerSecond: 0 })).rejects.toThrow();
    });

    it('have a bucket for each lane, which keeps fractions of a millisecond', async () => {
      const db = await open();
      await bringRates(db, { callsPerSecond: 30, segmentsPerSecond: null });
      expect(await readLane(db, CALLS)).toEqual({ perSecond: 30, freeAt: 0, lastTenantId: 0 });
      await fillLane(db, CALLS, NOW + 100 / 3);
      await noteTurn(db, CALLS, 7);
      expect(await readLane(db, CALLS)).toEqual({ perSecond: 30, freeAt: NOW + 100 / 3, lastTenantId: 7 });
      expect((await readLane(db, 'texts:+12025550100')).freeAt).toBe(0);
    });
  });

  describe(`the line on ${name}`, () => {
    async function rig() {
      const db = await open();
      const other = await insertTenant(db, { name: 'Other', ...BLANK }, NOW);
      const wait = async (changes: Partial<NewReminder> = {}, lane = CALLS): Promise<number> => {
        const id = await insertReminder(db, newReminder(NOW, { channel: 'call', ...changes }), NOW);
        expect(await joinLine(db, { id, lane, error: 'waits' }, NOW)).toBe(true);
        return id;
      };
      const next = async (after: number, priority: 'critical' | 'normal' = 'normal') =>
        (await nextInLine(db, { lane: CALLS, priority, after }))?.id;
      return { db, other, wait, next };
    }

    it('is of those who are held for it, lane by lane', async () => {
      const { db, wait } = await rig();
      expect([await busyLanes(db), await lineSince(db)]).toEqual([[], null]);
      const id = await wait();
      await wait({ dueAt: NOW - 5 }, 'texts:+12025550100');
      expect(await busyLanes(db)).toEqual([CALLS, 'texts:+12025550100']);
      expect(await lineSince(db)).toBe(NOW - 5);
      expect(await getReminder(db, id)).toMatchObject({
        state: 'held',
        holdReason: 'rate',
        lastError: 'waits',
      });
      await leaveLine(db, id, NOW);
      expect(await getReminder(db, id)).toMatchObject({ state: 'scheduled', holdReason: null, runAt: NOW });
      expect(await busyLanes(db)).toEqual(['texts:+12025550100']);
    });

    it('has the tenant after the last one first, and of each tenant whoever was due first', async () => {
      const { other, wait, next } = await rig();
      const [second, first] = [await wait({ dueAt: NOW + 1 }), await wait({ dueAt: NOW })];
      const theirs = await wait({ tenantId: other });
      expect([await next(0), await next(1), await next(other)]).toEqual([first, theirs, first]);
      expect(second).not.toBe(first);
      expect(await next(0, 'critical')).toBeUndefined();
    });

    it('is joined by nobody who has moved on, and left by whoever is cancelled', async () => {
      const { db, wait, next } = await rig();
      const id = await wait();
      expect(await joinLine(db, { id, lane: CALLS, error: 'again' }, NOW)).toBe(false);
      await db.run(`update reminder set state = 'cancelled', hold_reason = null where id = ?`, [id]);
      expect([await next(0), await busyLanes(db)]).toEqual([undefined, []]);
    });

    it.each([
      ['the lanes', `select min(lane) as lane from reminder where hold_reason = 'rate' and lane > ''`],
      [
        'the next one',
        `select id from reminder r where r.hold_reason = 'rate' and r.lane = 'calls' and r.priority = 'normal'
           and r.tenant_id > 1 order by r.tenant_id, r.due_at limit 1`,
      ],
    ])('costs a seek for %s, however many reminders are stored', async (_, statement) => {
      const db = await open();
      const plan = await db.all<{ detail: string }>(`explain query plan ${statement}`);
      expect(plan.map(({ detail }) => detail).join('\n')).toMatch(
        /^SEARCH (reminder|r) USING .*INDEX reminder_line/,
      );
      expect(plan).toHaveLength(1);
    });
  });
}
