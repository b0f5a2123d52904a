// How a text asks for a word that Twilio obeys: patterns made of the vocabulary of asking.

import {
  ANSWERING,
  ANSWERING_BEHIND,
  APPOINTMENT_DEEDS,
  AWAITING,
  BUTTONS,
  DEEDS,
  DOES,
  FILLERS,
  JUST,
  MEANS,
  MEANS_FILLERS,
  PRESSING,
  SCREENS,
  SUFFICES,
} from './asking-vocabulary.ts';
import { START_WORDS, STOP_WORDS } from './opt-out-words.ts';
import { oneInAnyCase, oneOf } from './phrase-pattern.ts';

// The text has no accents and single blanks (`plainOf` sees to it) and every run is bounded: no body takes more than
// so many steps per letter.

// Whatever sets a word off: quotes of any kind, brackets, the marks of Markdown.
const MARK = `["'\u201C\u201D\u2018\u2019\u201E\u00AB\u00BB()\\[\\]*_\`<>]{0,6}`;
const WORDS = [...STOP_WORDS, ...START_WORDS].join('|');
// In German, French or Spanish nobody means anything else by these, in small letters either.
const FOREIGN_WORDS = oneInAnyCase(['yes', 'cancel', 'quit', 'unsubscribe']);
// START is a word of German: "der Lauf mit START um 9".
const MEANT_ABROAD = `${FOREIGN_WORDS}|(?!(?:START|STOP|END)\\s(?:um|am|im|in|an|ab|beim|\\d))(?:${WORDS})`;
// "Tap CANCEL in our app" is done on a screen.
const NOT_ON_SCREEN = `(?!${MARK}(?:[\\s-](?:${oneInAnyCase(BUTTONS)})|\\s(?:in|on|at|im|auf|dans|en)\\s(?:[A-Za-z]{1,5}\\s)?(?:${oneInAnyCase(SCREENS)}))(?![A-Za-z]))`;
// "is enough", "by text is enough"
const IS_ENOUGH = `(?=(?:\\s(?:back|by\\stext|by\\ssms|per\\ssms))?\\s(?:${oneOf(SUFFICES)})(?![A-Za-z]))`;
const ENDS = '(?=\\s?(?:$|[.!;\\n]))';
const IS_WORD = `(?<![A-Za-z])(?<word>${WORDS})(?![A-Za-z])${MARK}`;
// What stands between a word and its purpose: "YES: confirm", "YES -> confirm", "YES \u2013 confirm", "yes=confirm".
const ARROW = '[-=]{1,4}>|[\\u2192\\u21D2\\u27F6\\u2794-\\u27BE]';
const LEADS = `\\s?(?::|${ARROW}|[-=\\u2010-\\u2015])\\s?`;
const DEED_ANYHOW = DEEDS.map(
  (deed) => `[${deed.charAt(0).toUpperCase()}${deed.charAt(0)}]${deed.slice(1)}|${deed.toUpperCase()}`,
).join('|');
const WHAT_IS_MEANT = '\\s(?:it|(?:my|your|the|this)\\s(?:appointment|visit|booking|reservation|time|slot))';
const OR = 'or|oder|ou?|und|and|et|y';
// "Y/YES/OK", "C or STOP"
const OTHERS = `(?<others>(?:${MARK}\\p{L}{1,4}${MARK}\\s?(?:[/|\\\\]|,|\\bor\\b|\\boder\\b|\\bou?\\b)\\s?){0,6})`;
// The fillers are in any case, as the pattern is or as they are made.
const askedWord = (fillers: string) =>
  `(?![A-Za-z])(?:\\s(?:${fillers})(?![A-Za-z])){0,8}\\s?(?::|${ARROW})?\\s?${OTHERS}${MARK}(?<word>${WORDS})(?![A-Za-z])${MARK}`;
const NOT_ASKED = `(?<!\\b(?:not|never|don't|nicht|no|ne)\\s)\\b`;
// "Thanks for your text: yes, dogs are welcome!" is an answer itself.
const OF_THEIRS = `(?<!\\b(?:thanks\\sfor|thank\\syou\\sfor|to|re|got|about)\\syour\\s)`;

