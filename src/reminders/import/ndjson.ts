// Reads NDJSON: one JSON object a line, its keys being the columns.

import { decode } from './decode.ts';
import { cellProblem, MAX_RAW_CHARS, MAX_ROW_CHARS, type SourceReader, type SourceRow } from './source.ts';

/** A reader for one file. There is no header: `columns` stays empty and every row brings its own. */
export function ndjsonReader(): SourceReader {
  return { columns: [], rows: (chunks) => readNdjson(decode(chunks)) };
}

async function* readNdjson(texts: AsyncIterable<string>): AsyncGenerator<SourceRow[]> {
  let rest = '';
  let line = 1;
  for await (const text of texts) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    const rows: SourceRow[] = [];
    for (const each of lines) {
      if (each.trim() !== '') rows.push(toRow(line, each));
      line += 1;
    }
    yield rows;
    // The end of an endless line is not waited for; only its beginning is kept, to be named.
    if (rest.length > MAX_ROW_CHARS) rest = rest.slice(0, MAX_ROW_CHARS + 1);
  }
  if (rest.trim() !== '') yield [toRow(line, rest)];
}

function toRow(line: number, text: string): SourceRow {
  if (text.length > MAX_ROW_CHARS)
    return broken(line, text, `the line is longer than ${MAX_ROW_CHARS} characters`);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return broken(line, text, 'the line is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return broken(line, text, 'the line is not a JSON object');
  }
  const cells = new Map<string, string>();
  let problem: string | undefined;
  for (const [name, each] of Object.entries(value)) {
    const cell = toCell(each);
    if (cell === undefined) problem ??= `"${name}" is not a text, a number or a list of them`;
    else if (cell !== '') {
      cells.set(name, cell);
      problem ??= cellProblem(name, cell);
    }
  }
  return problem === undefined
    ? { line, cells }
    : { line, cells, problem, raw: text.slice(0, MAX_RAW_CHARS) };
}

/** Lists are written with commas, as `before` wants them; null is an empty cell. */
function toCell(value: unknown): string | undefined {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (!Array.isArray(value)) return undefined;
  const parts = value.map((each) => (Array.isArray(each) ? undefined : toCell(each)));
  return parts.includes(undefined) ? undefined : parts.join(',');
}

function broken(line: number, text: string, problem: string): SourceRow {
  return { line, cells: new Map(), problem, raw: text.slice(0, MAX_RAW_CHARS) };
}
