// The rows of one book of one account in the state file.

import type { BookRow } from './book.ts';
import type { Card, Shelf, Stretch } from './shelf.ts';
import type { StateFile, Value } from './state-file.ts';

const PUT = `insert into row (book, seq, sid, filed, party, status, at, open, data) values (?, ?, ?, ?, ?, ?, ?, ?, ?)
  on conflict (book, sid) do update set seq = excluded.seq, filed = excluded.filed, party = excluded.party,
    status = excluded.status, at = excluded.at, open = excluded.open, data = excluded.data`;

/** What a narrowing adds to the question. Columns of the two long indexes: no row is read to be left out. */
const NARROWED = [
  ['key', 'filed ='],
  ['party', 'party ='],
  ['status', 'status ='],
  ['from', 'at >='],
  ['until', 'at <'],
] as const;

export class DiskShelf<Row extends BookRow> implements Shelf<Row> {
  readonly #file: StateFile;
  readonly #book: number;

  constructor(file: StateFile, { account, name }: { readonly account: string; readonly name: string }) {
    file.run('insert into book (account, name) values (?, ?) on conflict do nothing', [account, name]);
    this.#file = file;
    this.#book =
      file.column<number>('select id from book where account = ? and name = ?', [account, name])[0] ?? 0;
  }

  get(sid: string): Row | undefined {
    return readRows<Row>(
      this.#file.column('select data from row where book = ? and sid = ?', [this.#book, sid]),
    )[0];
  }

  seqOf(sid: string): number | undefined {
    return this.#file.column<number>('select seq from row where book = ? and sid = ?', [this.#book, sid])[0];
  }

  read({ above, below, backwards, limit, narrow }: Stretch<Row>): readonly Row[] {
    const params: Value[] = [this.#book, finite(above), finite(below)];
    // SQLite would take the other index at times: it knows nothing of how many rows a key has.
    const index = narrow.key === undefined ? 'row_by_seq' : 'row_by_key';
    let text = `select data from row indexed by ${index} where book = ? and seq > ? and seq < ?`;
    for (const [name, condition] of NARROWED) {
      const value = narrow[name];
      if (value === undefined) continue;
      text += ` and ${condition} ?`;
      params.push(typeof value === 'number' ? finite(value) : value);
    }
    text += ` order by seq ${backwards ? 'asc' : 'desc'} limit ?`;
    return readRows<Row>(this.#file.column(text, [...params, limit]));
  }

  /** Those that something is still going to happen to, oldest first. */
  open(): readonly Row[] {
    return readRows<Row>(
      this.#file.column('select data from row where book = ? and open order by seq', [this.#book]),
    );
  }

  /** The newest row's place in the order of creation; 0 when there is none. */
  top(): number {
    return this.#file.column<number>('select max(seq) from row where book = ?', [this.#book])[0] ?? 0;
  }

  put(row: Row, card: Card): void {
    const { key, party, status, at, isOpen } = card;
    const data = JSON.stringify(row);
    this.#file.run(PUT, [this.#book, row.seq, row.sid, key, party, status, at, isOpen ? 1 : 0, data]);
  }

  remove(sid: string): void {
    this.#file.run('delete from row where book = ? and sid = ?', [this.#book, sid]);
  }

  /** Removes all rows older than one. */
  removeBelow(seq: number): void {
    this.#file.run('delete from row where book = ? and seq < ?', [this.#book, seq]);
  }
}

/** One by one: joined into one text, a thousand rows take a third longer, since one letter beyond Latin 1 widens them all. */
function readRows<Row>(texts: readonly string[]): Row[] {
  return texts.map((text) => JSON.parse(text) as Row);
}

/** An infinite bound is one that no seq and no instant reaches. */
function finite(value: number): number {
  return Math.max(-Number.MAX_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, value));
}
