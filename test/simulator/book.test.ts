import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Book } from '../../src/simulator/book.ts';

interface Row {
  readonly seq: number;
  readonly sid: string;
  readonly to: string;
}

function fill(count: number): Book<Row> {
  const book = new Book<Row>((row) => row.to);
  for (let i = 0; i < count; i += 1) {
    const seq = book.nextSeq();
    book.add({ seq, sid: `S${seq}`, to: seq % 3 === 0 ? 'a' : 'b' });
  }
  return book;
}

const any = () => true;

test('walking page by page meets every row once, newest first, whatever is added meanwhile', () => {
  fc.assert(
    fc.property(fc.nat(40), fc.integer({ min: 1, max: 9 }), (count, limit) => {
      const book = fill(count);
      const seen: number[] = [];
      for (let beyond: string | undefined; ; ) {
        const { rows, more } = book.page({ matches: any, beyond, limit });
        seen.push(...rows.map(({ seq }) => seq));
        book.add({ seq: book.nextSeq(), sid: `N${seen.length}-${rows.length}`, to: 'b' });
        if (!more) break;
        beyond = rows.at(-1)?.sid;
      }
      expect(seen).toEqual(Array.from({ length: count }, (_, index) => count - index));
    }),
  );
});

test('walking back gives the page that came before, in the same order', () => {
  const book = fill(10);
  const page = book.page({ matches: any, beyond: 'S4', backwards: true, limit: 3 });
  expect(page.rows.map(({ seq }) => seq)).toEqual([7, 6, 5]);
  expect(page.more).toBe(true);
});

test('a walk goes on from a row that was deleted', () => {
  const book = fill(6);
  const row = book.get('S4');
  if (row) book.remove(row);
  expect(book.page({ matches: any, beyond: 'S4', limit: 2 }).rows.map(({ seq }) => seq)).toEqual([3, 2]);
  expect(book.knows('S4')).toBe(true);
  expect(book.get('S4')).toBeUndefined();
  expect(book.all()).toHaveLength(5);
});

test('rows are found under their key alone', () => {
  const found = fill(9).page({ key: 'a', matches: any, limit: 10 });
  expect(found.rows.map(({ seq }) => seq)).toEqual([9, 6, 3]);
  expect(fill(9).page({ key: 'nobody', matches: any, limit: 10 }).rows).toEqual([]);
});
