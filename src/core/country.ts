// Countries as two letters: what national telephone numbers are read in.

import { UsageError } from './errors.ts';

/** `us` → `US`. @throws UsageError when no country has these letters */
export function countryCode(text: string): string {
  const code = text.trim().toUpperCase();
  if (code === 'UK')
    throw new UsageError('"UK" is not a country code', { hint: 'the code of Britain is GB' });
  const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  if (/^[A-Z]{2}$/.test(code) && names.of(code) !== undefined && !UNASSIGNED.has(code)) return code;
  throw new UsageError(`"${text}" is not a country code`, { hint: 'use two letters such as US, GB or JP' });
}

// Letters that Intl names and no country's telephones are in: unions, test regions, the unknown one.
const UNASSIGNED: ReadonlySet<string> = new Set(['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ']);
