// Which sender a reminder will leave from, and what to say when that cannot work.

import { UsageError } from '../core/errors.ts';
import type { Channel } from '../core/reminder.ts';
import { canCall } from '../core/sender.ts';
import type { Tenant } from '../store/tenants.ts';
import type { Defaults } from './deps.ts';

/**
 * A warning when no sender is set at all: one may be set before the reminder is due.
 * @throws UsageError when a call would have to come from what cannot call
 */
export function checkSender(
  own: string | null,
  channels: readonly Channel[],
  { tenant, defaults }: { readonly tenant: Tenant; readonly defaults: Defaults },
): string | null {
  const sender = own ?? tenant.sender ?? defaults.from;
  if (!sender) return 'no sending number is set: give --from, or set REMIND_FROM before it is due';
  if (!channels.includes('call') || canCall(sender)) return null;
  throw new UsageError(`${sender} cannot place calls`, {
    hint: 'calls come from a number: give one with --from, or use --via sms',
  });
}

/** What to say of a number that the mode of the database does not let through. It may be let through later. */
function notAllowed(to: string): string {
  return `${to} is not among your own numbers: when due it will be held (held:mode); see: remind mode`;
}

/**
 * The warning for a reminder that is to go to this number, if there is one. `allowed` asks the mode of the database;
 * it answers undefined while that is not known.
 */
export async function doubtNumber(
  allowed: (e164: string) => Promise<boolean | undefined>,
  to: string | undefined,
): Promise<readonly string[]> {
  return to !== undefined && (await allowed(to)) === false ? [notAllowed(to)] : [];
}
