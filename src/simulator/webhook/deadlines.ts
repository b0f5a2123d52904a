// One coarse timer for every limit of every request under way.

import type { Cancel, Clock } from '../../core/clock.ts';

export interface Limited {
  /** Real instant; may be moved at any time. */
  dueAt: number;
  /** Called once `dueAt` has passed; it is no longer watched then. */
  expire(): void;
}

// The shortest limit Twilio takes is 100 ms; half of that is as late as one may be noticed.
const SWEEP_MS = 50;

/**
 * Looks at all of them every 50 ms while there are any. A timer for each would be set, moved and cleared three times
 * a request, and thousands of requests a second all end long before their limits.
 */
export class Deadlines {
  readonly #clock: Clock;
  readonly #watched = new Set<Limited>();
  #sweep: Cancel | undefined;

  constructor(realClock: Clock) {
    this.#clock = realClock;
  }

  watch(limited: Limited): void {
    this.#watched.add(limited);
    this.#sweep ??= this.#clock.at(this.#clock.now() + SWEEP_MS, () => this.#look());
  }

  release(limited: Limited): void {
    this.#watched.delete(limited);
  }

  /** Forgets all of them and stops the timer. */
  close(): void {
    this.#sweep?.();
    this.#sweep = undefined;
    this.#watched.clear();
  }

  #look(): void {
    this.#sweep = undefined;
    const now = this.#clock.now();
    for (const limited of this.#watched) {
      if (limited.dueAt > now) continue;
      this.#watched.delete(limited);
      limited.expire();
    }
    if (this.#watched.size > 0) this.#sweep ??= this.#clock.at(now + SWEEP_MS, () => this.#look());
  }
}
