// Times counted from now: `in 20 minutes`, `+2h`, `in an hour and a half`, `3 days from now`.

import { DAY_MS, HOUR_MS, MINUTE_MS } from './wall.ts';

/** Whole days move the date and keep the time of day; the rest is time that passes. */
export interface Span {
  readonly days: number;
  readonly ms: number;
}

const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^(s|secs?|seconds?)$/, 1000],
  [/^(m|mins?|minutes?)$/, MINUTE_MS],
  [/^(h|hrs?|hours?)$/, HOUR_MS],
  [/^(d|days?)$/, DAY_MS],
  [/^(w|weeks?)$/, 7 * DAY_MS],
];

const PART = /(\d+(?:\.\d+)?|an?|half an?)\s*([a-z]+)(\s+and a half)?(?:\s*,\s*|\s+and\s+|\s*)/y;

/** Undefined when the text is no such thing, or when a part of it is not understood. */
export function parseSpan(text: string): Span | undefined {
  const match = /^(?:in\s+|\+\s*)(.+)$|^(.+)\s+from now$/.exec(text.trim().toLowerCase());
  const body = match?.[1] ?? match?.[2];
  if (body === undefined) return undefined;
  let days = 0;
  let ms = 0;
  for (PART.lastIndex = 0; PART.lastIndex < body.length; ) {
    const part = PART.exec(body);
    const unit = UNITS.find(([name]) => name.test(part?.[2] ?? ''))?.[1];
    if (part === null || unit === undefined) return undefined;
    const amount = (amountOf(part[1] ?? '') + (part[3] === undefined ? 0 : 0.5)) * unit;
    // Half a day is twelve hours; a day and a week are steps on the calendar.
    const whole = unit >= DAY_MS ? Math.floor(amount / DAY_MS) : 0;
    days += whole;
    ms += Math.round(amount - whole * DAY_MS);
  }
  return { days, ms };
}

function amountOf(word: string): number {
  if (word.startsWith('half')) return 0.5;
  return word.startsWith('a') ? 1 : Number(word);
}
