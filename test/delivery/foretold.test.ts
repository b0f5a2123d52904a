// What `plan` foretells against what the engine does, on a virtual clock: nobody comes later than was said.

import { describe, expect, it } from 'vitest';
import type { Priority } from '../../src/core/reminder.ts';
import { Engine } from '../../src/delivery/engine.ts';
import { lookAhead, moveEarlier } from '../../src/reminders/foresight/look-ahead.ts';
import { bringRates } from '../../src/store/rates.ts';
import { insertReminder } from '../../src/store/reminders.ts';
import { insertTenant } from '../../src/store/tenants.ts';
import { TestClock, testRandom } from '../clock.ts';
import { newReminder, tempDb } from '../store/temp-db.ts';
import { FakeDoor } from './fake-door.ts';

const FROM = '+15005550006';
const MINUTE = 60_000;

/** So many calls of three tenants, due within a quarter of an hour, some of them critical. */
async function rig({ calls, cps }: { readonly calls: number; readonly cps: number }) {
  const db = await tempDb();
  const clock = new TestClock('2026-11-23T08:40:00Z');
  const rates = { callsPerSecond: cps, segmentsPerSecond: 0 };
  await bringRates(db, rates);
  const random = testRandom();
  const noon = clock.now();
  await db.tx(async (sql) => {
    const blank = {
      zone: null,
      country: null,
      sender: null,
      onUnknown: null,
      quietFrom: null,
      quietUntil: null,
    };
    const tenants = [1];
    for (const name of ['Second', 'Third']) tenants.push(await insertTenant(sql, { name, ...blank }, noon));
    for (let i = 0; i < calls; i += 1) {
      // Most of them on the quarter of an hour, as people make appointments.
      const dueAt = noon + 5 * MINUTE + (random.next() < 0.6 ? 0 : Math.floor(random.next() * 15 * MINUTE));
      const priority: Priority = random.next() < 0.1 ? 'critical' : 'normal';
      const to = `+1202${String(3_000_000 + i)}`;
      const tenantId = tenants[Math.floor(random.next() * 4)] ?? 1;
      await insertReminder(sql, newReminder(dueAt, { to, channel: 'call', priority, tenantId }), noon);
    }
  });
  const gone = new Map<number, number>();
  const answer = ({ reminderId }: { reminderId: number | null }) => {
    gone.set(reminderId ?? 0, clock.now());
    return { class: 'accepted', message: 'ok' } as const;
  };
  const door = new FakeDoor({ db, clock, answer });
  const deps = { db, door, clock, realClock: clock, random, graceMs: 120_000, emit: () => {} };
  const engine = new Engine({ ...deps, concurrency: 16, defaultFrom: FROM });
  const defaults = { zone: 'UTC', country: undefined, from: FROM };
  return {
    foresight: { db, clock, random, defaults, rates, balance: async () => null },
    gone,
    run: async (ms: number) => {
      const stop = new AbortController();
      const running = engine.run(stop.signal, async () => false);
      await clock.advance(ms);
      stop.abort();
      await clock.advance(10);
      await running;
    },
  };
}

// The engine wakes to the millisecond; an instant is rounded up to one.
const GRAIN_MS = 2;

describe('3,000 reminders due in 15 minutes', () => {
  it('come no later than was foretold', async () => {
    const r = await rig({ calls: 3_000, cps: 3 });
    const { outlook } = await lookAhead(r.foresight, {});
    await r.run(40 * MINUTE);
    expect(r.gone.size).toBe(3_000);
    const later = outlook.told.map(({ row, at }) => (r.gone.get(row.id ?? 0) ?? Number.NaN) - at);
    expect(Math.max(...later)).toBeLessThanOrEqual(GRAIN_MS);
    // Nor much sooner: the forecast is one, and no excuse.
    expect(Math.min(...later)).toBeGreaterThanOrEqual(-1_000);
  });

  it('come in time once they were moved', async () => {
    const r = await rig({ calls: 300, cps: 1 });
    const before = await lookAhead(r.foresight, {});
    expect(before.findings.map(({ kind }) => kind)).toEqual(['late']);
    await moveEarlier(r.foresight, before);
    await r.run(30 * MINUTE);
    const late = before.outlook.told.map(({ row }) => (r.gone.get(row.id ?? 0) ?? Number.NaN) - row.dueAt);
    expect(Math.max(...late)).toBeLessThanOrEqual(GRAIN_MS);
  });
});
