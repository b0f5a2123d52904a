// The rows of one resource of one account: found by SID, listed newest first, paged while rows come and go.

export interface BookRow {
  /** Order of creation, unique in its book. */
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
  /** Start beyond this SID, which may have been deleted since. */
  readonly beyond?: string | undefined;
  /** Towards newer rows; the page itself stays newest first. */
  readonly backwards?: boolean;
  readonly skip?: number;
  readonly limit: number;
}

/** Index of the first row whose seq is at least `seq`, in rows sorted by seq. */
function lowerBound(rows: readonly BookRow[], seq: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle] as BookRow).seq < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

function drop(rows: BookRow[], row: BookRow): void {
  const index = lowerBound(rows, row.seq);
  if (rows[index] === row) rows.splice(index, 1);
}

/** Told of each row that was added, changed or removed: what a state file must hear of. */
export type RowListener = (change: 'put' | 'removed', row: BookRow) => void;

/** Rows sorted by creation. `keyOf` files each row under one key (the callee), so that looking for one is no scan. */
export class Book<Row extends BookRow> {
  readonly #keyOf: (row: Row) => string;
  #tell: RowListener = () => {};
  readonly #rows: Row[] = [];
  readonly #bySid = new Map<string, Row>();
  readonly #byKey = new Map<string, Row[]>();
  /** Where deleted rows stood: a page token may still name one. */
  readonly #gone = new Map<string, number>();
  #seq = 0;

  constructor(keyOf: (row: Row) => string) {
    this.#keyOf = keyOf;
  }

  /** One listener; it is not told of what is there already. */
  onChange(listener: RowListener): void {
    this.#tell = listener;
  }

  nextSeq(): number {
    this.#seq += 1;
    return this.#seq;
  }

  add(row: Row): void {
    this.#seq = Math.max(this.#seq, row.seq);
    this.#rows.push(row);
    this.#bySid.set(row.sid, row);
    const key = this.#keyOf(row);
    const filed = this.#byKey.get(key);
    if (filed) filed.push(row);
    else this.#byKey.set(key, [row]);
    this.#tell('put', row);
  }

  /** To be called after each change of a row's fields. The key it is filed under must not change. */
  touch(row: Row): void {
    this.#tell('put', row);
  }

  get(sid: string): Row | undefined {
    return this.#bySid.get(sid);
  }

  remove(row: Row): void {
    if (!this.#bySid.delete(row.sid)) return;
    this.#gone.set(row.sid, row.seq);
    drop(this.#rows, row);
    drop(this.#byKey.get(this.#keyOf(row)) ?? [], row);
    this.#tell('removed', row);
  }

  /** The newest row filed under a key. */
  find(key: string): Row | undefined {
    return this.#byKey.get(key)?.at(-1);
  }

  /** All rows filed under a key, oldest first. */
  filed(key: string): readonly Row[] {
    return this.#byKey.get(key) ?? [];
  }

  /** All rows, oldest first. */
  all(): readonly Row[] {
    return this.#rows;
  }

  /** True for a SID that is or was in the book. */
  knows(sid: string): boolean {
    return this.#bySid.has(sid) || this.#gone.has(sid);
  }

  page(query: BookQuery<Row>): BookPage<Row> {
    const rows = query.key === undefined ? this.#rows : (this.#byKey.get(query.key) ?? []);
    const step = query.backwards ? 1 : -1;
    let skip = query.skip ?? 0;
    const found: Row[] = [];
    for (let index = this.#start(rows, query); index >= 0 && index < rows.length; index += step) {
      const row = rows[index] as Row;
      if (!query.matches(row)) continue;
      if (skip > 0) skip -= 1;
      else if (found.length === query.limit) return { rows: order(found, query), more: true };
      else found.push(row);
    }
    return { rows: order(found, query), more: false };
  }

  #start(rows: readonly Row[], { beyond, backwards }: BookQuery<Row>): number {
    if (beyond === undefined) return backwards ? 0 : rows.length - 1;
    const seq = this.#bySid.get(beyond)?.seq ?? this.#gone.get(beyond) ?? 0;
    return backwards ? lowerBound(rows, seq + 1) : lowerBound(rows, seq) - 1;
  }
}

function order<Row>(rows: Row[], query: { readonly backwards?: boolean }): Row[] {
  return query.backwards ? rows.reverse() : rows;
}
