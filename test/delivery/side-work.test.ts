import { describe, expect, it } from 'vitest';
import { runDaemon } from '../../src/delivery/daemon.ts';
import type { DeliveryEvent } from '../../src/delivery/events.ts';
import { Housekeeping, type HousekeepingDeps } from '../../src/delivery/housekeeping.ts';
import { isPollOver, pollDelayMs } from '../../src/delivery/poll-pace.ts';
import { pollReceipts } from '../../src/delivery/receipts.ts';
import { expireHeld, recoverLeases } from '../../src/delivery/recover.ts';
import { readStatus } from '../../src/delivery/status.ts';
import type { Door, Read } from '../../src/gateway/door.ts';
import { insertExchange } from '../../src/store/api-log.ts';
import { takeReminder } from '../../src/store/claims.ts';
import type { Db } from '../../src/store/db.ts';
import type { Heartbeat } from '../../src/store/heartbeats.ts';
import { getIntent, insertIntent } from '../../src/store/intents.ts';
import { getReminder, insertReminder, moveReminder } from '../../src/store/reminders.ts';
import { systemClock } from '../../src/system/clock.ts';
import { TestClock, testRandom } from '../clock.ts';
import { newReminder, tempDb } from '../store/temp-db.ts';
import { FakeDoor } from './fake-door.ts';

const WORKER = { workerId: 'h:1:a', role: 'daemon', host: 'h', pid: 1, version: '0' };

async function world() {
  const db = await tempDb();
  const clock = new TestClock();
  const events: DeliveryEvent[] = [];
  const door = new FakeDoor({ db, clock });
  return { db, clock, events, door, emit: (event: DeliveryEvent) => void events.push(event) };
}

async function processing(
  db: Db,
  clock: TestClock,
  leaseUntil: number,
): Promise<{ id: number; intentId: number }> {
  const now = clock.now();
  const id = await insertReminder(db, newReminder(now), now);
  const draft = {
    kind: 'message',
    purpose: 'reminder',
    tenantId: 1,
    reminderId: id,
    attempt: 1,
    targetSid: null,
  } as const;
  const rest = { to: '+12025550123', from: '+15005550006', params: {}, expiresAt: null };
  const terms = { accountSid: 'AC1', mode: 'own', workerId: 'dead', now, leaseUntil } as const;
  const intentId = await insertIntent(db, { ...draft, ...rest }, terms);
  await takeReminder(db, id, intentId, now);
  return { id, intentId };
}

describe('leases', () => {
  it('makes unknown what a dead sender left, once its lease has ended, and not before', async () => {
    const { db, clock } = await world();
    const { id, intentId } = await processing(db, clock, clock.now() + 60_000);
    expect(await db.tx((sql) => recoverLeases(sql, clock.now() + 60_000, 120_000))).toEqual([]);
    expect(await db.tx((sql) => recoverLeases(sql, clock.now() + 60_001, 120_000))).toMatchObject([
      { event: 'unknown' },
    ]);
    expect((await getReminder(db, id))?.state).toBe('unknown');
    expect((await getIntent(db, intentId))?.outcome).toBe('unknown');
    expect(await db.tx((sql) => recoverLeases(sql, clock.now() + 99_999, 120_000))).toEqual([]);
  });
});

describe('held reminders', () => {
  it('expire when they are of no more use, and are reported', async () => {
    const { db, clock } = await world();
    const id = await insertReminder(db, newReminder(clock.now()), clock.now());
    await moveReminder(db, id, { from: 'scheduled', to: 'held', holdReason: 'mode' }, clock.now());
    expect(await db.tx((sql) => expireHeld(sql, clock.now()))).toEqual([]);
    const late = clock.now() + 5 * 3_600_000;
    expect(await db.tx((sql) => expireHeld(sql, late))).toMatchObject([
      { event: 'expired', to: '+12025550123' },
    ]);
    expect(await getReminder(db, id)).toMatchObject({ state: 'expired', holdReason: null });
  });
});

