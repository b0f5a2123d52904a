// What an answer means for the intent and its reminder: one pure table, so that every case can be read and tested.

import { backoff } from '../core/backoff.ts';
import type { Random } from '../core/clock.ts';
import type { Exchanged } from '../gateway/door.ts';
import type { Landing } from '../store/claims.ts';
import type { Settlement } from '../store/intents.ts';
import { paceOf } from './retry-pace.ts';

// A halted account (credentials, funds) is asked about rarely: its rows all fail the same way until a person mends it.
const HALT = { baseMs: 60_000, capMs: 15 * 60_000 };

export interface Outcome {
  readonly settlement: Settlement;
  readonly landing: Landing;
  /** Set when every send would fail alike: nothing more is claimed before this instant. */
  readonly haltUntil: number | null;
}

export interface OutcomeTerms {
  readonly now: number;
  readonly expiresAt: number | null;
  readonly attempt: number;
  /** False for a send that a person is watching: she is told at once, and tries again herself. */
  readonly retries: boolean;
  readonly random: Random;
  /** How long after an outcome became unknown it is first looked for. */
  readonly graceMs: number;
}

/** Decides what to write down. Never resends by itself: `unknown` stays until it is reconciled or resolved. */
export function decideOutcome(exchanged: Exchanged, terms: OutcomeTerms): Outcome {
  const { verdict, httpStatus } = exchanged;
  const facts = { sid: null, httpStatus, twilioCode: verdict.twilioCode ?? null, error: verdict.message };
  const settle = (outcome: 'rejected' | 'not-sent'): Settlement => ({ ...facts, outcome });
  switch (verdict.class) {
    case 'accepted':
      return {
        settlement: { ...facts, outcome: 'accepted', sid: exchanged.row?.value.sid ?? null, error: null },
        landing: { to: 'sent', receipt: exchanged.row?.value.status ?? null },
        haltUntil: null,
      };
    case 'permanent':
      return {
        settlement: settle('rejected'),
        landing: { to: 'failed', error: verdict.message },
        haltUntil: null,
      };
    case 'unknown':
      return {
        settlement: { ...facts, outcome: 'unknown', lookAt: terms.now + terms.graceMs },
        landing: { to: 'unknown', error: verdict.message },
        haltUntil: null,
      };
    case 'expired':
      return {
        settlement: settle('not-sent'),
        landing: { to: 'expired', error: verdict.message },
        haltUntil: null,
      };
    case 'held':
      return { settlement: settle('not-sent'), landing: stopped(exchanged, terms), haltUntil: null };
    case 'retry':
    case 'later':
    case 'halt':
      return tryAgain(exchanged, settle(verdict.class === 'halt' ? 'rejected' : 'not-sent'), terms);
  }
}

/** Nobody lets go of a watched send but the person who watches it. */
function stopped({ verdict }: Exchanged, { retries }: OutcomeTerms): Landing {
  if (!retries) return { to: 'failed', error: verdict.message };
  return { to: 'held', holdReason: verdict.hold ?? 'paused', error: verdict.message };
}

function tryAgain({ verdict }: Exchanged, settlement: Settlement, terms: OutcomeTerms): Outcome {
  const pace = verdict.class === 'halt' ? HALT : paceOf(verdict);
  const wait = backoff(terms.attempt, { ...pace, random: terms.random, retryAfterMs: verdict.retryAfterMs });
  const runAt = terms.now + wait;
  const haltUntil = verdict.class === 'halt' ? runAt : null;
  if (!terms.retries) return { settlement, landing: { to: 'failed', error: verdict.message }, haltUntil };
  if (terms.expiresAt !== null && runAt > terms.expiresAt) {
    return { settlement, landing: { to: 'expired', error: verdict.message }, haltUntil };
  }
  return { settlement, landing: { to: 'scheduled', runAt, error: verdict.message }, haltUntil };
}
