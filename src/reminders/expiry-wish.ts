// What `--expires` says: a time after due, or an instant.

import { parseDuration } from '../core/duration.ts';
import { resolveWhen } from '../core/when.ts';
import type { ExpiryWish } from './draft.ts';

/**
 * `2h` is two hours after due; anything that is no duration is read as a time in `zone`.
 * @throws UsageError
 */
export async function parseExpiryWish(
  text: string | undefined,
  { now, zone }: { readonly now: number; readonly zone: string },
): Promise<ExpiryWish> {
  if (text === undefined) return null;
  // Letters and digits in one piece, or a bare number, which parseDuration refuses with the unit to add.
  if (/^\s*\d[\d.,]*([a-z]+[\da-z]*)?\s*$/i.test(text) && !/^\s*\d+(am|pm)\s*$/i.test(text)) {
    return { afterMs: parseDuration(text, '--expires') };
  }
  return { at: (await resolveWhen(text, { now, zone })).instant };
}
