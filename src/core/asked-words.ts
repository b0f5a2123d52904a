// Words that a text must not ask for: Twilio takes them for an opt-out or an opt-in, whatever the text meant by them.

import { UsageError } from './errors.ts';
import { START_WORDS, STOP_WORDS } from './opt-out-words.ts';

const WORDS = [...STOP_WORDS, ...START_WORDS].join('|');
const QUOTE = `["'\u201C\u201D\u2018\u2019]?`;
// "reply YES", "text back 'cancel'", "by replying STOP"; or a word in capitals with its purpose: "YES to confirm".
const ASKED: readonly RegExp[] = [
  new RegExp(
    `\\b(?:repl(?:y|ying)|respond(?:ing)?|text(?:ing)?|txt|send(?:ing)?|answer(?:ing)?|writ(?:e|ing)|typ(?:e|ing))` +
      `(?:\\s+(?:us|back|with|the\\s+word|only|just))*\\s*:?\\s*${QUOTE}(${WORDS})\\b${QUOTE}`,
    'giu',
  ),
  new RegExp(`(?<!\\bto\\s)(?<!\\p{Letter})${QUOTE}(${WORDS})${QUOTE}(?=\\s+(?:to|2|for|if)\\b)`, 'gu'),
];

// What the word really does may be said: "Reply STOP to opt out" is what the law asks for.
const TRUE_PURPOSE =
  /^\W*(?:to|2|if\s+you(?:\s+(?:want|wish|would\s+like)\s+to)?|for)?\s*(?:(?:opt|sign)(?:ing)?\W?(?:out|in)|(?:un|re)subscribe|be\s+removed|get\s+off|leave|quit|(?:stop|end|start|resume|receive|get)\s*(?:\b(?:receiving|getting|all|these|our|the|any)\s+)*(?:text|txt|sms|message|msg|alert|reminder|notification|it\b|them\b|\W*$)|no\s+(?:more|longer)|(?:stop|end)\s*(?:[.,;!)]|$))/i;
const ALONE: readonly string[] = ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'OPTOUT', 'REVOKE'];

/**
 * Whoever answers CANCEL to such a text gets no more of them, and the appointment stays.
 * @throws UsageError naming the word and what to ask for instead
 */
export function assertAsksForNoOptWord(body: string): void {
  for (const pattern of ASKED) {
    for (const match of body.matchAll(pattern)) {
      const word = (match[1] ?? '').toUpperCase();
      const rest = body.slice((match.index ?? 0) + match[0].length);
      if (TRUE_PURPOSE.test(rest)) continue;
      // STOP by itself can only mean what it does.
      if (ALONE.includes(word) && /^\W*(?:$|[.;!?\n])/.test(rest)) continue;
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
