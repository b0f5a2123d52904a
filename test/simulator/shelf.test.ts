import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Book, type BookRow } from '../../src/simulator/book.ts';
import { DiskShelf } from '../../src/simulator/disk-shelf.ts';
import { openTemporaryFile } from '../../src/simulator/state-file.ts';
import { cleanUp } from './harness.ts';

interface Row extends BookRow {
  readonly to: string;
  readonly from: string;
  status: string;
  at: number | null;
}

const SHELVING = {
  isOpen: (row: Row) => row.status === 'open',
  party: (row: Row) => row.from,
  status: (row: Row) => row.status,
  at: (row: Row) => row.at,
};

/** A book whose rows go to the disk, and one that has them all in memory, which is right by the tests of the book. */
async function twoBooks() {
  const file = await openTemporaryFile();
  cleanUp(() => file.close());
  const shelf = new DiskShelf<Row>(file, { account: 'AC1', name: 'messages' });
  const other = new DiskShelf<Row>(file, { account: 'AC2', name: 'messages' });
  const stranger = { seq: 3, sid: 'S3', to: 'a', from: 'x', status: 'done', at: 3 };
  other.put(stranger, new Book<Row>((row) => row.to, SHELVING).cardOf(stranger));
  return { file, shelf, ...onShelf(shelf), model: new Book<Row>((row) => row.to) };
}

function onShelf(shelf: DiskShelf<Row>) {
  const changes = new Map<string, Row | null>();
  const book = new Book<Row>((row) => row.to, SHELVING);
  for (const row of shelf.open()) book.add(row);
  book.putOn(shelf, shelf.top());
  book.onChange((change, row) => changes.set(row.sid, change === 'put' ? (row as Row) : null));
  const write = () => {
    for (const [sid, row] of changes) {
      if (row === null) shelf.remove(sid);
      else shelf.put(row, book.cardOf(row));
    }
    changes.clear();
  };
  return { book, write };
}

const STATUSES = ['open', 'done', 'lost'];
const party = fc.constantFrom('x', 'y');
const op = fc.oneof(
  fc.record({
    kind: fc.constant('add' as const),
    to: fc.constantFrom('a', 'b'),
    from: party,
    status: fc.constantFrom(...STATUSES),
  }),
  fc.record({
    kind: fc.constant('change' as const),
    which: fc.nat(60),
    status: fc.constantFrom(...STATUSES),
  }),
  fc.record({ kind: fc.constant('remove' as const), which: fc.nat(60) }),
  fc.record({ kind: fc.constant('write' as const), keep: fc.nat(8) }),
  fc.record({ kind: fc.constant('restart' as const) }),
);
const question = fc.record({
  key: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined }),
  party: fc.option(party, { nil: undefined }),
  status: fc.option(fc.constantFrom(...STATUSES), { nil: undefined }),
  from: fc.option(fc.nat(40), { nil: undefined }),
  until: fc.option(fc.nat(60), { nil: undefined }),
  skip: fc.nat(3),
  limit: fc.integer({ min: 1, max: 7 }),
  backwards: fc.boolean(),
});
type Question = typeof question extends fc.Arbitrary<infer T> ? T : never;

function walk(book: Book<Row>, { key, skip, limit, backwards, ...narrow }: Question): string[] {
  const matches = (row: Row) =>
    (narrow.party === undefined || row.from === narrow.party) &&
    (narrow.status === undefined || row.status === narrow.status) &&
    (narrow.from === undefined || (row.at !== null && row.at >= narrow.from)) &&
    (narrow.until === undefined || (row.at !== null && row.at < narrow.until));
  const seen: string[] = [];
  let beyond: string | undefined;
  for (let first = true; ; first = false) {
    const { rows, more } = book.page({
      ...{ key, matches, narrow, limit, backwards, beyond },
      skip: first ? skip : 0,
    });
    seen.push(`${rows.map(({ sid, status }) => `${sid} ${status}`).join()}${more ? '…' : ''}`);
    if (!more) return seen;
    beyond = (backwards ? rows[0] : rows.at(-1))?.sid;
  }
}

