// The door's first half: the guards in their order, then the intent, all inside the caller's transaction.

import type { Alarm } from '../core/alarm.ts';
import { contentKey } from '../core/content.ts';
import { crashPoint } from '../core/crash-point.ts';
import { formatId } from '../core/id.ts';
import type { IntentDraft } from '../core/intent.ts';
import type { HoldReason } from '../core/lifecycle.ts';
import type { Rates } from '../core/rate.ts';
import { estimateSend } from '../core/spend.ts';
import type { Sql } from '../store/db.ts';
import { equalInDoubt } from '../store/doubts.ts';
import { type IntentTerms, insertIntent } from '../store/intents.ts';
import type { OptOut } from '../store/opt-outs.ts';
import { isForbidden } from '../store/sqlite-errors.ts';
import { type Allowlist, refusalByAllowlist } from './allowlist.ts';
import { guardLimits, noteRefusal } from './fuse.ts';
import { guardPerson } from './person.ts';
import { guardPurchase, type Purchases } from './purchase.ts';
import { askRate, takeTokens } from './rate.ts';

export interface ReserveTerms extends IntentTerms {
  readonly allowlist: Allowlist;
  /** Where the transaction has read them already. */
  readonly rates?: Rates | undefined;
  /** Without it nothing is bought or given up. */
  readonly purchases?: Purchases | undefined;
}

/** A guard's no: nothing was written and nothing will be sent. */
export interface Refusal {
  /** Why it is held; null when it need not be, and is only to be asked about again at `retryAt`. */
  readonly hold: HoldReason | null;
  readonly retryAt?: number;
  /** It will never do: the reminder is cancelled, or has failed. */
  readonly ends?: 'cancelled' | 'failed';
  /** What cancels it. */
  readonly optOut?: OptOut;
  /** Words that stay the same while the reason does. */
  readonly message: string;
  readonly hint: string;
  /** The limit of its recipient that held it back: remembered, since many of them trip the fuse. */
  readonly blocks?: string;
  /** Why the fuse trips now. */
  readonly trips?: string;
  /** The budget that it does not fit into: told once in its window. */
  readonly overspends?: { readonly key: string; readonly quietMs: number; readonly detail: string };
  /** What a person must hear of, once what was noted has been committed. */
  readonly alarm?: Alarm;
}

/** What is reckoned once, for the guards and the intent. */
export type GuardTerms = ReserveTerms & {
  readonly contentKey: string | null;
  readonly estimatedMicros: number;
};
type Guard = (sql: Sql, draft: IntentDraft, terms: GuardTerms) => Promise<Refusal | undefined>;

// allowlist → doubt → opt-out, bad number → purchases → stop, blast fuse, budget → rate: each guard sees the
// transaction, so that what it counts is what is committed with the intent. The first one that says no is the answer.
const GUARDS: readonly Guard[] = [guardAllowlist, guardDoubt, guardPerson, guardPurchase, guardLimits];
// What the database says no to by itself, with its triggers and indexes, is asked only when it has done so, for the
// words: nearly every send is fine, and asking first took 140 of the 790 µs that SQLite spends on one.
const ENFORCED: readonly Guard[] = [guardDoubt, guardPerson, guardLimits];
const ASKED_FIRST = GUARDS.filter((guard) => !ENFORCED.includes(guard));

// An equal send that is under way has its answer within a second mostly; one of unknown outcome within minutes.
const AGAIN_AFTER_MS = { pending: 1_000, unknown: 15_000 } as const;

export type Reservation =
  | { readonly ok: true; readonly intentId: number }
  | { readonly ok: false; readonly refusal: Refusal };

/** Writes the intent, unless a guard says no. What it returns counts only once the caller's transaction commits. */
export async function reserve(sql: Sql, draft: IntentDraft, terms: ReserveTerms): Promise<Reservation> {
  const all = { ...terms, contentKey: contentKey(draft), estimatedMicros: estimateSend(draft) };
  const early = await firstRefusal(ASKED_FIRST, sql, draft, all);
  if (early) return early;
  const rate = await askRate(sql, draft, terms);
  if (rate?.refusal) return { ok: false, refusal: rate.refusal };
  crashPoint('reserve:guards-passed');
  try {
    const intentId = await insertIntent(sql, draft, all);
    crashPoint('reserve:intent-written');
    // Only now: what another guard refuses takes none.
    if (rate) await takeTokens(sql, draft, rate, terms.now);
    return { ok: true, intentId };
  } catch (error) {
    const refused = isForbidden(error) ? await firstRefusal(GUARDS, sql, draft, all) : undefined;
    if (refused) return refused;
    throw error;
  }
}

async function firstRefusal(
  guards: readonly Guard[],
  ...[sql, draft, terms]: Parameters<Guard>
): Promise<Reservation | undefined> {
  for (const guard of guards) {
    const refusal = await guard(sql, draft, terms);
    if (refusal) return { ok: false, refusal: await noteRefusal(sql, refusal, { ...draft, now: terms.now }) };
  }
  return undefined;
}

async function guardAllowlist(
  _sql: Sql,
  draft: IntentDraft,
  terms: ReserveTerms,
): Promise<Refusal | undefined> {
  // A number that is bought, changed or given up is no recipient: guardPurchase is its guard.
  if (draft.kind === 'number') return undefined;
  const message = refusalByAllowlist(terms.allowlist, draft.to, draft.purpose);
  if (message === undefined) return undefined;
  return {
    hold: 'mode',
    message,
    hint: 'remind config get allow shows the list, remind config set allow replaces it; what is held: remind retry ID',
  };
}

/**
 * Two sends with the same words from one sender to one number, or two calls, cannot be told apart at Twilio: while
 * nobody knows what became of the first, the second waits. The index intent_doubt says the same to any other hand.
 */
async function guardDoubt(sql: Sql, draft: IntentDraft, terms: GuardTerms): Promise<Refusal | undefined> {
  const equal = await equalInDoubt(sql, draft, terms);
  if (equal === undefined) return undefined;
  if (draft.kind === 'number') return doubtedPurchase(draft.to);
  const what = draft.kind === 'call' ? `a call to ${draft.to}` : `a text with these words to ${draft.to}`;
  const owner = equal.reminderId === null ? '' : ` (reminder ${formatId(equal.reminderId)})`;
  // Those under way come and go: naming them would make news of each.
  const why = equal.outcome === 'pending' ? 'is being sent' : `has an outcome that nobody knows yet${owner}`;
  return {
    hold: null,
    retryAt: terms.now + AGAIN_AFTER_MS[equal.outcome],
    message: `${what} ${why}`,
    hint: 'remind list --state unknown shows it; to decide about it: remind resolve ID --sent SID, --retry or --drop',
  };
}

function doubtedPurchase(number: string): Refusal {
  return {
    hold: null,
    message: `${number} is being bought, or was bought and nobody knows yet`,
    hint: 'ask Twilio again in a few minutes: remind number list',
  };
}
