// Whose time zone counts: the row's own, else the contact's, the tenant's, the profile's. Never the machine's.

import { UsageError } from '../core/errors.ts';
import { zoneName } from '../core/zone.ts';

/** The places a zone may come from, nearest first. */
export interface ZoneSources {
  /** `--tz`, or the column of an import; not checked yet. */
  readonly row: string | undefined;
  readonly contact: string | null | undefined;
  readonly tenant: string | null | undefined;
  readonly profile: string | undefined;
}

/**
 * A text sent at three in the morning because a server stands in Dublin is worse than an error, so none is guessed.
 * @throws UsageError when nobody names a zone, or `row` is none
 */
export function chooseZone(
  { row, contact, tenant, profile }: ZoneSources,
  whose: 'this recipient' | 'the day asked about' = 'this recipient',
): string {
  if (row !== undefined) return zoneName(row);
  const zone = contact ?? tenant;
  if (zone) return zone;
  // Read by its shape only when the settings were loaded: whether there is such a place is asked here.
  if (profile !== undefined) return profileZone(profile);
  const more = whose === 'this recipient' ? ', or with --tz of a contact or tenant' : '';
  throw new UsageError(`no time zone is known for ${whose}`, {
    hint: `add --tz Area/City, or set it once: remind config set tz Area/City${more}`,
    docs: 'remind help environment',
  });
}

function profileZone(text: string): string {
  try {
    return zoneName(text);
  } catch (cause) {
    if (!(cause instanceof UsageError)) throw cause;
    throw new UsageError(`the zone of REMIND_TZ or of the profile cannot be used: ${cause.message}`, {
      hint: cause.hint ?? 'remind config set tz Area/City',
      cause,
    });
  }
}