describe('receipts', () => {
  async function sent() {
    const w = await world();
    const id = await insertReminder(w.db, newReminder(w.clock.now()), w.clock.now());
    const options = { concurrency: 1, until: 'once' } as const;
    await runDaemon(daemonDeps(w), options, new AbortController().signal);
    return { ...w, id };
  }
  const answering = (door: Door, status: string | null): Door => ({
    accountSid: door.accountSid,
    mode: door.mode,
    reserve: door.reserve.bind(door),
    exchange: door.exchange.bind(door),
    close: door.close.bind(door),
    async read(): Promise<Read> {
      const verdict = { class: 'accepted', message: '' } as const;
      if (status === null) return { verdict, httpStatus: 500, row: undefined, log: undefined };
      const value = {
        accountSid: door.accountSid,
        sid: 'SM00000000000000000000000000000001',
        direction: null,
        from: null,
        to: null,
        messagingServiceSid: null,
        body: null,
        status,
        errorCode: null,
        errorMessage: null,
        numSegments: null,
        numMedia: null,
        priceMicros: null,
        priceUnit: null,
        dateCreated: null,
        dateSent: null,
        dateUpdated: null,
      };
      return { verdict, httpStatus: 200, row: { kind: 'message', value }, log: undefined };
    },
  });

  it('are asked for until they are final, ever more rarely', async () => {
    const { db, clock, door, id, emit, events } = await sent();
    await clock.advance(1_000);
    for (const status of ['sending', 'sent', 'delivered', 'queued']) {
      await pollReceipts({ db, clock, emit, door: answering(door, status) });
      await clock.advance(60_000);
    }
    expect(events.filter((event) => event.event === 'receipt').map((event) => event.receipt)).toEqual([
      'sending',
      'sent',
      'delivered',
    ]);
    expect((await getReminder(db, id))?.receipt).toBe('delivered');
  });

  it('are put off when the answer cannot be read, and keep what was known', async () => {
    const { db, clock, door, id, emit } = await sent();
    await clock.advance(1_000);
    const deps = { db, clock, emit, door: answering(door, null) };
    expect(await pollReceipts(deps)).toBe(1);
    expect(await pollReceipts(deps)).toBe(0);
    expect((await getReminder(db, id))?.receipt).toBe('queued');
  });

  it('widen from a second to five minutes and end after a day and a half', () => {
    expect([0, 1, 2, 20].map((polls) => pollDelayMs('message', polls))).toEqual([
      1_000, 2_000, 4_000, 300_000,
    ]);
    expect(isPollOver(0, 36 * 3_600_000)).toBe(false);
    expect(isPollOver(0, 36 * 3_600_000 + 1)).toBe(true);
    expect(isPollOver(null, 1e15)).toBe(false);
  });
});

/** Fills the API log with exchanges whose time to be kept is over. */
async function logLongAgo({ db, clock }: Awaited<ReturnType<typeof world>>, count: number): Promise<void> {
  await db.tx(async (sql) => {
    for (let i = 0; i < count; i += 1) await insertExchange(sql, logged(clock.now() - 15 * 24 * 3_600_000));
  });
}

async function logLength(db: Db): Promise<number | undefined> {
  return (await db.get<{ n: number }>('select count(*) as n from api_log'))?.n;
}

function logged(at: number) {
  return {
    at,
    accountSid: 'AC',
    intentId: null,
    method: 'GET',
    url: '/',
    request: null,
    status: 200,
    response: '{}',
    error: null,
    durationMs: 1,
    requestId: null,
  };
}

function daemonDeps({ db, clock, door, emit }: Awaited<ReturnType<typeof world>>) {
  return {
    db,
    door,
    clock,
    emit,
    realClock: systemClock,
    random: testRandom(),
    defaultFrom: '+15005550006',
    graceMs: 120_000,
    requestTimeoutMs: 30_000,
    onUnknown: null,
    onStrangers: 'stop' as const,
    worker: WORKER,
    createOccurrences: async () => 0,
    rollForward: async () => {},
    checkpoint: async () => {},
  };
}

