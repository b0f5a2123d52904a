// Test credentials: an account's second SID and token, with which nothing really happens.

import { seededRandom } from './random.ts';

export interface TestCredentials {
  readonly accountSid: string;
  readonly authToken: string;
}

/** Drawn from the account's SID, so that a state file need not keep them. */
export function testCredentials(accountSid: string): TestCredentials {
  const random = seededRandom(0, `test credentials of ${accountSid}`);
  return { accountSid: `AC${random.hex(16)}`, authToken: random.hex(16) };
}
