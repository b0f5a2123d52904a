// The SQLite adapter: one writing connection behind a mutex, one reading connection, no frozen event loop.

import { chmodSync, statSync } from 'node:fs';
import type { Cancel, Clock } from '../core/clock.ts';
import { makeDatabase } from './birth.ts';
import type { Db, Sql, Value, Written } from './db.ts';
import { migrate } from './migrate.ts';
import { Mutex } from './mutex.ts';
import { loadDriver, SqliteConnection } from './sqlite-connection.ts';
import { explainSqliteError, isBusy } from './sqlite-errors.ts';
import { databaseFileAt, emptied } from './whose-file.ts';

// How long a transaction waits for another process. An import writes chunks of 1,000 rows, some 30 ms each;
// whoever holds the lock for 30 s is stuck.
const LOCK_DEADLINE_MS = 30_000;
// The wait between two tries is short and asynchronous: SQLite's own busy handler sleeps in the event loop.
const LOCK_RETRY_MS = 2;
// 4 kB pages: a checkpoint every 40 MB instead of every 4. Measured: 27,493 against 18,145 upserts a second.
export const AUTOCHECKPOINT_PAGES = 10_000;
const JOURNAL_LIMIT_BYTES = 64 * 1024 * 1024;
// A file without a byte has lost all it had; or, where there are no links, another process makes it in these 20 ms.
const BIRTH_MS = 1_000;
const BIRTH_LOOK_MS = 20;
// Looking at a counter in shared memory every 50 ms finds another process's insert within 100 ms.
const WATCH_MS = 50;

export interface SqliteOptions {
  /** Real time: waits for locks, also when the program itself runs on a virtual clock. */
  readonly clock: Clock;
  readonly lockDeadlineMs?: number;
}

/**
 * Opens the database at `path`, creating it (0600) and bringing its schema up to date.
 * @throws UnhealthyError when the file is damaged, locked, read-only, or written by a newer program.
 */
export async function openSqlite(path: string, options: SqliteOptions): Promise<Db> {
  try {
    const driver = await loadDriver();
    const connectTo = (file: string) =>
      new SqliteConnection(driver, file, { readonly: false, busyMs: 5_000 });
    // The file that is there is not opened here: closing it would drop the locks of this process's connections to it.
    if (databaseFileAt(path)) await assertNotEmptied(path, options.clock);
    else await makeDatabase(path, connectTo);
    // The write-ahead log and the shared memory inherit the file's permissions.
    chmodSync(path, 0o600);
    const writer = connectTo(path);
    configureWriter(writer);
    migrate(writer, path);
    writer.pragma('busy_timeout = 0');
    return new SqliteDb(path, writer, options);
  } catch (error) {
    throw explainSqliteError(explainFileError(error), path);
  }
}

async function assertNotEmptied(path: string, clock: Clock): Promise<void> {
  const deadline = clock.now() + BIRTH_MS;
  while (statSync(path).size === 0) {
    if (clock.now() >= deadline) throw emptied(path);
    await clock.sleep(BIRTH_LOOK_MS);
  }
}

function configureWriter(writer: SqliteConnection): void {
  writer.pragma('journal_mode = wal');
  // better-sqlite3 is compiled with NORMAL for WAL, which loses the last commits on a power cut. An intent
  // that is not on the disk is no intent.
  writer.pragma('synchronous = full');
  // macOS alone keeps what was flushed in the drive's cache unless told otherwise; elsewhere this changes nothing.
  writer.pragma('fullfsync = on');
  writer.pragma('foreign_keys = on');
  // What the log purges must be gone from the file's bytes.
  writer.pragma('secure_delete = on');
  writer.pragma(`wal_autocheckpoint = ${AUTOCHECKPOINT_PAGES}`);
  writer.pragma(`journal_size_limit = ${JOURNAL_LIMIT_BYTES}`);
  writer.pragma('cache_size = -16000');
}

function explainFileError(error: unknown): unknown {
  const code = (error as { code?: string } | null)?.code;
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM')
    return { code: 'SQLITE_READONLY', cause: error };
  if (code === 'ENOENT' || code === 'EISDIR' || code === 'ENOTDIR')
    return { code: 'SQLITE_CANTOPEN', cause: error };
  if (code === 'ENOSPC') return { code: 'SQLITE_FULL', cause: error };
  return error;
}

