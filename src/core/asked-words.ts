// Words that a text must not ask for: Twilio takes them for an opt-out or an opt-in, whatever the text meant by them.

import { ASKED } from './asking-patterns.ts';
import { type Ask, asksTruly } from './asking-truly.ts';
import { UsageError } from './errors.ts';
import { START_WORDS } from './opt-out-words.ts';
import { joinSpelled } from './spelled-out.ts';

/**
 * Whoever answers CANCEL to such a text gets no more of them, and the appointment stays.
 * @throws UsageError naming the word and what to ask for instead
 */
export function assertAsksForNoOptWord(body: string): void {
  const text = plainOf(body);
  for (const pattern of ASKED) {
    for (const match of text.matchAll(pattern)) {
      const { word: asked = '', others = '' } = match.groups ?? {};
      const start = match.index ?? 0;
      const word = asked.toUpperCase();
      const before = text.slice(0, start + match[0].lastIndexOf(asked));
      const rest = text.slice(start + match[0].length);
      if (meansItself(asked, { word, others, before, rest })) continue;
      if (!asksTruly({ word, others, before, rest })) throw refusal(word);
    }
  }
}

/** The text as the patterns expect it: no accents, straight apostrophes, blanks single, spelled words put together. */
function plainOf(body: string): string {
  // Twilio reads letters of double width as what they are, too; nobody sees those of no width.
  const seen = body.normalize('NFKC').replace(/[\u00AD\u200B-\u200D\u2060\uFEFF]/g, '');
  const bare = seen
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(/(?<=\p{L})\u2019(?=\p{L})/gu, "'");
  return joinSpelled(bare.replace(/\s+/g, (blank) => (blank.includes('\n') ? '\n' : ' ')));
}

const GOES_ON_AS_ANSWER =
  /^(?!\s\p{L})|^\s(?:to|2|or|if|and|for|when|as|in\scase|please|now|um|oder|pour|ou|para|o|si)\b/u;

/** A word of every day: "by the end of the day", "your start date", "Reply C, cancel online or call us". */
function meansItself(asked: string, { word, others, before, rest }: Ask): boolean {
  if (/^(?:END|START)$/.test(word) && /^[\s-](?:of|date|time|point)\b/i.test(rest)) return true;
  if (asked !== asked.toLowerCase() || asked === 'yes') return false;
  if (asked === 'end' && /\bby\s(?:the\s)?$/i.test(before)) return true;
  // The second of two is what to do, unless it goes on as an answer does.
  return /[^/|\\]\s?$/.test(others) && !GOES_ON_AS_ANSWER.test(rest);
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
