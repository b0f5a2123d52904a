// The SQLite file that a simulator keeps its state in: its driver, its schema, and who may open it.

import { chmodSync, closeSync, existsSync, openSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type Sqlite from 'better-sqlite3';
import { RemindError, UnhealthyError, UsageError } from '../core/errors.ts';

export type Value = string | number | null;

/** Stands in SQLite's header, so that a file is known for ours before anything of it is touched: "TwSi". */
const APPLICATION_ID = 0x54_77_53_69;
/** 1 and 2 were JSON. */
const VERSION = 3;
// https://www.sqlite.org/fileformat.html#the_database_header
const HEADER = { bytes: 100, magic: 'SQLite format 3\0', version: 60, application: 68 };

/**
 * `row` holds the rows of every book of every account, `note` everything else by name. The two long indexes hold
 * all that a list is filtered by: a walk over half a million rows reads no row that it does not answer.
 */
const SCHEMA = `
  create table book (id integer primary key, account text not null, name text not null, unique (account, name));
  create table row (
    id integer primary key, book integer not null, seq integer not null, sid text not null, filed text not null,
    party text, status text, at integer, open integer not null, data text not null
  );
  create unique index row_by_sid on row (book, sid);
  create index row_by_seq on row (book, seq, at, party, status);
  create index row_by_key on row (book, filed, seq, at, party, status);
  create index row_open on row (book) where open;
  create table note (name text primary key, value text not null) without rowid;
  pragma application_id = ${APPLICATION_ID};
  pragma user_version = ${VERSION};
`;
// 40 MB of log between two checkpoints instead of 4: half as long for a past of half a million rows.
const AUTOCHECKPOINT_PAGES = 10_000;
// Holds the index by SID of half a million rows, whose order is no order at all.
const CACHE_KIB = 48 * 1024;

/** Statements are prepared once. What goes wrong in a transaction is said in words of whoever named the file. */
export class StateFile {
  readonly #database: Sqlite.Database;
  readonly #place: string;
  readonly #statements = new Map<string, Sqlite.Statement>();

  constructor(database: Sqlite.Database, place: string) {
    this.#database = database;
    this.#place = place;
  }

  all<Row>(text: string, params: readonly Value[]): Row[] {
    return this.#prepare(text).all(params) as Row[];
  }

  /** The first column of each row. */
  column<Cell>(text: string, params: readonly Value[]): Cell[] {
    return this.#prepare(text, { pluck: true }).all(params) as Cell[];
  }

  run(text: string, params: readonly Value[]): void {
    this.#prepare(text).run(params);
  }

  /** All of it or nothing. Throws UnhealthyError when it cannot be written. */
  tx(work: () => void): void {
    try {
      this.#database.transaction(work)();
    } catch (error) {
      throw explain(error, this.#place);
    }
  }

  close(): void {
    this.#database.close();
  }

  #prepare(text: string, { pluck = false } = {}): Sqlite.Statement {
    let statement = this.#statements.get(text);
    if (statement === undefined) {
      statement = this.#database.prepare(text);
      if (pluck) statement.pluck();
      this.#statements.set(text, statement);
    }
    return statement;
  }
}

/**
 * Opens the file at `path` for this process alone, creating it for its owner only: it holds an auth token.
 * Throws UsageError for a file that is something else, which is left as it is, or that another simulator has open;
 * UnhealthyError when it cannot be read or written.
 */
export async function openStateFile(path: string): Promise<StateFile> {
  const driver = await loadDriver();
  try {
    const isNew = check(path);
    closeSync(openSync(path, 'a', 0o600));
    chmodSync(path, 0o600);
    const database = connect(driver, path);
    // With the write-ahead log, a process that is killed loses what it had not written yet and nothing else.
    // Exclusive from the first lock to the last breath; before the log is opened, which then needs no shared memory.
    database.pragma('locking_mode = exclusive');
    if (isNew) database.transaction(() => database.exec(SCHEMA))();
    database.pragma('journal_mode = wal');
    database.pragma('synchronous = normal');
    database.pragma(`wal_autocheckpoint = ${AUTOCHECKPOINT_PAGES}`);
    database.exec('begin immediate; commit');
    return new StateFile(database, path);
  } catch (error) {
    throw explain(error, path);
  }
}

/** A file without a name, gone when it is closed or the process ends, however that comes about. */
export async function openTemporaryFile(): Promise<StateFile> {
  const database = connect(await loadDriver(), '');
  database.pragma('journal_mode = off');
  database.pragma('synchronous = off');
  database.exec(SCHEMA);
  return new StateFile(database, 'a temporary file');
}

/** True when there is nothing in it yet. Reads the file's own header, so that no stranger's log is replayed. */
function check(path: string): boolean {
  if (!existsSync(path)) return true;
  const header = Buffer.alloc(HEADER.bytes);
  const file = openSync(path, 'r');
  const size = readSync(file, header, 0, HEADER.bytes, 0);
  closeSync(file);
  if (size === 0) return true;
  const hint = 'name another file, or remove it';
  const isOurs =
    header.toString('latin1', 0, HEADER.magic.length) === HEADER.magic &&
    header.readUInt32BE(HEADER.application) === APPLICATION_ID;
  if (!isOurs) throw new UsageError(`${path} is not a simulator state file`, { hint });
  if (header.readUInt32BE(HEADER.version) !== VERSION)
    throw new UsageError(`${path} is not a state file of this version`, { hint });
  return false;
}

interface Driver {
  readonly Database: typeof Sqlite;
  readonly binding: object | undefined;
}

/** better-sqlite3 is native and optional. Loaded here and by need: a simulator without a past or a file has no use for it. */
async function loadDriver(): Promise<Driver> {
  try {
    const load = createRequire(import.meta.url);
    const binding = join(dirname(load.resolve('better-sqlite3')), '../build/Release/better_sqlite3.node');
    if (!existsSync(binding)) {
      // It searches for its compiled part at the first connection, and throws when there is none.
      const Database = load('better-sqlite3') as typeof Sqlite;
      new Database(':memory:').close();
      return { Database, binding: undefined };
    }
    const { default: Database } = await import('better-sqlite3');
    return { Database, binding: load(binding) as object };
  } catch (cause) {
    throw new UnhealthyError('the SQLite driver (better-sqlite3) is not built on this machine', {
      hint: 'install python3, make and g++ (Debian: apt install python3 make g++), then install remind again; or do without a state file and a seeded past',
      cause,
    });
  }
}

function connect({ Database, binding }: Driver, path: string): Sqlite.Database {
  // The driver takes the compiled part itself as well as a path to it; its types know of the path only.
  const nativeBinding = binding as unknown as string;
  const database = new Database(path, binding ? { timeout: 0, nativeBinding } : { timeout: 0 });
  database.pragma(`cache_size = -${CACHE_KIB}`);
  return database;
}

/** SQLite's and the system's codes in the words of the person who named the file. */
function explain(error: unknown, place: string): unknown {
  const code = (error as { code?: unknown } | null)?.code;
  if (error instanceof RemindError || typeof code !== 'string') return error;
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) {
    return new UsageError(`${place} is in use by another simulator`, {
      hint: 'stop that one, or name another file',
      cause: error,
    });
  }
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) {
    return new UnhealthyError(`${place} is damaged (${code})`, {
      hint: 'name another file, or remove it',
      cause: error,
    });
  }
  return new UnhealthyError(`the simulator's state cannot be written to ${place} (${code})`, {
    cause: error,
  });
}
