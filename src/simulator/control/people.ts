// What virtual people are asked to do by themselves: to call or text a number of an account's.

import { UsageError } from '../../core/errors.ts';
import type { IncomingTextDraft } from '../incoming-text.ts';
import { readUrl } from '../loopback.ts';
import { readNumber } from '../number.ts';
import { parsePhones } from '../phone-file.ts';
import { isTyped } from '../phone-file-values.ts';
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
  if (!isTyped(digits)) {
    throw new UsageError(`"digits" has other keys than 0-9, *, # and the pauses w and W: ${digits}`, {
      hint: EXPECTED,
    });
  }
  return digits;
}

/** As many as Twilio sends and receives. */
const MAX_BODY = 1_600;
const TEXT_EXPECTED =
  'expected {"from": NUMBER, "to": NUMBER, "body": TEXT, "media": [URL, …]}, with words, or media, or both';

/** Throws UsageError. */
export function readText(
  { body, media = [] }: Record<string, unknown>,
  parties: CallParties,
): IncomingTextDraft {
  const refuse = (message: string) => new UsageError(message, { hint: TEXT_EXPECTED });
  if (typeof body !== 'string') throw refuse('"body" is no text');
  if (!Array.isArray(media)) throw refuse('"media" is no list of URLs');
  const bad = media.find((url) => typeof url !== 'string' || readUrl(url) === undefined);
  if (bad !== undefined) throw refuse(`"media" has what is no URL: ${JSON.stringify(bad)}`);
  if (body === '' && media.length === 0) throw refuse('a text has words, or a picture');
  if (body.length > MAX_BODY)
    throw refuse(`a text has at most ${MAX_BODY} characters, and not ${body.length}`);
  return { ...parties, body, media };
}
