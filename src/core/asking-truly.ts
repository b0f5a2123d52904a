// Texts that say what an opt-out word really does, which the law asks for: "Reply STOP to opt out".

import { APPOINTMENT_DEEDS, TEXTS, WHOSE } from './asking-vocabulary.ts';
import { oneOf } from './phrase-pattern.ts';

const OUR_TEXTS = `(?:(?:${oneOf(WHOSE)})\\s){0,5}(?:${oneOf(TEXTS)})(?!\\p{L})`;
// What is done to the appointment, not to the texts: "cancel", but not "cancel these messages".
const DEED = `(?<!\\p{L})(?:${oneOf(APPOINTMENT_DEEDS)})(?!\\p{L}|\\s${OUR_TEXTS})`;
const OPTING_OUT =
  /opt\W?out|unsubscrib|abmeld|abzumelden|abbestell|desabonn|desinscri|\bbaja\b|no\srecibir|ne\splus\s/iu;

const PURPOSES: readonly RegExp[] = [
  /^\W*(?:to|2|if\s+you(?:\s+(?:want|wish|would\s+like)\s+to)?|for)?\s*(?:(?:opt|sign)(?:ing)?\W?(?:out|in)|(?:un|re)subscribe|be\s+removed|get\s+off|leave|quit|(?:stop|end|start|resume|receive|get)\s*(?:\b(?:receiving|getting|all|these|our|the|any)\s+)*(?:text|txt|sms|message|msg|alert|reminder|notification|it\b|them\b|\W*$)|no\s+(?:more|longer)|(?:stop|end)\s*(?:[.,;!)]|$))/i,
  new RegExp(`^\\W{0,6}to\\scancel\\s${OUR_TEXTS}(?!\\s(?:and|or)\\b)`, 'iu'),
  /^\W*(?:um|zum|zur|para)\s[^.!?\n]*(?:abmeld|abzumelden|abbestell|keine\b|darse de baja|\bbaja\b|suscripci|no recibir|dejar de recibir)/iu,
  /^\W*pour\s[^.!?\n]*(?:des(?:abonn|inscri)|ne plus (?:en )?recevoir|arreter)/iu,
  // Without such a beginning: "Mit STOP melden Sie sich ab", "Con STOP se da de baja".
  new RegExp(
    `^(?:(?!${DEED})[^.!?\\n]){0,80}?(?:abmeld|abbestell|meld\\p{L}*\\s(?:sie\\s)?(?:sich|dich)\\b[^.!?\\n]{0,40}\\sab\\b|keine\\s(?:\\p{L}{1,12}\\s){0,2}(?:${oneOf(TEXTS)})|d[ae]\\sde\\sbaja|darse\\sde\\sbaja|no\\srecibira|desabonn|desinscri|ne\\srecev\\p{L}*\\splus)`,
    'iu',
  ),
];

// STOP by itself can only mean what it does, unless the sentence is about the appointment.
const ALONE: readonly string[] = ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'OPTOUT', 'REVOKE'];
const BY_ITSELF = /^\W*(?:$|[.;!?\n])/;
// "Text STOP to 12345", "STOP au 36111"
const TO_NUMBER = /^\W{0,6}(?:to|au|an|an\sdie|al)\s\+?\d(?:[ -]?\d){2,15}(?!\w)/;
// "C to cancel" has its own key.
const ABOUT_APPOINTMENT = new RegExp(
  `(?<!\\b(?:\\d|\\p{L})["')]?(?:\\s(?:to|for|if\\syou|zum|um|fur|pour|para)\\s|\\s?[=:-]\\s?))${DEED}`,
  'iu',
);

export interface Ask {
  readonly word: string;
  /** What would do instead of it: "C/" in "C/STOP". */
  readonly others: string;
  /** The text in front of the word and what is behind it. */
  readonly before: string;
  readonly rest: string;
}

export function asksTruly({ word, others, before, ...ask }: Ask): boolean {
  const rest = ask.rest.replace(TO_NUMBER, '');
  if (PURPOSES.some((purpose) => purpose.test(rest))) return true;
  if (!ALONE.includes(word) || others !== '' || !BY_ITSELF.test(rest)) return false;
  const sentence = sentenceAtEnd(before);
  return OPTING_OUT.test(sentence) || !ABOUT_APPOINTMENT.test(sentence);
}

/** The sentence that `before` breaks off in; a question belongs to what follows, "Dr." does not end one. */
function sentenceAtEnd(before: string): string {
  const near = before.slice(-200);
  return near.split(/[!;](?=\s)|\n|(?<!\b(?:Dr|Mrs?|Ms|St|Sra?|Hr|Fr))\.(?=\s\P{Ll})/u).at(-1) ?? near;
}
