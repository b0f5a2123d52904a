// Draws from what is likely and what is less so.

import type { Random } from '../../core/clock.ts';

export type Weighted<T> = readonly (readonly [weight: number, value: T])[];

/** One of them, each as often as its weight says. */
export function draw<T>(random: Random, choices: Weighted<T>): T {
  let total = 0;
  for (const [weight] of choices) total += weight;
  let left = random.next() * total;
  for (const [weight, value] of choices) {
    left -= weight;
    if (left < 0) return value;
  }
  return (choices.at(-1) as Weighted<T>[number])[1];
}

/** One of them, all alike. */
export function pick<T>(random: Random, items: readonly T[]): T {
  return items[Math.floor(random.next() * items.length)] as T;
}

/** A whole number from `least` to `most`; the small ones come more often the larger `skew` is, 1 being even. */
export function between(random: Random, [least, most]: readonly [number, number], skew = 1): number {
  return least + Math.floor(random.next() ** skew * (most - least + 1));
}
