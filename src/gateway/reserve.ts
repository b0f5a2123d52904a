// The door's first half: the guards in their order, then the intent, all inside the caller's transaction.

import type { IntentDraft } from '../core/intent.ts';
import type { HoldReason } from '../core/lifecycle.ts';
import { describeStop, holdOf, isStoppable, wayBack } from '../core/stop.ts';
import type { Sql } from '../store/db.ts';
import { type IntentTerms, insertIntent } from '../store/intents.ts';
import { stopFor } from '../store/stops.ts';
import { type Allowlist, refusalByAllowlist } from './allowlist.ts';

export interface ReserveTerms extends IntentTerms {
  readonly allowlist: Allowlist;
}

/** A guard's no: nothing was written and nothing will be sent. */
export interface Refusal {
  readonly hold: HoldReason;
  readonly message: string;
  readonly hint: string;
}

type Guard = (sql: Sql, draft: IntentDraft, terms: ReserveTerms) => Promise<Refusal | undefined>;

// allowlist → stop → blast fuse → budget → rate: each guard sees the transaction, so that what it counts is what is
// committed with the intent. The first one that says no is the answer.
const GUARDS: readonly Guard[] = [guardAllowlist, guardStop];

export type Reservation =
  | { readonly ok: true; readonly intentId: number }
  | { readonly ok: false; readonly refusal: Refusal };

/** Asks every guard, then writes the intent. What it returns counts only once the caller's transaction commits. */
export async function reserve(sql: Sql, draft: IntentDraft, terms: ReserveTerms): Promise<Reservation> {
  for (const guard of GUARDS) {
    const refusal = await guard(sql, draft, terms);
    if (refusal) return { ok: false, refusal };
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

/** A pause by a person or a fuse that has tripped. The trigger intent_stopped says the same to any other hand. */
async function guardStop(sql: Sql, draft: IntentDraft): Promise<Refusal | undefined> {
  const stop = isStoppable(draft) ? await stopFor(sql, draft.tenantId) : undefined;
  return stop && { hold: holdOf(stop), message: describeStop(stop), hint: wayBack(stop) };
}