describe('the daemon', () => {
  it('--once sends what is due at its start, tells its beginning and end, and signs off', async () => {
    const w = await world();
    const due = await insertReminder(w.db, newReminder(w.clock.now()), w.clock.now());
    const later = await insertReminder(w.db, newReminder(w.clock.now() + 1_500), w.clock.now());
    const result = await runDaemon(
      daemonDeps(w),
      { concurrency: 4, until: 'once' },
      new AbortController().signal,
    );
    expect(result).toEqual({ sent: 1, failed: 0, haltedBy: null, alarm: null, stops: [] });
    expect((await getReminder(w.db, due))?.state).toBe('sent');
    expect((await getReminder(w.db, later))?.state).toBe('scheduled');
    expect(w.events.map((event) => event.event)).toEqual(['started', 'sent', 'stopped']);
    const status = await readStatus(w.db, w.clock.now(), systemClock.now());
    expect(status.workers).toMatchObject([{ workerId: 'h:1:a', state: 'stopped', sent: 1 }]);
    expect(status.states).toEqual({ sent: 1, scheduled: 1 });
  });

  it('creates occurrences and finishes imports before it claims anything', async () => {
    const w = await world();
    const order: string[] = [];
    const deps = {
      ...daemonDeps(w),
      rollForward: async () => void order.push('imports'),
      createOccurrences: async () => order.push('occurrences') && 0,
      emit: (event: DeliveryEvent) => void order.push(event.event),
    };
    await insertReminder(w.db, newReminder(w.clock.now()), w.clock.now());
    await runDaemon(deps, { concurrency: 1, until: 'once' }, new AbortController().signal);
    expect(order.slice(0, 4)).toEqual(['started', 'imports', 'occurrences', 'sent']);
  });

  it('sends before it purges a long log, and ends when the log is purged', async () => {
    const w = await world();
    const order: string[] = [];
    const deps = {
      ...daemonDeps(w),
      checkpoint: async () => void order.push('purged'),
      emit: (event: DeliveryEvent) => void order.push(event.event),
    };
    await logLongAgo(w, 1_000);
    await insertReminder(w.db, newReminder(w.clock.now()), w.clock.now());
    await runDaemon(deps, { concurrency: 1, until: 'once' }, new AbortController().signal);
    expect(order).toEqual(['started', 'sent', 'purged', 'stopped']);
    expect(await logLength(w.db)).toBe(0);
  });

  it('leaves the rest of a long log to the next start when it is told to stop', async () => {
    const w = await world();
    const stop = new AbortController();
    const deps = { ...daemonDeps(w), checkpoint: async () => {} };
    await logLongAgo(w, 1_000);
    stop.abort();
    await runDaemon(deps, { concurrency: 1, until: 'forever' }, stop.signal);
    expect(await logLength(w.db)).toBe(1_000);
  });

  /** A reminder whose first try got no answer, with a look that is due in `inMs`. */
  async function doubted(w: Awaited<ReturnType<typeof world>>, inMs: number): Promise<number> {
    const { id, intentId } = await processing(w.db, w.clock, w.clock.now() - 1);
    await w.db.run('update intent set account_sid = ?', [w.door.accountSid]);
    await w.db.tx((sql) => recoverLeases(sql, w.clock.now(), 120_000));
    await w.db.run('update intent set next_look_at = ?, looks = 2 where id = ?', [
      w.clock.now() + inMs,
      intentId,
    ]);
    return id;
  }
  const run = (w: Awaited<ReturnType<typeof world>>, until: 'once' | 'idle') =>
    runDaemon(daemonDeps(w), { concurrency: 1, until }, new AbortController().signal);

  it('--until-idle makes the looks that are due, and sends what they set free', async () => {
    const w = await world();
    const id = await doubted(w, 0);
    await run(w, 'idle');
    expect(await getReminder(w.db, id)).toMatchObject({ state: 'sent', attempts: 2 });
    expect(w.events.map((event) => event.event)).toEqual(['started', 'reconciled', 'sent', 'stopped']);
  });

  it('--once makes them too, and leaves what they set free to the next run', async () => {
    const w = await world();
    const id = await doubted(w, 0);
    await run(w, 'once');
    expect((await getReminder(w.db, id))?.state).toBe('scheduled');
    await run(w, 'once');
    expect((await getReminder(w.db, id))?.state).toBe('sent');
  });

  it.each(['once', 'idle'] as const)(
    'waits for no look that is not due (%s), nor for Twilio that is down',
    async (until) => {
      const w = await world();
      const id = await doubted(w, 1);
      await run(w, until);
      expect(w.door.twilio.asked).toEqual([]);
      await w.clock.advance(1);
      w.door.twilio.down = { class: 'retry', message: 'no connection' };
      await run(w, until);
      // Besides the comparison at the start, which waits for nothing either.
      expect(w.door.twilio.asked.filter(({ path }) => path.includes('To='))).toHaveLength(1);
      expect((await getReminder(w.db, id))?.state).toBe('unknown');
    },
  );

  it('says who halted it', async () => {
    const w = await world();
    const door = new FakeDoor({
      db: w.db,
      clock: w.clock,
      answer: () => ({ class: 'halt', message: '20003: the credentials are wrong' }),
    });
    await insertReminder(w.db, newReminder(w.clock.now()), w.clock.now());
    const result = await runDaemon(
      { ...daemonDeps(w), door },
      { concurrency: 1, until: 'idle' },
      new AbortController().signal,
    );
    expect(result).toMatchObject({
      haltedBy: expect.stringContaining('20003: the credentials are wrong'),
      alarm: null,
    });
  });
});

