// The rows of one resource of one account: found by SID, listed newest first, paged while rows come and go.

import { drop, insert, walkRows } from './row-order.ts';
import type { Card, Narrowing, Shelf } from './shelf.ts';

/** Rows read from a shelf at a time: at most, and when the first of them will mostly do. */
const BATCH = 1_001;
const A_FEW = 15;
/** Deleted rows that page tokens may name: a walk does not take longer than it takes to delete so many. */
const REMEMBERED = 50_000;

export interface BookRow {
  /** Order of creation, unique in its book; below 0 in a past that was made up later. */
  readonly seq: number;
  readonly sid: string;
}

export interface BookPage<Row> {
  readonly rows: readonly Row[];
  /** There is another row beyond the last one, in the direction of the walk. */
  readonly more: boolean;
}

export interface BookQuery<Row> {
  /** Narrows the walk to the rows filed under this key before `matches` is asked. */
  readonly key?: string | undefined;
  readonly matches: (row: Row) => boolean;
  /** What `matches` says, as far as a shelf can tell without reading the row. */
  readonly narrow?: Omit<Narrowing, 'key'>;
  /** Start beyond this SID, which may have been deleted since. */
  readonly beyond?: string | undefined;
  /** Towards newer rows; the page itself stays newest first. */
  readonly backwards?: boolean;
  readonly skip?: number;
  readonly limit: number;
  /** Done to each row that is read before it is asked for. */
  readonly ahead?: (row: Row) => void;
}

/** How the rows of a book are kept on a shelf. */
export interface Shelving<Row> {
  readonly isOpen: (row: Row) => boolean;
  readonly party?: (row: Row) => string | null;
  readonly status?: (row: Row) => string;
  readonly at?: (row: Row) => number | null;
}

/** Told of each row that was added, changed or removed: what a state file must hear of. */
export type RowListener = (change: 'put' | 'removed', row: BookRow) => void;

/**
 * Rows sorted by creation. `keyOf` files each row under one key (the callee), so that looking for one is no scan.
 * With `shelving`, rows may lie on a shelf instead of in memory, where a row that is in both counts.
 */
export class Book<Row extends BookRow> {
  readonly #keyOf: (row: Row) => string;
  readonly shelving: Shelving<Row> | undefined;
  #tell: RowListener = () => {};
  #rows: Row[] = [];
  readonly #bySid = new Map<string, Row>();
  readonly #byKey = new Map<string, Row[]>();
  /** Where deleted rows stood: a page token may still name one. */
  readonly #gone = new Map<string, number>();
  #seq = 0;
  #shelf: Shelf<Row> | undefined;
  /** What lies on the shelf only is not newer than this. */
  #top = Number.NEGATIVE_INFINITY;

  constructor(keyOf: (row: Row) => string, shelving?: Shelving<Row>) {
    this.#keyOf = keyOf;
    this.shelving = shelving;
  }

  /** One listener; it is not told of what is there already. */
  onChange(listener: RowListener): void {
    this.#tell = listener;
  }

  /** Reads through to a shelf from here on, for rows up to `top`. */
  putOn(shelf: Shelf<Row>, top: number): void {
    this.#shelf = shelf;
    this.#top = top;
    this.#seq = Math.max(this.#seq, top);
  }

  nextSeq(): number {
    this.#seq += 1;
    return this.#seq;
  }

  add(row: Row): void {
    this.#seq = Math.max(this.#seq, row.seq);
    // A number that went to another account may come back.
    this.#gone.delete(row.sid);
    this.#take(row);
    this.#tell('put', row);
  }

