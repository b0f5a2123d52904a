// The blast fuse with the engine and the real first half of the door; what the database enforces is tested there.

import { describe, expect, it } from 'vitest';
import type { Alarm } from '../../src/core/alarm.ts';
import { RefusedError } from '../../src/core/errors.ts';
import type { NewReminder } from '../../src/core/reminder.ts';
import { Engine } from '../../src/delivery/engine.ts';
import type { DeliveryEvent } from '../../src/delivery/events.ts';
import { previewReset, readFuse, resetFuse } from '../../src/delivery/fuse.ts';
import { resume } from '../../src/delivery/pause.ts';
import { sendNow } from '../../src/delivery/send-now.ts';
import type { StoredIntent } from '../../src/store/intents.ts';
import { getReminder, insertReminder } from '../../src/store/reminders.ts';
import { beginStop, openStops } from '../../src/store/stops.ts';
import { systemClock } from '../../src/system/clock.ts';
import { TestClock, testRandom } from '../clock.ts';

import { guardedDb, newReminder } from '../store/temp-db.ts';
import { FakeDoor, type FakeDoorOptions } from './fake-door.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const number = (i: number): string => `+1202556${String(i).padStart(4, '0')}`;

async function rig(options: Partial<FakeDoorOptions> = {}) {
  const db = await guardedDb();
  const clock = new TestClock();
  const events: DeliveryEvent[] = [];
  const door = new FakeDoor({ db, clock, ...options });
  const base = { db, clock, realClock: systemClock, random: testRandom(), graceMs: 120_000, concurrency: 16 };
  const from = { defaultFrom: '+15005550006' };
  const engineOn = (on: FakeDoor) => new Engine({ ...base, ...from, door: on, emit: (e) => events.push(e) });
  const engine = engineOn(door);
  const run = (which: Engine) => {
    which.wake();
    const isDone = async ({ nextRunAt }: { nextRunAt: number | null }) =>
      nextRunAt === null || nextRunAt > clock.now();
    return which.run(new AbortController().signal, isDone);
  };
  return {
    db,
    clock,
    door,
    events,
    base,
    engineOn,
    run,
    release: { db, clock, rest: async () => {} },
    add: (changes: Partial<NewReminder> = {}) =>
      insertReminder(db, newReminder(clock.now() - 1_000, { to: number(0), ...changes }), clock.now()),
    untilIdle: () => run(engine),
    ledger: () => door.ledger.map(({ reminderId }) => reminderId),
  };
}

const alarms = (events: readonly DeliveryEvent[]) => events.filter(({ event }) => event === 'alarm');

