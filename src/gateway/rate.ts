// The last guard: the rate of the account's calls and of each sender's texts, from token buckets in the database.

import type { IntentDraft } from '../core/intent.ts';
import { describeLane, freeAfter, isCallLane, laneOf, opensAt } from '../core/rate.ts';
import { segmentsOfSend } from '../core/spend.ts';
import type { Sql } from '../store/db.ts';
import { fillLane, readLane } from '../store/rates.ts';
import type { GuardTerms, Refusal } from './reserve.ts';

/**
 * Takes its tokens when they are there: no other guard comes after it. Whoever watches a send, or is alarmed, is not
 * kept waiting: that send takes tokens all the same, and the next reminder waits for them.
 */
export async function guardRate(
  sql: Sql,
  draft: IntentDraft,
  { now }: Pick<GuardTerms, 'now'>,
): Promise<Refusal | undefined> {
  if ((draft.kind !== 'message' && draft.kind !== 'call') || draft.targetSid !== null) return undefined;
  const lane = laneOf(draft.kind === 'call' ? 'call' : 'sms', draft.from);
  const bucket = await readLane(sql, lane);
  if (bucket.perSecond === 0) return undefined;
  if (draft.purpose === 'reminder' && opensAt(bucket, now) > now) return waits(lane, bucket.perSecond);
  const tokens = isCallLane(lane) ? 1 : segmentsOfSend(draft);
  await fillLane(sql, lane, freeAfter(bucket, tokens, now));
  return undefined;
}

function waits(lane: string, perSecond: number): Refusal {
  const key = isCallLane(lane) ? 'cps' : 'mps';
  return {
    hold: 'rate',
    message: turnWords(lane, perSecond),
    hint: `it goes when its turn comes; who may send faster says so with: remind config set ${key} N`,
  };
}

/** The same words for everybody in one line. */
export function turnWords(lane: string, perSecond: number): string {
  return `its turn comes at ${describeLane(lane, perSecond)}`;
}
