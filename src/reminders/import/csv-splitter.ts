// Splits text into CSV records as it arrives; a broken record costs only its own line.

import { type Parsed, parseRecord, type Separator, type Syntax, syntaxFor } from './csv-record.ts';
import { MAX_RAW_CHARS, MAX_ROW_CHARS } from './source.ts';

export interface CsvRecord {
  /** The line it starts on, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
  readonly problem?: string;
  /** The text of a broken record's first line. */
  readonly raw?: string;
}

/**
 * Why not the csv-parse package: after a stray quote it loses the rest of its chunk, it cannot hand back a
 * broken record's text, and it counts a CRLF inside quotes as two lines (7.0.3). Lines and texts are what a
 * person mends a file by. On sound files both read the same; a test holds them side by side.
 */
export class CsvSplitter {
  readonly #syntax: Syntax;
  #text = '';
  #line = 1;
  /** The rest of a broken line is still to come and is dropped. */
  #dropping = false;

  constructor(separator: Separator) {
    this.#syntax = syntaxFor(separator);
  }

  /** The records that `text` completes. */
  push(text: string): CsvRecord[] {
    this.#text += text;
    return this.#take(false);
  }

  /** The record that the end of the file completes. */
  end(): CsvRecord[] {
    return this.#take(true);
  }

  #take(last: boolean): CsvRecord[] {
    const records: CsvRecord[] = [];
    let at = 0;
    while (at < this.#text.length) {
      if (this.#dropping) {
        at = this.#dropLine(at);
        continue;
      }
      const parsed = parseRecord(this.#text, at, this.#syntax, last);
      const length = (parsed.kind === 'record' ? parsed.end : this.#text.length) - at;
      if (parsed.kind === 'cut' && !last && length <= MAX_ROW_CHARS) break;
      if (parsed.kind === 'record' && length <= MAX_ROW_CHARS) {
        const isEmptyLine = parsed.cells.length === 1 && parsed.cells[0] === '';
        if (!isEmptyLine) records.push({ line: this.#line, cells: parsed.cells });
        this.#line += countLineEnds(this.#text, at, parsed.end);
        at = parsed.end;
        continue;
      }
      const raw = firstLine(this.#text, at);
      records.push({
        line: this.#line,
        cells: [],
        problem: problemOf(parsed, raw),
        raw: raw.slice(0, MAX_RAW_CHARS),
      });
      at = this.#dropLine(at);
    }
    this.#text = this.#text.slice(at);
    return records;
  }

  /** Goes behind the next line end, or to the end of the text when there is none yet. */
  #dropLine(from: number): number {
    // A CR that ends the text may be half of a CRLF: it is passed over, and the LF found in the next text.
    const match = /\r\n|\n|\r(?=[^\n])/g;
    match.lastIndex = from;
    this.#dropping = !match.test(this.#text);
    if (this.#dropping) return this.#text.length;
    this.#line += 1;
    return match.lastIndex;
  }
}

function problemOf(parsed: Parsed, firstLine: string): string {
  if (firstLine.length > MAX_ROW_CHARS) return `the row is longer than ${MAX_ROW_CHARS} characters`;
  if (parsed.kind === 'broken') return parsed.problem;
  return 'a quote is opened here and not closed';
}

function firstLine(text: string, from: number): string {
  const end = text.slice(from, from + MAX_ROW_CHARS + 1).search(/[\r\n]/);
  return text.slice(from, end < 0 ? from + MAX_ROW_CHARS + 1 : from + end);
}

function countLineEnds(text: string, from: number, end: number): number {
  let count = 0;
  const match = /\r\n?|\n/g;
  match.lastIndex = from;
  while (match.test(text) && match.lastIndex <= end) count += 1;
  return count;
}
