// The simulator's own time: runs at any speed on top of a real clock, stops, and steps forward.

import type { Cancel, Clock } from '../core/clock.ts';
import { UsageError } from '../core/errors.ts';
import { TimerHeap } from './timer-heap.ts';

export interface VirtualTime {
  /** First instant, ms since 1970 UTC; the real time when left out. */
  readonly start?: number | undefined;
  /** Virtual seconds per real second, 1 when left out; 0 starts paused. */
  readonly speed?: number | undefined;
}

/** The last instant that Twilio's dates can say, with four digits for a year: time stands still there. */
const END = Date.UTC(10_000, 0) - 1;
const BEYOND = 'a clock ends with the year 9999';

/** A day in a second: a real timer that is late by a millisecond is late by a minute and a half then. */
export const MAX_SPEED = 86_400;

/** @throws UsageError */
function assertSpeed(speed: number): void {
  if (speed >= 0 && speed <= MAX_SPEED) return;
  throw new UsageError(`a clock cannot run at speed ${speed}`, {
    hint: `from 0 to ${MAX_SPEED}, a day in a second; to go further at once: {"advance": MS}`,
  });
}

/** What a follower needs to know to keep the same time: `now` was true when this was sent. */
export interface ClockState {
  readonly now: number;
  readonly speed: number;
  readonly running: boolean;
}

/**
 * now = base + speed × (real time since), but never past a timer that has not fired: real timers are late by some
 * milliseconds, which are minutes at a high speed, and what is late must not see it. Overdue timers fire in their
 * order, each at its own instant. Time stands still while it is being advanced.
 */
export class VirtualClock implements Clock {
  readonly #real: Clock;
  readonly #timers = new TimerHeap();
  readonly #listeners = new Set<(state: ClockState) => void>();
  #base: number;
  #realBase: number;
  #speed: number;
  #running: boolean;
  #moving = false;
  /** The instant that overdue timers are being fired at; time stands there until their effects had their turn. */
  #pinned: number | undefined;
  /** What was seen as now already, where neither the base nor a timer holds it. */
  #floor = Number.NEGATIVE_INFINITY;
  #stopped = false;
  #armed: { readonly at: number; readonly cancel: Cancel } | undefined;
  #busy = 0;
  #whenIdle: (() => void)[] = [];
  #steps: Promise<void> = Promise.resolve();

  constructor(real: Clock, { start, speed = 1 }: VirtualTime = {}) {
    assertSpeed(speed);
    if (start !== undefined && !(start <= END)) throw new UsageError(BEYOND);
    this.#real = real;
    this.#realBase = real.now();
    this.#base = start ?? this.#realBase;
    this.#speed = speed > 0 ? speed : 1;
    this.#running = speed > 0;
  }

