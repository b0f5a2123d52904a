// What virtual people are asked to do by themselves: to call a number of an account's.

import { UsageError } from '../../core/errors.ts';
import { readNumber } from '../number.ts';
import { parsePhones } from '../phone-file.ts';
import { REACTION_MS } from '../phones.ts';
import type { PersonCallDraft } from '../voice/person-call.ts';

const EXPECTED =
  'expected {"from": NUMBER, "to": NUMBER}, and at will "digits": "1w2#" or [PRESS, …], "says": [SAYING, …], "hangsUpAfter": "30s", "givesUpAfter": "20s", "forwardedFrom": NUMBER';

export interface CallParties {
  readonly from: string;
  readonly to: string;
}

/**
 * What a caller does: digits typed at the first question, with `w` and `W` for pauses, or a list of presses as in a
 * phone file, one for each question. Throws UsageError.
 */
export function readCall(body: Record<string, unknown>, { from, to }: CallParties): PersonCallDraft {
  const { digits, says, hangsUpAfter, givesUpAfter, forwardedFrom } = body;
  const typed = typeof digits === 'string' ? readTyped(digits) : undefined;
  const keys = Object.entries({
    presses: typed === undefined ? digits : undefined,
    says,
    'hangs-up-after': hangsUpAfter,
    // A caller has no use for it, so that it can lend its reader of durations.
    'answer-after': givesUpAfter,
  }).filter(([, value]) => value !== undefined);
  // The reader of phone files knows how to complain of each of these.
  const [script] = parsePhones(JSON.stringify([{ number: from, ...Object.fromEntries(keys) }]), 'the call');
  if (script === undefined) throw new UsageError(EXPECTED);
  return {
    from,
    to,
    forwardedFrom: forwardedFrom === undefined ? undefined : readForwarder(forwardedFrom),
    givesUpAfterMs: givesUpAfter === undefined ? undefined : script.answerAfterMs,
    does: {
      ...(digits !== undefined && {
        presses: typed === undefined ? script.presses : [{ digits: typed, afterAskedMs: REACTION_MS }],
      }),
      ...(says !== undefined && { says: script.says }),
      ...(hangsUpAfter !== undefined && { hangsUpAfterMs: script.hangsUpAfterMs }),
    },
  };
}

function readForwarder(value: unknown): string {
  const number = typeof value === 'string' ? readNumber(value) : undefined;
  if (number === undefined) throw new UsageError('"forwardedFrom" is no phone number', { hint: EXPECTED });
  return number;
}

function readTyped(digits: string): string {
  if (!/^[0-9*#wW]+$/.test(digits)) {
    throw new UsageError(`"digits" has other keys than 0-9, *, # and the pauses w and W: ${digits}`, {
      hint: EXPECTED,
    });
  }
  return digits;
}
