// Lists of plain phrases made into alternatives of a regular expression.

/** One of the phrases, as it is written. */
export function oneOf(phrases: readonly string[]): string {
  return phrases.map((phrase) => phrase.replaceAll(' ', '\\s')).join('|');
}

/** One of the phrases in any letters, for patterns in which something else must be in capitals. */
export function oneInAnyCase(phrases: readonly string[]): string {
  const anyCase = (letter: string) => `[${letter.toUpperCase()}${letter.toLowerCase()}]`;
  return oneOf(phrases.map((phrase) => phrase.replace(/\p{L}/gu, anyCase)));
}
