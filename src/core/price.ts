// Prices: what a send will cost at about list price, in micros of USD, until Twilio names its own.

export interface Rate {
  /** Micros of USD for one segment, carriers' fees included. */
  readonly segmentMicros: number;
  /** Micros of USD for one begun minute, to a mobile. */
  readonly minuteMicros: number;
}

// List prices, estimates only, corrected by Twilio's own price afterwards. America's texts: $0.0083 and about
// $0.004 for the carrier (April 2026). The others are older list prices rounded up and were not looked up
// again, so that an estimate is sooner too high than too low; pricing.twilio.com tells an account's real ones.
const AMERICA: Rate = { segmentMicros: 12_500, minuteMicros: 14_000 };
const RATES: Readonly<Record<string, Rate>> = {
  1: AMERICA,
  31: { segmentMicros: 115_000, minuteMicros: 120_000 },
  33: { segmentMicros: 85_000, minuteMicros: 60_000 },
  34: { segmentMicros: 90_000, minuteMicros: 60_000 },
  39: { segmentMicros: 100_000, minuteMicros: 60_000 },
  44: { segmentMicros: 55_000, minuteMicros: 40_000 },
  49: { segmentMicros: 115_000, minuteMicros: 60_000 },
  52: { segmentMicros: 75_000, minuteMicros: 45_000 },
  61: { segmentMicros: 55_000, minuteMicros: 80_000 },
  64: { segmentMicros: 110_000, minuteMicros: 100_000 },
  81: { segmentMicros: 90_000, minuteMicros: 190_000 },
  91: { segmentMicros: 85_000, minuteMicros: 50_000 },
  353: { segmentMicros: 90_000, minuteMicros: 60_000 },
};
const ELSEWHERE: Rate = { segmentMicros: 150_000, minuteMicros: 250_000 };

// Islands that share America's +1 and not its prices: the area codes of the Caribbean and the Pacific.
const ISLANDS =
  /^\+1(242|246|264|268|284|340|345|441|473|649|658|664|670|671|684|721|758|767|784|787|809|829|849|868|869|876|939)/;

/** The rate for an E.164 number; a dear one where the country is not in the table. */
export function rateFor(to: string): Rate {
  if (ISLANDS.test(to)) return ELSEWHERE;
  // No country code is the beginning of another, so at most one of the three lengths is in the table.
  const code = [2, 3, 4].map((end) => to.slice(1, end)).find((prefix) => RATES[prefix] !== undefined);
  return code === undefined ? ELSEWHERE : (RATES[code] ?? ELSEWHERE);
}

/** Micros of USD for a text of so many segments. */
export function estimateMessage(to: string, segments: number): number {
  return rateFor(to).segmentMicros * segments;
}

/** Micros of USD for an answered call; every begun minute counts, and an unanswered call costs nothing. */
export function estimateCall(to: string, seconds: number): number {
  return rateFor(to).minuteMicros * Math.ceil(seconds / 60);
}

/** `$12.40`; under a dollar to a hundredth of a cent, `$0.0083`. */
export function formatMicros(micros: number): string {
  const size = Math.abs(micros);
  const sign = micros < 0 ? '-' : '';
  if (size >= 1_000_000) return `${sign}$${(Math.round(size / 10_000) / 100).toFixed(2)}`;
  const text = (Math.round(size / 100) / 10_000).toFixed(4);
  return `${sign}$${text.replace(/0{1,2}$/, '')}`;
}
