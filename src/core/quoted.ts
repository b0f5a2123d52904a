// What somebody wrote, on one line and in quotes, cut where it is long.

const SHOWN = 80;

export function quoted(text: string): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return `"${line.length > SHOWN ? `${line.slice(0, SHOWN - 1)}…` : line}"`;
}
