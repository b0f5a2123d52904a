// The stop button with the engine, the real door and a wire that only says yes.

import { describe, expect, it } from 'vitest';
import type { NewReminder } from '../../src/core/reminder.ts';
import { Engine } from '../../src/delivery/engine.ts';
import type { DeliveryEvent } from '../../src/delivery/events.ts';
import { pause, previewResume, resume } from '../../src/delivery/pause.ts';
import { Committed } from '../../src/gateway/committed.ts';
import type { Door } from '../../src/gateway/door.ts';
import { exchangeIntent } from '../../src/gateway/exchange.ts';
import { reserve } from '../../src/gateway/reserve.ts';
import type { WireRequest } from '../../src/gateway/wire.ts';
import type { Db } from '../../src/store/db.ts';
import { eventsOfReminder } from '../../src/store/events.ts';
import { getIntent } from '../../src/store/intents.ts';
import { getReminder, insertReminder } from '../../src/store/reminders.ts';
import { openStops } from '../../src/store/stops.ts';
import { insertTenant } from '../../src/store/tenants.ts';
import { systemClock } from '../../src/system/clock.ts';
import { TestClock, testRandom } from '../clock.ts';
import { guardedDb, newReminder } from '../store/temp-db.ts';

const ACCOUNT = 'AC00000000000000000000000000000001';
const MINUTE = 60_000;
const EVERYBODY = { tenantId: null, reason: null };

/** `between` runs after an intent is committed and before its request reaches the wire. */
async function rig(between: (db: Db, clock: TestClock) => Promise<unknown> = async () => {}) {
  const db = await guardedDb();
  const clock = new TestClock();
  const sent: WireRequest[] = [];
  const allowlist = { mode: 'simulator', numbers: [] } as const;
  const wire = {
    async send(request: WireRequest) {
      sent.push(request);
      const sid = `SM${String(sent.length).padStart(32, '0')}`;
      return {
        status: 201,
        headers: {},
        body: JSON.stringify({ sid, account_sid: ACCOUNT, status: 'queued' }),
      };
    },
    async close() {},
  };
  const deps = {
    committed: new Committed(db),
    wire,
    clock,
    realClock: clock,
    accountSid: ACCOUNT,
    allowlist,
    requestTimeoutMs: 30_000,
  };
  const door: Door = {
    accountSid: ACCOUNT,
    mode: 'simulator',
    reserve: (sql, draft, now) => {
      const terms = { accountSid: ACCOUNT, mode: 'simulator', workerId: 'w', now, allowlist } as const;
      return reserve(sql, draft, { ...terms, leaseUntil: now + MINUTE });
    },
    async exchange(intentId) {
      await between(db, clock);
      return await exchangeIntent(deps, intentId);
    },
    read: () => Promise.reject(new Error('nothing is read here')),
    close: async () => {},
  };
  const events: DeliveryEvent[] = [];
  const engine = new Engine({
    db,
    door,
    clock,
    realClock: systemClock,
    random: testRandom(),
    graceMs: 120_000,
    concurrency: 16,
    defaultFrom: '+15005550006',
    emit: (event) => events.push(event),
  });
  const number = (i: number) => `+1202555${String(i).padStart(4, '0')}`;
  return {
    db,
    clock,
    sent,
    events,
    release: { db, clock, rest: async () => {} },
    add: (i: number, changes: Partial<NewReminder> = {}) =>
      insertReminder(db, newReminder(clock.now() - 1_000, { to: number(i), ...changes }), clock.now()),
    untilIdle: () => {
      engine.wake();
      return engine.run(
        new AbortController().signal,
        async ({ nextRunAt }) => nextRunAt === null || nextRunAt > clock.now(),
      );
    },
  };
}

type Rig = Awaited<ReturnType<typeof rig>>;

async function salon({ db, clock }: Rig): Promise<number> {
  const nothing = {
    zone: null,
    country: null,
    sender: null,
    onUnknown: null,
    quietFrom: null,
    quietUntil: null,
  };
  return await insertTenant(db, { name: 'salon', ...nothing }, clock.now());
}

const stateOf = async (db: Db, id: number) => {
  const reminder = await getReminder(db, id);
  return reminder?.holdReason ? `held:${reminder.holdReason}` : reminder?.state;
};

describe('while sending is paused', () => {
  it('nothing goes out: what becomes due is held, and says why', async () => {
    const r = await rig();
    const id = await r.add(1);
    await pause(r.release, { tenantId: null, reason: 'wrong list' });
    await r.untilIdle();
    expect(r.sent).toEqual([]);
    expect(await getReminder(r.db, id)).toMatchObject({
      state: 'held',
      holdReason: 'paused',
      attempts: 0,
      lastError: 'sending is paused since 2026-11-23T09:00:00Z (wrong list)',
    });
    expect(r.events).toMatchObject([{ event: 'held', reason: 'paused' }]);
  });

  it('a tenant’s pause holds back that tenant only', async () => {
    const r = await rig();
    const tenantId = await salon(r);
    const [hers, mine] = [await r.add(1, { tenantId }), await r.add(2)];
    await pause(r.release, { tenantId, reason: null });
    await r.untilIdle();
    expect([await stateOf(r.db, hers), await stateOf(r.db, mine)]).toEqual(['held:paused', 'sent']);
  });

  it('pausing twice changes nothing', async () => {
    const r = await rig();
    const first = await pause(r.release, { tenantId: null, reason: 'first' });
    r.clock.set(r.clock.now() + MINUTE);
    const second = await pause(r.release, { tenantId: null, reason: 'second' });
    expect([first.isNew, second.isNew, second.stop]).toEqual([true, false, first.stop]);
  });

  it('a pause between commit and wire stops it: nothing left, and the reminder is held', async () => {
    const r = await rig((db, clock) => pause({ db, clock }, EVERYBODY));
    const ids = [await r.add(1), await r.add(2)];
    await r.untilIdle();
    expect(r.sent).toEqual([]);
    for (const id of ids) {
      const reminder = await getReminder(r.db, id);
      expect(reminder).toMatchObject({ state: 'held', holdReason: 'paused', attempts: 1 });
      expect(await getIntent(r.db, reminder?.intentId ?? 0)).toMatchObject({ outcome: 'not-sent' });
      expect((await eventsOfReminder(r.db, id)).map(({ kind }) => kind)).toEqual(['held']);
    }
    expect(r.events).toMatchObject([
      { event: 'held', reason: 'paused' },
      { event: 'held', reason: 'paused' },
    ]);
  });
});

