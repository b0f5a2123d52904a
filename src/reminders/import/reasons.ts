// Why a row cannot be used: every reason of it at once, so that a file is mended in one go.

import { NotFoundError, UsageError } from '../../core/errors.ts';

/** Gathers what is wrong with one row. A bug or a broken database is not a reason and goes through. */
export class Reasons {
  readonly list: string[] = [];

  add(reason: string): undefined {
    this.list.push(reason);
    return undefined;
  }

  /** The result, or undefined and one more reason. */
  try<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      return this.#note(error);
    }
  }

  async tryAsync<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      return this.#note(error);
    }
  }

  #note(error: unknown): undefined {
    if (!(error instanceof UsageError || error instanceof NotFoundError)) throw error;
    return this.add(error.hint === undefined ? error.message : `${error.message} (${error.hint})`);
  }
}
