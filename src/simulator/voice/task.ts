// What takes virtual time and may be interrupted: woken, broken off, sent to another document, or over.

import type { Cancel } from '../../core/clock.ts';
import type { TwimlSource } from '../call.ts';
import type { VirtualClock } from '../clock.ts';

/** Thrown out of whatever a leg is doing when it has ended. */
export class CallOver extends Error {}

/** Thrown out of whatever a leg is doing when the REST API gives it another document. */
export class Redirected extends Error {
  readonly source: TwimlSource;
  constructor(source: TwimlSource) {
    super('redirected');
    this.source = source;
  }
}

/** Thrown out of work that was to last only until something else happened. */
class BrokenOff extends Error {}

interface Waiting {
  readonly resolve: (how: 'elapsed' | 'woken') => void;
  readonly reject: (reason: Error) => void;
  readonly cancel: Cancel | undefined;
}

/** One thing is done at a time, so that there is never more than one wait. */
export class Task {
  readonly #clock: VirtualClock;
  #over = false;
  #redirect: TwimlSource | undefined;
  #breaks: 'armed' | 'broken' | undefined;
  #waiting: Waiting | undefined;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  get isOver(): boolean {
    return this.#over;
  }

  /** Throws CallOver or Redirected if that happened since it was last asked. */
  check(): void {
    if (this.#over) throw new CallOver();
    if (this.#redirect !== undefined) {
      const source = this.#redirect;
      this.#redirect = undefined;
      throw new Redirected(source);
    }
    if (this.#breaks === 'broken') throw new BrokenOff();
  }

  /**
   * Waits on the virtual clock, for ever when `ms` is infinite, or until `wake`. Throws CallOver or Redirected, at
   * once or as soon as that happens.
   */
  wait(ms: number): Promise<'elapsed' | 'woken'> {
    this.check();
    return new Promise((resolve, reject) => {
      const cancel = Number.isFinite(ms)
        ? this.#clock.at(this.#clock.now() + ms, () => {
            this.#waiting = undefined;
            resolve('elapsed');
          })
        : undefined;
      this.#waiting = { resolve, reject, cancel };
    });
  }

  /** Ends its present wait, if it is in one: whoever waits looks again at what has become of things. */
  wake(): void {
    this.#endWait()?.resolve('woken');
  }

  /** Runs work that `breakOff` ends, at once when it waits. True when it was broken off. Not to be nested. */
  async breakable(work: () => Promise<unknown>): Promise<boolean> {
    this.#breaks = 'armed';
    try {
      await work();
      return false;
    } catch (error) {
      if (error instanceof BrokenOff) return true;
      throw error;
    } finally {
      this.#breaks = undefined;
    }
  }

  breakOff(): void {
    if (this.#breaks === undefined) return;
    const waiting = this.#endWait();
    if (waiting) waiting.reject(new BrokenOff());
    else this.#breaks = 'broken';
  }

  /** Leaves what it is doing for another document, at once. */
  redirect(source: TwimlSource): void {
    const waiting = this.#endWait();
    if (waiting) waiting.reject(new Redirected(source));
    else this.#redirect = source;
  }

  /** It is over: whatever it waits for will not come. */
  protected abandon(): void {
    this.#over = true;
    this.#endWait()?.reject(new CallOver());
  }

  #endWait(): Waiting | undefined {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.cancel?.();
    return waiting;
  }
}
