import { describe, expect, it } from 'vitest';
import { ndjsonReader } from '../../../src/reminders/import/ndjson.ts';
import { MAX_ROW_CHARS } from '../../../src/reminders/import/source.ts';
import { bytesOf, readAll } from './bytes.ts';

const read = (text: string, chunk?: number) => readAll(ndjsonReader(), bytesOf(text, chunk));

describe('NDJSON', () => {
  it('is one object a line, numbers and lists written as text', async () => {
    const rows = await read('\ufeff{"to":"+1","before":["1d","2h"],"room":7,"note":null}\r\n\n{"to":"+2"}');
    expect(rows.map((row) => [row.line, Object.fromEntries(row.cells), row.problem])).toEqual([
      [1, { to: '+1', before: '1d,2h', room: '7' }, undefined],
      [3, { to: '+2' }, undefined],
    ]);
  });

  it.each([
    ['{oops', 'the line is not JSON'],
    ['[1,2]', 'the line is not a JSON object'],
    ['null', 'the line is not a JSON object'],
    ['{"to":{"number":"+1"}}', '"to" is not a text, a number or a list of them'],
    ['{"before":[["1d"]]}', '"before" is not a text, a number or a list of them'],
    ['{"body":"a\\u0000b"}', '"body" holds a NUL character'],
  ])('names a broken line and reads on: %s', async (line, problem) => {
    const rows = await read(`{"to":"+1"}\n${line}\n{"to":"+3"}\n`);
    expect(rows.map((row) => [row.line, row.problem])).toEqual([
      [1, undefined],
      [2, problem],
      [3, undefined],
    ]);
    expect(rows[1]?.raw).toBe(line);
  });

  it('reads the same in chunks of any size', async () => {
    const text = '{"to":"+1","body":"ä€😀"}\r\n{"to":"+2"}\n';
    for (let size = 1; size < 9; size += 1) expect(await read(text, size)).toEqual(await read(text));
  });

  it('names a line of 10 MB without keeping it', async () => {
    const rows = await read(`{"body":"${'x'.repeat(10_000_000)}"}\n{"to":"+2"}\n`);
    expect(rows.map((row) => [row.line, row.problem])).toEqual([
      [1, `the line is longer than ${MAX_ROW_CHARS} characters`],
      [2, undefined],
    ]);
  });
});
