// Reads the next page of a walk from the disk while its client looks at this one: half of what a page takes.

import type { BookRow } from './book.ts';
import type { DiskShelf } from './disk-shelf.ts';
import type { Shelf, Stretch } from './shelf.ts';
import type { StateFile } from './state-file.ts';

/** Fewer rows are read in no time. */
const WORTH_IT = 50;

interface Ahead<Row> {
  readonly key: string;
  rows: readonly Row[] | undefined;
}

/** Begins with the second page: who asks for one page only costs nothing more. */
export class ReadAhead<Row extends BookRow> implements Shelf<Row> {
  readonly #shelf: DiskShelf<Row>;
  readonly #file: StateFile;
  /** What the walk will ask for next, if it is one. */
  #next: Ahead<Row> | undefined;

  constructor(shelf: DiskShelf<Row>, file: StateFile) {
    this.#shelf = shelf;
    this.#file = file;
  }

  get(sid: string): Row | undefined {
    return this.#shelf.get(sid);
  }

  seqOf(sid: string): number | undefined {
    return this.#shelf.seqOf(sid);
  }

  read(stretch: Stretch<Row>): readonly Row[] {
    const ahead = this.#next?.key === this.#keyOf(stretch) ? this.#next : undefined;
    const rows = ahead?.rows ?? this.#shelf.read(stretch);
    this.#next = undefined;
    // The last row says that there is more; the walk goes on from the one before it.
    const { seq } = rows.at(-2) ?? {};
    if (stretch.limit < WORTH_IT || rows.length < stretch.limit || seq === undefined) return rows;
    const next = stretch.backwards ? { ...stretch, above: seq } : { ...stretch, below: seq };
    this.#expect(next, { isWalk: ahead !== undefined });
    return rows;
  }

  #expect(stretch: Stretch<Row>, { isWalk }: { readonly isWalk: boolean }): void {
    const ahead: Ahead<Row> = { key: this.#keyOf(stretch), rows: undefined };
    this.#next = ahead;
    if (!isWalk) return;
    setImmediate(() => {
      if (this.#next !== ahead || !this.#file.isOpen) return;
      ahead.rows = this.#shelf.read(stretch);
      if (stretch.ahead) ahead.rows.forEach(stretch.ahead);
    });
  }

  /** Whatever was written since may have changed the rows: then the question is another one. */
  #keyOf(stretch: Stretch<Row>): string {
    const isReadied = stretch.ahead !== undefined;
    return `${this.#file.writes} ${isReadied} ${JSON.stringify(stretch)}`;
  }
}
