// Evidence: a row of Twilio's that turns out to be a send of ours is bound to it, whoever found it.

import { callReceipt, isFinalCall, isFinalMessage, messageReceipt } from '../core/receipt.ts';
import { landAccepted } from '../store/claims.ts';
import type { Sql } from '../store/db.ts';
import { settleIntent } from '../store/intents.ts';
import { upsertCall, upsertMessage } from '../store/twilio-rows.ts';
import type { TwilioRow } from './door.ts';

export interface Evidence {
  readonly intentId: number;
  readonly reminderId: number | null;
  readonly row: TwilioRow;
}

/**
 * Writes Twilio's row down and settles the send that it is. `sent`: its reminder is sent now, or it has none.
 * `late`: the send is known, but its reminder has gone another way since. `nothing`: the send was settled already.
 * The caller has made sure that no other send was given this SID.
 */
export async function bindEvidence(
  sql: Sql,
  { intentId, reminderId, row }: Evidence,
  now: number,
): Promise<'sent' | 'late' | 'nothing'> {
  const settlement = {
    outcome: 'accepted',
    sid: row.value.sid,
    httpStatus: null,
    twilioCode: null,
    error: null,
  } as const;
  if (!(await settleIntent(sql, intentId, settlement, now))) return 'nothing';
  await storeRow(sql, row, { fetchedAt: now, pollAt: now, intentId });
  if (reminderId === null) return 'sent';
  const landed = await landAccepted(sql, { id: reminderId, intentId }, receiptOf(row), now);
  return landed ? 'sent' : 'late';
}

/** Twilio's word on what became of it. */
export function receiptOf(row: TwilioRow): string {
  return row.kind === 'message'
    ? messageReceipt(row.value.status)
    : callReceipt(row.value.status, row.value.answeredBy);
}

/** True when nothing more will happen to it. */
export function isFinalRow(row: TwilioRow): boolean {
  return row.kind === 'message' ? isFinalMessage(row.value.status) : isFinalCall(row.value.status);
}

/** Stores a row, to be asked for again at `pollAt` unless it is final. */
export async function storeRow(
  sql: Sql,
  row: TwilioRow,
  seen: { readonly fetchedAt: number; readonly pollAt: number | null; readonly intentId?: number | null },
): Promise<void> {
  const sighting = { ...seen, pollAt: isFinalRow(row) ? null : seen.pollAt };
  if (row.kind === 'message') await upsertMessage(sql, row.value, sighting);
  else await upsertCall(sql, row.value, sighting);
}
