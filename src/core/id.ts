// Short ids: a row's sequence number in Crockford's base 32, usable by any unique prefix.

// Crockford's alphabet leaves out i, l, o and u, which are misread (https://www.crockford.com/base32.html).
const DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';
const MISREAD: Record<string, string> = { i: '1', l: '1', o: '0' };
// 32^10 is the last whole power of 32 below Number.MAX_SAFE_INTEGER; no sequence here comes near it.
const MAX_LENGTH = 10;

/** `7` for row 7, `10` for row 32, `z8` for row 1000. */
export function formatId(row: number): string {
  let rest = row;
  let text = '';
  do {
    text = DIGITS[rest % 32] + text;
    rest = Math.floor(rest / 32);
  } while (rest > 0);
  return text;
}

/** The row an id names exactly, or undefined when it is not an id at all. Case and i/l/o are forgiven. */
export function parseId(text: string): number | undefined {
  if (text.length === 0 || text.length > MAX_LENGTH) return undefined;
  let row = 0;
  for (const char of text.toLowerCase()) {
    const value = DIGITS.indexOf(MISREAD[char] ?? char);
    if (value < 0) return undefined;
    row = row * 32 + value;
  }
  return row;
}

/**
 * The row numbers whose id starts with `prefix`, as inclusive ranges, shortest ids first; an exact match is
 * the first range. An id is a plain sequence, so a prefix is a handful of ranges on the primary key and needs
 * no column of its own.
 */
export function idRanges(prefix: string): readonly (readonly [number, number])[] {
  const first = parseId(prefix);
  if (first === undefined) return [];
  if (first === 0) return [[0, 0]];
  const ranges: [number, number][] = [];
  for (let low = first, high = first, size = prefix.length; size <= MAX_LENGTH; size += 1) {
    ranges.push([low, high]);
    low *= 32;
    high = high * 32 + 31;
  }
  return ranges;
}
