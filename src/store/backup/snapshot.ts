// A copy of a database at one instant, taken while others write to it.

import { connect, type SqliteConnection } from '../sqlite-connection.ts';
import { explainSqliteError } from '../sqlite-errors.ts';

/**
 * Writes the database's content at this instant to `target`, which must not exist. The copy is one plain file
 * without the write-ahead log and without free pages, so nothing that was deleted travels along.
 */
export async function snapshot(source: string, target: string): Promise<void> {
  let connection: SqliteConnection | undefined;
  try {
    connection = await connect(source, { readonly: true, busyMs: 5_000 });
    connection.run('vacuum into ?', [target]);
  } catch (error) {
    throw explainSqliteError(error, source);
  } finally {
    connection?.close();
  }
}
