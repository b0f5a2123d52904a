// What every file format is read into: rows of named cells, each knowing the line it came from.

/** One row as the file has it; nothing is checked yet but that it can be read. */
export interface SourceRow {
  /** The line it starts on, from 1: what an editor shows. */
  readonly line: number;
  /** Cells by the column's name as the file spells it. Empty cells are left out. */
  readonly cells: ReadonlyMap<string, string>;
  /** Why it cannot be read; its cells are then not to be trusted. */
  readonly problem?: string;
  /** The row's own text, cut to a few thousand characters, when it could not be read. */
  readonly raw?: string;
}

/**
 * A reader turns bytes into batches of rows, in the file's order, holding no more than one batch. A row that
 * cannot be read becomes a row with a `problem`, and reading goes on after it.
 * @throws UsageError when it is not a file of that format at all
 */
export interface SourceReader {
  /** Column names in order, once the header is known; a format without a header has none. */
  readonly columns: readonly string[];
  rows(chunks: AsyncIterable<Uint8Array>): AsyncIterable<readonly SourceRow[]>;
}

/** A row longer than this is not a reminder but a file that lacks its line ends, or an attack. */
export const MAX_ROW_CHARS = 131_072;

/** How much of an unreadable row is kept for the person to recognise it by. */
export const MAX_RAW_CHARS = 4096;

/** What is wrong with a cell whatever its column, or undefined. */
export function cellProblem(name: string, cell: string): string | undefined {
  if (cell.includes('\0')) return `"${name}" holds a NUL character`;
  // What the decoder writes for bytes that are no UTF-8; an older program's conversion leaves the same mark.
  if (cell.includes('\ufffd')) return `"${name}" holds bytes that are not UTF-8: save the file as UTF-8`;
  return undefined;
}
