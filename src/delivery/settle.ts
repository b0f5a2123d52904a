// The settlement: an answer written down — log, intent, reminder and Twilio's row — in the caller's transaction.

import type { Random } from '../core/clock.ts';
import { formatId } from '../core/id.ts';
import { isFinalCall, isFinalMessage } from '../core/receipt.ts';
import type { Exchanged } from '../gateway/door.ts';
import { insertExchange } from '../store/api-log.ts';
import { type Landing, landReminder } from '../store/claims.ts';
import type { Sql } from '../store/db.ts';
import { insertEvent } from '../store/events.ts';
import { isSidBound, settleIntent } from '../store/intents.ts';
import { upsertCall, upsertMessage } from '../store/twilio-rows.ts';
import type { Claim } from './claim.ts';
import type { DeliveryEvent } from './events.ts';
import { decideOutcome } from './outcome.ts';
import { pollDelayMs } from './poll-pace.ts';

/** A claim whose exchange has ended. */
export interface Finished {
  readonly claim: Claim;
  readonly exchanged: Exchanged;
  /** When the request was begun. */
  readonly startedAt: number;
}

export interface Settled {
  readonly event: DeliveryEvent | undefined;
  /** Set when it is to be tried again. */
  readonly runAt: number | null;
  readonly haltUntil: number | null;
  readonly haltDetail: string;
}

/** Writes one outcome. A claim that was fenced off changes no reminder; its evidence is kept all the same. */
export async function settle(
  sql: Sql,
  finished: Finished,
  { now, random, retries }: { readonly now: number; readonly random: Random; readonly retries: boolean },
): Promise<Settled> {
  const { reminder, intentId } = finished.claim;
  const exchanged = await doubted(sql, finished.exchanged);
  const outcome = decideOutcome(exchanged, {
    now,
    expiresAt: reminder.expiresAt,
    attempt: reminder.attempts + 1,
    retries,
    random,
  });
  if (exchanged.log) await insertExchange(sql, exchanged.log);
  await settleIntent(sql, intentId, outcome.settlement, now);
  await storeRow(sql, exchanged, intentId, now);
  const landed = await landReminder(sql, { id: reminder.id, intentId }, outcome.landing, now);
  if (landed && outcome.landing.to === 'held') await noteHeld(sql, finished.claim, outcome.landing, now);
  return {
    event: landed ? tell({ ...finished, exchanged }, outcome.landing) : undefined,
    runAt: landed ? (outcome.landing.runAt ?? null) : null,
    haltUntil: outcome.haltUntil,
    haltDetail: exchanged.verdict.message,
  };
}

/** An answer with a SID that another send was given already is no answer to this one. */
async function doubted(sql: Sql, exchanged: Exchanged): Promise<Exchanged> {
  const { row } = exchanged;
  if (!row || !(await isSidBound(sql, row.value.accountSid, row.value.sid))) return exchanged;
  const message = `Twilio answered with ${row.value.sid}, which is another send's`;
  return { ...exchanged, row: undefined, verdict: { ...exchanged.verdict, class: 'unknown', message } };
}

async function storeRow(sql: Sql, exchanged: Exchanged, intentId: number, now: number): Promise<void> {
  const { row } = exchanged;
  if (!row) return;
  const isOver = row.kind === 'message' ? isFinalMessage(row.value.status) : isFinalCall(row.value.status);
  const seen = { fetchedAt: now, pollAt: isOver ? null : now + pollDelayMs(row.kind, 0), intentId };
  if (row.kind === 'message') await upsertMessage(sql, row.value, seen);
  else await upsertCall(sql, row.value, seen);
}

async function noteHeld(sql: Sql, { reminder }: Claim, landing: Landing, now: number): Promise<void> {
  const detail = `${landing.holdReason}: ${landing.error}`;
  const { tenantId, id: reminderId } = reminder;
  await insertEvent(sql, { at: now, tenantId, reminderId, kind: 'held', detail });
}

function tell(finished: Finished, { to: landedIn, holdReason }: Landing): DeliveryEvent {
  const { reminder } = finished.claim;
  const about = { id: formatId(reminder.id), to: reminder.to, channel: reminder.channel };
  const detail = finished.exchanged.verdict.message;
  if (landedIn === 'sent') {
    const sid = finished.exchanged.row?.value.sid ?? '';
    return { event: 'sent', ...about, sid, lateMs: finished.startedAt - reminder.dueAt };
  }
  if (landedIn === 'held') {
    return { event: 'held', id: about.id, to: about.to, reason: holdReason ?? 'paused', detail };
  }
  if (landedIn === 'expired') return { event: 'expired', id: about.id, to: about.to, detail };
  return { event: landedIn === 'scheduled' ? 'retry' : (landedIn as 'failed' | 'unknown'), ...about, detail };
}
