// Membership in a short list of words, as SQL.

/**
 * `(column = 'a' or column = 'b' or …)`: what `column in ('a', 'b', …)` says, nulls included. From three words on
 * SQLite builds a table for such a list whenever it is asked, some 15 µs; in the checks and triggers that every send
 * passes, those were half of its time. Only for our own constants: nothing is escaped.
 */
export function oneOf(column: string, words: readonly string[]): string {
  return `(${words.map((word) => `${column} = '${word}'`).join(' or ')})`;
}
