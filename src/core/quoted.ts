// What somebody wrote, on one line; and in quotes, cut where it is long.

const SHOWN = 80;

/** Without what would colour or clear the terminal of whoever reads it. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}

export function quoted(text: string): string {
  const line = oneLine(text);
  return `"${line.length > SHOWN ? `${line.slice(0, SHOWN - 1)}…` : line}"`;
}