describe('one recipient', () => {
  it('is called in turn, whichever sender it is: the critical ones first, then by when they were due', async () => {
    const r = await rig();
    const due = (seconds: number, changes: Partial<NewReminder> = {}) =>
      r.add({
        channel: 'call',
        body: `Due after ${seconds} s`,
        dueAt: r.clock.now() + seconds * 1_000,
        ...changes,
      });
    const [other, critical] = [{ from: '+15005550009' }, { priority: 'critical' }] as const;
    const first = await due(10);
    const second = await due(20, other);
    const third = await due(30);
    const urgent = [await due(40, { ...other, ...critical }), await due(50, critical)];
    const last = await due(55);
    // Three calls in a quarter of an hour.
    for (let s = 0; s < 35 * 60; s += 5) {
      await r.untilIdle();
      await r.clock.advance(5_000);
    }
    expect(r.ledger()).toEqual([first, ...urgent, second, third, last]);
  });

  it.each([
    [8, 5_000, false],
    [10, 1_000, false],
    [14, 1_000, true],
  ])('of %d calls, due %d ms apart, trips the fuse: %s', async (count, everyMs, trips) => {
    const r = await rig();
    for (let i = 0; i < count; i += 1) {
      await r.add({ channel: 'call', body: `Appointment ${i}`, dueAt: r.clock.now() + i * everyMs });
    }
    // However often those that wait are asked about: held back is one send each.
    for (let s = 0; s < 90; s += 1) {
      await r.untilIdle();
      await r.clock.advance(1_000);
    }
    expect((await openStops(r.db)).map(({ kind }) => kind)).toEqual(trips ? ['fuse'] : []);
  });

  it('is called again as soon as the limits allow, and the waiting reminder says why it waits', async () => {
    const r = await rig();
    const ids = [];
    for (let i = 0; i < 3; i += 1) ids.push(await r.add({ channel: 'call', body: `Appointment ${i}` }));
    // Calls that are under way cannot be told apart: for a second each waits for the first one's answer.
    const due = r.clock.now();
    await r.untilIdle();
    await r.clock.advance(1_000);
    await r.untilIdle();
    expect(r.ledger()).toEqual([ids[0]]);
    for (const [id, inMs] of [
      [ids[1], MINUTE],
      [ids[2], 2 * MINUTE],
    ] as const) {
      expect(await getReminder(r.db, id ?? 0)).toMatchObject({
        state: 'scheduled',
        runAt: due + inMs,
        attempts: 0,
        lastError: 'waits: +12025560000 has reached the limit of 1 call to one recipient in a minute',
      });
    }
    expect(r.events.map(({ event }) => event)).toEqual([
      ...['waiting', 'waiting', 'sent'],
      ...['waiting', 'waiting'],
    ]);
    for (let i = 0; i < 3; i += 1) {
      await r.clock.advance(MINUTE);
      await r.untilIdle();
    }
    expect(r.ledger()).toEqual(ids);
    expect(await openStops(r.db)).toEqual([]);
  });

  it('is held when the wait would be too long', async () => {
    const r = await rig();
    await r.add({ channel: 'call', body: 'One' });
    const late = await r.add({ channel: 'call', body: 'Two', expiresAt: r.clock.now() + MINUTE - 1 });
    await r.untilIdle();
    await r.clock.advance(1_000);
    await r.untilIdle();
    expect(await getReminder(r.db, late)).toMatchObject({ state: 'held', holdReason: 'fuse' });
  });

  it('waits no longer than it must for what is planned', async () => {
    const r = await rig();
    await r.add({ channel: 'call', body: 'One' });
    await r.add({ channel: 'call', body: 'Later', dueAt: r.clock.now() + 90_000 });
    await r.untilIdle();
    const waits = await r.add({ channel: 'call', body: 'Two' });
    await r.untilIdle();
    // A minute after the first, but not within a minute of the planned one.
    expect((await getReminder(r.db, waits))?.runAt).toBe(r.clock.now() + 150_000);
  });

  it('gets the place of a send that never left', async () => {
    const refusals = new Set<number>();
    const r = await rig({
      answer: ({ reminderId }: StoredIntent) => {
        if (reminderId !== 1 || refusals.has(1)) return { class: 'accepted', message: 'ok' };
        refusals.add(1);
        return { class: 'retry', message: 'too many requests' };
      },
    });
    await r.add({ channel: 'call', body: 'One' });
    await r.untilIdle();
    await r.add({ channel: 'call', body: 'Two' });
    await r.untilIdle();
    expect(r.ledger()).toEqual([1, 2]);
  });
});

describe('the same words', () => {
  it('are held the second time, with the reminder that said them first', async () => {
    const r = await rig();
    await r.add({ body: 'Hello' });
    await r.untilIdle();
    const twin = await r.add({ body: 'Hello' });
    const other = await r.add({ body: 'Goodbye' });
    await r.untilIdle();
    expect(r.ledger()).toEqual([1, other]);
    expect(await getReminder(r.db, twin)).toMatchObject({
      state: 'held',
      holdReason: 'fuse',
      lastError: '+12025560000 was texted with the same words at 2026-11-23T09:00:00Z, for reminder 1',
    });
  });
});

/** Forty different calls to each of sixty people, all due in one minute: the accident of the interview. */
async function accident(r: Awaited<ReturnType<typeof rig>>): Promise<void> {
  for (let i = 0; i < 40; i += 1) {
    for (let person = 0; person < 60; person += 1) {
      const at = r.clock.now() + Math.floor((i * 60 + person) * (MINUTE / 2_400)) - MINUTE;
      await r.add({ channel: 'call', to: number(person), body: `Your karate class, call ${i}`, dueAt: at });
    }
  }
}

