// Values as JSON text, for what is written out by hand since there are thousands of it.

/** What JSON writes otherwise than as it is: quotes, backslashes, controls, and half a surrogate pair. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const SPECIAL = /["\\\u0000-\u001f\ud800-\udfff]/;

/** Whatever a person may have written. Looking first takes half the time of JSON.stringify. */
export function quoted(text: string | null): string {
  if (text === null) return 'null';
  return SPECIAL.test(text) ? JSON.stringify(text) : `"${text}"`;
}

/** For what never holds a quote: dates, prices, SIDs, words of ours. */
export function plain(text: string | null): string {
  return text === null ? 'null' : `"${text}"`;
}
