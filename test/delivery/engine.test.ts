import { describe, expect, it, onTestFinished } from 'vitest';
import type { NewReminder } from '../../src/core/reminder.ts';
import { Engine, type IsDone } from '../../src/delivery/engine.ts';
import type { DeliveryEvent } from '../../src/delivery/events.ts';
import type { Db } from '../../src/store/db.ts';
import { getReminder, insertReminder, moveReminder } from '../../src/store/reminders.ts';
import { systemClock } from '../../src/system/clock.ts';
import { settleAll, TestClock, testRandom } from '../clock.ts';
import { newReminder, tempDb } from '../store/temp-db.ts';
import { FakeDoor, type FakeDoorOptions } from './fake-door.ts';

interface Rig {
  readonly db: Db;
  readonly clock: TestClock;
  readonly door: FakeDoor;
  readonly engine: Engine;
  readonly events: DeliveryEvent[];
  add(inMs: number, changes?: Partial<NewReminder>): Promise<number>;
  /** Runs the engine until it has nothing due. */
  untilIdle(): Promise<void>;
}

async function rig(options: Partial<FakeDoorOptions> & { concurrency?: number } = {}): Promise<Rig> {
  const db = await tempDb();
  const clock = new TestClock();
  const door = new FakeDoor({ db, clock, ...options });
  const events: DeliveryEvent[] = [];
  let added = 0;
  const engine = new Engine({
    db,
    door,
    clock,
    realClock: systemClock,
    random: testRandom(),
    concurrency: options.concurrency ?? 16,
    defaultFrom: '+15005550006',
    graceMs: 120_000,
    emit: (event) => events.push(event),
  });
  return {
    db,
    clock,
    door,
    engine,
    events,
    // Each says something else: equal ones would wait for one another.
    add: (inMs, changes) => {
      added += 1;
      const reminder = newReminder(clock.now() + inMs, { body: `Hello number ${added}`, ...changes });
      return insertReminder(db, reminder, clock.now());
    },
    untilIdle: () =>
      engine.run(
        new AbortController().signal,
        async ({ nextRunAt }) => nextRunAt === null || nextRunAt > clock.now(),
      ),
  };
}

const stateOf = async (db: Db, id: number) => (await getReminder(db, id))?.state;

