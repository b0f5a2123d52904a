// Backoff: how long to wait before a request that left nothing behind is made again.

import type { Random } from './clock.ts';

export interface BackoffTerms {
  readonly baseMs: number;
  readonly capMs: number;
  readonly random: Random;
  /** The server's own word (Retry-After), which nothing here undercuts. */
  readonly retryAfterMs?: number | undefined;
}

/**
 * Milliseconds to wait after the `attempt`-th try, counted from 1: `base × 2^(attempt−1)`, at most `cap`, of
 * which the upper half is drawn at random. Half is kept so that nobody retries at once; half is drawn so that
 * many who failed together do not come back together.
 */
export function backoff(attempt: number, { baseMs, capMs, random, retryAfterMs = 0 }: BackoffTerms): number {
  const full = Math.min(capMs, baseMs * 2 ** (Math.max(1, attempt) - 1));
  const wait = full / 2 + (full / 2) * random.next();
  // A server's wait gets a jitter on top, not within: below it the answer is known to be no.
  if (retryAfterMs > 0) return Math.round(Math.max(wait, retryAfterMs + (full / 2) * random.next()));
  return Math.round(wait);
}
