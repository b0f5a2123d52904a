// The words of answers in English, German, French and Spanish: who does not come, who wants to be called, who comes.

/** Beginnings of words, unless they end on `(?!\p{L})`. `\b` knows no letters but English ones. */
function anyOf(...beginnings: readonly string[]): RegExp {
  return new RegExp(`(?<!\\p{L})(?:${beginnings.join('|')})`, 'iu');
}

const END = '(?!\\p{L})';
const APOSTROPHE = "['\u2019]?";

export const CANCEL = anyOf(
  'cancel',
  `call\\s+(?:it\\s+)?off${END}`,
  `can${APOSTROPHE}t${END}|can\\s?not${END}|won${APOSTROPHE}t${END}|unable${END}|declin`,
  'not\\s+(?:be\\s+)?(?:com|attend|mak|going|able|there)',
  'absag|abgesagt|abzusag|stornier|verhindert',
  `sage?n?\\s(?:\\p{L}+\\s){0,3}ab${END}`,
  `(?:kann|k\u00F6nnen|schaff|schaffe|schaffen|komme?|kommen)\\s(?:\\p{L}+\\s){0,3}nicht${END}`,
  `nicht\\s+(?:zu\\s+)?kommen${END}`,
  'annul|d\u00E9command|emp\u00EAch',
  `(?:peux|pouvons|pourrai|pourrons|viens|viendrai|pouvez|venez)\\s+pas${END}|pas\\s+venir${END}`,
  'anula',
  `no\\s+(?:puedo|podemos|puede|podr|vengo|viene|voy|asist|ir[\u00E9\u00E1])`,
);

export const CONTACT = anyOf(
  `call(?:ed)?\\s+(?:you\\s+|me\\s+)?back${END}|callback|called${END}`,
  `(?:call|ring|phone)\\s+(?:me|you|us)${END}`,
  'contact|reschedul',
  `(?:speak|talk|help|change|move)${END}|another\\s+time${END}`,
  `r\u00FCckruf|zur\u00FCck(?:zu)?ruf|angerufen${END}|anrufen${END}|anzurufen${END}|ruf\\p{L}*\\s(?:\\p{L}+\\s){0,3}an${END}`,
  `verschieb|verschob|umbuch|verleg|\u00E4nder|sprechen${END}|kontakt|hilfe${END}`,
  `(?:ander|neu)\\p{L}*\\s+(?:termin|zeit|tag)`,
  // "rappel" alone is the reminder: "merci pour le rappel".
  `rappel(?:er|ez|\u00E9)|(?:rappelle|appelle)(?:s|nt)?(?:-|\\s)(?:moi|nous)|appel(?:er|ez|\u00E9)`,
  `d\u00E9plac|report(?:er|ez)|changer${END}|parler${END}|aide${END}|autre\\s+(?:date|jour|heure|moment|rendez)`,
  `ll[\u00E1a]m(?:ar|e|en)|reprogram|aplaz|cambi|mover${END}|hablar${END}|ayuda|otr[oa]\\s+(?:hora|fecha|d\u00EDa|momento|cita)`,
);

/** To be asked last: "to confirm your call" is no wish to be called. */
export const A_CALL = anyOf(
  `(?:a|the)\\s+call${END}|call\\s+from${END}`,
  `anruf${END}|(?:un|l['\u2019])\\s*appel${END}|llamada${END}`,
);

export const CONFIRM = anyOf(
  `confirm|com(?:e|ing)${END}|attend|keep${END}|yes${END}|accept|be\\s+there${END}|make\\s+it${END}|ok(?:ay)?${END}`,
  `best\u00E4tig|zusag|zuzusag|kommen${END}`,
  `acept|asist|venir${END}|viens${END}|venez${END}`,
);

/** Both in one purpose, "to confirm or cancel", say nothing. */
export const CONFIRMING = anyOf('confirm', 'best\u00E4tig', 'zusag', 'zuzusag');
export const CANCELLING = anyOf('cancel', 'absag', 'abzusag', 'stornier', 'annul', 'anula');