describe('housekeeping', () => {
  async function keeper(changes: Partial<HousekeepingDeps> = {}) {
    const w = await world();
    const beat: Heartbeat = {
      ...WORKER,
      startedAt: 0,
      beatAt: 0,
      stoppedAt: null,
      inFlight: 0,
      sent: 0,
      failed: 0,
      lastError: null,
      lastErrorAt: null,
    };
    let checkpoints = 0;
    const deps: HousekeepingDeps = {
      ...w,
      realClock: systemClock,
      createOccurrences: async () => 0,
      graceMs: 120_000,
      heartbeat: () => ({ ...beat, beatAt: systemClock.now() }),
      isBusy: () => false,
      signal: new AbortController().signal,
      wake: () => {},
      checkpoint: async () => {
        checkpoints += 1;
      },
      ...changes,
    };
    return { ...w, housekeeping: new Housekeeping(deps), checkpoints: () => checkpoints };
  }
  it('purges the log after fourteen days, then empties the write-ahead log', async () => {
    const { db, clock, housekeeping, checkpoints } = await keeper();
    const day = 24 * 3_600_000;
    for (let i = 0; i < 250; i += 1) await insertExchange(db, logged(clock.now() - 15 * day));
    await insertExchange(db, logged(clock.now() - 13 * day));
    await housekeeping.round();
    expect(await db.get('select count(*) as n from api_log')).toEqual({ n: 1 });
    expect(checkpoints()).toBe(1);
  });

  it('leaves the log alone while the engine is busy', async () => {
    const { db, clock, housekeeping } = await keeper({ isBusy: () => true });
    await insertExchange(db, logged(clock.now() - 99 * 24 * 3_600_000));
    await housekeeping.round();
    expect(await db.get('select count(*) as n from api_log')).toEqual({ n: 1 });
  });

  it('wakes the engine when occurrences were made', async () => {
    let woken = 0;
    const { housekeeping } = await keeper({
      createOccurrences: async () => 2,
      wake: () => {
        woken += 1;
      },
    });
    await housekeeping.round();
    expect(woken).toBe(1);
  });
});