describe('resume', () => {
  it('shows what goes and what is of no more use, and then does just that', async () => {
    const r = await rig();
    await pause(r.release, EVERYBODY);
    for (let i = 0; i < 5; i += 1) await r.add(i);
    for (let i = 5; i < 7; i += 1) await r.add(i, { expiresAt: r.clock.now() + 5 * MINUTE });
    await r.untilIdle();
    r.clock.set(r.clock.now() + 20 * MINUTE);
    const preview = await previewResume(r.db, null, r.clock.now());
    expect(preview).toMatchObject({
      held: 7,
      useless: 2,
      go: 5,
      lastAt: r.clock.now() + 4 * 200,
      tenants: [{ tenant: 'default', held: 7, useless: 2, go: 5 }],
      lateness: [{ upToMs: 60 * MINUTE, count: 5 }],
      remaining: [],
    });
    expect(await stateOf(r.db, 1)).toBe('held:paused');
    expect(await resume(r.release, null)).toEqual(preview);
    expect(await openStops(r.db)).toEqual([]);
    expect(await Promise.all([1, 2, 3, 4, 5, 6, 7].map((id) => stateOf(r.db, id)))).toEqual([
      ...Array(5).fill('scheduled'),
      ...Array(2).fill('expired'),
    ]);
    await r.untilIdle();
    expect(r.sent).toHaveLength(1);
    await r.clock.advance(4 * 200);
    await r.untilIdle();
    expect(r.sent).toHaveLength(5);
    expect((await eventsOfReminder(r.db, 1)).map(({ kind }) => kind)).toEqual(['held', 'released']);
  });

  it('spreads calls to one person out, and everything that was due without a daemon', async () => {
    const r = await rig();
    for (let i = 0; i < 3; i += 1) await r.add(9, { channel: 'call', body: `Call ${i}` });
    await pause(r.release, EVERYBODY);
    await resume(r.release, null);
    const runAt = async (id: number) => ((await getReminder(r.db, id))?.runAt ?? 0) - r.clock.now();
    // A minute, and what a send may be late.
    expect(await Promise.all([1, 2, 3].map(runAt))).toEqual([0, 65_000, 130_000]);
  });

  it('of one tenant lets only that one go, and of everybody leaves a paused tenant paused', async () => {
    const r = await rig();
    const tenantId = await salon(r);
    const [hers, mine] = [await r.add(1, { tenantId }), await r.add(2)];
    await pause(r.release, EVERYBODY);
    await pause(r.release, { tenantId, reason: null });
    await r.untilIdle();
    const first = await resume(r.release, tenantId);
    expect(first).toMatchObject({ ended: { tenantName: 'salon' }, held: 0, remaining: [{ tenantId: null }] });
    expect([await stateOf(r.db, hers), await stateOf(r.db, mine)]).toEqual(['held:paused', 'held:paused']);
    await pause(r.release, { tenantId, reason: null });
    expect(await resume(r.release, null)).toMatchObject({ go: 1, remaining: [{ tenantName: 'salon' }] });
    expect([await stateOf(r.db, hers), await stateOf(r.db, mine)]).toEqual(['held:paused', 'scheduled']);
    expect(await resume(r.release, tenantId)).toMatchObject({ go: 1, remaining: [] });
  });

  it('without a pause has nothing to do, and takes up what a resume cut short has left', async () => {
    const r = await rig();
    await r.add(1);
    await pause(r.release, EVERYBODY);
    await r.untilIdle();
    await r.db.run('update stop set ended_at = 1');
    expect(await resume(r.release, null)).toMatchObject({ ended: null, held: 1, go: 1 });
    expect(await resume(r.release, null)).toMatchObject({ ended: null, held: 0, go: 0 });
  });

  it('lets two thousand go in portions, each once', async () => {
    const r = await rig();
    await pause(r.release, EVERYBODY);
    for (let i = 0; i < 2_000; i += 1) await r.add(i);
    await r.db.run(`update reminder set state = 'held', hold_reason = 'paused'`);
    let rests = 0;
    const rest = async () => {
      rests += 1;
    };
    const { go, lastAt } = await resume({ ...r.release, rest }, null);
    expect([go, lastAt]).toEqual([2_000, r.clock.now() + 1_999 * 200]);
    expect(rests).toBeGreaterThan(1);
    expect(
      await r.db.get(`select count(distinct run_at) as n from reminder where state = 'scheduled'`),
    ).toEqual({
      n: 2_000,
    });
  });
});
