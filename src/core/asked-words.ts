// Words that a text must not ask for: Twilio takes them for an opt-out or an opt-in, whatever the text meant by them.

import { UsageError } from './errors.ts';
import { START_WORDS, STOP_WORDS } from './opt-out-words.ts';
import { joinSpelled } from './spelled-out.ts';

const WORDS = [...STOP_WORDS, ...START_WORDS].join('|');
// Whatever sets a word off: quotes of any kind, brackets, the marks of Markdown.
const MARK = `["'\u201C\u201D\u2018\u2019\u201E\u00AB\u00BB()\\[\\]*_\`<>]*`;
const VERBS = [
  'repl(?:y|ying)|respond(?:ing)?|text(?:ing)?|txt|send(?:ing)?|answer(?:ing)?|writ(?:e|ing)|typ(?:e|ing)|rsvp',
  'antworten?|schreiben?|senden?|responda|responde|env\u00EDe|env\u00EDa|conteste|contesta',
  'r[\u00E9e]pond(?:ez|re)|envoyez|envoyer|tapez|\u00E9crivez',
].join('|');
// These have other uses as well: "confirm your start time".
const SOME_VERBS = ['say', 'enter', 'press', 'use', 'return', 'confirm', 'cancel', 'best\u00E4tigen']
  .map((verb) => `[${verb.charAt(0).toUpperCase()}${verb.charAt(0)}]${verb.slice(1)}(?:ing)?`)
  .join('|');
const FILLERS = [
  'us|back|with|by|in|only|just|a|an|the|single|one|word|to\\s+this(?:\\s+(?:message|text|number))?',
  'sie|bitte|uns|einfach|mit|nur|dem|wort|auf\\s+diese\\s+(?:nachricht|sms)|con|la|palabra|a\\s+este\\s+mensaje',
  'nous|par|avec|le|mot|juste|\u00E0\\s+ce\\s+message',
].join('|');
// What stands between a word and its purpose: "YES: confirm", "YES -> confirm", "YES \u2013 confirm".
const ARROW = '[-=]+>|[\\u2192\\u21D2\\u27F6\\u2794-\\u27BE]';
const LEADS = `\\s*(?::|${ARROW}|[-\\u2010-\\u2015])\\s*`;
// What only an answer can do; "CANCEL: call us" and "Yes: we are open" are no such purposes.
const DEEDS = [
  ...['confirm', 'cancel', 'accept', 'decline', 'reschedule', 'attend', 'attending', 'coming'],
  ...['best\u00E4tigen', 'absagen', 'zusagen', 'confirmer', 'annuler', 'confirmar', 'anular', 'cancelar'],
];
const DEED_ANYHOW = DEEDS.map(
  (deed) => `[${deed.charAt(0).toUpperCase()}${deed.charAt(0)}]${deed.slice(1)}|${deed.toUpperCase()}`,
).join('|');
const WHAT_IS_MEANT =
  '\\s+(?:it|(?:my|your|the|this)\\s+(?:appointment|visit|booking|reservation|time|slot))';
