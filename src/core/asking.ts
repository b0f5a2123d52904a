// Free words in answer to a text: do they ask for something that somebody has to see to, or are they only polite?

import { CANCEL, CONFIRMING, CONTACT } from './answer-words.ts';

const POLITE: readonly RegExp[] = [
  /\b(?:can['\u2019]?t|can\s?not)\s+wait\b/giu,
  /\bwon['\u2019]?t\s+(?:miss|forget|be\s+late)\b/giu,
  /\bno\s+changes?\b/giu,
  /(?<!\p{L})(?:bis\s+sp\u00E4ter|\u00E0\s+plus\s+tard|hasta\s+m\u00E1s\s+tarde|buena\s+tarde)(?!\p{L})/giu,
  /\b(?:talk|speak)\s+(?:to\s+you\s+)?(?:soon|then|later|tomorrow)\b/giu,
  /\b(?:thanks|thank\s+you|thx|danke|merci|gracias)\s+(?:(?:so|very)\s+much\s+)?(?:for|f\u00FCr|pour|por)\s+(?:(?:the|your|all|this|that|den|die|das|ihren?|le|la|les|votre|el|su)\s+){0,3}\p{L}+/giu,
];

const WANTS: readonly RegExp[] = [
  CANCEL,
  CONTACT,
  CONFIRMING,
  /[?\u00BF\uFF1F]/u,
  /\binstead\b|\bpostpone|\bdifferent\s+(?:time|day|date)|\b(?:earlier|late|sick|emergency)\b|\b(?:am|['\u2019]m|feel|feeling)\s+ill\b/iu,
  /(?<!\p{L})(?:krank|versp\u00E4t|fr\u00FCher|sp\u00E4ter)(?!\p{L}{4})/iu,
  /(?<!\p{L})(?:malade|en\s+retard|plus\s+t(?:\u00F4t|ard)|enferm[oa]|m\u00E1s\s+t(?:arde|emprano)|tarde)(?!\p{L})/iu,
  // What begins with a yes or a no answers something, and nobody knows what.
  /^[^\p{L}\p{N}]*(?:yes|yep|yeah|yup|nope|nah|ja|jawohl|nein|nee|oui|non|s[i\u00ED])(?!\p{L})/iu,
  /^[^\p{L}\p{N}]*no(?!\p{L}|\s+(?:problem|prob|worr|need|hay\s+problem|te\s+preocup|se\s+preocup))/iu,
];

// An iPhone's reaction repeats our own words: `Liked “See you …, C to cancel”`.
const QUOTATION = /["\u201C\u201E\u00AB]\s*([\s\S]{12,})["\u201C\u201D\u00BB]/u;

/**
 * True for "please call me" and "Can we do 4pm instead?", false for "thanks" and "ok, see you then".
 * @param sent the texts that it may answer: what it quotes of them counts for nothing
 */
export function asksForSomething(text: string, sent: readonly string[]): boolean {
  const said = POLITE.reduce((rest, pattern) => rest.replace(pattern, ' '), ownWords(text, sent));
  return WANTS.some((pattern) => pattern.test(said));
}

function ownWords(text: string, sent: readonly string[]): string {
  const line = oneLine(text);
  const [quotation, quoted = ''] = QUOTATION.exec(line) ?? [];
  if (quotation === undefined) return line;
  const words = quoted.replace(/(?:\u2026|\.\.\.)?\s*$/u, '');
  return sent.some((body) => oneLine(body).includes(words)) ? line.replace(quotation, ' ') : line;
}

function oneLine(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, ' ');
}
