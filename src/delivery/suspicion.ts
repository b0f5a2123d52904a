// Which of Twilio's sends are a stranger's: from a sender of ours, not bound to a request, and accounted for by none.

import type { Clock } from '../core/clock.ts';
import { wordsOf } from '../core/content.ts';
import { counted } from '../core/count.ts';
import { unexplained } from '../core/explained.ts';
import { DOUBT_MS } from '../core/match.ts';
import { toUtc } from '../core/say-time.ts';
import { judgeTwins, type SeenSend, type Verdict } from '../core/twins.ts';
import { DAY_MS, HOUR_MS } from '../core/wall.ts';
import type { TwilioRow } from '../gateway/door.ts';
import type { Sql } from '../store/db.ts';
import { type LooseRow, looseRows, openRequests, ownSends } from '../store/loose-rows.ts';
import { isFromUs, ourSenders } from './bind-forgotten.ts';

// A filter by each of more senders would be more reading than the whole list.
const MOST_FILTERS = 4;
const NAMED = 3;

export interface Suspicion {
  readonly accountSid: string;
  readonly clock: Clock;
  readonly defaultFrom: string | undefined;
  readonly requestTimeoutMs: number;
  readonly from: number;
}

/** The stored sends from our senders that are not ours, the oldest first. */
export async function strangersSince(
  sql: Sql,
  { accountSid, clock, defaultFrom, requestTimeoutMs, from }: Suspicion,
): Promise<readonly LooseRow[]> {
  const senders = await ourSenders(sql, defaultFrom);
  const rows = await looseRows(sql, { accountSid, from, until: clock.now() + DAY_MS });
  const requests = (await openRequests(sql, accountSid, from - DOUBT_MS)).map((request) => ({
    ...request,
    isUnderWay: request.isPending === 1 && request.leaseUntil > clock.now(),
  }));
  return unexplained(
    rows.filter((row) => isFromUs(row, senders)),
    requests,
    requestTimeoutMs,
  );
}

/** Whether they are those of a copy of this database, and which of the two stops. */
export async function judgeCopy(
  sql: Sql,
  accountSid: string,
  strangers: readonly LooseRow[],
): Promise<Verdict> {
  const first = Math.min(...strangers.map(({ at }) => at));
  const ours: SeenSend[] = [];
  for (const to of new Set(strangers.map((row) => row.to))) {
    ours.push(...(await ownSends(sql, { accountSid, to, since: first - HOUR_MS })).map(seen));
  }
  return judgeTwins(strangers.map(seen), ours);
}

function seen({ sid, kind, to, body, at }: Pick<LooseRow, 'sid' | 'kind' | 'to' | 'body' | 'at'>): SeenSend {
  return { sid, kind, to, words: wordsOf(body ?? ''), at };
}

/** One list for each number, or one for all: a messaging service cannot be filtered by. */
export function filtersFor(
  kind: TwilioRow['kind'],
  senders: ReadonlySet<string>,
): readonly (string | undefined)[] {
  const numbers = [...senders].filter((sender) => sender.startsWith('+'));
  const others = senders.size - numbers.length;
  const areAll = kind === 'call' || others === 0;
  if (kind === 'call' && numbers.length === 0) return [];
  return areAll && numbers.length > 0 && numbers.length <= MOST_FILTERS ? numbers : [undefined];
}

/** `2 texts since … that this database did not send: SM…, SM…` */
export function sayStrangers(strangers: readonly LooseRow[]): string {
  const [first] = strangers;
  const texts = strangers.filter(({ kind }) => kind === 'message').length;
  const parts = [
    ...(texts > 0 ? [counted(texts, 'text')] : []),
    ...(strangers.length > texts ? [counted(strangers.length - texts, 'call')] : []),
  ];
  const named = strangers.slice(0, NAMED).map(({ sid }) => sid);
  const more = strangers.length > NAMED ? ', …' : '';
  const since = toUtc(first?.at ?? null);
  return `${parts.join(' and ')} since ${since} that this database did not send: ${named.join(', ')}${more}`;
}
