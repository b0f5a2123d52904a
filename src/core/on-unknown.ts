// What follows when a send of unknown outcome is proved absent: the wish of the nearest one who has any.

import type { Channel, OnUnknown, Priority } from './reminder.ts';

export const ON_UNKNOWN = ['resend', 'hold', 'drop'] as const satisfies readonly OnUnknown[];

/** The reminder's own wish, else the tenant's, else the profile's. */
export interface Wishes {
  readonly reminder: OnUnknown | null;
  readonly tenant: OnUnknown | null;
  readonly profile: OnUnknown | null;
}

/**
 * Without any wish a text goes out again, and a call waits for a person unless it is critical: of a text sent
 * twice nobody minds the second, and a phone that rings twice at night is what this program must never do lightly.
 */
export function wishOnUnknown(
  { reminder, tenant, profile }: Wishes,
  { channel, priority }: { readonly channel: Channel; readonly priority: Priority },
): OnUnknown {
  return reminder ?? tenant ?? profile ?? (channel === 'sms' || priority === 'critical' ? 'resend' : 'hold');
}
