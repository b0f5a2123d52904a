// How fast a send that was not processed is tried again, by what kept it.

import type { BackoffTerms } from '../core/backoff.ts';
import type { Verdict } from '../gateway/door.ts';

export type Pace = Pick<BackoffTerms, 'baseMs' | 'capMs'>;

const MINUTE_MS = 60_000;

/** No connection, or too many requests at once: over in a moment. */
const SOON: Pace = { baseMs: 1_000, capMs: MINUTE_MS };
/** It has to drain: a sender's queue at Twilio holds ten hours of its texts, the account's a day of its calls. */
const QUEUE: Pace = { baseMs: MINUTE_MS, capMs: 15 * MINUTE_MS };

const BY_CODE: ReadonlyMap<number, Pace> = new Map([
  // Too many calls are going on: the first of them is over in some ten seconds.
  [10_004, { baseMs: 5_000, capMs: MINUTE_MS }],
  [21_611, QUEUE],
  [22_005, QUEUE],
]);

/** What comes through later, if at all, comes through in minutes: a carrier, or a phone that is switched off. */
const LATER: Pace = { baseMs: 5 * MINUTE_MS, capMs: 60 * MINUTE_MS };

/** For a verdict after which the same send is tried again. */
export function paceOf({ class: verdict, twilioCode }: Pick<Verdict, 'class' | 'twilioCode'>): Pace {
  const known = twilioCode === undefined ? undefined : BY_CODE.get(twilioCode);
  return known ?? (verdict === 'later' ? LATER : SOON);
}