/** Each finds the `word` asked for and, where there are any, the `others` that would do. */
export const ASKED: readonly RegExp[] = [
  // "reply YES", "text back 'cancel'", "by replying STOP"; "press END".
  new RegExp(`${NOT_ASKED}${OF_THEIRS}(?:${oneOf(ANSWERING)})${askedWord(oneOf(FILLERS))}`, 'giu'),
  new RegExp(
    `${NOT_ASKED}(?:${oneInAnyCase(PRESSING)})${askedWord(oneInAnyCase(FILLERS))}${NOT_ON_SCREEN}`,
    'gu',
  ),
  // The word has its purpose, "YES to confirm", or a sentence ends on it, "if you cannot come: CANCEL".
  new RegExp(`(?<!\\bto\\s)${IS_WORD}(?=\\s(?:to|2|for|if|confirms?|cancels?)\\b|\\s?=)`, 'g'),
  new RegExp(`:\\s?${MARK}${IS_WORD}${ENDS}`, 'g'),
  new RegExp(`${IS_WORD}(?=${LEADS}(?:to\\s)?(?:${DEED_ANYHOW}|I'll)(?![A-Za-z]))`, 'g'),
  new RegExp(`(?<![A-Za-z])(?<word>YES)${MARK}(?=\\s?(?:${ARROW}))`, 'g'),
  // "Annuler = STOP, confirmer = 1"; "Pour confirmer le rendez-vous, YES", "Cancelling? Just CANCEL."
  new RegExp(
    `(?<![A-Za-z])(?:${oneInAnyCase(DEEDS)})${LEADS}${MARK}${IS_WORD}(?=\\s?(?:$|[.,;!?/|)\\n]|\\b(?:${OR})\\b))`,
    'g',
  ),
  new RegExp(
    `(?<![A-Za-z])(?:${oneInAnyCase(APPOINTMENT_DEEDS)})(?![A-Za-z])[^.!?\\n]{0,60}[,:?]\\s?${MARK}${IS_WORD}${ENDS}`,
    'g',
  ),
  // In small letters as well: "yes: confirm, no: cancel", "confirm with yes", "Yes/No", "yes or no", "[yes] [no]".
  new RegExp(
    `${IS_WORD}(?=${LEADS}(?:to\\s)?(?:${DEEDS.join('|')})(?:${WHAT_IS_MEANT})?\\s?(?:$|[.,;/|)\\n]|\\b(?:no|or)\\b))`,
    'gi',
  ),
  new RegExp(`\\b(?:confirm|cancel)\\swith\\s${MARK}(?<word>${WORDS})(?![A-Za-z])`, 'gi'),
  new RegExp(`\\b(?:confirm|cancel)${LEADS}${MARK}(?<word>yes)${MARK}(?=\\s?(?:$|[.,;/|)\\n]))`, 'gi'),
  new RegExp(`(?<![A-Za-z])(?<word>yes)${MARK}\\s?(?:[/|\\\\]|\\bor\\b)\\s?${MARK}no(?![A-Za-z])`, 'gi'),
  new RegExp(`(?<![A-Za-z])no${MARK}\\s?(?:[/|\\\\]|\\bor\\b)\\s?${MARK}(?<word>yes)(?![A-Za-z])`, 'gi'),
  /[[(]\s?(?<word>yes)\s?[\])]\s?[[(]\s?no\s?[\])]/gi,
  // "Mit STOP sagen Sie ab", "per SMS YES"; "YES zur\u00FCckschicken"; "STOP sagt den Termin ab".
  new RegExp(
    `${NOT_ASKED}(?:${oneInAnyCase(MEANS)})(?:\\s(?:${oneInAnyCase(MEANS_FILLERS)})){0,4}:?\\s${MARK}(?<word>${MEANT_ABROAD})(?![A-Za-z])${MARK}${NOT_ON_SCREEN}`,
    'g',
  ),
  new RegExp(
    `${IS_WORD}(?:\\s(?:bitte|uns|per|SMS|als|Antwort)){0,3}\\s(?:${oneOf(ANSWERING_BEHIND)})(?![A-Za-z])`,
    'g',
  ),
  new RegExp(`${IS_WORD}(?=\\s(?:${oneOf(DOES)}|sagt\\b[^.!?\\n]{0,60}\\sab)(?![A-Za-z]))`, 'g'),
  // "Just CANCEL.", "just YES back", "just say yes", "thumbs up or YES"; "say yes to a new smile" asks for nothing.
  new RegExp(
    `(?<![A-Za-z])(?:${oneInAnyCase(JUST)})(?:\\s(?:a|ein|un))?\\s${MARK}${IS_WORD}(?:${ENDS}|(?=\\s(?:back|please|bitte)\\b))`,
    'g',
  ),
  new RegExp(
    `(?:^|[.!?;:,\\n]\\s?|\\b(?:just|please|simply)\\s)say\\s${MARK}(?<word>yes)(?![A-Za-z])(?!${MARK}\\sto\\s(?!${DEEDS.join('|')}))`,
    'gi',
  ),
  new RegExp(`(?<![A-Za-z])or\\s${MARK}(?<word>YES)(?![A-Za-z])${MARK}${ENDS}`, 'g'),
  // "A simple yes will do", "basta un YES", "STOP gen\u00FCgt", "we need your YES".
  new RegExp(`${IS_WORD}${IS_ENOUGH}`, 'g'),
  new RegExp(
    `(?<![A-Za-z])(?:${oneInAnyCase(SUFFICES)})\\s(?:con\\s|d'|de\\s)?(?:(?:ein|un)\\s)?${MARK}${IS_WORD}`,
    'g',
  ),
  new RegExp(
    `(?<![A-Za-z])(?:an?|ein|un)\\s(?:[A-Za-z]{1,10}\\s)?${MARK}(?<word>yes)${MARK}${IS_ENOUGH}`,
    'gi',
  ),
  new RegExp(
    `(?<![A-Za-z])(?:${oneOf(AWAITING)})\\s(?:your|a)\\s(?:[A-Za-z]{1,10}\\s)?${MARK}(?<word>yes)(?![A-Za-z])`,
    'gi',
  ),
];
