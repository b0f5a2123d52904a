// The rejects file: rows that were skipped, as the file had them, with their line and reasons; mended, it imports.

import { REJECT_COLUMNS } from './columns.ts';
import type { ImportFormat } from './request.ts';
import type { SourceRow } from './source.ts';

export class Rejects {
  readonly #format: ImportFormat;
  readonly #columns: readonly string[];
  readonly #lines: string[] = [];

  /** `columns` are the file's own; a rejects file imported again loses its two and gets new ones. */
  constructor(format: ImportFormat, columns: readonly string[]) {
    this.#format = format;
    this.#columns = columns.filter((name) => !(REJECT_COLUMNS as readonly string[]).includes(name));
  }

  add(row: SourceRow, reasons: readonly string[]): void {
    const reason = reasons.join('; ');
    this.#lines.push(this.#format === 'csv' ? this.#csv(row, reason) : ndjson(row, reason));
  }

  /** Null when there are none. */
  text(): string | null {
    if (this.#lines.length === 0) return null;
    const header = this.#format === 'csv' ? [csvLine([...this.#columns, ...REJECT_COLUMNS])] : [];
    return [...header, ...this.#lines].join('');
  }

  /** A row that could not be read has its text in the first cell, for want of a better place. */
  #csv({ line, cells, raw }: SourceRow, reason: string): string {
    const values = this.#columns.map((column, index) =>
      raw !== undefined && cells.size === 0 ? (index === 0 ? raw : '') : (cells.get(column) ?? ''),
    );
    return csvLine([...values, String(line), reason]);
  }
}

// Cells are the person's own and go back as they came: a guard against formulas would put a quote before the +
// of every telephone number, and the file could not be imported again.
function csvLine(values: readonly string[]): string {
  return `${values.map((value) => (/[",;\t\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)).join(',')}\r\n`;
}

function ndjson({ line, cells, raw }: SourceRow, reason: string): string {
  const [lineColumn, reasonColumn] = REJECT_COLUMNS;
  const own = cells.size === 0 && raw !== undefined ? { raw } : Object.fromEntries(cells);
  return `${JSON.stringify({ ...own, [lineColumn]: line, [reasonColumn]: reason })}\n`;
}
