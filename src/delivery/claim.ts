// The claim: due reminders, each with its guards asked and its intent written, in one transaction.

import { crashPoint } from '../core/crash-point.ts';
import { UsageError } from '../core/errors.ts';
import { formatId } from '../core/id.ts';
import type { IntentDraft } from '../core/intent.ts';
import type { QuietHours } from '../core/quiet-hours.ts';
import { laneOf } from '../core/rate.ts';
import type { Door } from '../gateway/door.ts';
import type { Refusal } from '../gateway/reserve.ts';
import {
  type Claimable,
  type DueReminder,
  dueReminders,
  firstBefore,
  nextRunAt,
  takeReminder,
} from '../store/claims.ts';
import type { Sql } from '../store/db.ts';
import { insertEvent } from '../store/events.ts';
import { moveReminder } from '../store/reminders.ts';
import { composeDraft } from './compose.ts';
import type { DeliveryEvent } from './events.ts';
import { Line } from './line.ts';
import { cancelFor } from './opt-outs.ts';
import { quietRefusal } from './quiet.ts';

// When a guard does not say how long a wait is.
const ASK_AGAIN_MS = 1_000;
// However long it has been waiting.
const MOST_PATIENCE_MS = 15_000;

export interface Claim {
  readonly intentId: number;
  readonly reminder: DueReminder;
}

export interface ClaimRound {
  readonly claims: readonly Claim[];
  /** To be told once the transaction has committed. */
  readonly events: readonly DeliveryEvent[];
  /** When the next reminder is to run; null when none is scheduled. */
  readonly nextRunAt: number | null;
}

export interface ClaimTerms {
  readonly now: number;
  readonly limit: number;
  readonly door: Door;
  /** The profile's sender, for reminders and tenants that name none. */
  readonly defaultFrom: string | undefined;
  /** For contacts and tenants that have no quiet hours of their own; never when left out. */
  readonly quietHours?: QuietHours | undefined;
}

/**
 * Takes up to `limit` reminders that are due. Those that share a rate join the line, and go as their turn comes. What a
 * guard refuses is held or waits, what comes too late expires; neither is sent.
 */
export async function claimDue(sql: Sql, terms: ClaimTerms): Promise<ClaimRound> {
  const { now, limit } = terms;
  const claims: Claim[] = [];
  const events: DeliveryEvent[] = [];
  const line = await Line.open(sql, now);
  const asked = new Set<number>();
  const ask = async (reminder: Claimable): Promise<boolean> => {
    asked.add(reminder.id);
    const taken = await take(sql, reminder, { ...terms, line });
    if ('intentId' in taken) claims.push(taken);
    else events.push(...taken);
    return 'intentId' in taken;
  };
  const takeOne = async (reminder: Claimable): Promise<void> => {
    await letPass(sql, reminder, now, ask);
    await ask(reminder);
  };
  const free: Claimable[] = [];
  for (const reminder of await dueReminders(sql, now, limit)) {
    const from = senderOf(reminder, terms);
    const lane = from === undefined ? undefined : laneOf(reminder.channel, from);
    if (lane !== undefined && line.isShaped(lane) && now <= reminder.expiresAt)
      await line.join(reminder, lane);
    else free.push(reminder);
  }
  // No more than a rate lets go, so that the others are never kept waiting by the line.
  const served = await line.serve(limit, takeOne);
  for (const reminder of free.slice(0, limit - served)) {
    if (!asked.has(reminder.id)) await takeOne(reminder);
  }
  events.push(...(await line.tell()));
  return { claims, events, nextRunAt: earlier(await nextRunAt(sql), await line.nextTurnAt()) };
}

/**
 * Calls to one person wait for one another, and the longest waiting one is asked about most rarely: whichever comes up
 * lets those go first whose turn is before its own. Of texts only equal ones wait, and their order is all the same.
 */
async function letPass(
  sql: Sql,
  reminder: Claimable,
  now: number,
  ask: (elder: Claimable) => Promise<boolean>,
): Promise<void> {
  if (reminder.channel !== 'call') return;
  let last: number | undefined;
  for (;;) {
    const elder = await firstBefore(sql, reminder, now);
    // The same one again: it waits on, and so will this one.
    if (!elder || elder.id === last || (await ask(elder))) return;
    last = elder.id;
  }
}

function senderOf(reminder: DueReminder, { defaultFrom }: ClaimTerms): string | undefined {
  return reminder.from ?? reminder.tenantSender ?? defaultFrom;
}

function earlier(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}

