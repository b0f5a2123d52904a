// Engine, recovery and reconciliation on one database, a clock that stands still, and a ledger of Twilio's.

import type { NewReminder, OnUnknown } from '../../src/core/reminder.ts';
import { Engine } from '../../src/delivery/engine.ts';
import type { DeliveryEvent } from '../../src/delivery/events.ts';
import { Reconciler } from '../../src/delivery/reconcile.ts';
import { expireAbsent, recoverLeases } from '../../src/delivery/recover.ts';
import type { Db } from '../../src/store/db.ts';
import { getIntent } from '../../src/store/intents.ts';
import { getListedReminder } from '../../src/store/reminder-changes.ts';
import { insertReminder, type ListedReminder } from '../../src/store/reminders.ts';
import { systemClock } from '../../src/system/clock.ts';
import { TestClock, testRandom } from '../clock.ts';
import { newReminder, tempDb } from '../store/temp-db.ts';
import { FakeDoor, type FakeDoorOptions } from './fake-door.ts';

export const GRACE = 120_000;
export const TIMEOUT = 30_000;

// The next instant at which a look, a send, the end of a lease or of a reminder's use is due.
const NEXT = `
  select min(at) as at from (
    select next_look_at as at from intent where next_look_at is not null
    union all select run_at from reminder where state = 'scheduled'
    union all select lease_until + 1 from intent where outcome = 'pending'
    union all select expires_at from reminder where state = 'unknown')
  where at > ?`;

export interface DoubtRig {
  readonly db: Db;
  readonly clock: TestClock;
  readonly door: FakeDoor;
  readonly reconciler: Reconciler;
  readonly events: DeliveryEvent[];
  /** A reminder due now. */
  add(changes?: Partial<NewReminder>): Promise<number>;
  /** Sends what is due. */
  send(): Promise<void>;
  /** Time passes, from instant to instant at which something may happen: recovery, looks, what they set free. */
  pass(ms: number): Promise<void>;
  reminder(id: number): Promise<ListedReminder>;
  /** The newest intent of a reminder. */
  intent(id: number): Promise<NonNullable<Awaited<ReturnType<typeof getIntent>>>>;
  /** The events of a kind, without that kind. */
  told(event: DeliveryEvent['event']): readonly DeliveryEvent[];
}

export interface DoubtRigOptions extends Partial<FakeDoorOptions> {
  readonly onUnknown?: OnUnknown;
}

export async function doubtRig({ onUnknown, ...options }: DoubtRigOptions = {}): Promise<DoubtRig> {
  const db = options.db ?? (await tempDb());
  const clock = options.clock ?? new TestClock();
  const door = new FakeDoor({ ...options, db, clock });
  const events: DeliveryEvent[] = [];
  const signal = new AbortController().signal;
  const shared = {
    db,
    door,
    clock,
    realClock: systemClock,
    emit: (event: DeliveryEvent) => events.push(event),
  };
  const engine = new Engine({
    ...shared,
    random: testRandom(),
    concurrency: 16,
    defaultFrom: '+15005550006',
    graceMs: GRACE,
  });
  const reconciler = new Reconciler({
    ...shared,
    signal,
    wake: () => engine.wake(),
    graceMs: GRACE,
    requestTimeoutMs: TIMEOUT,
    onUnknown: onUnknown ?? null,
  });
  const send = async (): Promise<void> => {
    engine.wake();
    await engine.run(signal, async ({ nextRunAt }) => {
      return nextRunAt === null || nextRunAt > clock.now();
    });
  };
  const round = async (): Promise<void> => {
    await db.tx((sql) => recoverLeases(sql, clock.now(), GRACE));
    await db.tx((sql) => expireAbsent(sql, clock.now()));
    await reconciler.round();
    await send();
  };
  return {
    db,
    clock,
    door,
    reconciler,
    events,
    send,
    add: (changes) => insertReminder(db, newReminder(clock.now(), changes), clock.now()),
    async pass(ms) {
      const end = clock.now() + ms;
      while (clock.now() < end) {
        const { at } = (await db.get<{ at: number | null }>(NEXT, [clock.now()])) ?? { at: null };
        clock.set(Math.min(end, at ?? end));
        await round();
      }
    },
    async reminder(id) {
      const reminder = await getListedReminder(db, id);
      if (!reminder) throw new Error(`no reminder ${id}`);
      return reminder;
    },
    async intent(id) {
      const intentId = (await getListedReminder(db, id))?.intentId ?? 0;
      const intent = await getIntent(db, intentId);
      if (!intent) throw new Error(`no intent of reminder ${id}`);
      return intent;
    },
    told: (kind) => events.filter(({ event }) => event === kind),
  };
}

/** What a request of unknown outcome is answered with. */
export const NO_ANSWER = { class: 'unknown', message: 'no answer: the connection broke' } as const;
