// What a look at Twilio means: one pure table, from what was found to what is done about it.

import { LOOKS, nextLookAt } from '../core/looks.ts';
import type { Match } from '../core/match.ts';
import { wishOnUnknown } from '../core/on-unknown.ts';
import type { OnUnknown } from '../core/reminder.ts';
import type { Doubt, DoubtedReminder } from '../store/doubts.ts';

export type Verdict<Row> =
  | { readonly verdict: 'sent'; readonly row: Row }
  /** Nothing is sure yet. */
  | ({ readonly verdict: 'again'; readonly at: number } & Sightings)
  /** The looks are over, and some row cannot be ruled out: only a person can tell. */
  | ({ readonly verdict: 'unclear' } & Sightings)
  | { readonly verdict: 'absent'; readonly sequel: Sequel };

interface Sightings {
  /** The most rows that a look could not rule out, this one included. */
  readonly sightings: number;
  /** Those of this look. */
  readonly sids: readonly string[];
}

/** What follows for the reminder of a send that Twilio does not have. */
export interface Sequel {
  readonly to: 'resend' | 'hold' | 'drop' | 'expire';
  /** For a person: `it is sent again`. */
  readonly why: string;
}

export interface VerdictTerms {
  readonly now: number;
  readonly graceMs: number;
  /** The profile's wish. */
  readonly onUnknown: OnUnknown | null;
}

/** `reminder` is undefined for a send without one, and for one that has gone another way. */
export function decideVerdict<Row extends { readonly sid: string }>(
  doubt: Pick<Doubt, 'looks' | 'sightings' | 'unknownAt' | 'createdAt'>,
  match: Match<Row>,
  reminder: DoubtedReminder | undefined,
  terms: VerdictTerms,
): Verdict<Row> {
  if (match.found === 'one') return { verdict: 'sent', row: match.row };
  const looks = doubt.looks + 1;
  const sids = match.found === 'none' ? [] : match.rows.map(({ sid }) => sid);
  // A row that an earlier look could not rule out and that is gone now may have been ours, and deleted.
  const sightings = Math.max(doubt.sightings, sids.length);
  if (looks < LOOKS) {
    const at = nextLookAt({ unknownAt: doubt.unknownAt, looks }, terms);
    return { verdict: 'again', at, sightings, sids };
  }
  if (sightings > 0) return { verdict: 'unclear', sightings, sids };
  return { verdict: 'absent', sequel: sequelOf(reminder, doubt.createdAt, terms) };
}

/** Useful or not comes before wishes; a wish to resend is granted only while the words are still true. */
function sequelOf(
  reminder: DoubtedReminder | undefined,
  createdAt: number,
  { now, onUnknown }: VerdictTerms,
): Sequel {
  if (!reminder) return { to: 'hold', why: 'nothing follows' };
  const { onUnknown: own, tenantOnUnknown, appointmentChangedAt } = reminder;
  const over = whyOver(reminder);
  if (over !== undefined) return { to: 'drop', why: `it is not sent again: ${over}` };
  const wish = wishOnUnknown({ reminder: own, tenant: tenantOnUnknown, profile: onUnknown }, reminder);
  if (wish === 'drop') return { to: 'drop', why: 'it is not sent again (on unknown: drop)' };
  if (now > reminder.expiresAt) return { to: 'expire', why: 'it is of no more use' };
  if (wish === 'hold') return { to: 'hold', why: 'it waits for you (on unknown: hold)' };
  // Whoever sent it by hand was told that the outcome is unknown, and may have done it again herself.
  if (reminder.isWatched) return { to: 'drop', why: 'a send by hand is not repeated by itself' };
  if (appointmentChangedAt !== null && appointmentChangedAt > createdAt) {
    return { to: 'hold', why: 'it waits for you: its appointment has changed since' };
  }
  return { to: 'resend', why: 'it is sent again' };
}

function whyOver({ appointmentState, importState, ruleEndedAt }: DoubtedReminder): string | undefined {
  if (appointmentState === 'cancelled') return 'its appointment is cancelled';
  if (importState === 'undone') return 'its import was undone';
  return ruleEndedAt === null ? undefined : 'its rule has ended';
}
