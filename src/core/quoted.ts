// What somebody wrote, on one line; and in quotes, cut where it is long.

const SHOWN = 80;

export function oneLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

export function quoted(text: string): string {
  const line = oneLine(text);
  return `"${line.length > SHOWN ? `${line.slice(0, SHOWN - 1)}…` : line}"`;
}