describe('the engine', () => {
  it('sends what is due, leaves what is not', async () => {
    const { db, add, untilIdle, door } = await rig();
    const [due, later] = [await add(0), await add(1)];
    await untilIdle();
    expect(await stateOf(db, due)).toBe('sent');
    expect(await stateOf(db, later)).toBe('scheduled');
    expect(door.ledger.map((intent) => intent.reminderId)).toEqual([due]);
  });

  it('writes the intent before it sends, and the answer after', async () => {
    const seen: string[] = [];
    const r = await rig({
      answer: async (intent) => {
        seen.push(intent.outcome, (await getReminder(r.db, intent.reminderId ?? 0))?.state ?? '');
        return { class: 'accepted', message: 'ok' };
      },
    });
    const id = await r.add(0);
    await r.untilIdle();
    expect(seen).toEqual(['pending', 'processing']);
    expect(await getReminder(r.db, id)).toMatchObject({ state: 'sent', receipt: 'queued', attempts: 1 });
  });

  it('wakes at the due instant, not before', async () => {
    const { engine, add, clock, door } = await rig();
    await add(5_000);
    const stop = new AbortController();
    const running = engine.run(stop.signal, async () => false);
    onTestFinished(() => stop.abort());
    await settleAll();
    await clock.advance(4_999);
    expect(door.ledger).toHaveLength(0);
    await clock.advance(1);
    await expect.poll(() => door.ledger.length).toBe(1);
    stop.abort();
    await running;
  });

  it('never has more requests under way than it may', async () => {
    let [underWay, most] = [0, 0];
    const { add, untilIdle, door } = await rig({
      concurrency: 3,
      answer: async () => {
        underWay += 1;
        most = Math.max(most, underWay);
        await settleAll(2);
        underWay -= 1;
        return { class: 'accepted', message: 'ok' };
      },
    });
    for (let i = 0; i < 20; i += 1) await add(-i);
    await untilIdle();
    expect(door.ledger).toHaveLength(20);
    expect(most).toBe(3);
  });

  it('sends critical ones before a backlog of normal ones', async () => {
    const { add, untilIdle, door } = await rig({ concurrency: 1 });
    for (let i = 0; i < 5; i += 1) await add(-1_000);
    const critical = await add(0, { priority: 'critical' });
    await untilIdle();
    expect(door.ledger[0]?.reminderId).toBe(critical);
  });

  it('drains what is in flight when it is told to stop, and claims no more', async () => {
    let answer = (): void => {};
    const r = await rig({
      concurrency: 1,
      answer: () =>
        new Promise((resolve) => {
          answer = () => resolve({ class: 'accepted', message: 'ok' });
        }),
    });
    const [first, second] = [await r.add(-2), await r.add(-1)];
    const stop = new AbortController();
    const running = r.engine.run(stop.signal, async () => false);
    await expect.poll(() => r.door.ledger.length).toBe(1);
    stop.abort();
    answer();
    await running;
    expect(await stateOf(r.db, first)).toBe('sent');
    expect(await stateOf(r.db, second)).toBe('scheduled');
    expect(r.door.ledger).toHaveLength(1);
  });

  it('two engines on one database send each reminder once', async () => {
    const one = await rig({ workerId: 'one' });
    const door = new FakeDoor({ db: one.db, clock: one.clock, workerId: 'two' });
    const base = {
      db: one.db,
      clock: one.clock,
      realClock: systemClock,
      random: testRandom(),
      concurrency: 4,
    };
    const two = new Engine({ ...base, door, graceMs: 120_000, defaultFrom: '+15005550006', emit: () => {} });
    for (let i = 0; i < 40; i += 1) await one.add(-i);
    const idle: IsDone = async ({ nextRunAt }) => nextRunAt === null;
    await Promise.all([one.untilIdle(), two.run(new AbortController().signal, idle)]);
    const sent = [...one.door.ledger, ...door.ledger].map((intent) => intent.reminderId);
    expect(new Set(sent).size).toBe(40);
    expect(sent).toHaveLength(40);
  });
});

describe('what is not sent', () => {
  it('expires what comes too late, and reports it', async () => {
    const { db, add, untilIdle, door, events, clock } = await rig();
    const id = await add(-10_000, { expiresAt: clock.now() - 1 });
    await untilIdle();
    expect(await stateOf(db, id)).toBe('expired');
    expect(door.ledger).toHaveLength(0);
    expect(events).toMatchObject([{ event: 'expired' }]);
  });

  it('holds what the allowlist refuses, and sends the rest', async () => {
    const allowlist = { mode: 'own', numbers: ['(202) 555-0199', '+1 202 555 0124'] } as const;
    const { db, add, untilIdle, door } = await rig({ allowlist });
    const [stranger, own] = [await add(0), await add(0, { to: '+12025550124' })];
    await untilIdle();
    expect(await getReminder(db, stranger)).toMatchObject({ state: 'held', holdReason: 'mode', attempts: 0 });
    expect(door.ledger.map((intent) => intent.reminderId)).toEqual([own]);
    expect(await db.get('select count(*) as n from intent')).toEqual({ n: 1 });
  });
});

