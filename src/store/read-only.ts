// Looking into a database file without creating, migrating or changing it.

import { UnhealthyError } from '../core/errors.ts';
import type { Sql, Value, Written } from './db.ts';
import { connect, type SqliteConnection } from './sqlite-connection.ts';
import { explainSqliteError } from './sqlite-errors.ts';
import { assertOurs, databaseFileAt, emptied } from './whose-file.ts';

// Long enough for a checkpoint of 64 MB to end; a look that waits longer is better told that it waits.
const BUSY_MS = 2_000;

/**
 * Runs `work` on a connection that cannot write.
 * @param called how the file is named to a person
 * @throws UnhealthyError when the file is not there, no file, empty, damaged, not a database, or another program's.
 */
export async function readOnly<T>(
  path: string,
  work: (sql: Sql) => Promise<T>,
  called: string = path,
): Promise<T> {
  let connection: SqliteConnection | undefined;
  try {
    if (databaseFileAt(path)?.size === 0) throw emptied(path);
    connection = await connect(path, { readonly: true, busyMs: BUSY_MS });
    assertOurs(connection, called);
    return await work(new ReadOnlySql(connection));
  } catch (error) {
    throw explainSqliteError(error, path);
  } finally {
    connection?.close();
  }
}

class ReadOnlySql implements Sql {
  readonly #connection: SqliteConnection;

  constructor(connection: SqliteConnection) {
    this.#connection = connection;
  }

  async all<Row>(text: string, params: readonly Value[] = []): Promise<Row[]> {
    return this.#connection.all<Row>(text, params);
  }

  async get<Row>(text: string, params: readonly Value[] = []): Promise<Row | undefined> {
    return this.#connection.get<Row>(text, params);
  }

  async run(): Promise<Written> {
    throw new UnhealthyError('this connection only reads');
  }
}
