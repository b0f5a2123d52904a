// The door to Twilio as delivery sees it: reserve inside a transaction, exchange outside, read at will.

import type { IntentDraft } from '../core/intent.ts';
import type { HoldReason } from '../core/lifecycle.ts';
import type { Mode } from '../core/mode.ts';
import type { OwnedNumber } from '../core/number.ts';
import type { Rates } from '../core/rate.ts';
import type { TwilioCall, TwilioMessage } from '../core/twilio.ts';
import type { ApiExchange } from '../store/api-log.ts';
import type { Sql } from '../store/db.ts';
import type { Reservation } from './reserve.ts';
import type { WireRequest } from './wire.ts';

/**
 * What an answer amounts to; see classify.ts. `expired` and `held` are ours alone: the exchange found, just before
 * sending, that it had become too late, or that sending has been stopped.
 */
export type VerdictClass =
  | 'accepted'
  | 'halt'
  | 'permanent'
  | 'later'
  | 'retry'
  | 'unknown'
  | 'expired'
  | 'held';

export interface Verdict {
  readonly class: VerdictClass;
  /** What stopped it, when it is `held`. */
  readonly hold?: HoldReason | undefined;
  /** In plain words, without secrets. */
  readonly message: string;
  readonly twilioCode?: number | undefined;
  readonly requestId?: string | undefined;
  readonly retryAfterMs?: number | undefined;
}

export type TwilioRow =
  | { readonly kind: 'message'; readonly value: TwilioMessage }
  | { readonly kind: 'call'; readonly value: TwilioCall };

/** One page of a list, in Twilio's order. */
export interface TwilioPage {
  readonly rows: readonly TwilioRow[];
  /** The request for what follows; null on the last page. */
  readonly next: WireRequest | null;
}

export interface Read {
  readonly verdict: Verdict;
  readonly httpStatus: number | null;
  /** The row in the answer, when it could be read. */
  readonly row: TwilioRow | undefined;
  /** The page in the answer to a list request, when every row of it could be read. */
  readonly page?: TwilioPage | undefined;
  /** The number in the answer, when it is one. */
  readonly number?: OwnedNumber | undefined;
  /** A good answer as it came, for lists with readers of their own: number-rows.ts. */
  readonly body?: string | undefined;
  /** To be stored in the API log; undefined when nothing was put on the wire. */
  readonly log: ApiExchange | undefined;
}

/** The end of an exchange. An `accepted` one always has a row, or the number; but for one that was given up. */
export interface Exchanged extends Read {
  readonly intentId: number;
}

export interface Door {
  readonly accountSid: string;
  readonly mode: Mode;
  /**
   * Asks the guards and writes the intent, inside the caller's transaction. `rates` where it has read them already:
   * what no rate holds for need not ask again.
   */
  reserve(sql: Sql, draft: IntentDraft, now: number, rates?: Rates): Promise<Reservation>;
  /**
   * Sends what a committed, pending intent says, once. Never throws for what the network or Twilio does:
   * that is a verdict. Throws when there is no such intent, which is a bug.
   */
  exchange(intentId: number): Promise<Exchanged>;
  /** A request that changes nothing at Twilio and needs no intent. `intentId` files it in the log. */
  read(request: WireRequest, intentId?: number | null): Promise<Read>;
  close(): Promise<void>;
}
