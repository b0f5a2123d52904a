// The deadline of one exchange, on a clock that setting the wall clock cannot move.

import type { Cancel } from '../core/clock.ts';

/** Calls `fire` once after `ms`, unless cancelled. */
export type Countdown = (ms: number, fire: () => void) => Cancel;

/**
 * Not the injected Clock: that one is the wall's or the simulator's, and a real socket must be given up in
 * real seconds even when an NTP step or a virtual day passes meanwhile. setTimeout counts monotonic time.
 */
export const monotonicCountdown: Countdown = (ms, fire) => {
  const timer = setTimeout(fire, ms);
  return () => clearTimeout(timer);
};
