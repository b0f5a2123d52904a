// Engine, inbound texts and receipts on one database, a clock that stands still, and a ledger of Twilio's.

import type { NewReminder } from '../../src/core/reminder.ts';
import { Engine } from '../../src/delivery/engine.ts';
import type { DeliveryEvent } from '../../src/delivery/events.ts';
import type { AnswerReminder } from '../../src/delivery/heed.ts';
import { Inbound } from '../../src/delivery/inbound.ts';
import type { Verdict } from '../../src/gateway/door.ts';
import type { StoredIntent } from '../../src/store/intents.ts';
import { getReminder, insertReminder } from '../../src/store/reminders.ts';
import { systemClock } from '../../src/system/clock.ts';
import { TestClock, testRandom } from '../clock.ts';
import { newReminder, tempDb } from '../store/temp-db.ts';
import { FakeDoor } from './fake-door.ts';

export const MAIN = '+15005550006';
export const PERSON = '+12025550123';

interface Options {
  readonly answer?: AnswerReminder;
  readonly verdict?: (intent: StoredIntent) => Verdict;
  readonly clock?: TestClock;
}

export async function inboundRig({ answer, verdict, clock = new TestClock() }: Options = {}) {
  const db = await tempDb();
  const door = new FakeDoor({ db, clock, ...(verdict && { answer: verdict }) });
  const events: DeliveryEvent[] = [];
  const signal = new AbortController().signal;
  const shared = {
    db,
    door,
    clock,
    realClock: systemClock,
    defaultFrom: MAIN,
    callsInstead: true,
    emit: (event: DeliveryEvent) => void events.push(event),
  };
  const engine = new Engine({ ...shared, random: testRandom(), concurrency: 16, graceMs: 120_000 });
  const inbound = new Inbound({
    ...shared,
    answer,
    sent: () => engine.tally.sent,
    wake: () => engine.wake(),
    signal,
  });
  let added = 0;
  return {
    ...shared,
    twilio: door.twilio,
    events,
    inbound,
    async add(changes: Partial<NewReminder> & { readonly inMs?: number } = {}) {
      added += 1;
      const { inMs = 0, ...rest } = changes;
      const reminder = newReminder(clock.now() + inMs, {
        body: `Hello number ${added}`,
        from: null,
        ...rest,
      });
      return await insertReminder(db, reminder, clock.now());
    },
    async send() {
      engine.wake();
      await engine.run(signal, async ({ nextRunAt }) => nextRunAt === null || nextRunAt > clock.now());
    },
    /** Somebody texts, and half a minute later it has been read. */
    async text(body: string, { from = PERSON, to = MAIN } = {}) {
      const row = door.twilio.text(from, to, body);
      clock.set(clock.now() + 30_000);
      await inbound.round();
      return row.value.sid;
    },
    reminder: (id: number) => getReminder(db, id),
    told: (kind: DeliveryEvent['event']) => events.filter(({ event }) => event === kind),
  };
}
