// The port to the database: SQL in, rows out, asynchronous, so that one code serves SQLite and PostgreSQL.

import type { Cancel, Clock } from '../core/clock.ts';

export type Value = string | number | null | Uint8Array;

export interface Written {
  readonly changes: number;
  /** The id of the last inserted row; meaningless after anything but an insert. */
  readonly lastId: number;
}

/** Runs statements. Parameters are `?` in order. A statement's text is its cache key: never build it from data. */
export interface Sql {
  all<Row>(text: string, params?: readonly Value[]): Promise<Row[]>;
  get<Row>(text: string, params?: readonly Value[]): Promise<Row | undefined>;
  run(text: string, params?: readonly Value[]): Promise<Written>;
}

/** A database. Its own `all` and `get` read on a second connection; its own `run` is a transaction of one. */
export interface Db extends Sql {
  /**
   * Runs `work` in one write transaction with a handle of its own. Transactions of a process follow one
   * another; those of other processes are waited for, without blocking the event loop. An exception rolls back.
   */
  tx<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /** Calls `wake` soon (within 50 ms) after another process committed. */
  watch(clock: Clock, wake: () => void): Cancel;
  /** Moves the write-ahead log into the file and empties it; false when readers stood in the way. */
  checkpoint(): Promise<boolean>;
  close(): Promise<void>;
}

/** The version of the schema this program writes; see migrations.ts. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly sqlite: string;
}
