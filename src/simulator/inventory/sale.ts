// What of the inventory can be bought at the moment: nobody has it, and no virtual phone is it.

import type { World } from '../world.ts';
import { findOffer, type Offer } from './inventory.ts';

/** The offers, with those left out that are taken. */
export function forSale(world: World, offers: readonly Offer[]): readonly Offer[] {
  const taken = new Set<string>();
  for (const account of world.accounts.values()) {
    for (const { number } of account.numbers.all()) taken.add(number);
  }
  for (const { number } of world.phones.all()) taken.add(number);
  return offers.filter(({ number }) => !taken.has(number));
}

export function isForSale(world: World, number: string): boolean {
  const offer = findOffer(number);
  if (offer === undefined || !world.inventory.countries.includes(offer.country)) return false;
  return forSale(world, [offer]).length > 0;
}