// "Y/YES/OK", "C or STOP"
const OTHERS = `(?<others>(?:${MARK}\\p{L}{1,4}${MARK}\\s*(?:[/|\\\\]|,|\\bor\\b|\\boder\\b|\\bou?\\b)\\s*)*)`;
const ASKED_WORD = `(?:\\s+(?:${FILLERS}))*\\s*(?::|${ARROW})?\\s*${OTHERS}${MARK}(?<word>${WORDS})(?!\\p{L})${MARK}`;
const NOT_ASKED = `(?<!\\b(?:not|never|don['\u2019]t|nicht|no)\\s)\\b`;
// "reply YES", "text back 'cancel'", "by replying STOP"; or a word in capitals: that is pressed or said, that has its
// purpose, "YES to confirm", or that a sentence ends on, "if you cannot come: CANCEL".
const ASKED: readonly RegExp[] = [
  new RegExp(`${NOT_ASKED}(?:${VERBS})${ASKED_WORD}`, 'giu'),
  new RegExp(`${NOT_ASKED}(?:${SOME_VERBS})${ASKED_WORD}`, 'gu'),
  new RegExp(
    `(?<!\\bto\\s)(?<!\\p{L})${MARK}(?<word>${WORDS})${MARK}(?=\\s+(?:to|2|for|if|confirms?|cancels?)\\b|\\s*=)`,
    'gu',
  ),
  new RegExp(`:\\s*${MARK}(?<word>${WORDS})${MARK}(?=\\s*(?:$|[.!;\\n]))`, 'gu'),
  new RegExp(
    `(?<!\\p{L})${MARK}(?<word>${WORDS})${MARK}(?=${LEADS}(?:to\\s+)?(?:${DEED_ANYHOW}|I['\u2019]ll)(?!\\p{L}))`,
    'gu',
  ),
  new RegExp(`(?<!\\p{L})${MARK}(?<word>YES)${MARK}(?=\\s*(?:${ARROW}))`, 'gu'),
  // In small letters as well: "yes: confirm, no: cancel", "confirm with yes", "Yes/No", "yes or no", "[yes] [no]".
  new RegExp(
    `(?<!\\p{L})${MARK}(?<word>${WORDS})${MARK}(?=${LEADS}(?:to\\s+)?(?:${DEEDS.join('|')})(?:${WHAT_IS_MEANT})?\\s*(?:$|[.,;/|)\\n]|\\b(?:no|or)\\b))`,
    'giu',
  ),
  new RegExp(`\\b(?:confirm|cancel)\\s+with\\s+${MARK}(?<word>${WORDS})(?!\\p{L})`, 'giu'),
  new RegExp(`(?<!\\p{L})(?<word>yes)${MARK}\\s*(?:[/|\\\\]|\\bor\\b)\\s*${MARK}no(?!\\p{L})`, 'giu'),
  new RegExp(`(?<!\\p{L})no${MARK}\\s*(?:[/|\\\\]|\\bor\\b)\\s*${MARK}(?<word>yes)(?!\\p{L})`, 'giu'),
  /[[(]\s*(?<word>yes)\s*[\])]\s*[[(]\s*no\s*[\])]/giu,
];

// What the word really does may be said: "Reply STOP to opt out" is what the law asks for.
const TRUE_PURPOSES: readonly RegExp[] = [
  /^\W*(?:to|2|if\s+you(?:\s+(?:want|wish|would\s+like)\s+to)?|for)?\s*(?:(?:opt|sign)(?:ing)?\W?(?:out|in)|(?:un|re)subscribe|be\s+removed|get\s+off|leave|quit|(?:stop|end|start|resume|receive|get)\s*(?:\b(?:receiving|getting|all|these|our|the|any)\s+)*(?:text|txt|sms|message|msg|alert|reminder|notification|it\b|them\b|\W*$)|no\s+(?:more|longer)|(?:stop|end)\s*(?:[.,;!)]|$))/i,
  /^\W*(?:um|zum|zur|para)\s[^.!?\n]*(?:abmeld|abzumelden|abbestell|keine\b|darse de baja|\bbaja\b|suscripci|no recibir|dejar de recibir)/iu,
  /^\W*pour\s[^.!?\n]*(?:d[\u00E9e]s(?:abonn|inscri)|ne plus (?:en )?recevoir|arr[\u00EAe]ter)/iu,
];
const ALONE: readonly string[] = ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'OPTOUT', 'REVOKE'];

/**
 * Whoever answers CANCEL to such a text gets no more of them, and the appointment stays.
 * @throws UsageError naming the word and what to ask for instead
 */
export function assertAsksForNoOptWord(body: string): void {
  // Twilio reads letters of double width as what they are, too; nobody sees those of no width.
  const text = joinSpelled(body.normalize('NFKC').replace(/[\u00AD\u200B-\u200D\u2060\uFEFF]/g, ''));
  for (const pattern of ASKED) {
    for (const match of text.matchAll(pattern)) {
      const { word: asked = '', others } = match.groups ?? {};
      const word = asked.toUpperCase();
      const rest = text.slice((match.index ?? 0) + match[0].length);
      if (TRUE_PURPOSES.some((purpose) => purpose.test(rest))) continue;
      // STOP by itself can only mean what it does.
      if (ALONE.includes(word) && !others && /^\W*(?:$|[.;!?\n])/.test(rest)) continue;
      throw refusal(word);
    }
  }
}

function refusal(word: string): UsageError {
  const isStart = (START_WORDS as readonly string[]).includes(word);
  const effect = isStart
    ? 'Twilio takes it for a wish to be texted again, and answers it by itself'
    : 'Twilio opts out whoever writes it: no more texts reach them, and their appointment stays';
  return new UsageError(`the body asks for ${word}: ${effect}`, {
    hint: 'ask for C or 1, such as: Reply 1 to confirm, C to cancel',
  });
}
