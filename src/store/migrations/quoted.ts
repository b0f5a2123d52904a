// Words as a list of SQL strings, for checks and triggers that mirror a table of core's.

/** Only for our own constants: nothing is escaped. */
export function quoted(words: readonly string[]): string {
  return words.map((word) => `'${word}'`).join(', ');
}
