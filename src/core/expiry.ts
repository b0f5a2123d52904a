// Expiry: after which instant a reminder is no longer worth sending.

import { UsageError } from './errors.ts';
import { describeInstant } from './say-time.ts';
import { HOUR_MS, MINUTE_MS } from './wall.ts';

/** A reminder that is four hours late tells of something else than it was written for. */
const USEFUL_MS = 4 * HOUR_MS;
/** Somebody told less than a quarter of an hour ahead can hardly get there. */
const MARGIN_MS = 15 * MINUTE_MS;

// Twilio's range for ValidityPeriod; 36000 (10 hours) is also what it does without one.
const VALIDITY_MIN_S = 1;
const VALIDITY_MAX_S = 36_000;

export interface ExpiryTerms {
  readonly dueAt: number;
  /** Null for a reminder with no appointment. */
  readonly appointmentAt: number | null;
  /** What `--expires` gave: a time after due, or an instant. Null takes the default. */
  readonly explicit: { readonly afterMs: number } | { readonly at: number } | null;
  /** For the words of an error. */
  readonly zone: string;
}

/**
 * By default the sooner of due + 4 h and appointment − 15 min. A reminder due within the last quarter of an
 * hour was meant to be that late, and stays good until the appointment itself.
 *
 * @throws UsageError when nothing would be left between due and expiry
 */
export function expiryAt({ dueAt, appointmentAt, explicit, zone }: ExpiryTerms): number {
  if (explicit !== null) {
    const expiresAt = 'at' in explicit ? explicit.at : dueAt + explicit.afterMs;
    if (expiresAt > dueAt) return expiresAt;
    throw new UsageError(
      `--expires: ${describeInstant(expiresAt, zone)} is not after the reminder is due, ${describeInstant(dueAt, zone)}`,
      { hint: 'give a time after due: --expires 2h' },
    );
  }
  if (appointmentAt === null) return dueAt + USEFUL_MS;
  if (appointmentAt <= dueAt) {
    throw new UsageError(`the reminder would be due at the appointment itself or later`, {
      hint: 'give a lead time with --before, such as 2h',
    });
  }
  const early = appointmentAt - MARGIN_MS;
  return Math.min(dueAt + USEFUL_MS, early > dueAt ? early : appointmentAt);
}

/** Whole seconds that Twilio may keep a text in its queue: never past the expiry, within Twilio's 1 to 36000. */
export function validityPeriodSeconds(expiresAt: number, now: number): number {
  const seconds = Math.floor((expiresAt - now) / 1000);
  return Math.min(Math.max(seconds, VALIDITY_MIN_S), VALIDITY_MAX_S);
}