describe('the accident, replayed', () => {
  it('rings nobody twice, trips the fuse, tells the operator once, and loses nothing', async () => {
    const r = await rig();
    await accident(r);
    const second = new FakeDoor({ db: r.db, clock: r.clock, workerId: 'two' });
    await Promise.all([r.untilIdle(), r.run(r.engineOn(second))]);
    await r.clock.advance(MINUTE);
    await Promise.all([r.untilIdle(), r.run(r.engineOn(second))]);
    await r.clock.advance(HOUR);
    await r.untilIdle();
    const rung = [...r.door.ledger, ...second.ledger].map(({ to }) => to);
    expect(new Set(rung).size).toBe(rung.length);
    expect(rung.length).toBeLessThanOrEqual(60);
    expect(alarms(r.events)).toHaveLength(1);
    expect(alarms(r.events)).toMatchObject([
      { kind: 'fuse', detail: expect.stringMatching(/tripped.*10 sends were held back.*remind fuse reset/) },
    ]);
    const states = await r.db.all<{ state: string; n: number }>(
      `select state || coalesce(':' || hold_reason, '') as state, count(*) as n from reminder group by 1 order by 1`,
    );
    expect(states).toEqual([
      { state: 'held:fuse', n: 2_400 - rung.length },
      { state: 'sent', n: rung.length },
    ]);
    expect((await readFuse(r.db, r.clock.now())).tripped).not.toBeNull();
  }, 60_000);

  it('lets one go to each person when the fuse is reset, and shows that before', async () => {
    const r = await rig();
    await accident(r);
    await r.untilIdle();
    const rung = r.door.ledger.length;
    const held = (await readFuse(r.db, r.clock.now())).held;
    await r.clock.advance(2 * MINUTE);
    const preview = await previewReset(r.db, r.clock.now());
    expect(preview).toMatchObject({ held: 60, go: 60, useless: 0, stay: held - 60 });
    expect(await resetFuse(r.release)).toEqual(preview);
    expect(await openStops(r.db)).toEqual([]);
    await r.clock.advance(10 * MINUTE);
    await r.untilIdle();
    const after = r.door.ledger.slice(rung).map(({ to }) => to);
    expect(new Set(after).size).toBe(60);
    expect(alarms(r.events)).toHaveLength(1);
  }, 60_000);
});

describe('what a resume lets go', () => {
  it('does not trip the fuse by being sent a moment after it is due, nor beside what is planned', async () => {
    const r = await rig();
    const pause = { kind: 'pause', tenantId: null, reason: null } as const;
    await beginStop(r.db, pause, r.clock.now());
    for (let i = 0; i < 24; i += 1) await r.add({ channel: 'call', to: number(i % 12), body: `Call ${i}` });
    await r.untilIdle();
    // A third to each, due while the second would go.
    const later = r.clock.now() + MINUTE + 10_000;
    for (let i = 0; i < 12; i += 1)
      await r.add({ channel: 'call', to: number(i), body: `Later ${i}`, dueAt: later });
    expect(await resume(r.release, null)).toMatchObject({ held: 24, go: 24 });
    for (let i = 0; i < 300; i += 1) {
      await r.clock.advance(700);
      await r.untilIdle();
    }
    expect(r.door.ledger).toHaveLength(36);
    expect(await r.db.all('select * from fuse_block')).toEqual([]);
    expect(alarms(r.events)).toEqual([]);
  }, 60_000);
});

describe('everybody together', () => {
  it('trip the fuse at so many sends a minute; what is left is held, and goes after a reset', async () => {
    const r = await rig();
    for (let i = 0; i < 620; i += 1) await r.add({ to: number(i), body: `Hello ${i}` });
    await r.untilIdle();
    expect(r.door.ledger).toHaveLength(600);
    expect(alarms(r.events)).toMatchObject([
      { detail: expect.stringContaining('the limit of 600 sends in a minute was reached') },
    ]);
    await r.clock.advance(2 * MINUTE);
    expect(await resetFuse(r.release)).toMatchObject({ go: 20, lastAt: r.clock.now() + 19 * 200 });
    await r.clock.advance(MINUTE);
    await r.untilIdle();
    expect(r.door.ledger).toHaveLength(620);
  }, 60_000);
});

describe('a send that a person watches', () => {
  const send = (r: Awaited<ReturnType<typeof rig>>, body: string, onAlarm?: (alarm: Alarm) => void) =>
    sendNow(
      { ...r.base, door: r.door, ...(onAlarm && { onAlarm }) },
      newReminder(r.clock.now(), { channel: 'call', to: number(0), body }),
      '+15005550006',
    );

  it('is refused, stores nothing, and says when it may go', async () => {
    const r = await rig();
    await send(r, 'One');
    const refused = send(r, 'Two');
    await expect(refused).rejects.toThrow(RefusedError);
    await expect(refused).rejects.toMatchObject({
      message: expect.stringContaining('1 call to one recipient in a minute'),
      hint: expect.stringContaining('may go at 2026-11-23T09:01:00Z'),
    });
    expect(await r.db.get('select count(*) as n from reminder')).toEqual({ n: 1 });
    expect((await readFuse(r.db, r.clock.now())).blocksInHour).toBe(1);
  });

  it('in a loop trips the fuse as well, with one alarm', async () => {
    const r = await rig();
    const told: Alarm[] = [];
    for (let i = 0; i < 15; i += 1) await send(r, `Call ${i}`, (alarm) => told.push(alarm)).catch(() => {});
    expect(told).toHaveLength(1);
    expect(r.door.ledger).toHaveLength(1);
    await expect(send(r, 'Another', (alarm) => told.push(alarm))).rejects.toThrow(
      'the blast fuse has tripped',
    );
    expect(told).toHaveLength(1);
  });
});
