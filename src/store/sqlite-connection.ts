// One SQLite connection: its settings, its prepared statements, its driver.

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type Sqlite from 'better-sqlite3';
import { UnhealthyError } from '../core/errors.ts';
import type { Value, Written } from './db.ts';

export interface ConnectionOptions {
  readonly readonly: boolean;
  /** How long SQLite itself waits for a lock, asleep in the event loop. */
  readonly busyMs: number;
}

interface Driver {
  readonly Database: typeof Sqlite;
  /** The compiled part; undefined when it is not in its usual place and the driver has searched for it. */
  readonly nativeBinding: object | undefined;
}

/**
 * Opens the file at `path`, or `:memory:`.
 * @throws UnhealthyError when the driver is not built on this machine; SQLite's own errors otherwise
 */
export async function connect(path: string, options: ConnectionOptions): Promise<SqliteConnection> {
  return new SqliteConnection(await loadDriver(), path, options);
}

/**
 * better-sqlite3 is native and optional: where it could not be compiled, one sentence says what to install.
 * @throws UnhealthyError
 */
export async function loadDriver(): Promise<Driver> {
  try {
    const load = createRequire(import.meta.url);
    const binding = join(dirname(load.resolve('better-sqlite3')), '../build/Release/better_sqlite3.node');
    if (!existsSync(binding)) return searchDriver(load('better-sqlite3') as typeof Sqlite);
    // Its own code bundled, its compiled part named: 7 ms of every start less than its eleven files and a search.
    const { default: Database } = await import('better-sqlite3');
    return { Database, nativeBinding: load(binding) as object };
  } catch (cause) {
    throw new UnhealthyError('the SQLite driver (better-sqlite3) is not built on this machine', {
      hint: 'install python3, make and g++ (Debian: apt install python3 make g++), then install remind again',
      cause,
    });
  }
}

/** The first connection makes the driver search for its compiled part, and throw when there is none. */
function searchDriver(Database: typeof Sqlite): Driver {
  new Database(':memory:').close();
  return { Database, nativeBinding: undefined };
}

export class SqliteConnection {
  readonly #driver: Driver;
  readonly #raw: Sqlite.Database;
  readonly #statements = new Map<string, Sqlite.Statement>();

  constructor(driver: Driver, path: string, { readonly, busyMs }: ConnectionOptions) {
    this.#driver = driver;
    const { Database, nativeBinding } = driver;
    const settings = { readonly, timeout: busyMs };
    // The driver takes the compiled part itself as well as a path to it; its types know of the path only.
    const binding = nativeBinding as unknown as string;
    this.#raw = new Database(path, nativeBinding ? { ...settings, nativeBinding: binding } : settings);
  }

  /** A second connection to the same file. */
  another(options: ConnectionOptions): SqliteConnection {
    return new SqliteConnection(this.#driver, this.#raw.name, options);
  }

  get inTransaction(): boolean {
    return this.#raw.inTransaction;
  }

  /** Runs statements without parameters, uncached: pragmas, DDL, begin and commit. */
  exec(text: string): void {
    this.#raw.exec(text);
  }

  pragma(text: string): unknown {
    return this.#raw.pragma(text, { simple: true });
  }

  all<Row>(text: string, params: readonly Value[]): Row[] {
    return this.#prepare(text).all(params) as Row[];
  }

  get<Row>(text: string, params: readonly Value[]): Row | undefined {
    return this.#prepare(text).get(params) as Row | undefined;
  }

  run(text: string, params: readonly Value[]): Written {
    const { changes, lastInsertRowid } = this.#prepare(text).run(params);
    return { changes, lastId: Number(lastInsertRowid) };
  }

  close(): void {
    this.#statements.clear();
    this.#raw.close();
  }

  // Preparing costs three times as much as running (6,400 against 18,650 claims a second).
  #prepare(text: string): Sqlite.Statement {
    let statement = this.#statements.get(text);
    if (!statement) {
      statement = this.#raw.prepare(text);
      this.#statements.set(text, statement);
    }
    return statement;
  }
}
