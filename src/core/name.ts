// Names of people and tenants: how two spellings are told to be the same, and what a few letters may stand for.

import { UsageError } from './errors.ts';

// Longer than any name, short enough for a line of a list.
const MAX_NAME = 100;

/** What names are compared by: case, width, accents' composition and spare spaces do not count. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLocaleLowerCase('en');
}

/** True for what can only be meant as a telephone number: digits and the marks people put between them. */
export function looksLikePhone(text: string): boolean {
  return /^\s*\+?[\d\s().\-/]+$/.test(text) && /\d{3}/.test(text.replace(/\D/g, ''));
}

/**
 * A name fit to be kept.
 * @throws UsageError when it is empty, too long, holds control characters, or would be taken for a number
 */
export function cleanName(text: string, what = 'the name'): string {
  const name = text.normalize('NFC').trim().replace(/\s+/g, ' ');
  if (name === '') throw new UsageError(`${what} is empty`);
  if (name.length > MAX_NAME)
    throw new UsageError(`${what} has ${name.length} characters; ${MAX_NAME} is the most`);
  if (/[\p{Control}\p{Surrogate}]/u.test(name)) throw new UsageError(`${what} holds a control character`);
  if (looksLikePhone(name))
    throw new UsageError(`${what} "${name}" would be taken for a telephone number`, {
      hint: 'put a letter into it',
    });
  return name;
}

/** True when `query` begins one of the name's words: `ci` and `smi` find `Cindy Smith`, `indy` does not. */
export function beginsWord(name: string, query: string): boolean {
  const key = nameKey(name);
  const wanted = nameKey(query);
  for (let at = key.indexOf(wanted); at >= 0; at = key.indexOf(wanted, at + 1)) {
    if (at === 0 || !/[\p{Letter}\p{Number}]/u.test(key[at - 1] ?? '')) return true;
  }
  return false;
}
