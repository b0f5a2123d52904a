// What Twilio has for sale: every number of every plan, in an order that the seed decides.

import type { Random } from '../../core/clock.ts';
import { COUNTRIES, type Country, type NumberPlan, type NumberRange, type NumberType } from './countries.ts';

/** A number that somebody may have bought already: the inventory does not know. */
export interface Offer {
  /** E.164 */
  readonly number: string;
  readonly country: Country;
  readonly type: NumberType;
  readonly plan: NumberPlan;
  readonly range: NumberRange;
}

export interface Inventory {
  readonly countries: readonly Country[];
  /** Undefined when the country has none of this type. */
  readonly offers: (country: string, type: NumberType) => readonly Offer[] | undefined;
  readonly find: (number: string) => Offer | undefined;
}

export const NOTHING_FOR_SALE: Inventory = {
  countries: [],
  offers: () => undefined,
  find: () => undefined,
};

/** The same seed gives the same order, whatever was asked for before. Nothing is written out until it is asked for. */
export function openInventory(random: (label: string) => Random): Inventory {
  const lists = new Map<string, readonly Offer[]>();
  const offers = (code: string, type: NumberType): readonly Offer[] | undefined => {
    const country = COUNTRIES.find((one) => one.code === code);
    const plan = country?.plans[type];
    if (country === undefined || plan === undefined) return undefined;
    const key = `${code} ${type}`;
    let list = lists.get(key);
    if (list === undefined) {
      const numbers = plan.ranges.flatMap((range) =>
        numbersOf(range).map((number) => ({ number, country, type, plan, range })),
      );
      list = shuffled(numbers, random(`numbers for sale in ${key}`));
      lists.set(key, list);
    }
    return list;
  };
  return { countries: COUNTRIES, offers, find: findOffer };
}

/** The number as it is or was for sale; undefined when Twilio never had it. */
export function findOffer(number: string): Offer | undefined {
  for (const country of COUNTRIES) {
    for (const [type, plan] of Object.entries(country.plans) as [NumberType, NumberPlan][]) {
      const range = plan.ranges.find((one) => isIn(number, one));
      if (range) return { number, country, type, plan, range };
    }
  }
  return undefined;
}

function isIn(number: string, { prefix, digits }: NumberRange): boolean {
  return number.startsWith(prefix) && number.length === prefix.length + digits;
}

function numbersOf({ prefix, digits }: NumberRange): readonly string[] {
  if (digits === 0) return [prefix];
  return Array.from({ length: 10 ** digits }, (_, index) => prefix + String(index).padStart(digits, '0'));
}

/** Fisher and Yates. */
function shuffled<Item>(items: readonly Item[], random: Random): readonly Item[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random.next() * (last + 1));
    const item = order[last] as Item;
    order[last] = order[other] as Item;
    order[other] = item;
  }
  return order;
}