async function take(
  sql: Sql,
  reminder: Claimable,
  terms: ClaimTerms & { readonly line: Line },
): Promise<Claim | readonly DeliveryEvent[]> {
  const { now, door, line } = terms;
  if (now > reminder.expiresAt) return [await expire(sql, reminder, now)];
  const quiet = quietRefusal(reminder, terms);
  if (quiet) return refused(sql, reminder, quiet, now);
  const from = senderOf(reminder, terms);
  if (from === undefined)
    return [await hold(sql, reminder, { reason: 'mode', detail: 'no sending number is set' }, now)];
  const draft = compose(reminder, { accountSid: door.accountSid, from, purpose: 'reminder', now });
  if (draft instanceof UsageError) return [await fail(sql, reminder, draft.message, now)];
  crashPoint('claim:begun');
  const reservation = await door.reserve(sql, draft, now, line.rates);
  if (!reservation.ok) {
    const { refusal } = reservation;
    if (refusal.hold === 'rate') {
      await line.join(reminder, laneOf(reminder.channel, from));
      return [];
    }
    return (await ended(sql, reminder, refusal, now)) ?? (await refused(sql, reminder, refusal, now));
  }
  await takeReminder(sql, reminder.id, reservation.intentId, now);
  crashPoint('claim:taken');
  return { intentId: reservation.intentId, reminder };
}

/** What its recipient does not want, or what cannot arrive; undefined for whatever may go later. */
async function ended(
  sql: Sql,
  reminder: DueReminder,
  { ends, optOut, message }: Refusal,
  now: number,
): Promise<readonly DeliveryEvent[] | undefined> {
  if (ends === 'failed') return [await fail(sql, reminder, message, now)];
  if (!optOut) return undefined;
  await cancelFor(sql, reminder, optOut, now);
  return [{ event: 'cancelled', id: formatId(reminder.id), to: reminder.to, detail: message }];
}

/** A wait that was told before is not told again. */
async function refused(
  sql: Sql,
  reminder: DueReminder,
  { hold: reason, retryAt, message, alarm }: Refusal,
  now: number,
): Promise<readonly DeliveryEvent[]> {
  const alarms: DeliveryEvent[] = alarm ? [{ event: 'alarm', ...alarm }] : [];
  if (reason !== null) return [...alarms, await hold(sql, reminder, { reason, detail: message }, now)];
  // One of very many that wait for one another is asked about ever more rarely.
  const patience = Math.min((now - reminder.dueAt) / 8, MOST_PATIENCE_MS);
  const again = Math.max(retryAt ?? now + ASK_AGAIN_MS, Math.round(now + patience));
  // Looked at again when it expires, too, so that it is reported in time.
  const runAt = Math.min(again, reminder.expiresAt + 1);
  const detail = `waits: ${message}`;
  await moveReminder(sql, reminder.id, { from: 'scheduled', to: 'scheduled', runAt, error: detail }, now);
  if (reminder.lastError === detail) return alarms;
  const { id: reminderId, tenantId } = reminder;
  await insertEvent(sql, { at: now, tenantId, reminderId, kind: 'waited', detail: message });
  return [...alarms, { event: 'waiting', id: formatId(reminderId), to: reminder.to, detail: message }];
}

/** Words that cannot be made into a request must not keep everybody else's from being sent. */
function compose(...args: Parameters<typeof composeDraft>): IntentDraft | UsageError {
  try {
    return composeDraft(...args);
  } catch (error) {
    if (error instanceof UsageError) return error;
    throw error;
  }
}

async function fail(sql: Sql, reminder: DueReminder, detail: string, now: number): Promise<DeliveryEvent> {
  await moveReminder(sql, reminder.id, { from: 'scheduled', to: 'failed', error: detail }, now);
  const { id, to, channel } = reminder;
  return { event: 'failed', id: formatId(id), to, channel, detail };
}

async function expire(sql: Sql, reminder: DueReminder, now: number): Promise<DeliveryEvent> {
  const detail = `was due ${Math.round((now - reminder.dueAt) / 1000)} s ago and is of no more use`;
  await moveReminder(sql, reminder.id, { from: 'scheduled', to: 'expired', error: detail }, now);
  await insertEvent(sql, {
    at: now,
    tenantId: reminder.tenantId,
    reminderId: reminder.id,
    kind: 'expired',
    detail,
  });
  return { event: 'expired', id: formatId(reminder.id), to: reminder.to, detail };
}

async function hold(
  sql: Sql,
  reminder: DueReminder,
  {
    reason,
    detail,
  }: {
    readonly reason: 'mode' | 'fuse' | 'budget' | 'rate' | 'paused' | 'quiet-hours';
    readonly detail: string;
  },
  now: number,
): Promise<DeliveryEvent> {
  const step = { from: 'scheduled', to: 'held', holdReason: reason, error: detail } as const;
  await moveReminder(sql, reminder.id, step, now);
  await insertEvent(sql, {
    at: now,
    tenantId: reminder.tenantId,
    reminderId: reminder.id,
    kind: 'held',
    detail: `${reason}: ${detail}`,
  });
  return { event: 'held', id: formatId(reminder.id), to: reminder.to, reason, detail };
}