test('a book on a shelf answers as one in memory does, whatever is written, shelved, changed and removed', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(op, { maxLength: 60 }),
      fc.array(question, { minLength: 3, maxLength: 6 }),
      async (ops, questions) => {
        const { file, shelf, model, ...first } = await twoBooks();
        let { book, write } = first;
        let instant = 0;
        for (const step of ops) {
          if (step.kind === 'add') {
            instant += 1;
            const row = {
              seq: book.nextSeq(),
              sid: `S${instant}`,
              at: step.status === 'open' ? null : instant,
            };
            book.add({ ...row, to: step.to, from: step.from, status: step.status });
            model.add({ ...row, to: step.to, from: step.from, status: step.status });
          } else if (step.kind === 'change' || step.kind === 'remove') {
            const sid = `S${step.which}`;
            for (const each of [book, model]) {
              const row = each.get(sid);
              if (row === undefined) continue;
              if (step.kind === 'remove') each.remove(row);
              else {
                row.status = step.status;
                row.at = step.which;
                each.touch(row);
              }
            }
          } else {
            write();
            if (step.kind === 'write') book.shelve(step.keep);
            else ({ book, write } = onShelf(shelf));
          }
        }
        for (const asked of questions) expect(walk(book, asked)).toEqual(walk(model, asked));
        for (let i = 0; i <= instant; i += 1) {
          expect(book.get(`S${i}`)).toEqual(model.get(`S${i}`));
          if (model.get(`S${i}`)) expect(book.knows(`S${i}`)).toBe(true);
        }
        for (const key of ['a', 'b', 'c']) {
          expect(book.filed(key)).toEqual(model.filed(key));
          expect(book.find(key)).toEqual(model.find(key));
        }
        file.close();
      },
    ),
    { numRuns: 300 },
  );
});

test('a finished row leaves memory, an open one stays, and a change brings one back', async () => {
  const { book, write, shelf } = await twoBooks();
  for (let i = 1; i <= 6; i += 1) {
    const status = i === 2 ? 'open' : 'done';
    book.add({ seq: book.nextSeq(), sid: `S${i}`, to: 'a', from: 'x', status, at: i });
  }
  write();
  book.shelve(2);
  expect(book.all().map(({ sid }) => sid)).toEqual(['S2', 'S5', 'S6']);
  const row = book.get('S4');
  if (row === undefined) throw new Error('it is on the shelf');
  row.status = 'lost';
  expect(book.get('S4')?.status).toBe('done');
  book.touch(row);
  expect(book.all().map(({ sid }) => sid)).toEqual(['S2', 'S4', 'S5', 'S6']);
  expect(book.get('S4')?.status).toBe('lost');
  write();
  expect(shelf.get('S4')?.status).toBe('lost');
});

test('what was removed stays away, also when something that still holds it says that it changed', async () => {
  const { book, write, shelf } = await twoBooks();
  const row = { seq: book.nextSeq(), sid: 'S1', to: 'a', from: 'x', status: 'done', at: 1 };
  book.add(row);
  write();
  book.shelve(0);
  book.remove(row);
  expect(book.get('S1')).toBeUndefined();
  book.touch(row);
  write();
  expect(book.get('S1')).toBeUndefined();
  expect(shelf.get('S1')).toBeUndefined();
  expect(book.knows('S1')).toBe(true);
});

test('a list is answered from an index that holds all it is filtered by: no row is read to be left out', async () => {
  const { file, shelf } = await twoBooks();
  const asked: string[] = [];
  const column = file.column.bind(file);
  file.column = (text, params) => {
    asked.push(text);
    return column(text, params);
  };
  const stretch = { above: -9, below: 9, backwards: false, limit: 9 };
  shelf.read({ ...stretch, narrow: { party: 'x', status: 'done', from: 1, until: 2 } });
  shelf.read({ ...stretch, narrow: { key: 'a', party: 'x', from: 1 } });
  const plans = asked.map((text) =>
    file.all<{ detail: string }>(`explain query plan ${text.replaceAll('?', '1')}`, []),
  );
  expect(plans.map((plan) => plan.map(({ detail }) => detail))).toEqual([
    ['SEARCH row USING INDEX row_by_seq (book=? AND seq>? AND seq<?)'],
    ['SEARCH row USING INDEX row_by_key (book=? AND filed=? AND seq>? AND seq<?)'],
  ]);
});
