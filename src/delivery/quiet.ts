// Quiet hours when a reminder is about to go: it waits until they end, or is held when it is of no more use by then.

import { formatQuietHours, isQuiet, type QuietHours, quietEndAt, quietHoursOf } from '../core/quiet-hours.ts';
import { describeInstant } from '../core/say-time.ts';
import { wallAt } from '../core/zone.ts';
import type { Refusal } from '../gateway/reserve.ts';
import type { Claimable } from '../store/claims.ts';

/** Undefined when it may go now: it is no quiet hour for the recipient, or it was said that the hour does not matter. */
export function quietRefusal(
  reminder: Claimable,
  { now, quietHours }: { readonly now: number; readonly quietHours?: QuietHours | undefined },
): Refusal | undefined {
  const hours = quietHoursOf(reminder, quietHours);
  const { zone, expiresAt } = reminder;
  if (hours.from === hours.until || !isQuiet(wallAt(now, zone), hours)) return undefined;
  const endsAt = quietEndAt(now, zone, hours);
  const message = `quiet hours (${formatQuietHours(hours)}) until ${describeInstant(endsAt, zone)}`;
  const hint = 'for those that must go at any hour: remind schedule --priority critical --any-hour';
  if (endsAt > expiresAt) {
    return { hold: 'quiet-hours', message: `${message}, and then it is of no more use`, hint };
  }
  return { hold: null, retryAt: endsAt, message, hint };
}
