// Free words in answer to a text: do they ask for something that somebody has to see to, or are they only polite?

import { CANCEL, CONFIRMING, CONTACT } from './answer-words.ts';

// An iPhone's reaction, `Liked "See you …, C to cancel"`, repeats our own words.
const OUR_WORDS = /["\u201C\u201E\u00AB][\s\S]{20,}["\u201C\u201D\u00BB]/gu;
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

/** True for "please call me" and "Can we do 4pm instead?", false for "thanks" and "ok, see you then". */
export function asksForSomething(text: string): boolean {
  const said = [OUR_WORDS, ...POLITE].reduce(
    (rest, pattern) => rest.replace(pattern, ' '),
    text.normalize('NFC'),
  );
  return WANTS.some((pattern) => pattern.test(said));
}
