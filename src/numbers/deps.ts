// What buying, editing and releasing numbers need: the door with its capability, the database, the prices.

import type { Clock } from '../core/clock.ts';
import type { MonthlyPrices } from '../core/number-price.ts';
import type { Door } from '../gateway/door.ts';
import type { Purchases } from '../gateway/purchase.ts';
import type { Db } from '../store/db.ts';

export interface NumberDeps {
  readonly db: Db;
  /** One that was opened with the capability to buy. */
  readonly door: Door;
  /** The door's capability, to tell before anybody is asked what it would refuse anyway. */
  readonly purchases: Purchases;
  readonly clock: Clock;
  /** Twilio's prices for a country; undefined when it does not tell them. */
  readonly prices: (country: string) => Promise<MonthlyPrices | undefined>;
  /** How long until a purchase of unknown outcome is proved not to have been made: four of these after its lease. */
  readonly graceMs: number;
  /** The sender of the profile. */
  readonly defaultFrom: string | null;
  /** The country of numbers written without `+`. */
  readonly country: string | undefined;
}
