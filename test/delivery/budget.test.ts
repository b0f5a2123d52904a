// The budget with the engine and the real first half of the door; what the database enforces is tested there.

import { describe, expect, it } from 'vitest';
import { type Budgets, DEFAULT_BUDGETS } from '../../src/core/budget.ts';
import { RefusedError } from '../../src/core/errors.ts';
import type { NewReminder } from '../../src/core/reminder.ts';
import { Engine } from '../../src/delivery/engine.ts';
import type { DeliveryEvent } from '../../src/delivery/events.ts';
import { pause, previewResume, resume } from '../../src/delivery/pause.ts';
import { sendNow } from '../../src/delivery/send-now.ts';
import { bringLimits, readSpending, writeLimits } from '../../src/store/limits.ts';
import { getReminder, insertReminder } from '../../src/store/reminders.ts';
import { systemClock } from '../../src/system/clock.ts';
import { TestClock, testRandom } from '../clock.ts';
import { DEFAULT_LIMITS, guardedDb, newReminder } from '../store/temp-db.ts';
import { FakeDoor } from './fake-door.ts';

const DAY = 24 * 3_600_000;

async function rig() {
  const db = await guardedDb();
  const clock = new TestClock();
  const events: DeliveryEvent[] = [];
  const door = new FakeDoor({ db, clock });
  const base = { db, door, clock, realClock: systemClock, random: testRandom(), graceMs: 120_000 };
  const from = '+15005550006';
  const engine = new Engine({ ...base, concurrency: 16, defaultFrom: from, emit: (e) => events.push(e) });
  let people = 0;
  return {
    db,
    clock,
    door,
    events,
    release: { db, clock, rest: async () => {} },
    add: (changes: Partial<NewReminder> = {}) => {
      people += 1;
      const to = `+1202${String(3_000_000 + people)}`;
      return insertReminder(db, newReminder(clock.now() - 1_000, { to, ...changes }), clock.now());
    },
    send: () => sendNow(base, newReminder(clock.now(), { to: '+12025550199', body: 'Hello' }), from),
    untilIdle: () => {
      engine.wake();
      return engine.run(
        new AbortController().signal,
        async ({ nextRunAt }) => nextRunAt === null || nextRunAt > clock.now(),
      );
    },
    budget: (day: Partial<Budgets['everybody']['day']>) => {
      const { everybody } = DEFAULT_BUDGETS;
      const budgets = { ...DEFAULT_BUDGETS, everybody: { ...everybody, day: { ...everybody.day, ...day } } };
      return bringLimits(db, { ...DEFAULT_LIMITS, budgets });
    },
  };
}

const alarms = (events: readonly DeliveryEvent[]) => events.filter(({ event }) => event === 'alarm');

describe('at the budget', () => {
  it('sending stops to the very send; the rest is held, and one alarm is raised', async () => {
    const r = await rig();
    await r.budget({ sends: 5 });
    for (let i = 0; i < 20; i += 1) await r.add();
    await r.untilIdle();
    expect(r.door.ledger).toHaveLength(5);
    expect(await getReminder(r.db, 6)).toMatchObject({
      state: 'held',
      holdReason: 'budget',
      lastError: 'the budget of 5 sends and $50.00 a day is spent',
    });
    expect(alarms(r.events)).toEqual([
      {
        event: 'alarm',
        kind: 'budget',
        detail:
          'the budget of 5 sends and $50.00 a day is spent (5 sends, $0.0625); raise it with remind config set ' +
          'budget.day 10,100USD; what is held: remind resume',
      },
    ]);
  });

  it('a loop that would send $10,000 ends below the money, with one alarm', async () => {
    const r = await rig();
    await r.budget({ micros: 300_000 });
    for (let i = 0; i < 200; i += 1)
      await r.add({ body: `To a dear country, ${i}`, to: `+8613800${100_000 + i}` });
    await r.untilIdle();
    expect(r.door.ledger).toHaveLength(2);
    expect(alarms(r.events)).toHaveLength(1);
    expect((await readSpending(r.db, 1, r.clock.now()))[1]?.spent.micros).toBe(300_000);
  });

  it('a send that a person watches is refused, with the way to raise it', async () => {
    const r = await rig();
    await r.budget({ sends: 1 });
    await r.add();
    await r.untilIdle();
    await expect(r.send()).rejects.toThrow(RefusedError);
    await expect(r.send()).rejects.toMatchObject({ hint: expect.stringContaining('config set budget.day') });
  });

  it('what becomes due when the window has rolled goes out; what was held waits, and is told of once a day', async () => {
    const r = await rig();
    await r.budget({ sends: 2 });
    for (let i = 0; i < 4; i += 1) await r.add({ expiresAt: r.clock.now() + 10 * DAY });
    await r.untilIdle();
    await r.clock.advance(DAY + 600_000);
    const later = await r.add();
    await r.untilIdle();
    expect(r.door.ledger.map(({ reminderId }) => reminderId)).toEqual([1, 2, later]);
    for (let i = 0; i < 2; i += 1) await r.add();
    await r.untilIdle();
    expect(alarms(r.events)).toHaveLength(2);
  });
});

describe('resume after the budget was raised', () => {
  it('lets go what there is room for, spread out, and says how many there is none for', async () => {
    const r = await rig();
    await r.budget({ sends: 2 });
    for (let i = 0; i < 8; i += 1) await r.add();
    await r.untilIdle();
    expect(await previewResume(r.db, null, r.clock.now())).toMatchObject({
      ended: null,
      held: 0,
      unfunded: 6,
    });
    await r.budget({ sends: 6 });
    const preview = await previewResume(r.db, null, r.clock.now());
    expect(preview).toMatchObject({ held: 4, go: 4, unfunded: 2, lastAt: r.clock.now() + 600 });
    expect(await resume(r.release, null)).toEqual(preview);
    await r.clock.advance(1_000);
    await r.untilIdle();
    expect(r.door.ledger).toHaveLength(6);
    expect(await resume(r.release, null)).toMatchObject({ go: 0, unfunded: 2 });
  });

  it('counts money as well, and what the pause lets go first', async () => {
    const r = await rig();
    await r.budget({ sends: 1 });
    for (let i = 0; i < 5; i += 1) await r.add();
    await r.untilIdle();
    await pause(r.release, { tenantId: null, reason: null });
    await r.add();
    await r.untilIdle();
    await r.budget({ micros: 4 * 12_500 });
    // One is spent, one waits for the pause: two of the four are left.
    expect(await resume(r.release, null)).toMatchObject({ held: 3, go: 3, unfunded: 2 });
  });

  it('tells again when a new budget is spent', async () => {
    const r = await rig();
    await r.budget({ sends: 1 });
    for (let i = 0; i < 2; i += 1) await r.add();
    await r.untilIdle();
    await writeLimits(r.db, DEFAULT_LIMITS);
    await r.budget({ sends: 2 });
    for (let i = 0; i < 3; i += 1) await r.add();
    await r.untilIdle();
    expect(alarms(r.events)).toHaveLength(2);
  });
});
