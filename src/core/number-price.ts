// What a number costs a month: about list price, until Twilio names the account's own.

import type { NumberType } from './number.ts';

/** Micros of USD a month, by type. */
export type MonthlyPrices = Readonly<Partial<Record<NumberType, number>>>;

export interface MonthlyPrice {
  readonly micros: number;
  /** True when Twilio named it; an estimate otherwise. */
  readonly isTwilios: boolean;
}

// https://www.twilio.com/en-us/phone-numbers/pricing: the United States and Canada ($1.15 and $2.15). Elsewhere
// prices differ widely and are not looked up: an estimate is sooner too high than too low.
const AMERICA = { local: 1_150_000, mobile: 1_150_000, national: 1_150_000, 'toll-free': 2_150_000 } as const;
const ELSEWHERE = {
  local: 6_000_000,
  mobile: 20_000_000,
  national: 10_000_000,
  'toll-free': 30_000_000,
} as const;

// Everybody's toll-free ranges in America, and those of the countries where Twilio sells most numbers.
const TOLL_FREE = /^(\+18(00|33|44|55|66|77|88)|\+44(800|808)|\+61180|\+49800|\+3380|\+31800|\+353180)/;

/** A guess from the number alone, where Twilio does not say: ordinary numbers count as local. */
export function typeOfNumber(number: string): NumberType {
  return TOLL_FREE.test(number) ? 'toll-free' : 'local';
}

/** The price of a number of that type: Twilio's where it is known. `isAmerican`: of the United States or Canada. */
export function monthlyPrice(
  type: NumberType,
  twilios: MonthlyPrices | undefined,
  isAmerican: boolean,
): MonthlyPrice {
  const named = twilios?.[type];
  if (named !== undefined) return { micros: named, isTwilios: true };
  return { micros: (isAmerican ? AMERICA : ELSEWHERE)[type], isTwilios: false };
}
