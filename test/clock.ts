// A clock that stands still until a test moves it, and randomness that repeats.

import type { Cancel, Clock, Random } from '../src/core/clock.ts';

interface Timer {
  readonly at: number;
  readonly fire: () => void;
}

/** Timers fire in order of their instants while `advance` runs; promises they settle are awaited in between. */
export class TestClock implements Clock {
  #now: number;
  #timers: Timer[] = [];

  constructor(now: number | string = '2026-11-23T09:00:00Z') {
    this.#now = typeof now === 'number' ? now : Date.parse(now);
  }

  now(): number {
    return this.#now;
  }

  at(instant: number, fire: () => void): Cancel {
    const timer = { at: instant, fire };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const cancel = this.at(this.#now + ms, resolve);
      signal?.addEventListener('abort', () => {
        cancel();
        resolve();
      });
    });
  }

  /** Moves time forward, firing what falls due on the way. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settleAll();
    for (;;) {
      const next = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#timers = this.#timers.filter((timer) => timer !== next);
      this.#now = Math.max(this.#now, next.at);
      next.fire();
      await settleAll();
    }
    this.#now = end;
    await settleAll();
  }

  /** Sets the wall clock, backwards too, without firing anything. */
  set(now: number): void {
    this.#now = now;
  }
}

/** Lets everything that is ready run, I/O callbacks of this turn included. */
export async function settleAll(turns = 20): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** A small seeded generator (mulberry32). */
export function testRandom(seed = 1): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const digit = (): string => Math.floor(next() * 16).toString(16);
  return { next, hex: (bytes) => Array.from({ length: bytes * 2 }, digit).join('') };
}
