// The daemon's part after a restore: it asks Twilio, once its lists can be trusted, until it knows what was sent since.

import { UnhealthyError } from '../core/errors.ts';
import { readRestored } from '../store/restored.ts';
import { type CatchUpDeps, catchUp } from './catch-up.ts';
import type { Emit } from './events.ts';

const AGAIN_MS = 60_000;

export interface CatchingUpDeps extends CatchUpDeps {
  readonly emit: Emit;
  /** New rows may be due. */
  readonly wake: () => void;
}

export class CatchingUp {
  readonly #deps: CatchingUpDeps;
  #isDone = false;
  #hasTried = false;

  constructor(deps: CatchingUpDeps) {
    this.#deps = deps;
  }

  /** True when the database was not restored, or all is known. */
  get isDone(): boolean {
    return this.#isDone;
  }

  get hasTried(): boolean {
    return this.#hasTried;
  }

  /** Whether there is anything to do. A restore while a daemon works is refused, so this is asked once. */
  async begin(): Promise<void> {
    const restored = await readRestored(this.#deps.db);
    this.#isDone = restored === undefined || restored.readTo !== null;
    this.#hasTried = this.#isDone;
  }

  /** Until it is done or `signal` aborts. */
  async run(signal: AbortSignal): Promise<void> {
    while (!this.#isDone && !signal.aborted) {
      const readyAt = await this.#try();
      this.#hasTried = true;
      this.#deps.wake();
      if (readyAt !== undefined) await this.#deps.clock.sleep(readyAt - this.#deps.clock.now(), signal);
      else if (!this.#isDone) await this.#deps.realClock.sleep(AGAIN_MS, signal);
    }
  }

  /** Returns when to ask, if it is too early. */
  async #try(): Promise<number | undefined> {
    const { emit } = this.#deps;
    try {
      const result = await catchUp(this.#deps);
      if (result && 'readyAt' in result) return result.readyAt;
      if (result && 'failure' in result) {
        emit({
          event: 'trouble',
          detail: `Twilio cannot be asked what was sent since the backup: ${result.failure}`,
        });
        return undefined;
      }
      this.#isDone = true;
      if (result) emit({ event: 'caught-up', ...result.learned });
    } catch (error) {
      if (!(error instanceof UnhealthyError)) throw error;
      emit({ event: 'trouble', detail: error.message });
    }
    return undefined;
  }
}
