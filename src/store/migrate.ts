// Brings a database to this program's schema: forward only, one transaction, safe when two processes start at once.

import { UnhealthyError } from '../core/errors.ts';
import { MIGRATIONS } from './migrations.ts';
import type { SqliteConnection } from './sqlite-connection.ts';
import { APPLICATION_ID, anotherPrograms, isUnowned } from './whose-file.ts';

/** @throws UnhealthyError when the file belongs to another program or was written by a newer remind. */
export function migrate(connection: SqliteConnection, path: string): void {
  if (versionOf(connection, path) === latest()) return;
  connection.exec('begin immediate');
  try {
    // Read again under the lock: another process may have been first.
    const version = versionOf(connection, path);
    for (const migration of MIGRATIONS) {
      if (migration.version <= version) continue;
      connection.exec(migration.sqlite);
      connection.pragma(`user_version = ${migration.version}`);
    }
    connection.pragma(`application_id = ${APPLICATION_ID}`);
    connection.exec('commit');
  } catch (error) {
    if (connection.inTransaction) connection.exec('rollback');
    throw error;
  }
}

function versionOf(connection: SqliteConnection, path: string): number {
  const version = Number(connection.pragma('user_version'));
  const isOurs = Number(connection.pragma('application_id')) === APPLICATION_ID;
  if (!isOurs && !isUnowned(connection)) throw anotherPrograms(path);
  if (version > latest()) {
    throw new UnhealthyError(
      `${path} was written by a newer remind (schema ${version}; this program knows up to ${latest()})`,
      { hint: 'update remind; nothing was changed' },
    );
  }
  return version;
}

/** The schema version this program writes. */
export function latest(): number {
  return MIGRATIONS.at(-1)?.version ?? 0;
}