class SqliteDb implements Db {
  readonly #path: string;
  readonly #writer: SqliteConnection;
  readonly #clock: Clock;
  readonly #deadlineMs: number;
  readonly #mutex = new Mutex();
  #reader: SqliteConnection | undefined;

  constructor(path: string, writer: SqliteConnection, options: SqliteOptions) {
    this.#path = path;
    this.#writer = writer;
    this.#clock = options.clock;
    this.#deadlineMs = options.lockDeadlineMs ?? LOCK_DEADLINE_MS;
  }

  async all<Row>(text: string, params: readonly Value[] = []): Promise<Row[]> {
    return this.#guard(() => this.#reading().all<Row>(text, params));
  }

  async get<Row>(text: string, params: readonly Value[] = []): Promise<Row | undefined> {
    return this.#guard(() => this.#reading().get<Row>(text, params));
  }

  async run(text: string, params: readonly Value[] = []): Promise<Written> {
    return this.tx((sql) => sql.run(text, params));
  }

  async tx<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    const release = await this.#mutex.lock();
    const handle = new TxHandle(this.#writer);
    try {
      await this.#begin();
      const result = await work(handle);
      this.#writer.exec('commit');
      return result;
    } catch (error) {
      if (this.#writer.inTransaction) this.#writer.exec('rollback');
      throw explainSqliteError(error, this.#path);
    } finally {
      handle.end();
      release();
    }
  }

  watch(clock: Clock, wake: () => void): Cancel {
    const stop = new AbortController();
    void this.#look(clock, wake, stop.signal);
    return () => stop.abort();
  }

  async #look(clock: Clock, wake: () => void, signal: AbortSignal): Promise<void> {
    let seen = this.#version();
    for (;;) {
      await clock.sleep(WATCH_MS, signal);
      if (signal.aborted) return;
      const now = this.#version();
      if (now !== seen) wake();
      seen = now;
    }
  }

  /**
   * Changes with each commit of somebody else. Undefined when it cannot be read, such as while another process closes
   * or recovers the file: whoever is woken by that meets the trouble in a statement of its own, where it is told.
   */
  #version(): unknown {
    try {
      return this.#writer.pragma('data_version');
    } catch {
      return undefined;
    }
  }

  async checkpoint(): Promise<boolean> {
    const release = await this.#mutex.lock();
    try {
      return this.#guard(() => this.#writer.pragma('wal_checkpoint(truncate)') === 0);
    } finally {
      release();
    }
  }

  async close(): Promise<void> {
    const release = await this.#mutex.lock();
    try {
      this.#reader?.close();
      this.#writer.close();
    } finally {
      release();
    }
  }

  // The reader is opened at its first use: a command that only writes saves 2 ms.
  #reading(): SqliteConnection {
    this.#reader ??= this.#writer.another({ readonly: true, busyMs: 1_000 });
    return this.#reader;
  }

  // "immediate" takes the write lock at once. A deferred transaction that reads first and writes later fails
  // with SQLITE_BUSY_SNAPSHOT whatever the timeout (1,700 times a second in the measured worst case).
  async #begin(): Promise<void> {
    const deadline = this.#clock.now() + this.#deadlineMs;
    for (;;) {
      try {
        return this.#writer.exec('begin immediate');
      } catch (error) {
        if (!isBusy(error) || this.#clock.now() >= deadline) throw error;
        await this.#clock.sleep(LOCK_RETRY_MS);
      }
    }
  }

  #guard<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      throw explainSqliteError(error, this.#path);
    }
  }
}

/** The handle of one transaction; of no use once the transaction is over, so that nothing slips in late. */
class TxHandle implements Sql {
  #connection: SqliteConnection | undefined;

  constructor(connection: SqliteConnection) {
    this.#connection = connection;
  }

  end(): void {
    this.#connection = undefined;
  }

  async all<Row>(text: string, params: readonly Value[] = []): Promise<Row[]> {
    return this.#open().all<Row>(text, params);
  }

  async get<Row>(text: string, params: readonly Value[] = []): Promise<Row | undefined> {
    return this.#open().get<Row>(text, params);
  }

  async run(text: string, params: readonly Value[] = []): Promise<Written> {
    return this.#open().run(text, params);
  }

  #open(): SqliteConnection {
    if (!this.#connection) throw new Error('a statement was run after its transaction had ended');
    return this.#connection;
  }
}
