// Somebody calls a number of an account's, and hangs up.

import { NotFoundError } from '../../core/errors.ts';
import type { Call } from '../call.ts';
import { PhoneOnCall } from '../phone-on-call.ts';
import { completeScript, type PhoneScript } from '../phones.ts';
import { findNumber, type World } from '../world.ts';
import { RUNNER } from './conversation.ts';
import { receive } from './inbound.ts';

export interface PersonCallDraft {
  /** E.164 */
  readonly from: string;
  readonly to: string;
  /** What the caller does on this call, instead of what the script of the phone says. */
  readonly does?: Partial<Pick<PhoneScript, 'presses' | 'says' | 'hangsUpAfterMs'>>;
  /** The number that passed the call on, as the carrier tells it. */
  readonly forwardedFrom?: string | undefined;
  /** How long the caller lets it ring; for ever when left out. */
  readonly givesUpAfterMs?: number | undefined;
}

/** Dials at once; what it leads to takes virtual time. Throws NotFoundError for a number that no account has. */
export function callFromPhone(world: World, draft: PersonCallDraft): Call {
  const { from, to, does = {}, forwardedFrom, givesUpAfterMs } = draft;
  const found = findNumber(world, to);
  if (found === undefined) {
    throw new NotFoundError(`${to} is none of the simulated numbers`, {
      hint: 'call one of them: remind sim prints them, and GET /2010-04-01/Accounts/…/IncomingPhoneNumbers.json lists them',
    });
  }
  const { mailbox, ...usual } = world.phones.get(from);
  const script = completeScript({ ...usual, ...does, mailbox });
  const leg = receive(world, {
    ...found,
    from,
    forwardedFrom,
    runner: RUNNER,
    hops: 0,
    connect: (caller) => {
      const place = { world, sid: caller.call.sid, side: 'caller', number: from, peer: to } as const;
      const phone = new PhoneOnCall(place, caller, { script });
      phone.dial();
      return phone;
    },
  });
  if (givesUpAfterMs !== undefined) {
    leg.later(givesUpAfterMs, () => {
      if (!leg.isAnswered) leg.onHangUp();
    });
  }
  return leg.call;
}

/** The phone on that call hangs up at once. Throws NotFoundError when the call is over, or never was. */
export function hangUpPhone({ live }: World, sid: string): void {
  const leg = live.get(sid);
  if (leg === undefined) throw new NotFoundError(`no call ${sid} is under way`);
  leg.onHangUp();
}
