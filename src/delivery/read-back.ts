// Reads one of Twilio's lists back to an instant: page by page, one request at a time, and patient with its limits.

import type { Clock } from '../core/clock.ts';
import type { Door, TwilioRow } from '../gateway/door.ts';
import { listCalls, listMessages } from '../gateway/requests.ts';
import type { WireRequest } from '../gateway/wire.ts';
import type { ApiExchange } from '../store/api-log.ts';

// The most that Twilio gives at once.
const PAGE_SIZE = 1_000;
// Two million rows: some hours of reading. More is a list that goes round in circles.
const MAX_PAGES = 2_000;
// Twilio limits concurrent requests for the whole account, and others of the account send meanwhile.
const BREATH_MS = 100;
const RETRY_MS = 1_000;
const MOST_PATIENCE_MS = 60_000;

export interface ReadBackDeps {
  readonly door: Door;
  /** Real time, for pauses. */
  readonly realClock: Clock;
  readonly signal: AbortSignal;
}

export interface Wanted {
  readonly kind: TwilioRow['kind'];
  /** What was sent from this number alone; everything without. */
  readonly from?: string;
  /** Rows made before this instant are not wanted. */
  readonly oldest: number;
  /** The path to go on with; null for the beginning. */
  readonly next: string | null;
  /** How often a page is asked for while Twilio cannot answer, with ever longer pauses. */
  readonly tries: number;
}

export interface Page {
  readonly rows: readonly TwilioRow[];
  /** The path of what follows; null when this was the last page that is wanted. */
  readonly next: string | null;
}

/** Why reading came to an end before its time; `log` is the exchange in which it did. */
export interface ReadFailure {
  readonly message: string;
  readonly log: ApiExchange | undefined;
}

/** Hands each page to `use`, the newest first. Undefined when all were read. */
export async function readBack(
  deps: ReadBackDeps,
  wanted: Wanted,
  use: (page: Page) => Promise<void>,
): Promise<ReadFailure | undefined> {
  let request: WireRequest | null = firstRequest(deps.door.accountSid, wanted);
  for (let pages = 0; request !== null; pages += 1) {
    if (deps.signal.aborted) return { message: 'it was told to stop', log: undefined };
    if (pages === MAX_PAGES) return { message: 'the list has no end', log: undefined };
    if (pages > 0) await deps.realClock.sleep(BREATH_MS, deps.signal);
    const { verdict, page, log } = await patiently(deps, request, wanted.tries);
    if (verdict.class !== 'accepted') return { message: verdict.message, log };
    if (!page) return { message: 'the list cannot be read', log };
    const isPast = page.rows.length > 0 && page.rows.every((row) => isOlder(row, wanted.oldest));
    request = isPast ? null : page.next;
    await use({ rows: page.rows.filter((row) => !isOlder(row, wanted.oldest)), next: request?.path ?? null });
  }
  return undefined;
}

function firstRequest(accountSid: string, { kind, from, next }: Wanted): WireRequest {
  if (next !== null) return { method: 'GET', path: next };
  // By no date: what is not sent yet has none to be filtered by.
  const options = { ...(from !== undefined && { from }), pageSize: PAGE_SIZE };
  return kind === 'message' ? listMessages(accountSid, options) : listCalls(accountSid, options);
}

async function patiently({ door, realClock, signal }: ReadBackDeps, request: WireRequest, tries: number) {
  for (let tried = 1; ; tried += 1) {
    const read = await door.read(request);
    const { class: what, retryAfterMs = 0 } = read.verdict;
    if ((what !== 'retry' && what !== 'later') || tried === tries || signal.aborted) return read;
    const wait = Math.min(Math.max(retryAfterMs, RETRY_MS * 2 ** tried), MOST_PATIENCE_MS);
    await realClock.sleep(wait, signal);
  }
}

function isOlder({ value }: TwilioRow, instant: number): boolean {
  return value.dateCreated !== null && value.dateCreated < instant;
}
