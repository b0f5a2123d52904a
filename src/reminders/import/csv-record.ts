// One CSV record (RFC 4180): where it ends in a text, and its cells.

export type Separator = ',' | ';' | '\t';

export type Parsed =
  | { readonly kind: 'record'; readonly cells: readonly string[]; readonly end: number }
  | { readonly kind: 'broken'; readonly problem: string }
  /** The text ends inside it; `quoted` when inside a quoted cell. */
  | { readonly kind: 'cut'; readonly quoted: boolean };

export interface Syntax {
  readonly separator: Separator;
  /** Sticky: matches up to the next separator or line end. */
  readonly plainCell: RegExp;
}

export function syntaxFor(separator: Separator): Syntax {
  return { separator, plainCell: new RegExp(`[^${separator}\\r\\n]*`, 'y') };
}

/**
 * The record at `from`. `last` says that no more text will follow. A quote inside an unquoted cell is itself,
 * as spreadsheets read it; text after a closing quote is an error, since nobody can tell what was meant.
 */
export function parseRecord(text: string, from: number, syntax: Syntax, last: boolean): Parsed {
  const cells: string[] = [];
  for (let at = from; ; at += 1) {
    if (text[at] === '"') {
      const close = closingQuote(text, at + 1);
      // A quote at the very end may be the first of a pair.
      if (close < 0 || (close === text.length - 1 && !last)) return { kind: 'cut', quoted: true };
      cells.push(text.slice(at + 1, close).replaceAll('""', '"'));
      at = close + 1;
    } else {
      const start = at;
      at = endOfPlain(text, start, syntax.plainCell);
      cells.push(text.slice(start, at));
    }
    if (text[at] === syntax.separator) continue;
    const end = lineEndAt(text, at, last);
    if (end === undefined) return { kind: 'cut', quoted: false };
    if (end < 0) return { kind: 'broken', problem: 'text follows a closing quote' };
    return { kind: 'record', cells, end: at + end };
  }
}

function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); ; at = text.indexOf('"', at + 2)) {
    if (at < 0 || text[at + 1] !== '"') return at;
  }
}

function endOfPlain(text: string, from: number, plainCell: RegExp): number {
  plainCell.lastIndex = from;
  plainCell.test(text);
  return plainCell.lastIndex;
}

/** How long the line end at `at` is: 0 at the end of the file, -1 when it is none, undefined when unsure yet. */
function lineEndAt(text: string, at: number, last: boolean): number | undefined {
  if (at >= text.length) return last ? 0 : undefined;
  if (text[at] === '\n') return 1;
  if (text[at] !== '\r') return -1;
  if (at + 1 >= text.length && !last) return undefined;
  return text[at + 1] === '\n' ? 2 : 1;
}
