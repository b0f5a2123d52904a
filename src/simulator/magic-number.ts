// Twilio's magic number that works, and who has the magic that goes with it.

import type { Account } from './world.ts';

/** The sender that test credentials have; whoever has it has all of the magic. */
export const GOOD_SENDER = '+15005550006';

export function hasMagic({ numbers }: Account): boolean {
  return numbers.find(GOOD_SENDER) !== undefined;
}
