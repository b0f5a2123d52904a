// Countries as two letters: what national phone numbers are read in.

import { UsageError } from './errors.ts';

/** `us` → `US`. @throws UsageError when no country has these letters */
export function countryCode(text: string): string {
  const code = countryShape(text);
  const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  if (names.of(code) === undefined) throw noCountry(text);
  return code;
}

/** The same by its shape alone: which countries there are, only Intl knows, and that costs a start 10 ms. */
export function countryShape(text: string): string {
  const code = text.trim().toUpperCase();
  if (/^[A-Z]{2}$/.test(code) && !UNASSIGNED.has(code)) return code;
  throw noCountry(text);
}

function noCountry(text: string): UsageError {
  const isBritain = text.trim().toUpperCase() === 'UK';
  return new UsageError(`"${text}" is not a country code`, {
    hint: isBritain ? 'the code of Britain is GB' : 'use two letters such as US, GB or JP',
  });
}

// Letters that Intl names and no country's numbers are in: unions, test regions, the unknown one, and UK.
const UNASSIGNED: ReadonlySet<string> = new Set(['UK', 'EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ']);
