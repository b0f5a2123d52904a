// Reads CSV: a header, then rows; commas, semicolons or tabs, whichever the header is written with.

import { UsageError } from '../../core/errors.ts';
import type { Separator } from './csv-record.ts';
import { type CsvRecord, CsvSplitter } from './csv-splitter.ts';
import { decode } from './decode.ts';
import { cellProblem, MAX_ROW_CHARS, type SourceReader, type SourceRow } from './source.ts';

/** A reader for one file; `columns` is filled in before the first batch is given out. */
export function csvReader(): SourceReader {
  const columns: string[] = [];
  return { columns, rows: (chunks) => readCsv(decode(chunks), columns) };
}

async function* readCsv(texts: AsyncIterable<string>, columns: string[]): AsyncGenerator<SourceRow[]> {
  let splitter: CsvSplitter | undefined;
  let start = '';
  for await (const text of texts) {
    if (splitter) {
      yield toRows(splitter.push(text), columns);
      continue;
    }
    // The separator is chosen from the whole first line.
    start += text;
    if (!/[\r\n]/.test(start) && start.length <= MAX_ROW_CHARS) continue;
    splitter = new CsvSplitter(separatorOf(start));
    yield toRows(splitter.push(start), columns);
  }
  if (!splitter) {
    splitter = new CsvSplitter(separatorOf(start));
    yield toRows(splitter.push(start), columns);
  }
  yield toRows(splitter.end(), columns);
  if (columns.length === 0)
    throw new UsageError('the file is empty', { hint: 'its first line names the columns: to,at,body' });
}

function toRows(records: readonly CsvRecord[], columns: string[]): SourceRow[] {
  const rows: SourceRow[] = [];
  for (const record of records) {
    if (columns.length === 0) columns.push(...header(record));
    else rows.push(toRow(record, columns));
  }
  return rows;
}

/** The separator that stands most often outside quotes in the first line; a comma when none does. */
export function separatorOf(text: string): Separator {
  const line = text.replace(/"[^"]*"?/g, '').split(/[\r\n]/, 1)[0] ?? '';
  const count = (separator: Separator): number => line.split(separator).length;
  return ([',', ';', '\t'] as const).reduce((best, each) => (count(each) > count(best) ? each : best));
}

function header({ cells, problem, line }: CsvRecord): string[] {
  if (problem) throw new UsageError(`line ${line}: ${problem}, in the header`);
  const names = cells.map((cell) => cell.trim());
  // Spreadsheets leave empty columns at the right edge.
  while (names.at(-1) === '') names.pop();
  if (names.length === 0) throw new UsageError('the header names no column');
  const nameless = names.indexOf('');
  if (nameless >= 0) throw new UsageError(`column ${nameless + 1} has no name in the header`);
  for (const name of names) {
    const bad = cellProblem(name.replace(/[\0\ufffd]/g, '?'), name);
    if (bad) throw new UsageError(`line ${line}: ${bad}, in the header`);
  }
  return names;
}

function toRow(record: CsvRecord, columns: readonly string[]): SourceRow {
  const { line, cells: values } = record;
  if (record.problem !== undefined) {
    return { line, cells: new Map(), problem: record.problem, raw: record.raw ?? '' };
  }
  const cells = new Map<string, string>();
  let problem: string | undefined;
  for (const [index, value] of values.entries()) {
    if (value === '') continue;
    const name = columns[index];
    if (name === undefined)
      problem ??= `${values.length} cells, but the header has ${columns.length} columns`;
    else {
      cells.set(name, value);
      problem ??= cellProblem(name, value);
    }
  }
  // A row that was cut short may have lost its zone or its time: it is not guessed at.
  if (values.length < columns.length) {
    problem ??= `only ${values.length} cells, but the header has ${columns.length} columns`;
  }
  return problem === undefined ? { line, cells } : { line, cells, problem };
}
