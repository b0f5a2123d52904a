// Real time in a hurry: for limits of many real seconds that a test would otherwise wait for.

import type { Clock } from '../../src/core/clock.ts';
import { realClock } from './harness.ts';

/** Runs `factor` times as fast as the machine's clock, from now on. */
export function hurriedClock(factor: number): Clock {
  const start = realClock.now();
  const now = () => start + Math.floor((realClock.now() - start) * factor);
  return {
    now,
    at: (instant, fire) => realClock.at(realClock.now() + Math.max(0, instant - now()) / factor, fire),
    sleep: (ms, signal) => realClock.sleep(ms / factor, signal),
  };
}
