// A round of side work on a database that may be out of reach for a while.

import { UnhealthyError } from '../core/errors.ts';
import type { Emit } from './events.ts';

/** Tells what the database had against it, and leaves it to the next round. Anything else is a bug and is thrown. */
export async function endure(emit: Emit, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof UnhealthyError)) throw error;
    emit({ event: 'trouble', detail: error.message });
  }
}
