// Replies of one sign: which ones a text asks for, what each means there, and which one somebody wrote.

import { A_CALL, CANCEL, CANCELLING, CONFIRM, CONFIRMING, CONTACT } from './answer-words.ts';

export type KeyMeaning = 'confirm' | 'cancel' | 'contact';

const QUOTE = `["'\u201C\u201D\u2018\u2019(\\[]?`;
const END_QUOTE = `["'\u201C\u201D\u2018\u2019)\\]]?`;
const VERB = '(?:[Rr]eply|[Rr]espond|[Tt]e?xt|[Ss]end|[Aa]nswer|[Tt]ype|[Pp]ress|with|back)';
const LINK = 'to|2|if|for|zum|zur|um|f\u00FCr|wenn|falls|pour|si|para';
const OR = 'or|and|oder|und|ou|et|o|y|&|\\/';
// "Reply 1 to confirm, C to cancel": a digit or capital (after a verb any letter), its purpose up to the next stop.
const OFFER = new RegExp(
  `(?<![\\p{Letter}\\p{Number}:.,])${QUOTE}([A-Z0-9]|(?<=${VERB}\\s+${QUOTE})[a-z])${END_QUOTE}` +
    `(?:,(?=\\s*um\\s))?\\s*(?:(?<![\\p{Letter}\\p{Number}])(?:${LINK})(?![\\p{Letter}\\p{Number}])|=|:(?=\\s)|\u2013|-)\\s*` +
    `([^.;!?,\\n]{1,80}?)(?=[.;!?,\\n]|$|\\s+(?:${OR})\\s+${QUOTE}[A-Za-z0-9]${END_QUOTE}\\s*(?:(?:${LINK})(?![\\p{Letter}\\p{Number}])|=|:))`,
  'gu',
);

/** What each key means that a text asks for; a key whose purpose cannot be read is not among them. */
export function offeredKeys(body: string): ReadonlyMap<string, KeyMeaning> {
  const keys = new Map<string, KeyMeaning>();
  for (const [, key = '', purpose = ''] of body.matchAll(OFFER)) {
    const meaning = meaningOf(purpose);
    if (meaning !== undefined) keys.set(key.toUpperCase(), meaning);
  }
  return keys;
}

function meaningOf(purpose: string): KeyMeaning | undefined {
  // "to confirm or cancel" says nothing.
  if (CONFIRMING.test(purpose) && CANCELLING.test(purpose)) return undefined;
  if (CANCEL.test(purpose)) return 'cancel';
  if (CONTACT.test(purpose)) return 'contact';
  if (CONFIRM.test(purpose)) return 'confirm';
  return A_CALL.test(purpose) ? 'contact' : undefined;
}

const KEY =
  /^[^\p{Letter}\p{Number}]*([A-Za-z0-9])(?:[^\p{Letter}\p{Number}]+(?:please|pls|thanks|thx|thank\s+you|ok(?:ay)?))?[^\p{Letter}\p{Number}]*$/iu;

/** The key that a text consists of, in capitals: `C`, `1`; undefined for any other text. */
export function writtenKey(text: string): string | undefined {
  return KEY.exec(text)?.[1]?.toUpperCase();
}

/**
 * What a key means in answer to a text: what the text said; without a word about it 1 confirms, as on the telephone,
 * and C (confirm, or cancel?) is for a person to decide: `unclear`. Undefined for a key that nobody asked for.
 */
export function meaningOfKey(key: string, body: string): KeyMeaning | 'unclear' | undefined {
  const offered = offeredKeys(body);
  const said = offered.get(key);
  if (said !== undefined) return said;
  if (key === '1') return offered.size === 0 ? 'confirm' : 'unclear';
  return key === 'C' ? 'unclear' : undefined;
}
