// What every database must hold about the budget: run once for each adapter, by statements that go round the code.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Budget, type Budgets, DEFAULT_BUDGETS } from '../../src/core/budget.ts';
import type { IntentDraft } from '../../src/core/intent.ts';
import type { Db, Sql } from '../../src/store/db.ts';
import { insertIntent } from '../../src/store/intents.ts';
import { askRules, pruneTally, readSpending, writeLimits } from '../../src/store/limits.ts';
import { insertTenant } from '../../src/store/tenants.ts';
import { upsertCall, upsertMessage } from '../../src/store/twilio-rows.ts';
import { DEFAULT_LIMITS, newDraft } from './temp-db.ts';

const NOW = Date.parse('2026-11-23T09:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const CENT = 10_000;

const DRAFT = newDraft();

const number = (i: number): string => `+1202${String(3_000_000 + i)}`;
const MUCH: Budget = { sends: 1_000_000, micros: 1_000_000_000_000 };

let people = 0;
/** Writes an intent to somebody new, for `micros`; nothing of ours is asked. Null leaves the cost unsaid. */
function spend(
  sql: Sql,
  at: number,
  micros: number | null,
  changes: Partial<IntentDraft> = {},
): Promise<number> {
  people += 1;
  const terms = { accountSid: 'AC1', mode: 'own', workerId: 'w', now: at, leaseUntil: at + MINUTE } as const;
  const said = micros === null ? {} : { estimatedMicros: micros };
  return insertIntent(
    sql,
    { ...DRAFT, to: number(people), ...changes },
    { ...terms, contentKey: null, ...said },
  );
}

type Wishes = {
  readonly [Who in keyof Budgets]?: Partial<Record<'hour' | 'day' | 'month', Partial<Budget>>>;
};

async function budgets(db: Db, { everybody = {}, tenant = {} }: Wishes): Promise<void> {
  const complete = (wish: NonNullable<Wishes['tenant']>) => ({
    hour: { ...MUCH, ...wish.hour },
    day: { ...MUCH, ...wish.day },
    month: { ...MUCH, ...wish.month },
  });
  const fuse = { ...DEFAULT_LIMITS.fuse, allPerMinute: 1_000_000, newPerHour: 1_000_000 };
  const both = { everybody: complete(everybody), tenant: complete(tenant) };
  await db.tx((sql) => writeLimits(sql, { fuse, budgets: both, isFuseOff: false }));
}

export function budgetConformance(
  name: string,
  open: () => Promise<Db>,
  again: (db: Db) => Promise<Db>,
): void {
  describe(`${name}: a budget`, () => {
    it.each([
      ['hour', HOUR],
      ['day', DAY],
      ['month', 30 * DAY],
    ] as const)('of sends in an %s is kept to the last one, and rolls', async (window, ms) => {
      const db = await open();
      await budgets(db, { everybody: { [window]: { sends: 3 } } });
      for (let i = 0; i < 3; i += 1) await spend(db, NOW + i * 10 * MINUTE, CENT);
      await expect(spend(db, NOW + 20 * MINUTE, CENT)).rejects.toThrow('limit: budget');
      await expect(spend(db, NOW + ms - 1, CENT)).rejects.toThrow('limit: budget');
      await spend(db, NOW + ms + 5 * MINUTE, CENT);
      await expect(spend(db, NOW + ms + 5 * MINUTE, CENT)).rejects.toThrow('limit: budget');
    });

    it('is counted for no less than its window, wherever in five minutes that begins', async () => {
      const db = await open();
      await budgets(db, { everybody: { hour: { sends: 1 } } });
      await spend(db, NOW + 4 * MINUTE, CENT);
      for (const minute of [59, 61, 63])
        await expect(spend(db, NOW + minute * MINUTE, CENT)).rejects.toThrow('limit: budget');
    });

    it('of money is kept to the last cent', async () => {
      const db = await open();
      await budgets(db, { everybody: { day: { micros: 10 * CENT } } });
      await spend(db, NOW, 9 * CENT);
      await expect(spend(db, NOW, 2 * CENT)).rejects.toThrow('limit: budget');
      await spend(db, NOW, CENT);
      await expect(spend(db, NOW + HOUR, 1)).rejects.toThrow('limit: budget');
      await spend(db, NOW + HOUR, 0);
    });

    it('takes a send that does not say what it costs for a dear one', async () => {
      const db = await open();
      await budgets(db, { everybody: { day: { micros: 60 * CENT } } });
      await spend(db, NOW, null);
      await spend(db, NOW, null);
      await expect(spend(db, NOW, null)).rejects.toThrow('limit: budget');
    });

    it('of each tenant is its own', async () => {
      const db = await open();
      const nothing = {
        zone: null,
        country: null,
        sender: null,
        onUnknown: null,
        quietFrom: null,
        quietUntil: null,
      };
      const salon = await insertTenant(db, { name: 'salon', ...nothing }, NOW);
      await budgets(db, { everybody: { day: { sends: 3 } }, tenant: { day: { sends: 2 } } });
      for (let i = 0; i < 2; i += 1) await spend(db, NOW, CENT);
      await expect(spend(db, NOW, CENT)).rejects.toThrow('limit: budget');
      await spend(db, NOW, CENT, { tenantId: salon });
      await expect(spend(db, NOW, CENT, { tenantId: salon })).rejects.toThrow('limit: budget');
      expect(
        (await readSpending(db, salon, NOW)).map(({ who, window, spent }) => [who, window, spent.sends]),
      ).toEqual([
        ['everybody', 'hour', 3],
        ['everybody', 'day', 3],
        ['everybody', 'month', 3],
        ['tenant', 'hour', 1],
        ['tenant', 'day', 1],
        ['tenant', 'month', 1],
      ]);
    });

    it('is spent by alarms, which it does not hold back', async () => {
      const db = await open();
      await budgets(db, { everybody: { day: { sends: 1 } } });
      await spend(db, NOW, CENT, { purpose: 'alarm' });
      await spend(db, NOW, CENT, { purpose: 'alarm' });
      await expect(spend(db, NOW, CENT)).rejects.toThrow('limit: budget');
      await spend(db, NOW, 0, { kind: 'call-update', targetSid: 'CA1' });
    });

    it('gets back what never left, and the money of what Twilio refused', async () => {
      const db = await open();
      await budgets(db, { everybody: { day: { sends: 2, micros: 2 * CENT } } });
      const first = await spend(db, NOW, CENT);
      const second = await spend(db, NOW, CENT);
      await db.run(`update intent set outcome = 'not-sent' where id = ?`, [first]);
      expect((await readSpending(db, 1, NOW))[1]?.spent).toEqual({ sends: 1, micros: CENT });
      await db.run(`update intent set outcome = 'rejected' where id = ?`, [second]);
      expect((await readSpending(db, 1, NOW))[1]?.spent).toEqual({ sends: 1, micros: 0 });
      await spend(db, NOW + 1, 2 * CENT);
      await expect(spend(db, NOW + 1, 0)).rejects.toThrow('limit: budget');
    });

    it('is corrected by Twilio’s price, which may come late', async () => {
      const db = await open();
      await budgets(db, { everybody: { day: { micros: 10 * CENT } } });
      const intentId = await spend(db, NOW, 9 * CENT);
      const nothing = { direction: null, from: null, to: null, messagingServiceSid: null, body: null };
      const rest = {
        errorCode: null,
        errorMessage: null,
        numSegments: 1,
        numMedia: 0,
        dateCreated: NOW,
        dateSent: null,
      };
      const row = { ...nothing, ...rest, accountSid: 'AC1', sid: 'SM1', status: 'sent', dateUpdated: NOW };
      const seen = { fetchedAt: NOW, pollAt: null, intentId };
      await upsertMessage(db, { ...row, priceMicros: null, priceUnit: 'USD' }, seen);
      await expect(spend(db, NOW + MINUTE, 2 * CENT)).rejects.toThrow('limit: budget');
      await upsertMessage(db, { ...row, priceMicros: -2 * CENT, priceUnit: 'USD' }, seen);
      expect((await readSpending(db, 1, NOW + HOUR))[1]?.spent.micros).toBe(2 * CENT);
      await upsertMessage(db, { ...row, priceMicros: -2 * CENT, priceUnit: 'USD' }, seen);
      await spend(db, NOW + HOUR, 8 * CENT);
      await expect(spend(db, NOW + HOUR, 1)).rejects.toThrow('limit: budget');
    });

    it('takes the price of a call, and leaves the estimate where the currency is another', async () => {
      const db = await open();
      const [paid, foreign] = [await spend(db, NOW, CENT), await spend(db, NOW, CENT)];
      const nothing = {
        parentCallSid: null,
        direction: null,
        from: null,
        to: null,
        answeredBy: null,
        durationS: 60,
      };
      const times = { queueTimeMs: null, dateCreated: NOW, startTime: null, endTime: null, dateUpdated: NOW };
      const call = { ...nothing, ...times, accountSid: 'AC1', status: 'completed', priceMicros: -5 * CENT };
      const seen = { fetchedAt: NOW, pollAt: null };
      await upsertCall(db, { ...call, sid: 'CA1', priceUnit: 'USD' }, { ...seen, intentId: paid });
      await upsertCall(db, { ...call, sid: 'CA2', priceUnit: 'JPY' }, { ...seen, intentId: foreign });
      expect((await readSpending(db, 1, NOW))[1]?.spent.micros).toBe(6 * CENT);
    });

    it('cannot be taken away or made endless', async () => {
      const db = await open();
      await expect(db.run('update send_limit set everybody_day_sends = 0')).rejects.toThrow(/CHECK/);
      await expect(db.run('update send_limit set everybody_day_micros = 9000000000000')).rejects.toThrow(
        /CHECK/,
      );
      await expect(db.run('update send_limit set tenant_month_sends = null')).rejects.toThrow(/NOT NULL/);
    });

    it('holds at once when it is changed', async () => {
      const db = await open();
      await budgets(db, { everybody: { day: { sends: 5 } } });
      for (let i = 0; i < 3; i += 1) await spend(db, NOW, CENT);
      await budgets(db, { everybody: { day: { sends: 3 } } });
      await expect(spend(db, NOW, CENT)).rejects.toThrow('limit: budget');
      await budgets(db, { everybody: { day: { sends: 4 } } });
      await spend(db, NOW, CENT);
      await expect(spend(db, NOW, CENT)).rejects.toThrow('limit: budget');
    });

    it('of two processes together is one', async () => {
      const one = await open();
      const two = await again(one);
      await budgets(one, { everybody: { day: { sends: 25, micros: 20 * CENT } } });
      const done = await Promise.allSettled(
        Array.from({ length: 60 }, (_, i) => spend(i % 2 === 0 ? one : two, NOW, CENT)),
      );
      expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
    });

    it('holds by default: a loop of dear sends ends at $50', async () => {
      const db = await open();
      expect((await readSpending(db, 1, NOW))[1]?.budget).toEqual(DEFAULT_BUDGETS.everybody.day);
      let spent = 0;
      for (let i = 0; i < 1_000; i += 1) {
        const done = await spend(db, NOW + i * 700, 110_000).catch(() => undefined);
        if (done !== undefined) spent += 110_000;
      }
      expect(spent).toBe(454 * 110_000);
      expect(spent).toBeLessThanOrEqual(50_000_000);
    });
  });

  describe(`${name}: any sequence of spending`, () => {
    const step = fc.record({
      waitMs: fc.constantFrom(0, 1_000, 4 * MINUTE, 19 * MINUTE, 58 * MINUTE, 7 * HOUR, 40 * HOUR, 9 * DAY),
      cents: fc.integer({ min: 0, max: 5 }),
      after: fc.option(
        fc.record({
          which: fc.nat(),
          outcome: fc.constantFrom('not-sent', 'absent', 'rejected'),
          cents: fc.nat(8),
        }),
      ),
      prunes: fc.boolean(),
    });

    it('keeps every window, and the door and the triggers agree', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (steps) => {
          const db = await open();
          const most = { hour: { sends: 4, micros: 9 * CENT }, day: { sends: 6, micros: 15 * CENT } };
          const all = { ...most, month: { sends: 12, micros: 30 * CENT } };
          await budgets(db, { everybody: all });
          const sent: { id: number; at: number; micros: number; stands: boolean; isOver: boolean }[] = [];
          let now = NOW;
          for (const { waitMs, cents, after, prunes } of steps) {
            now += waitMs;
            if (prunes) await db.tx((sql) => pruneTally(sql, now));
            const earlier = after && sent[after.which % Math.max(1, sent.length)];
            if (after && earlier && !earlier.isOver) {
              await db.run('update intent set outcome = ? where id = ?', [after.outcome, earlier.id]);
              earlier.isOver = true;
              earlier.micros = 0;
              earlier.stands = after.outcome === 'rejected';
            }
            const micros = cents * CENT;
            const asked = { now, estimatedMicros: micros };
            const verdict = await db.tx((sql) => askRules(sql, { ...DRAFT, to: number(people + 1) }, asked));
            const id = await spend(db, now, micros).catch((error: unknown) => String(error));
            if (typeof id === 'string')
              expect([verdict, id]).toEqual(['budget', expect.stringContaining('limit: budget')]);
            else {
              expect(verdict).toBeNull();
              sent.push({ id, at: now, micros, stands: true, isOver: false });
            }
            const within = (ms: number) => {
              const rows = sent.filter(({ at, stands }) => at > now - ms && stands);
              return { sends: rows.length, micros: rows.reduce((sum, row) => sum + row.micros, 0) };
            };
            const windows = [
              ['hour', HOUR],
              ['day', DAY],
              ['month', 30 * DAY],
            ] as const;
            for (const [window, ms] of windows) {
              const spent = within(ms);
              expect(spent.sends).toBeLessThanOrEqual(all[window].sends);
              expect(spent.micros).toBeLessThanOrEqual(all[window].micros);
            }
            // Refused only where one more would have been too much for a window and the two stretches beside it.
            if (verdict === 'budget') {
              const tooMuch = windows.some(([window, ms]) => {
                const spent = within(ms + 10 * MINUTE);
                return spent.sends >= all[window].sends || spent.micros + micros > all[window].micros;
              });
              expect(tooMuch).toBe(true);
            }
          }
          await db.close();
        }),
        { numRuns: 40 },
      );
    }, 120_000);
  });
}
