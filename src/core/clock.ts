// Time as the program sees it. Only src/system/ (real) and src/simulator/ (virtual) make one.

/** Stops a timer; stopping twice, or after it fired, does nothing. */
export type Cancel = () => void;

/** A source of instants. All instants are integer milliseconds since 1970 UTC. */
export interface Clock {
  now(): number;
  /**
   * Calls `fire` once when `now() >= at`, never before and never in the same turn of the event loop.
   * An `at` further away than setTimeout's 2^31 ms is allowed.
   */
  at(instant: number, fire: () => void): Cancel;
  /** Resolves after `ms`, at once when `signal` aborts (without throwing). */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Randomness, seeded in tests and in the simulator. */
export interface Random {
  /** 0 <= x < 1 */
  next(): number;
  /** `bytes` random bytes in lower-case hex. */
  hex(bytes: number): string;
}
