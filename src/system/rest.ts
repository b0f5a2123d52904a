// A rest between two pieces of a long piece of work, so that other processes get their turn at the database.

import { systemClock } from './clock.ts';

// Whoever waits for the database looks every 2 ms.
const REST_MS = 5;

export function rest(): Promise<void> {
  return systemClock.sleep(REST_MS);
}
