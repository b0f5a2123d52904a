// Brings a database to this program's schema: forward only, one transaction, safe when two processes start at once.

import { UnhealthyError } from '../core/errors.ts';
import { MIGRATIONS } from './migrations.ts';
import type { SqliteConnection } from './sqlite-connection.ts';

// "rmnd" in ASCII: tells our files from other programs' (https://www.sqlite.org/pragma.html#pragma_application_id).
export const APPLICATION_ID = 0x72_6d_6e_64;

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
  const owner = Number(connection.pragma('application_id'));
  const empty = version === 0 && owner === 0 && tableCount(connection) === 0;
  if (!empty && owner !== APPLICATION_ID) {
    throw new UnhealthyError(`${path} is a database of another program`, {
      hint: 'move it away, or choose another place with REMIND_HOME or --profile',
    });
  }
  if (version > latest()) {
    throw new UnhealthyError(
      `${path} was written by a newer remind (schema ${version}; this program knows up to ${latest()})`,
      { hint: 'update remind; nothing was changed' },
    );
  }
  return version;
}

function tableCount(connection: SqliteConnection): number {
  return connection.get<{ n: number }>('select count(*) as n from sqlite_schema', [])?.n ?? 0;
}

/** The schema version this program writes. */
export function latest(): number {
  return MIGRATIONS.at(-1)?.version ?? 0;
}
