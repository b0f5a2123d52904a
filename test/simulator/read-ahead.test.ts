import { expect, test } from 'vitest';
import { Book, type BookRow } from '../../src/simulator/book.ts';
import { DiskShelf } from '../../src/simulator/disk-shelf.ts';
import { ReadAhead } from '../../src/simulator/read-ahead.ts';
import { openTemporaryFile } from '../../src/simulator/state-file.ts';
import { cleanUp } from './harness.ts';

interface Row extends BookRow {
  word: string;
}

const SHELVING = { isOpen: () => false };
const PAGE = 100;

async function shelved(count: number) {
  const file = await openTemporaryFile();
  cleanUp(() => {
    if (file.isOpen) file.close();
  });
  const disk = new DiskShelf<Row>(file, { account: 'AC1', name: 'messages' });
  const book = new Book<Row>(() => 'key', SHELVING);
  for (let seq = 1; seq <= count; seq += 1) {
    const row = { seq, sid: `S${seq}`, word: 'old' };
    disk.put(row, book.cardOf(row));
  }
  book.putOn(new ReadAhead(disk, file), disk.top());
  let reads = 0;
  const read = disk.read.bind(disk);
  disk.read = (stretch) => {
    reads += 1;
    return read(stretch);
  };
  return { file, disk, book, reads: () => reads };
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

/** Page after page, as a client asks for them; `between` happens before each. */
async function walk(book: Book<Row>, between: (page: number) => void = () => {}) {
  const pages: string[][] = [];
  for (let beyond: string | undefined; ; ) {
    between(pages.length);
    const { rows, more } = book.page({ matches: () => true, limit: PAGE, beyond });
    pages.push(rows.map(({ sid, word }) => `${sid} ${word}`));
    if (!more) return pages;
    beyond = rows.at(-1)?.sid;
    await nextTurn();
  }
}

test('from the second page on, a page is there before it is asked for', async () => {
  const { book, reads } = await shelved(450);
  const before: number[] = [];
  const pages = await walk(book, () => before.push(reads()));
  expect(pages.flat()).toEqual(Array.from({ length: 450 }, (_, i) => `S${450 - i} old`));
  // One read for each page: the third to the fifth while the client had the one before.
  expect(before).toEqual([0, 1, 3, 4, 5]);
  expect(reads()).toBe(5);
});

test('what was changed or deleted after it was read ahead is not shown as it was', async () => {
  const { book, disk } = await shelved(450);
  const pages = await walk(book, (page) => {
    if (page !== 3) return;
    // Changed, written and out of memory again: only the disk knows.
    const row = book.get('S100');
    if (row === undefined) throw new Error('it is there');
    row.word = 'new';
    book.touch(row);
    disk.put(row, book.cardOf(row));
    book.shelve(0);
    const gone = book.get('S99');
    if (gone) book.remove(gone);
  });
  expect(pages.flat()).toContain('S100 new');
  expect(pages.flat()).not.toContain('S99 old');
  expect(pages.flat()).toHaveLength(449);
});

test('a file that is closed meanwhile is not read any more', async () => {
  const { book, file } = await shelved(450);
  const first = book.page({ matches: () => true, limit: PAGE });
  book.page({ matches: () => true, limit: PAGE, beyond: first.rows.at(-1)?.sid });
  file.close();
  await nextTurn();
});

test('one page, or a small one, costs one read', async () => {
  const { book, reads } = await shelved(450);
  book.page({ matches: () => true, limit: PAGE });
  book.page({ matches: () => true, limit: 20 });
  await nextTurn();
  expect(reads()).toBe(2);
});
