// One look at Twilio: every row to that recipient that could be the send, page after page, newest first.

import { wordsOfParams } from '../core/content.ts';
import { lookBackTo, type Sought } from '../core/match.ts';
import type { Door, TwilioRow, Verdict } from '../gateway/door.ts';
import { listCalls, listMessages } from '../gateway/requests.ts';
import type { WireRequest } from '../gateway/wire.ts';
import type { ApiExchange } from '../store/api-log.ts';
import type { Doubt } from '../store/doubts.ts';

// Rows that are not sent yet have no place in Twilio's order (by DateSent). Two hundred to one number are a few
// years of reminders: for nearly everybody the whole list, whatever its order, and 2 ms of reading.
const PAGE_SIZE = 200;
// 20,000 rows to one number within two days are no person's.
const MAX_PAGES = 100;

/** What a look saw, or why it saw nothing. `logs` is to be stored either way. */
export type Sight =
  | { readonly rows: readonly TwilioRow[]; readonly logs: readonly ApiExchange[] }
  | { readonly failure: Failure; readonly logs: readonly ApiExchange[] };

export interface Failure extends Pick<Verdict, 'message' | 'retryAfterMs'> {
  /** True when another look would fare no better: the network, the account, Twilio itself. */
  readonly isGeneral: boolean;
}

export function soughtOf(doubt: Doubt): Sought {
  const { to, from, createdAt, leaseUntil } = doubt;
  return {
    to,
    from,
    createdAt,
    leaseUntil,
    words: doubt.kind === 'call' ? null : wordsOfParams(doubt.params),
  };
}

/** By recipient alone: what is not sent yet has no DateSent or StartTime, and a service chooses the sender late. */
export async function look(door: Door, doubt: Doubt): Promise<Sight> {
  const logs: ApiExchange[] = [];
  const rows: TwilioRow[] = [];
  const oldest = lookBackTo(doubt);
  const list = doubt.kind === 'message' ? listMessages : listCalls;
  let request: WireRequest | null = list(doubt.accountSid, { to: doubt.to, pageSize: PAGE_SIZE });
  for (let pages = 0; request !== null; pages += 1) {
    if (pages === MAX_PAGES) return { failure: { message: 'the list has no end', isGeneral: false }, logs };
    const { verdict, page, log } = await door.read(request, doubt.id);
    if (log) logs.push(log);
    if (verdict.class !== 'accepted') return { failure: failureOf(verdict), logs };
    if (!page) return { failure: { message: 'the list cannot be read', isGeneral: false }, logs };
    rows.push(...page.rows);
    const isPast = page.rows.length > 0 && page.rows.every((row) => isOlder(row, oldest));
    request = isPast ? null : page.next;
  }
  return { rows, logs };
}

function failureOf({ class: what, message, retryAfterMs }: Verdict): Failure {
  return { message, retryAfterMs, isGeneral: what !== 'permanent' };
}

function isOlder({ value }: TwilioRow, instant: number): boolean {
  return value.dateCreated !== null && value.dateCreated < instant;
}
