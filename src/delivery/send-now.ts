// One send at once, through the same door and intents as the daemon's, with the same trace in the database.

import type { OnAlarm } from '../core/alarm.ts';
import type { Clock, Random } from '../core/clock.ts';
import { RefusedError } from '../core/errors.ts';
import type { NewReminder, Reminder } from '../core/reminder.ts';
import type { Door } from '../gateway/door.ts';
import { noteRefusal } from '../gateway/fuse.ts';
import type { Refusal } from '../gateway/reserve.ts';
import { takeReminder } from '../store/claims.ts';
import type { Db, Sql } from '../store/db.ts';
import { getReminder, insertReminder } from '../store/reminders.ts';
import { type PollDue, pollOfReminder } from '../store/twilio-rows.ts';
import type { Claim } from './claim.ts';
import { composeDraft } from './compose.ts';
import { pollOne } from './receipts.ts';
import { settle } from './settle.ts';

// A person is watching: once a second, not at the daemon's widening pace.
const LOOK_MS = 1_000;

export interface SendDeps {
  readonly db: Db;
  readonly door: Door;
  readonly clock: Clock;
  readonly random: Random;
  readonly onAlarm?: OnAlarm;
  /** How long after an outcome became unknown a daemon first looks for it. */
  readonly graceMs: number;
}

/**
 * Stores the reminder with its intent, sends it, and writes down what came of it.
 * @throws RefusedError when a guard says no: then nothing is stored.
 */
export async function sendNow(deps: SendDeps, reminder: NewReminder, from: string): Promise<Reminder> {
  const now = deps.clock.now();
  const claim = await claimOrNote({ deps, reminder, from, now });
  const startedAt = deps.clock.now();
  const exchanged = await deps.door.exchange(claim.intentId);
  const { random, graceMs } = deps;
  const terms = { now: deps.clock.now(), random, graceMs, retries: false };
  await deps.db.tx((sql) => settle(sql, { claim, exchanged, startedAt }, terms));
  return await stored(deps.db, claim.reminder.id);
}

interface Start {
  readonly deps: SendDeps;
  readonly reminder: NewReminder;
  readonly from: string;
  readonly now: number;
}

/** A guard's no, on its way out of the transaction that it rolls back. */
class RefusedSend extends RefusedError {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(`not sent: ${refusal.message}`, { hint: refusal.hint });
    this.refusal = refusal;
  }
}

/** Nothing of a refused send is stored but what the fuse must remember: a script in a loop is a blast as well. */
async function claimOrNote(start: Start): Promise<Claim> {
  const { deps, reminder, now } = start;
  try {
    return await deps.db.tx((sql) => claimAtOnce(sql, start));
  } catch (error) {
    if (!(error instanceof RefusedSend)) throw error;
    const what = { to: reminder.to, reminderId: null, now };
    const noted = await deps.db.tx((sql) => noteRefusal(sql, error.refusal, what));
    if (noted.alarm) deps.onAlarm?.(noted.alarm);
    throw new RefusedError(`not sent: ${noted.message}`, { hint: noted.hint });
  }
}

async function claimAtOnce(sql: Sql, { deps, reminder, from, now }: Start): Promise<Claim> {
  const id = await insertReminder(sql, reminder, now);
  const due = { ...reminder, id, tenantSender: null, attempts: 0, lastError: null };
  const draft = composeDraft(due, { accountSid: deps.door.accountSid, from, purpose: 'send', now });
  const reservation = await deps.door.reserve(sql, draft, now);
  if (!reservation.ok) throw new RefusedSend(reservation.refusal);
  await takeReminder(sql, id, reservation.intentId, now);
  return { intentId: reservation.intentId, reminder: due };
}

/** Follows a sent reminder until Twilio says something final, `signal` aborts, or `deadline` passes. */
export async function followReceipt(
  deps: SendDeps,
  id: number,
  { deadline, signal }: { readonly deadline: number; readonly signal: AbortSignal },
): Promise<Reminder> {
  while (deps.clock.now() < deadline && !signal.aborted) {
    const poll: PollDue | undefined = await pollOfReminder(deps.db, id);
    if (!poll) break;
    await pollOne({ ...deps, emit: () => {} }, poll);
    await deps.clock.sleep(LOOK_MS, signal);
  }
  return await stored(deps.db, id);
}

async function stored(sql: Sql, id: number): Promise<Reminder> {
  const reminder = await getReminder(sql, id);
  if (!reminder) throw new Error(`reminder ${id} vanished while it was being sent`);
  return reminder;
}