describe('answers that are not a yes', () => {
  it('fails what Twilio refuses for good', async () => {
    const { db, add, untilIdle } = await rig({
      answer: () => ({ class: 'permanent', message: 'not a phone number', twilioCode: 21211 }),
    });
    const id = await add(0);
    await untilIdle();
    expect(await getReminder(db, id)).toMatchObject({ state: 'failed', lastError: 'not a phone number' });
  });

  it('never sends an unknown outcome again', async () => {
    const { db, add, untilIdle, door, clock } = await rig({
      answer: () => ({ class: 'unknown', message: 'connection reset' }),
    });
    const id = await add(0);
    await untilIdle();
    await clock.advance(3_600_000);
    await untilIdle();
    expect(await stateOf(db, id)).toBe('unknown');
    expect(door.ledger).toHaveLength(1);
  });

  it('tries again what was not processed, later, under a new intent', async () => {
    let tries = 0;
    const r = await rig({
      answer: () => {
        tries += 1;
        return tries === 1
          ? { class: 'retry', message: 'too many requests' }
          : { class: 'accepted', message: 'ok' };
      },
    });
    const id = await r.add(0);
    await r.untilIdle();
    expect(await stateOf(r.db, id)).toBe('scheduled');
    await r.clock.advance(60_000);
    await r.untilIdle();
    expect(await getReminder(r.db, id)).toMatchObject({ state: 'sent', attempts: 2, lastError: null });
    expect(r.door.ledger.map((intent) => intent.attempt)).toEqual([1, 2]);
  });

  it('stops all sending with one alarm when the account is refused, and holds what is due', async () => {
    const r = await rig({
      concurrency: 2,
      answer: () => ({ class: 'halt', message: '20003: authentication failed', twilioCode: 20003 }),
    });
    const ids: number[] = [];
    for (let i = 0; i < 5; i += 1) ids.push(await r.add(-i));
    await r.untilIdle();
    expect(r.door.ledger).toHaveLength(2);
    expect(await Promise.all(ids.map((id) => stateOf(r.db, id)))).toEqual(ids.map(() => 'held'));
    expect(r.events.filter(({ event }) => event === 'alarm')).toEqual([
      expect.objectContaining({
        kind: 'halt',
        detail: expect.stringContaining('20003: authentication failed'),
      }),
    ]);
    await r.add(0);
    await r.untilIdle();
    expect(r.door.ledger).toHaveLength(2);
    expect(r.events.filter(({ event }) => event === 'alarm')).toHaveLength(1);
  });

  it('expires instead of trying again when the retry would come too late', async () => {
    const { db, add, untilIdle, clock } = await rig({ answer: () => ({ class: 'retry', message: 'busy' }) });
    const id = await add(0, { expiresAt: clock.now() + 1 });
    await untilIdle();
    expect(await stateOf(db, id)).toBe('expired');
  });

  it('leaves a reminder alone that was cancelled while its answer was under way only after it was sent', async () => {
    const r = await rig({
      answer: async (intent) => {
        const moved = await moveReminder(
          r.db,
          intent.reminderId ?? 0,
          { from: 'scheduled', to: 'cancelled' },
          0,
        );
        expect(moved).toBe(false);
        return { class: 'accepted', message: 'ok' };
      },
    });
    const id = await r.add(0);
    await r.untilIdle();
    expect(await stateOf(r.db, id)).toBe('sent');
  });

  it('holds as unknown what broke down on its way', async () => {
    const { db, add, untilIdle } = await rig({
      answer: () => {
        throw new TypeError('a bug');
      },
    });
    const id = await add(0);
    await untilIdle();
    expect(await getReminder(db, id)).toMatchObject({ state: 'unknown' });
  });

  it('believes a SID once', async () => {
    const r = await rig({ sidOf: () => 'SM00000000000000000000000000000001' });
    const ids = [await r.add(-2), await r.add(-1)];
    await r.untilIdle();
    expect(await Promise.all(ids.map((id) => stateOf(r.db, id)))).toEqual(['sent', 'unknown']);
  });

  it('fails what no request can be made of, and sends the rest', async () => {
    const { db, add, untilIdle, events } = await rig();
    const hopeless = await add(-1, { channel: 'call', body: '&'.repeat(1_600) });
    const fine = await add(0);
    await untilIdle();
    expect(await stateOf(db, hopeless)).toBe('failed');
    expect(await stateOf(db, fine)).toBe('sent');
    expect(events.map((event) => event.event)).toContain('failed');
  });
});
