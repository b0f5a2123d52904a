// Values as JSON text, for what is written out by hand since there are thousands of it.

/** Whatever a person may have written. */
export function quoted(text: string | null): string {
  return text === null ? 'null' : JSON.stringify(text);
}

/** For what never holds a quote: dates, prices, SIDs, words of ours. */
export function plain(text: string | null): string {
  return text === null ? 'null' : `"${text}"`;
}
