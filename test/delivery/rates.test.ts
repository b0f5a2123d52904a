// Rates with the engine and the real first half of the door: nothing here waits, the clock is virtual throughout.

import { describe, expect, it } from 'vitest';
import type { Rates } from '../../src/core/rate.ts';
import type { NewReminder } from '../../src/core/reminder.ts';
import { Engine } from '../../src/delivery/engine.ts';
import type { DeliveryEvent } from '../../src/delivery/events.ts';
import { sendNow } from '../../src/delivery/send-now.ts';
import type { Db } from '../../src/store/db.ts';
import { bringRates, lineSince } from '../../src/store/rates.ts';
import { getReminder, insertReminder } from '../../src/store/reminders.ts';
import { beginStop, endStop } from '../../src/store/stops.ts';
import { insertTenant } from '../../src/store/tenants.ts';
import { TestClock, testRandom } from '../clock.ts';
import { newReminder, tempDb } from '../store/temp-db.ts';
import { FakeDoor } from './fake-door.ts';

const FROM = '+15005550006';

async function rig(rates: Partial<Rates> = {}, options: { db?: Db; clock?: TestClock } = {}) {
  const db = options.db ?? (await tempDb());
  await bringRates(db, { callsPerSecond: 0, segmentsPerSecond: 0, ...rates });
  const clock = options.clock ?? new TestClock();
  const gone: { id: number; at: number }[] = [];
  const door = new FakeDoor({
    db,
    clock,
    answer: ({ reminderId }) => {
      gone.push({ id: reminderId ?? 0, at: clock.now() });
      return { class: 'accepted', message: 'ok' };
    },
  });
  const events: DeliveryEvent[] = [];
  const base = { db, door, clock, realClock: clock, random: testRandom(), graceMs: 120_000 };
  const engine = new Engine({ ...base, concurrency: 16, defaultFrom: FROM, emit: (e) => events.push(e) });
  const stop = new AbortController();
  let people = 0;
  return {
    db,
    clock,
    door,
    events,
    engine,
    add: (changes: Partial<NewReminder> = {}) => {
      people += 1;
      const to = `+1202${String(3_000_000 + people)}`;
      return insertReminder(db, newReminder(clock.now(), { to, ...changes }), clock.now());
    },
    send: () =>
      sendNow(base, newReminder(clock.now(), { to: '+12025550199', body: 'At once', channel: 'call' }), FROM),
    start: () => engine.run(stop.signal, async () => false),
    end: async (running: Promise<void>) => {
      stop.abort();
      await clock.advance(1_000);
      await running;
    },
    gone: (since = 0) => gone.map(({ id, at }) => [id, at - since] as const),
    order: () => gone.map(({ id }) => id),
  };
}

const call = (changes: Partial<NewReminder> = {}) => ({ channel: 'call' as const, ...changes });

describe('calls', () => {
  it('go at the rate of the account, and those that wait say why', async () => {
    const r = await rig({ callsPerSecond: 1 });
    const t0 = r.clock.now();
    const ids = [];
    for (let i = 0; i < 4; i += 1) ids.push(await r.add(call({ body: `Call ${i}` })));
    const running = r.start();
    await r.clock.advance(500);
    expect(r.order()).toEqual([ids[0]]);
    expect(await getReminder(r.db, ids[3] ?? 0)).toMatchObject({
      state: 'held',
      holdReason: 'rate',
      attempts: 0,
      lastError: 'waits: its turn comes at 1 call a second',
    });
    expect(r.events.filter(({ event }) => event === 'waiting')).toHaveLength(3);
    await r.clock.advance(4_000);
    expect(r.gone(t0)).toEqual(ids.map((id, i) => [id, i === 0 ? 0 : i * 1_000 - 100]));
    expect(await getReminder(r.db, ids[3] ?? 0)).toMatchObject({ state: 'sent', lastError: null });
    // Told once, not at each look.
    expect(r.events.filter(({ event }) => event === 'waiting')).toHaveLength(3);
    await r.end(running);
  });

  it('do not keep texts back, nor texts of one sender those of another', async () => {
    const r = await rig({ callsPerSecond: 0.1, segmentsPerSecond: 1 });
    const t0 = r.clock.now();
    for (let i = 0; i < 3; i += 1) await r.add(call({ body: `Call ${i}` }));
    for (const from of [FROM, FROM, '+15005550007', '+15005550007']) await r.add({ from });
    const running = r.start();
    await r.clock.advance(5_000);
    expect(r.gone(t0)).toEqual([
      [1, 0],
      [4, 0],
      [6, 0],
      [5, 900],
      [7, 900],
    ]);
    await r.end(running);
  });

  it('take no more claims than may go: what waits has no lease that could run out', async () => {
    const r = await rig({ callsPerSecond: 1 });
    for (let i = 0; i < 50; i += 1) await r.add(call());
    const running = r.start();
    await r.clock.advance(2_500);
    const intents = await r.db.get<{ n: number }>('select count(*) as n from intent');
    expect(intents?.n).toBe(r.gone().length);
    await r.end(running);
  });
});

