// The real clock: the one place that reads the machine's time and sets timers.

import type { Cancel, Clock } from '../core/clock.ts';

// Far below setTimeout's limit of 2^31 ms, above which it fires at once. A minute, because a timer counts
// monotonic time: after a suspend or a step of the wall clock, the next look is at most this far away.
const LONGEST_TIMER_MS = 60_000;
// The longest delay setTimeout takes (https://nodejs.org/api/timers.html).
const LIMIT_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  at,
  sleep,
};

function at(instant: number, fire: () => void): Cancel {
  let timer: NodeJS.Timeout;
  const look = (): void => {
    // Node's timers fire up to 1 ms early, so the instant is looked at again.
    const left = instant - Date.now();
    if (left > 0) timer = setTimeout(look, Math.min(left, LONGEST_TIMER_MS));
    else fire();
  };
  const left = instant - Date.now();
  timer = setTimeout(look, Math.min(Math.max(left, 0), LONGEST_TIMER_MS));
  return () => clearTimeout(timer);
}

/** Counts elapsed time, not wall time: a clock set back does not lengthen it. */
function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    let left = ms;
    let timer: NodeJS.Timeout;
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const next = (): void => {
      const part = Math.min(left, LIMIT_MS);
      left -= part;
      timer = setTimeout(left > 0 ? next : done, part);
    };
    signal?.addEventListener('abort', done, { once: true });
    next();
  });
}
