// The words of an opt-out: Twilio's own, which it obeys by itself, and what people write instead.
// https://support.twilio.com/hc/en-us/articles/223134027; for toll-free numbers …/360058144374.

import { isTollFree } from './toll-free.ts';

// OPTOUT and REVOKE were added in 2025, with the FCC's rule on revoking consent.
export const STOP_WORDS = [
  'STOP',
  'STOPALL',
  'UNSUBSCRIBE',
  'CANCEL',
  'END',
  'QUIT',
  'OPTOUT',
  'REVOKE',
] as const;
export const START_WORDS = ['START', 'YES', 'UNSTOP'] as const;

// At a toll-free number the carriers obey STOP alone, and whoever writes CANCEL may mean the appointment.
const TOLL_FREE_STOP_WORDS: readonly string[] = ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'OPTOUT', 'REVOKE'];
const TOLL_FREE_START_WORDS: readonly string[] = ['START', 'UNSTOP'];

export type OptWord = 'stop' | 'start' | 'doubt';

/**
 * What a text to `number` means when it is one of the words, in any case, with any marks around it: "Stop." is STOP,
 * as is "OPT OUT", though Twilio itself obeys neither. `doubt` is for a person to decide: somebody who seems to want
 * no more texts. Undefined for any other text.
 */
export function readOptWord(text: string, number: string): OptWord | undefined {
  const word = bare(text);
  const [stops, starts]: readonly (readonly string[])[] = isTollFree(number)
    ? [TOLL_FREE_STOP_WORDS, TOLL_FREE_START_WORDS]
    : [STOP_WORDS, START_WORDS];
  if (stops?.includes(word)) return 'stop';
  if (starts?.includes(word)) return 'start';
  return isOneOf(STOP_WORDS, word) || isPolite(text) ? 'doubt' : undefined;
}

/** Letters only, so that "Stop all!" is STOPALL; nothing for a text of more than two words. */
function bare(text: string): string {
  const words = text.toUpperCase().match(/\p{Letter}+/gu) ?? [];
  // A digit or an emoji beside the word is something else that was said.
  if (words.length > 2 || /[\p{Number}\p{Extended_Pictographic}]/u.test(text)) return '';
  return words.join('');
}

function isOneOf(words: readonly string[], word: string): boolean {
  return words.includes(word);
}

// What people ask for politely: to be left alone, not that something else be stopped ("we have got to stop this bill").
const POLITE: readonly RegExp[] = [
  /^\W*(?:please\s+)?(?:stop|unsubscribe|quit|opt\W?out|end)\b[\s.,!]*(?:please|pls|thanks?|thank\s+you|now|it|this|all)?[\s.,!]*(?:please|thanks?|thank\s+you)?\W*$/i,
  /\b(?:stop|quit|cease|no\s+more|don'?t|do\s+not|never)\s+(?:\w+\s+){0,2}?(?:text(?:ing|s)?|messag(?:e|es|ing)|sms|contact(?:ing)?|call(?:s|ing)?|writ(?:e|ing)|remind(?:ers?|ing)?|send(?:ing)?|bother(?:ing)?)\b/i,
  /\b(?:remove|take|delete|get)\s+(?:me|my\s+(?:number|phone|name))\s+(?:off|from|out)\b/i,
  /\bremove\s+(?:me|my\s+(?:number|phone))\b/i,
  /\bunsubscribe\b|\bopt(?:ing)?\W?out\b/i,
  /\bleave\s+me\s+alone\b|\bwrong\s+(?:number|person)\b/i,
  /\blose\s+(?:my|this)\s+number\b/i,
  /^\s*stop\b/i,
];

function isPolite(text: string): boolean {
  const plain = text.replace(/[\u2018\u2019]/g, "'");
  return POLITE.some((pattern) => pattern.test(plain));
}