  /** To be called after each change of a row's fields. The key it is filed under must not change. */
  touch(row: Row): void {
    if (this.#gone.has(row.sid)) return;
    if (!this.#bySid.has(row.sid)) this.#take(row);
    this.#tell('put', row);
  }

  get(sid: string): Row | undefined {
    return this.#bySid.get(sid) ?? (this.#gone.has(sid) ? undefined : this.#shelf?.get(sid));
  }

  remove(row: Row): void {
    const mine = this.#bySid.get(row.sid);
    if (this.#gone.has(row.sid) || (mine === undefined && this.#shelf === undefined)) return;
    this.#gone.set(row.sid, row.seq);
    const [longest] = this.#gone.size > REMEMBERED ? this.#gone.keys() : [];
    if (longest !== undefined) this.#gone.delete(longest);
    if (mine !== undefined) {
      this.#bySid.delete(row.sid);
      drop(this.#rows, mine);
      drop(this.#byKey.get(this.#keyOf(mine)) ?? [], mine);
    }
    this.#tell('removed', row);
  }

  /** The newest row filed under a key. */
  find(key: string): Row | undefined {
    if (!this.#shelf) return this.#filed(key).at(-1);
    const { value } = this.newest(key).next();
    return value;
  }

  /** The rows filed under a key, newest first, read as far as they are asked for. */
  newest(key: string): Generator<Row, undefined> {
    return this.#walk({ key, limit: A_FEW });
  }

  /** All rows filed under a key, oldest first. */
  filed(key: string): readonly Row[] {
    if (!this.#shelf) return this.#filed(key);
    return [...this.#walk({ key, backwards: true, limit: BATCH })];
  }

  /** The rows in memory, oldest first: all that there are, unless some lie on a shelf. */
  all(): readonly Row[] {
    return this.#rows;
  }

  /** True for a SID that is or was in the book. */
  knows(sid: string): boolean {
    return this.#seqOf(sid) !== undefined;
  }

  /** How a row is found on a shelf. A row that nothing is said of is open: the whole book stays in memory. */
  cardOf(row: Row): Card {
    const { isOpen, party, status, at } = this.shelving ?? {};
    return {
      key: this.#keyOf(row),
      party: party?.(row) ?? null,
      status: status?.(row) ?? null,
      at: at?.(row) ?? null,
      isOpen: isOpen?.(row) ?? true,
    };
  }

  /** Leaves all but the newest `keep` rows to the shelf, where each of them is by now; open ones stay. */
  shelve(keep: number): void {
    const { shelving } = this;
    const count = this.#rows.length - keep;
    if (shelving === undefined || this.#shelf === undefined || count <= 0) return;
    this.#top = Math.max(this.#top, (this.#rows[count - 1] as Row).seq);
    const kept = this.#rows.filter((row, index) => index >= count || shelving.isOpen(row));
    this.#rows = [];
    this.#bySid.clear();
    this.#byKey.clear();
    for (const row of kept) this.#take(row);
  }

  page(query: BookQuery<Row>): BookPage<Row> {
    let skip = query.skip ?? 0;
    const found: Row[] = [];
    for (const row of this.#walk(query)) {
      if (!query.matches(row)) continue;
      if (skip > 0) skip -= 1;
      else if (found.length === query.limit) return { rows: order(found, query), more: true };
      else found.push(row);
    }
    return { rows: order(found, query), more: false };
  }

  /** From one row on, in order: merged from memory and shelf, which is only asked when its turn comes. */
  *#walk(query: Omit<BookQuery<Row>, 'matches'>): Generator<Row, undefined> {
    const { key, beyond, backwards = false } = query;
    const from = beyond === undefined ? undefined : (this.#seqOf(beyond) ?? 0);
    const here = walkRows(key === undefined ? this.#rows : this.#filed(key), { from, backwards });
    const there = this.#walkShelf(query, from);
    const isFirst = (a: Row, b: Row) => (backwards ? a.seq < b.seq : a.seq > b.seq);
    let mine = here.next();
    if (!backwards) for (; !mine.done && mine.value.seq > this.#top; mine = here.next()) yield mine.value;
    for (let other = there.next(); !mine.done || !other.done; ) {
      if (!mine.done && (other.done || isFirst(mine.value, other.value))) {
        yield mine.value;
        mine = here.next();
      } else if (!other.done) {
        yield other.value;
        other = there.next();
      }
    }
  }

  /** What lies on the shelf only, read as far as it is asked for. */
  *#walkShelf(query: Omit<BookQuery<Row>, 'matches'>, from: number | undefined): Generator<Row> {
    const shelf = this.#shelf;
    if (shelf === undefined) return;
    const { key, backwards = false, narrow, ahead } = query;
    let above = backwards ? (from ?? Number.NEGATIVE_INFINITY) : Number.NEGATIVE_INFINITY;
    let below = this.#top + 1;
    if (!backwards && from !== undefined) below = Math.min(below, from);
    // One more than the page: whether there is more is asked of every page.
    const limit = Math.min(query.limit + 1, BATCH);
    while (above < below - 1) {
      const rows = shelf.read({ above, below, backwards, limit, narrow: { ...narrow, key }, ahead });
      for (const row of rows) if (!this.#bySid.has(row.sid) && !this.#gone.has(row.sid)) yield row;
      const last = rows.at(-1);
      if (last === undefined || rows.length < limit) return;
      if (backwards) above = last.seq;
      else below = last.seq;
    }
  }

  #take(row: Row): void {
    insert(this.#rows, row);
    this.#bySid.set(row.sid, row);
    const key = this.#keyOf(row);
    const filed = this.#byKey.get(key);
    if (filed) insert(filed, row);
    else this.#byKey.set(key, [row]);
  }

  #filed(key: string): readonly Row[] {
    return this.#byKey.get(key) ?? [];
  }

  #seqOf(sid: string): number | undefined {
    return this.#bySid.get(sid)?.seq ?? this.#gone.get(sid) ?? this.#shelf?.seqOf(sid);
  }
}

function order<Row>(rows: Row[], query: { readonly backwards?: boolean }): Row[] {
  return query.backwards ? rows.reverse() : rows;
}
