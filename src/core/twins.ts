// Two copies of one database send the same reminders: which of the two stops, decided by what both of them see.

import { HOUR_MS, MINUTE_MS } from './wall.ts';

export interface SeenSend {
  readonly sid: string;
  readonly kind: 'message' | 'call';
  readonly to: string;
  /** As `wordsOf` has them; empty for a call. */
  readonly words: string;
  /** Twilio's own date: the same for both. */
  readonly at: number;
}

// Two daemons that wake for the same instant are seconds apart; one that was busy, minutes.
const TWIN_MS = 10 * MINUTE_MS;
/** Within this the other copy has compared as well, and has stopped. */
export const YIELD_MS = HOUR_MS + 15 * MINUTE_MS;

/**
 * - `unknown`: nothing says that it is a copy
 * - `go-on`: it is one, and it is the other that stops
 * - `yield`: it is one, and this one stops
 * - `stubborn`: the other should have stopped and goes on
 */
export type Verdict = 'unknown' | 'go-on' | 'yield' | 'stubborn';

/**
 * Both copies see the same pairs of sends, the one as its own and the other as a stranger's. Of the oldest pair the
 * smaller SID wins: no clock and no word between them is needed, and they cannot both go on, nor both stop.
 */
export function judgeTwins(strangers: readonly SeenSend[], ours: readonly SeenSend[]): Verdict {
  const pairs = strangers.flatMap((stranger) =>
    ours.filter((own) => areTwins(own, stranger)).map((own) => ({ own, stranger })),
  );
  const [oldest] = pairs.sort((a, b) => startOf(a) - startOf(b) || compare(smallerOf(a), smallerOf(b)));
  if (!oldest) return 'unknown';
  if (oldest.own.sid > oldest.stranger.sid) return 'yield';
  const times = strangers.map(({ at }) => at);
  const isOver = Math.max(...times) - startOf(oldest) <= YIELD_MS;
  return isOver ? 'go-on' : 'stubborn';
}

function areTwins(own: SeenSend, stranger: SeenSend): boolean {
  const isSame = own.kind === stranger.kind && own.to === stranger.to && own.words === stranger.words;
  return isSame && Math.abs(own.at - stranger.at) <= TWIN_MS;
}

interface Pair {
  readonly own: SeenSend;
  readonly stranger: SeenSend;
}

function startOf({ own, stranger }: Pair): number {
  return Math.min(own.at, stranger.at);
}

function smallerOf({ own, stranger }: Pair): string {
  return own.sid < stranger.sid ? own.sid : stranger.sid;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
