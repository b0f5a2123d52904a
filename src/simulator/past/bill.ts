// Adds up what a past cost, by day and item, so that the account's usage is that of its rows.

import { type BilledItem, type Charge, charge, usageDay } from '../usage.ts';
import type { Account, World } from '../world.ts';

interface Sum {
  readonly item: BilledItem;
  /** An instant of the day. */
  readonly at: number;
  count: number;
  usage: number;
  micros: number;
}

export class Bill {
  readonly #sums = new Map<string, Sum>();

  add({ item, usage, micros, at = 0 }: Charge): void {
    const key = `${usageDay(at)}/${item}`;
    let sum = this.#sums.get(key);
    if (sum === undefined) {
      sum = { item, at, count: 0, usage: 0, micros: 0 };
      this.#sums.set(key, sum);
    }
    sum.count += 1;
    sum.usage += usage;
    sum.micros += micros;
  }

  /** Stands in the account's usage from here on. It has been paid: the balance is what it was. */
  settle(world: World, account: Account): void {
    const { spentMicros } = account;
    for (const sum of this.#sums.values()) charge(world, account, sum);
    account.spentMicros = spentMicros;
  }
}