  now(): number {
    if (!this.#running || this.#moving) return this.#base;
    if (this.#pinned !== undefined) return this.#pinned;
    const due = this.#timers.next();
    const flown = this.#flown();
    return Math.max(this.#floor, due === undefined ? flown : Math.min(flown, Math.ceil(due)));
  }

  at(instant: number, fire: () => void): Cancel {
    if (this.#stopped) return () => {};
    const now = this.now();
    // One for the past fires at once, but time does not go back to it.
    if (instant < now) this.#floor = now;
    const timer = this.#timers.push(instant, fire);
    this.#arm();
    return () => this.#timers.cancel(timer);
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const done = () => {
        cancel();
        signal?.removeEventListener('abort', done);
        resolve();
      };
      const cancel = this.at(this.now() + ms, done);
      signal?.addEventListener('abort', done, { once: true });
    });
  }

  /** Work that time has to wait for while it is advanced: a webhook in flight, say. Never something that waits for time. */
  async track<T>(work: Promise<T>): Promise<T> {
    this.#busy += 1;
    try {
      return await work;
    } finally {
      this.#busy -= 1;
      if (this.#busy === 0) for (const wake of this.#whenIdle.splice(0)) wake();
    }
  }

  state(): ClockState {
    return { now: this.now(), speed: this.#speed, running: this.#running };
  }

  /** Told of each change of speed, of each pause and of each step, not of time passing. */
  onChange(listener: (state: ClockState) => void): Cancel {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Moves on by `ms`, firing every timer on the way in order; resolves when all their effects are visible. */
  advance(ms: number): Promise<void> {
    if (!(ms >= 0) || !Number.isFinite(ms)) throw new UsageError('a clock advances by 0 ms or more');
    if (this.now() + ms > END) throw new UsageError(BEYOND);
    return this.#step(() => Math.min(END, this.now() + Math.ceil(ms)));
  }

  /** Moves on to an instant, as `advance` does. Throws UsageError for one in the past. */
  set(instant: number): Promise<void> {
    if (!(instant >= this.now())) throw new UsageError('a clock cannot be set back');
    if (instant > END) throw new UsageError(BEYOND);
    return this.#step(() => Math.max(this.now(), Math.ceil(instant)));
  }

  /** Virtual seconds per real second; 0 pauses. Anything else also ends a pause. */
  setSpeed(speed: number): void {
    assertSpeed(speed);
    this.#rebase();
    this.#running = speed > 0;
    if (speed > 0) this.#speed = speed;
    this.#changed();
  }

  pause(paused: boolean): void {
    this.#rebase();
    this.#running = !paused;
    this.#changed();
  }

  /** How many timers are to fire: when nothing goes on any more, none. */
  pending(): number {
    return this.#timers.pending();
  }

  /** Drops every timer; nothing fires any more. */
  stop(): void {
    this.#stopped = true;
    this.#timers.clear();
    this.#disarm();
    this.#listeners.clear();
  }

  /** Resolves when no tracked work is left and what waited for it has had its turn. */
  async #settle(): Promise<void> {
    do {
      if (this.#busy > 0) await new Promise<void>((resolve) => this.#whenIdle.push(resolve));
      await new Promise((resolve) => setImmediate(resolve));
    } while (this.#busy > 0);
  }

  #step(target: () => number): Promise<void> {
    const step = this.#steps.then(() => this.#moveTo(target()));
    this.#steps = step.catch(() => {});
    return step;
  }

  async #moveTo(target: number): Promise<void> {
    this.#rebase();
    this.#moving = true;
    this.#disarm();
    try {
      await this.#settle();
      for (let at = this.#timers.next(); at !== undefined && at <= target; at = this.#timers.next()) {
        this.#base = Math.max(this.#base, at);
        for (const timer of this.#timers.takeDue(this.#base)) timer.fire?.();
        await this.#settle();
      }
      this.#base = Math.max(this.#base, target);
    } finally {
      this.#moving = false;
      this.#realBase = this.#real.now();
      this.#changed();
    }
  }

  #rebase(): void {
    this.#base = this.now();
    this.#realBase = this.#real.now();
  }

  #changed(): void {
    this.#disarm();
    this.#arm();
    const state = this.state();
    for (const listener of this.#listeners) listener(state);
  }

  #arm(): void {
    const next = this.#timers.next();
    if (next === undefined || next > END || !this.#running || this.#moving || this.#stopped) return;
    // Who catches up arms at the end.
    if (this.#pinned !== undefined) return;
    const at = this.#realBase + Math.ceil((next - this.#base) / this.#speed);
    if (this.#armed !== undefined) {
      if (this.#armed.at <= at) return;
      this.#disarm();
    }
    this.#armed = { at, cancel: this.#real.at(at, () => this.#wake()) };
  }

  #disarm(): void {
    this.#armed?.cancel();
    this.#armed = undefined;
  }

  #wake(): void {
    this.#armed = undefined;
    this.#catchUp();
  }

  /** Fires what is overdue, an instant in a turn of the event loop: what comes in meanwhile is not kept waiting. */
  #catchUp(): void {
    this.#pinned = undefined;
    const due = this.#timers.next();
    if (due === undefined || !this.#isDue(due)) {
      this.#arm();
      return;
    }
    const at = this.now();
    this.#pinned = at;
    this.#floor = at;
    try {
      // Taken out before any is fired, so that a timer set by one of them waits for the next turn.
      for (const timer of this.#timers.takeDue(at)) if (!this.#stopped) timer.fire?.();
    } finally {
      setImmediate(() => this.#catchUp());
    }
  }

  #isDue(instant: number): boolean {
    return this.#running && !this.#moving && !this.#stopped && instant <= this.#flown();
  }

  /** The instant that real time has come to, whatever has fired. */
  #flown(): number {
    // A real clock set back must not turn virtual time back.
    const elapsedMs = Math.max(0, this.#real.now() - this.#realBase);
    return Math.min(END, Math.floor(this.#base + elapsedMs * this.#speed));
  }
}
