// The door's first half: the guards in their order, then the intent, all inside the caller's transaction.

import type { Alarm } from '../core/alarm.ts';
import type { IntentDraft } from '../core/intent.ts';
import type { HoldReason } from '../core/lifecycle.ts';
import type { Sql } from '../store/db.ts';
import { type IntentTerms, insertIntent } from '../store/intents.ts';
import { type Allowlist, refusalByAllowlist } from './allowlist.ts';
import { guardLimits, noteRefusal } from './fuse.ts';

export interface ReserveTerms extends IntentTerms {
  readonly allowlist: Allowlist;
}

/** A guard's no: nothing was written and nothing will be sent. */
export interface Refusal {
  /** Why it is held; null when it need not be, and is only to be asked about again at `retryAt`. */
  readonly hold: HoldReason | null;
  readonly retryAt?: number;
  /** Words that stay the same while the reason does. */
  readonly message: string;
  readonly hint: string;
  /** The limit of its recipient that held it back: remembered, since many of them trip the fuse. */
  readonly blocks?: string;
  /** Why the fuse trips now. */
  readonly trips?: string;
  /** What a person must hear of, once what was noted has been committed. */
  readonly alarm?: Alarm;
}

type Guard = (sql: Sql, draft: IntentDraft, terms: ReserveTerms) => Promise<Refusal | undefined>;

// allowlist → stop → blast fuse → budget → rate: each guard sees the transaction, so that what it counts is what is
// committed with the intent. The first one that says no is the answer.
const GUARDS: readonly Guard[] = [guardAllowlist, guardLimits];

export type Reservation =
  | { readonly ok: true; readonly intentId: number }
  | { readonly ok: false; readonly refusal: Refusal };

/** Asks every guard, then writes the intent. What it returns counts only once the caller's transaction commits. */
export async function reserve(sql: Sql, draft: IntentDraft, terms: ReserveTerms): Promise<Reservation> {
  for (const guard of GUARDS) {
    const refusal = await guard(sql, draft, terms);
    if (refusal) return { ok: false, refusal: await noteRefusal(sql, refusal, { ...draft, now: terms.now }) };
  }
  return { ok: true, intentId: await insertIntent(sql, draft, terms) };
}

async function guardAllowlist(
  _sql: Sql,
  draft: IntentDraft,
  terms: ReserveTerms,
): Promise<Refusal | undefined> {
  const message = refusalByAllowlist(terms.allowlist, draft.to, draft.purpose);
  if (message === undefined) return undefined;
  return {
    hold: 'mode',
    message,
    hint: 'remind config get allow shows the list, remind config set allow replaces it; what is held: remind retry ID',
  };
}
