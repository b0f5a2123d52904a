// What an answer means for the intent and its reminder: one pure table, so that every case can be read and tested.

import { backoff } from '../core/backoff.ts';
import type { Random } from '../core/clock.ts';
import type { Exchanged } from '../gateway/door.ts';
import type { Landing } from '../store/claims.ts';
import type { Settlement } from '../store/intents.ts';
import { paceOf } from './retry-pace.ts';

export interface Outcome {
  readonly settlement: Settlement;
  readonly landing: Landing;
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
      };
    case 'permanent':
      return {
        settlement: settle('rejected'),
        landing: { to: 'failed', error: verdict.message },
      };
    case 'unknown':
      return {
        settlement: { ...facts, outcome: 'unknown', lookAt: terms.now + terms.graceMs },
        landing: { to: 'unknown', error: verdict.message },
      };
    case 'expired':
      return {
        settlement: settle('not-sent'),
        landing: { to: 'expired', error: verdict.message },
      };
    case 'held':
      return { settlement: settle('not-sent'), landing: stopped(exchanged, terms) };
    // Whatever is sent would fare the same until a person mends it: sending stands still, and this one waits.
    case 'halt':
      return { settlement: settle('rejected'), landing: stopped(exchanged, terms) };
    case 'retry':
    case 'later':
      return tryAgain(exchanged, settle('not-sent'), terms);
  }
}

/** Nobody lets go of a watched send but the person who watches it. */
function stopped({ verdict }: Exchanged, { retries }: OutcomeTerms): Landing {
  if (!retries) return { to: 'failed', error: verdict.message };
  return { to: 'held', holdReason: verdict.hold ?? 'paused', error: verdict.message };
}

function tryAgain({ verdict }: Exchanged, settlement: Settlement, terms: OutcomeTerms): Outcome {
  const wait = backoff(terms.attempt, {
    ...paceOf(verdict),
    random: terms.random,
    retryAfterMs: verdict.retryAfterMs,
  });
  const runAt = terms.now + wait;
  if (!terms.retries) return { settlement, landing: { to: 'failed', error: verdict.message } };
  if (terms.expiresAt !== null && runAt > terms.expiresAt) {
    return { settlement, landing: { to: 'expired', error: verdict.message } };
  }
  return { settlement, landing: { to: 'scheduled', runAt, error: verdict.message } };
}
