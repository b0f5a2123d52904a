// What kind of Twilio this database talks to, and so whom a send may reach.

import { RefusedError } from './errors.ts';

/**
 * - `simulator`: granted by a handshake that only the simulator answers, never by an address.
 * - `own`: the real Twilio, the operator's own listed numbers only. What you get unless you say otherwise.
 * - `live`: the real Twilio, anyone. Set by `remind mode live` with a typed confirmation.
 */
export const MODES = ['simulator', 'own', 'live'] as const;
export type Mode = (typeof MODES)[number];

/** The account and mode a database belongs to: written at its first use that sends, refused for any other. */
export interface Stamp {
  readonly accountSid: string;
  readonly mode: Mode;
}

/** @throws RefusedError when the database belongs to another account than the one configured. */
export function assertSameAccount(stamp: Stamp, accountSid: string): void {
  if (stamp.accountSid === accountSid) return;
  throw new RefusedError(
    `this database belongs to account ${stamp.accountSid} (${stamp.mode}), and ${accountSid} is configured`,
    { hint: 'use a profile for each account: remind --profile NAME …, or another REMIND_HOME' },
  );
}

/**
 * The mode of this run, from what was proved and what the database says.
 * @throws RefusedError when a simulator's database meets the real Twilio, or the other way round.
 */
export function settleMode(simulatorProved: boolean, stamp: Stamp | undefined): Mode {
  if (!stamp) return simulatorProved ? 'simulator' : 'own';
  if ((stamp.mode === 'simulator') === simulatorProved) return stamp.mode;
  throw stamp.mode === 'simulator'
    ? new RefusedError('this database belongs to the simulator, and no simulator answers', {
        hint: 'start it with remind sim and set REMIND_TWILIO_URL, or use another profile or REMIND_HOME',
      })
    : new RefusedError(
        `this database belongs to the real account ${stamp.accountSid}, and a simulator answers`,
        {
          hint: 'unset REMIND_TWILIO_URL, or use another profile or REMIND_HOME for the simulator',
        },
      );
}
