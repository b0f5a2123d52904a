import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvReader, separatorOf } from '../../../src/reminders/import/csv.ts';
import { MAX_ROW_CHARS, type SourceRow } from '../../../src/reminders/import/source.ts';
import { bytesOf, readAll } from './bytes.ts';

async function read(text: string | Uint8Array, chunk?: number) {
  const reader = csvReader();
  const rows = await readAll(reader, bytesOf(text, chunk));
  return { columns: reader.columns, rows };
}

const cells = (row: SourceRow | undefined) => Object.fromEntries(row?.cells ?? []);
const brief = ({ line, problem, raw }: SourceRow) => ({ line, problem, raw });

describe('a sound CSV file', () => {
  it.each([
    ['LF', 'to,body\n+1,hi\n'],
    ['CRLF', 'to,body\r\n+1,hi\r\n'],
    ['CR', 'to,body\r+1,hi\r'],
    ['no line end at the end', 'to,body\n+1,hi'],
    ['a byte order mark', '\ufeffto,body\r\n+1,hi'],
    ['semicolons', 'to;body\n+1;hi\n'],
    ['tabs', 'to\tbody\n+1\thi\n'],
    ['quotes', '"to","body"\n"+1","hi"\n'],
    ['spaces around names', ' to , body \n+1,hi\n'],
    ['empty columns at the edge', 'to,body,,\n+1,hi,,\n'],
    ['empty lines', '\n\nto,body\n\n+1,hi\n\n\n'],
  ])('is read with %s', async (_, text) => {
    const { columns, rows } = await read(text);
    expect(columns).toEqual(['to', 'body']);
    expect(rows.map(cells)).toEqual([{ to: '+1', body: 'hi' }]);
  });

  it('keeps separators, quotes and line ends inside quotes, and counts the lines an editor shows', async () => {
    const { rows } = await read('to,body\r\n+1,"a, ""b""\r\nc"\r\n\r\n+2,d\r\n');
    expect(rows.map((row) => [row.line, cells(row)])).toEqual([
      [2, { to: '+1', body: 'a, "b"\r\nc' }],
      [5, { to: '+2', body: 'd' }],
    ]);
  });

  it('takes a quote inside an unquoted cell as itself', async () => {
    const { rows } = await read('to,body\n+1,5" pipe\n');
    expect(cells(rows[0])).toEqual({ to: '+1', body: '5" pipe' });
  });

  it('leaves empty cells out', async () => {
    const { rows } = await read('to,body,tz\n+1,hi,\n');
    expect(cells(rows[0])).toEqual({ to: '+1', body: 'hi' });
  });

  it('is read the same in chunks of any size, letters of several bytes included', async () => {
    const text = '\ufeffto,body\r\n+1,"ä ""€""\r\n😀"\r\n+2,"x"\r\n"+3",y\r\n';
    const whole = await read(text);
    for (let size = 1; size <= 12; size += 1) expect(await read(text, size)).toEqual(whole);
  });

  it('is read as csv-parse reads it', async () => {
    const cell = fc.stringMatching(/^[a-z ",;\n]{0,6}$/);
    const table = fc.integer({ min: 2, max: 4 }).chain((width) =>
      fc.record({
        width: fc.constant(width),
        rows: fc.array(fc.array(cell, { minLength: width, maxLength: width }), { maxLength: 5 }),
        end: fc.constantFrom('\n', '\r\n'),
        separator: fc.constantFrom(',', ';'),
        chunk: fc.integer({ min: 1, max: 9 }),
      }),
    );
    const quote = (text: string) => (/[",;\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    await fc.assert(
      fc.asyncProperty(table, async ({ width, rows, end, separator, chunk }) => {
        const head = Array.from({ length: width }, (_, index) => `c${index}`);
        const text = [head, ...rows].map((row) => row.map(quote).join(separator)).join(end);
        const theirs = parse(text, {
          delimiter: separator,
          skip_empty_lines: true,
          columns: true,
        }) as object[];
        const ours = (await read(text, chunk)).rows;
        const full = (row: SourceRow) =>
          Object.fromEntries(head.map((name) => [name, row.cells.get(name) ?? '']));
        expect(ours.map(full)).toEqual(theirs);
      }),
      { numRuns: 200 },
    );
  });
});

describe('a broken CSV row', () => {
  it.each([
    ['too few cells', '+1', 'only 1 cells, but the header has 2 columns'],
    ['too many cells', '+1,hi,there', '3 cells, but the header has 2 columns'],
    ['text after a closing quote', '+1,"hi"there', 'text follows a closing quote'],
    ['a NUL', '+1,h\0i', '"body" holds a NUL character'],
  ])('with %s costs only itself', async (_, broken, problem) => {
    const { rows } = await read(`to,body\n+0,a\n${broken}\n+2,b\n`);
    expect(rows.map((row) => [row.line, row.problem])).toEqual([
      [2, undefined],
      [3, problem],
      [4, undefined],
    ]);
  });

  it('whose quote is never closed costs only its line', async () => {
    const { rows } = await read('to,body\n+1,"hi\n+2,b\n+3,c\n');
    expect(rows.map(brief)).toEqual([
      { line: 2, problem: 'a quote is opened here and not closed', raw: '+1,"hi' },
      { line: 3 },
      { line: 4 },
    ]);
  });

  it('with bytes that are no UTF-8 is named', async () => {
    const latin1 = Uint8Array.from(Buffer.from('to,body\n+1,caf\xe9\n+2,b\n', 'latin1'));
    const { rows } = await read(latin1);
    expect(rows.map((row) => row.problem)).toEqual([
      '"body" holds bytes that are not UTF-8: save the file as UTF-8',
      undefined,
    ]);
  });

  it.each([false, true])('of 10 MB is named without being kept (quoted: %s)', async (quoted) => {
    const long = `${quoted ? '"' : ''}${'x'.repeat(10_000_000)}`;
    const { rows } = await read(`to,body\n+1,${long}\n+2,b\n`, 65_536);
    expect(rows.map(({ line, problem }) => ({ line, problem }))).toEqual([
      { line: 2, problem: `the row is longer than ${MAX_ROW_CHARS} characters` },
      { line: 3, problem: undefined },
    ]);
    expect(rows[0]?.raw?.length).toBe(4096);
  });
});

describe('a file that is no CSV', () => {
  it.each([
    ['an empty file', '', 'the file is empty'],
    ['only line ends', '\n\r\n\n', 'the file is empty'],
    ['a header of nothing', ',,\n1,2,3\n', 'the header names no column'],
    ['a column without a name', 'to,,body\n', 'column 2 has no name in the header'],
    [
      'an open quote in the header',
      'to,"body\n',
      'line 1: a quote is opened here and not closed, in the header',
    ],
  ])('is refused: %s', async (_, text, message) => {
    await expect(read(text)).rejects.toThrow(message);
  });

  it('is refused in UTF-16, with what to do', async () => {
    const utf16 = Uint8Array.from(Buffer.from('\ufeffto,body\n', 'utf16le'));
    await expect(read(utf16)).rejects.toMatchObject({ hint: expect.stringContaining('CSV UTF-8') });
  });
});

describe('the separator', () => {
  it.each([
    ['to,body', ','],
    ['to;body;at,x', ';'],
    ['to\tbody', '\t'],
    ['"to;a;b",body', ','],
    ['to', ','],
    ['to,body\na;b;c;d', ','],
  ])('of %j is %j', (text, separator) => {
    expect(separatorOf(text)).toBe(separator);
  });
});
