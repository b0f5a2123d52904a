// What a trial account may do: reach verified numbers only, and put words of Twilio's before its own.

import type { Account } from './world.ts';

const PREFIX = 'Sent from your Twilio trial account - ';

/** Said at the start of each call, until a key is pressed. */
export const TRIAL_NOTICE =
  'You have a trial account. You can remove this message at any time by upgrading to a full account. Press any key to execute your code.';

/** The body as it is sent. */
export function trialBody({ type }: Account, body: string): string {
  return type === 'Trial' ? PREFIX + body : body;
}

/** Whether the account may call and text this number. */
export function mayReach({ type, callerIds }: Account, number: string): boolean {
  return type === 'Full' || callerIds.find(number) !== undefined;
}
