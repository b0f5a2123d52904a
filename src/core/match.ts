// Finds a send of unknown outcome among Twilio's rows, by sender, recipient, words and time: reconciliation's heart.
// Binding the wrong row loses a message, overlooking the right one sends it twice: when in doubt, neither is done.

import { wordsOf } from './content.ts';
import { isMessagingService } from './sender.ts';
import type { TwilioCall, TwilioMessage } from './twilio.ts';
import { HOUR_MS, MINUTE_MS } from './wall.ts';

/** How far this machine's clock and Twilio's may be apart. */
export const SKEW_MS = 5 * MINUTE_MS;
/**
 * An equal row this near cannot be told from ours by a machine whose clock was wrong, or set, meanwhile: by an
 * hour of summer time, or a day and the widest zone. It is not bound, and nothing is sent again either.
 */
export const DOUBT_MS = 26 * HOUR_MS;

/** What is looked for. */
export interface Sought {
  /** E.164 */
  readonly to: string;
  /** E.164, a short code, a name, or a messaging service. */
  readonly from: string;
  /** As `wordsOf` has them; null when they cannot be known, and for a call. */
  readonly words: string | null;
  readonly createdAt: number;
  readonly leaseUntil: number;
}

export interface MatchTerms {
  /** A request may arrive at Twilio so long after its lease ended. */
  readonly requestTimeoutMs: number;
  /** True for the SID of another send of ours. */
  readonly isBound: (sid: string) => boolean;
}

/**
 * - `none`: nothing there could be it
 * - `one`: this is it
 * - `several`: any of these could be it
 * - `unclear`: none of these is it for certain, and none can be ruled out
 */
export type Match<Row> =
  | { readonly found: 'none' }
  | { readonly found: 'one'; readonly row: Row }
  | { readonly found: 'several' | 'unclear'; readonly rows: readonly Row[] };

type Row = TwilioMessage | TwilioCall;
type Likeness = 'same' | 'perhaps' | 'other';

/** Rows older than this can neither be the send nor cast doubt on it. */
export function lookBackTo({ createdAt }: Pick<Sought, 'createdAt'>): number {
  return createdAt - DOUBT_MS;
}

export function matchMessages(
  sought: Sought,
  rows: readonly TwilioMessage[],
  terms: MatchTerms,
): Match<TwilioMessage> {
  return choose(rows, (row) => {
    if (terms.isBound(row.sid) || !isFromTo(sought, row, row.messagingServiceSid)) return 'other';
    const time = timeOf(sought, row, terms);
    if (sought.words === null || isHidden(sought.words, row.body)) {
      return time === 'within' || time === 'unknown' ? 'perhaps' : 'other';
    }
    return wordsOf(row.body ?? '') === sought.words ? likenessAt(time) : 'other';
  });
}

/** A call shows nothing of what was said: every call of ours from that number to that number could be it. */
export function matchCalls(
  sought: Sought,
  rows: readonly TwilioCall[],
  terms: MatchTerms,
): Match<TwilioCall> {
  return choose(rows, (row) => {
    // A child is a leg that another call's TwiML dialled.
    if (terms.isBound(row.sid) || row.parentCallSid !== null || !isFromTo(sought, row, null)) return 'other';
    return likenessAt(timeOf(sought, row, terms));
  });
}

function choose<R extends Row>(rows: readonly R[], likeness: (row: R) => Likeness): Match<R> {
  // A row that came in while the pages were read is on two of them.
  const each = [...new Map(rows.map((row) => [row.sid, row])).values()];
  const judged = each.map((row) => ({ row, likeness: likeness(row) }));
  const same = judged.filter((one) => one.likeness === 'same').map(({ row }) => row);
  if (same.length === 1 && same[0]) return { found: 'one', row: same[0] };
  if (same.length > 1) return { found: 'several', rows: same };
  const perhaps = judged.filter((one) => one.likeness === 'perhaps').map(({ row }) => row);
  return perhaps.length > 0 ? { found: 'unclear', rows: perhaps } : { found: 'none' };
}

function isFromTo({ from, to }: Sought, row: Row, service: string | null): boolean {
  if (row.direction !== 'outbound-api' || row.to !== to) return false;
  // A service picks the number itself, later perhaps: only its own SID is sure.
  const sender = isMessagingService(from) ? service : row.from;
  return sender?.toLowerCase() === from.toLowerCase();
}

/** Accounts may have Twilio keep no words: then a row shows none, or asterisks, where ours had some. */
function isHidden(words: string, body: string | null): boolean {
  if (body === null || body.trim() === '' || /^\W*redacted\W*$/i.test(body)) return true;
  return /[\p{L}\p{N}]/u.test(words) && !/[\p{L}\p{N}]/u.test(body);
}

type Time = 'within' | 'near' | 'far' | 'unknown';

function timeOf({ createdAt, leaseUntil }: Sought, row: Row, { requestTimeoutMs }: MatchTerms): Time {
  const at = row.dateCreated;
  if (at === null) return 'unknown';
  const last = leaseUntil + requestTimeoutMs;
  if (at >= createdAt - SKEW_MS && at <= last + SKEW_MS) return 'within';
  return at >= createdAt - DOUBT_MS && at <= last + DOUBT_MS ? 'near' : 'far';
}

function likenessAt(time: Time): Likeness {
  if (time === 'within') return 'same';
  return time === 'far' ? 'other' : 'perhaps';
}
