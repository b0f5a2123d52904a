// What every service of this room is handed: the database, time, chance, and the profile's defaults.

import type { Clock, Random } from '../core/clock.ts';
import type { QuietHours } from '../core/quiet-hours.ts';
import type { Db } from '../store/db.ts';

/** The profile's word where neither the row, the contact nor the tenant has one. */
export interface Defaults {
  readonly zone: string | undefined;
  /** ISO 3166 letters of the country that national numbers are read in. */
  readonly country: string | undefined;
  /** E.164 or a messaging service SID. */
  readonly from: string | undefined;
  /** When nothing is sent, on the recipient's clock; nothing is quiet when left out. */
  readonly quietHours?: QuietHours | undefined;
}

export interface ReminderDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly random: Random;
  readonly defaults: Defaults;
}