describe('the line', () => {
  it('lets tenants take turns: one that wants a hundred does not keep the other waiting', async () => {
    const r = await rig({ callsPerSecond: 1 });
    const other = await insertTenant(r.db, tenant('Other'), r.clock.now());
    for (let i = 0; i < 10; i += 1) await r.add(call());
    const running = r.start();
    await r.clock.advance(1_500);
    const theirs = [
      await r.add(call({ tenantId: other })),
      await r.add(call({ tenantId: other, dueAt: r.clock.now() + 1 })),
    ];
    r.engine.wake();
    await r.clock.advance(4_000);
    expect(r.order()).toEqual([1, 2, theirs[0], 3, theirs[1], 4]);
    await r.end(running);
  });

  it('lets critical ones go first', async () => {
    const r = await rig({ callsPerSecond: 1 });
    for (let i = 0; i < 5; i += 1) await r.add(call());
    const running = r.start();
    await r.clock.advance(500);
    const critical = await r.add(call({ priority: 'critical' }));
    r.engine.wake();
    await r.clock.advance(1_500);
    expect(r.order()).toEqual([1, critical, 2]);
    await r.end(running);
  });

  it('is one line for two daemons, and the rate is kept', async () => {
    const one = await rig({ callsPerSecond: 2 });
    const two = await rig({ callsPerSecond: 2 }, { db: one.db, clock: one.clock });
    const t0 = one.clock.now();
    for (let i = 0; i < 20; i += 1) await one.add(call());
    const running = [one.start(), two.start()];
    await one.clock.advance(12_000);
    const all = [...one.gone(t0), ...two.gone(t0)].sort((a, b) => a[1] - b[1]);
    expect(all.map(([id]) => id)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
    expect(all.map(([, at]) => at)).toEqual(
      Array.from({ length: 20 }, (_, i) => (i === 0 ? 0 : i * 500 - 100)),
    );
    await one.end(running[0] as Promise<void>);
    await two.end(running[1] as Promise<void>);
  });

  it('is left by what meets a pause, and by what comes too late', async () => {
    const r = await rig({ callsPerSecond: 1 });
    for (let i = 0; i < 3; i += 1) await r.add(call({ expiresAt: r.clock.now() + 1_500 }));
    const running = r.start();
    await r.clock.advance(500);
    await beginStop(r.db, { kind: 'pause', tenantId: null, reason: null }, r.clock.now());
    await r.clock.advance(500);
    expect(await getReminder(r.db, 2)).toMatchObject({ state: 'held', holdReason: 'paused' });
    await endStop(r.db, { kind: 'pause', tenantId: null }, r.clock.now());
    await r.clock.advance(3_000);
    expect(r.order()).toEqual([1]);
    expect((await getReminder(r.db, 3))?.state).toBe('held');
    expect(await lineSince(r.db)).toBeNull();
    await r.end(running);
  });

  it('goes at once when the rate is taken away', async () => {
    const r = await rig({ callsPerSecond: 0.01 });
    for (let i = 0; i < 40; i += 1) await r.add(call());
    const running = r.start();
    await r.clock.advance(1_000);
    expect(r.order()).toHaveLength(1);
    await bringRates(r.db, { callsPerSecond: 0, segmentsPerSecond: 0 });
    r.engine.wake();
    await r.clock.advance(100);
    expect(r.order()).toHaveLength(40);
    await r.end(running);
  });
});

describe('a send by hand', () => {
  it('does not wait, and what it took is missing to the next', async () => {
    const r = await rig({ callsPerSecond: 1 });
    const t0 = r.clock.now();
    await r.send();
    await r.add(call());
    const running = r.start();
    await r.clock.advance(2_000);
    expect(r.gone(t0).map(([, at]) => at)).toEqual([0, 900]);
    await r.end(running);
  });
});

function tenant(name: string): Parameters<typeof insertTenant>[1] {
  return {
    name,
    zone: null,
    sender: null,
    country: null,
    onUnknown: null,
    quietFrom: null,
    quietUntil: null,
  };
}
