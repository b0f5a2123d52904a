// Rates: how many calls an account, and how much text a sender, may begin in a second. Token buckets, as pure sums.

import { counted } from './count.ts';
import type { Channel } from './reminder.ts';
import { isMessagingService } from './sender.ts';

/** 0 shapes nothing and leaves the queueing to Twilio. */
export interface Rates {
  readonly callsPerSecond: number;
  /** Of each sender, in segments; null takes what Twilio gives a sender of its kind. */
  readonly segmentsPerSecond: number | null;
}

export const UNSHAPED: Rates = { callsPerSecond: 0, segmentsPerSecond: 0 };
/** What Twilio gives an account to begin with (its pages on calls and on each kind of sender). */
export const USUAL_RATES: Rates = { callsPerSecond: 1, segmentsPerSecond: null };

const CALLS = 'calls';
const TEXTS = 'texts:';

/** What shares one rate: all calls of the account, or the texts of one sender. */
export function laneOf(channel: Channel, from: string): string {
  return channel === 'call' ? CALLS : `${TEXTS}${from}`;
}

export function isCallLane(lane: string): boolean {
  return lane === CALLS;
}

/** Tokens a second; 0 when the lane is not shaped. */
export function laneRate(lane: string, { callsPerSecond, segmentsPerSecond }: Rates): number {
  if (isCallLane(lane)) return callsPerSecond;
  return segmentsPerSecond ?? usualSegments(lane.slice(TEXTS.length));
}

/** A service spreads its texts over as many senders as it has, which only Twilio knows: it is not shaped. */
function usualSegments(sender: string): number {
  if (isMessagingService(sender)) return 0;
  if (/^\+18(00|33|44|55|66|77|88)/.test(sender)) return 3;
  if (sender.startsWith('+1')) return 1;
  // Short codes have 30 to 100; numbers of other countries, and names, 10.
  return /^\d{5,6}$/.test(sender) ? 30 : 10;
}

// So much may go ahead of the even pace: a process that wakes some ms late catches up, and the rate is kept. Twilio
// queues what comes so early.
export const BURST_MS = 100;
// Whoever sends by hand does not wait, and runs the bucket into debt; others wait for no more of it than this. A clock
// that was set back is no longer felt after this, either.
const MOST_DEBT_MS = 60_000;
const MOST_SEGMENTS = 10;

/** `freeAt` is the instant, in ms with a fraction, from which the bucket is full again. */
export interface Bucket {
  readonly freeAt: number;
  /** Above 0. */
  readonly perSecond: number;
  readonly burstMs?: number;
}

/** The first instant at which something may go, from `now` on. */
export function opensAt({ freeAt, perSecond, burstMs = BURST_MS }: Bucket, now: number): number {
  const full = Math.min(freeAt, now + mostWaitMs(perSecond));
  return Math.max(now, Math.ceil(full - burstMs));
}

/** When the bucket is full again once `tokens` have been taken at `now`. */
export function freeAfter({ freeAt, perSecond }: Bucket, tokens: number, now: number): number {
  const most = mostWaitMs(perSecond);
  const full = Math.min(Math.max(freeAt, now), now + most);
  return Math.min(full + (tokens * 1_000) / perSecond, now + most);
}

function mostWaitMs(perSecond: number): number {
  return MOST_DEBT_MS + (MOST_SEGMENTS * 1_000) / perSecond;
}

/** `1 call a second`, `3 segments a second from +18005550100` */
export function describeLane(lane: string, perSecond: number): string {
  const what = isCallLane(lane) ? 'call' : 'segment';
  const amount = Number.isInteger(perSecond) ? counted(perSecond, what) : `${perSecond} ${what}s`;
  return `${amount} a second${isCallLane(lane) ? '' : ` from ${lane.slice(TEXTS.length)}`}`;
}
