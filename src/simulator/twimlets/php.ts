// The few functions of PHP that the Twimlets' quirks come from: Twilio's are PHP, and behave as PHP does.

import { encodeForm } from '../form.ts';

const WHITE_SPACE = ' \t\n\r\0\v';

/** Of the ends only, and less than JavaScript's: a no-break space stays. By hand, since a pattern is quadratic here. */
export function trim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && WHITE_SPACE.includes(text.charAt(start))) start += 1;
  while (end > start && WHITE_SPACE.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

export function isBlank(text: string): boolean {
  return trim(text) === '';
}

/** PHP's idea of a string that is true. */
export function isTrue(text: string): boolean {
  return text !== '' && text !== '0';
}

/** `\'` is `'` and `\\` is `\`; `\0` would be a NUL, which XML cannot hold. */
export function stripSlashes(text: string): string {
  return text.replace(/\\([\s\S]?)/g, (_all, next: string) => (next === '0' ? '' : next));
}

/** A form's encoding, in which PHP escapes the asterisk too. */
export function urlEncode(text: string): string {
  return encodeForm([['', text]])
    .slice(1)
    .replaceAll('*', '%2A');
}

// Longer ones are no telephone number and no passcode, and reading them as a number takes quadratic time.
const MAX_DIGITS = 19;

function asNumber(text: string): bigint | undefined {
  const digits = /^[ \t\n\r\v\f]*([+-]?\d+)$/.exec(text)?.[1];
  if (digits === undefined || digits.length > MAX_DIGITS) return undefined;
  return BigInt(digits.replace('+', ''));
}

/**
 * PHP's `==` of two strings: as numbers if both are, so `+1415…` equals `1415…` and `0042` equals `42`. Whole
 * numbers only here: nobody's telephone number is 1.5e9.
 */
export function looselyEqual(one: string, other: string): boolean {
  if (one === other) return true;
  const number = asNumber(one);
  return number !== undefined && number === asNumber(other);
}

/** The order of PHP's sort(): numbers by value, anything else by its characters. */
export function looseOrder(one: string, other: string): number {
  const a = asNumber(one);
  const b = asNumber(other);
  if (a !== undefined && b !== undefined) return a < b ? -1 : a > b ? 1 : 0;
  return one < other ? -1 : one > other ? 1 : 0;
}
