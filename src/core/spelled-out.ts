// Words that are spelled out letter by letter, put together again: whoever reads "Y-E-S" answers with the word.

import { START_WORDS, STOP_WORDS } from './opt-out-words.ts';

// "Y-E-S", "y.e.s"; with spaces in capitals only, since single small letters are also words.
const SPELLED: readonly RegExp[] = [...STOP_WORDS, ...START_WORDS].flatMap((word) => {
  const letters = (between: string) => word.split('').join(between);
  return [
    new RegExp(`(?<!\\p{L})${letters('\\s?[-._*\\u00B7\\u2010-\\u2015\\u2022]\\s?')}(?!\\p{L})`, 'giu'),
    new RegExp(`(?<!\\p{L})${letters('\\s+')}(?!\\p{L})`, 'gu'),
  ];
});

/** The text with the words of opt-out and opt-in that it spells out written as words, their letters as they were. */
export function joinSpelled(text: string): string {
  return SPELLED.reduce((joined, spelled) => joined.replace(spelled, lettersOf), text);
}

function lettersOf(said: string): string {
  return said.replace(/\P{L}/gu, '');
}
