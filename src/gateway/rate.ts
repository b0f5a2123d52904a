// The last guard: the rate of the account's calls and of each sender's texts, from token buckets in the database.

import type { IntentDraft } from '../core/intent.ts';
import { describeLane, freeAfter, isCallLane, laneOf, laneRate, opensAt, type Rates } from '../core/rate.ts';
import { segmentsOfSend } from '../core/spend.ts';
import type { Sql } from '../store/db.ts';
import { fillLane, type LaneState, readLane } from '../store/rates.ts';
import type { Refusal } from './reserve.ts';

/** A lane that is shaped, and why a send has to wait for it if it has to. */
export interface AskedRate extends LaneState {
  readonly lane: string;
  readonly refusal: Refusal | undefined;
}

/**
 * Undefined for what no rate holds for. Whoever watches a send, or is alarmed, is not kept waiting: that send takes its
 * tokens all the same, and the next reminder waits for them.
 */
export async function askRate(
  sql: Sql,
  draft: IntentDraft,
  { now, rates }: { readonly now: number; readonly rates?: Rates | undefined },
): Promise<AskedRate | undefined> {
  if ((draft.kind !== 'message' && draft.kind !== 'call') || draft.targetSid !== null) return undefined;
  const lane = laneOf(draft.kind === 'call' ? 'call' : 'sms', draft.from);
  if (rates && laneRate(lane, rates) === 0) return undefined;
  const state = await readLane(sql, lane);
  if (state.perSecond === 0) return undefined;
  const isOpen = draft.purpose !== 'reminder' || opensAt(state, now) <= now;
  return { ...state, lane, refusal: isOpen ? undefined : waits(lane, state.perSecond) };
}

/** In the transaction that asked, once the intent is written. */
export async function takeTokens(
  sql: Sql,
  draft: IntentDraft,
  { lane, ...bucket }: AskedRate,
  now: number,
): Promise<void> {
  const tokens = isCallLane(lane) ? 1 : segmentsOfSend(draft);
  await fillLane(sql, lane, freeAfter(bucket, tokens, now));
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
