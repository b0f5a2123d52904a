// Rows that are not in memory: what a book asks of whoever keeps them, and how a row is found among them.

/** How a row is found without reading it. Null where it has no such thing. */
export interface Card {
  /** What its book files it under. */
  readonly key: string;
  /** The other party: who sent it, or called. */
  readonly party: string | null;
  readonly status: string | null;
  /** The instant that a list of its kind is filtered by. */
  readonly at: number | null;
  /** Something is still going to happen to it: it is taken into memory at the start of a run. */
  readonly isOpen: boolean;
}

/** Leaves out rows by their cards. What is left out here must be what the whole question leaves out too. */
export interface Narrowing {
  readonly key?: string | undefined;
  readonly party?: string | undefined;
  readonly status?: string | undefined;
  /** The card's instant: from here, included. */
  readonly from?: number | undefined;
  /** Until here, excluded. */
  readonly until?: number | undefined;
}

/** Some rows in order of creation: newest first, or oldest first when `backwards`. Bounds are excluded. */
export interface Stretch<Row> {
  readonly above: number;
  readonly below: number;
  readonly backwards: boolean;
  readonly limit: number;
  readonly narrow: Narrowing;
  /** Done to each row that is read before it is asked for: what can be done while nobody waits. */
  readonly ahead?: ((row: Row) => void) | undefined;
}

/** Synchronous, since every answer of the API is. Each read of a row makes it anew. */
export interface Shelf<Row> {
  get(sid: string): Row | undefined;
  /** Where it stands in the order of creation; undefined when it is not here. */
  seqOf(sid: string): number | undefined;
  read(stretch: Stretch<Row>): readonly Row[];
}
