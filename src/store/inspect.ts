// What a database file holds: size, schema, owner, rows by table, and whether it is sound.

import { stat } from 'node:fs/promises';
import { UnhealthyError } from '../core/errors.ts';
import type { Mode } from '../core/mode.ts';
import type { Sql } from './db.ts';
import { latest } from './migrate.ts';
import { readOnly } from './read-only.ts';
import { connect } from './sqlite-connection.ts';
import { readStamp } from './stamp.ts';
import { databaseFileAt } from './whose-file.ts';

export interface DatabaseFacts {
  readonly schemaVersion: number;
  /** The version this program writes. */
  readonly knownVersion: number;
  readonly journalMode: string;
  readonly pages: number;
  readonly pageBytes: number;
  /** Pages that hold nothing and will be used again. */
  readonly freePages: number;
}

/** @throws UnhealthyError when the file belongs to a newer remind. */
export async function readFacts(sql: Sql, path: string): Promise<DatabaseFacts> {
  const facts = await sql.get<Omit<DatabaseFacts, 'knownVersion'>>(
    `select (select user_version from pragma_user_version) as "schemaVersion",
            (select journal_mode from pragma_journal_mode) as "journalMode",
            (select page_count from pragma_page_count) as pages,
            (select page_size from pragma_page_size) as "pageBytes",
            (select freelist_count from pragma_freelist_count) as "freePages"`,
  );
  if (!facts) throw new UnhealthyError(`${path} says nothing about itself`);
  if (facts.schemaVersion > latest()) {
    throw new UnhealthyError(
      `${path} was written by a newer remind (schema ${facts.schemaVersion}; this program knows up to ${latest()})`,
      { hint: 'update remind; nothing was changed' },
    );
  }
  return { ...facts, knownVersion: latest() };
}

export interface TableRows {
  readonly table: string;
  readonly rows: number;
}

/** Rows by table, in the order of their names. Reads every table's smallest index. */
export async function countRows(sql: Sql): Promise<readonly TableRows[]> {
  const tables = await sql.all<{ name: string }>(
    `select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name`,
  );
  const counted: TableRows[] = [];
  for (const { name } of tables) {
    const quoted = `"${name.replaceAll('"', '""')}"`;
    const row = await sql.get<{ rows: number }>(`select count(*) as rows from ${quoted}`);
    counted.push({ table: name, rows: row?.rows ?? 0 });
  }
  return counted;
}

export interface DatabaseStatus extends DatabaseFacts {
  readonly path: string;
  readonly bytes: number;
  readonly walBytes: number;
  /** Null before the first send. */
  readonly accountSid: string | null;
  readonly mode: Mode | null;
  readonly tables: readonly TableRows[];
}

/** Undefined when there is no database. */
export async function readDatabaseStatus(path: string): Promise<DatabaseStatus | undefined> {
  const bytes = await databaseBytes(path);
  if (bytes === null) return undefined;
  // Before the connection is opened: closing the last one folds the log in.
  const walBytes = await fileBytes(`${path}-wal`);
  return readOnly(path, async (sql) => {
    const facts = await readFacts(sql, path);
    const stamp = await readStamp(sql);
    return {
      ...facts,
      path,
      bytes,
      walBytes,
      accountSid: stamp?.accountSid ?? null,
      mode: stamp?.mode ?? null,
      tables: await countRows(sql),
    };
  });
}

/** SQLite's own quick look: pages and records, not whether indexes agree with tables. Empty when sound. */
export async function quickCheck(sql: Sql): Promise<readonly string[]> {
  return said(await sql.all<{ said: string }>('select quick_check as said from pragma_quick_check'));
}

/** SQLite's whole look, indexes included. Empty when sound; at most 100 findings. */
export async function integrityCheck(sql: Sql): Promise<readonly string[]> {
  return said(await sql.all<{ said: string }>('select integrity_check as said from pragma_integrity_check'));
}

/** Rows that name a row which is not there. */
export async function foreignKeyCheck(sql: Sql): Promise<readonly string[]> {
  const rows = await sql.all<{ table: string; row: number | null; parent: string }>(
    `select "table", rowid as row, parent from pragma_foreign_key_check limit 100`,
  );
  return rows.map(
    ({ table, row, parent }) => `${table} row ${row ?? '?'} names a ${parent} that is not there`,
  );
}

/**
 * The version of SQLite inside the driver.
 * @throws UnhealthyError when the driver is not built on this machine.
 */
export async function sqliteVersion(): Promise<string> {
  const connection = await connect(':memory:', { readonly: false, busyMs: 0 });
  try {
    return connection.get<{ version: string }>('select sqlite_version() as version', [])?.version ?? '?';
  } finally {
    connection.close();
  }
}

/**
 * Null when there is no database yet; one that may not be looked at is no missing one, and throws.
 * @throws UnhealthyError when something else is in its place
 */
export async function databaseBytes(path: string): Promise<number | null> {
  return databaseFileAt(path)?.size ?? null;
}

/** Bytes of a file; 0 when it is not there. */
export async function fileBytes(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return 0;
      throw error;
    },
  );
}

function said(rows: readonly { said: string }[]): readonly string[] {
  return rows.map((row) => row.said).filter((text) => text !== 'ok');
}
