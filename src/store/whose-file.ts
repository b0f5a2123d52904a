// Whose a database file is: ours, another program's, nobody's because it has lost all it had; or no file at all.

import { lstatSync, readlinkSync, type Stats, statSync } from 'node:fs';
import { UnhealthyError } from '../core/errors.ts';
import type { SqliteConnection } from './sqlite-connection.ts';

// "rmnd" in ASCII: tells our files from other programs' (https://www.sqlite.org/pragma.html#pragma_application_id).
export const APPLICATION_ID = 0x72_6d_6e_64;

/** True for a database that has no tables and no owner: one that is being made. */
export function isUnowned(connection: SqliteConnection): boolean {
  return (
    Number(connection.pragma('user_version')) === 0 &&
    Number(connection.pragma('application_id')) === 0 &&
    connection.get<{ n: number }>('select count(*) as n from sqlite_schema', [])?.n === 0
  );
}

/**
 * @param called how the file is named to a person
 * @throws UnhealthyError when it is another program's, or has no tables yet
 */
export function assertOurs(connection: SqliteConnection, called: string): void {
  if (Number(connection.pragma('application_id')) === APPLICATION_ID) return;
  if (!isUnowned(connection)) throw anotherPrograms(called);
  throw new UnhealthyError(`${called} holds nothing yet`, {
    hint: 'the first command that stores something gives it its tables',
  });
}

export function anotherPrograms(called: string): UnhealthyError {
  return new UnhealthyError(`${called} is a database of another program`, {
    hint: 'move it away, or choose another place with REMIND_HOME or --profile',
  });
}

/** SQLite takes a file of no bytes for a new database: all reminders would be gone without a word. */
export function emptied(path: string): UnhealthyError {
  return new UnhealthyError(`the database ${path} is empty: if it held anything, that is lost`, {
    hint: 'bring the last backup back with: remind restore FILE; or remove the file to begin anew',
  });
}

/**
 * The file at `path`; undefined where nothing is.
 * @throws UnhealthyError when a folder is there, or a link that leads nowhere: a database made in place of what it led
 * to would begin without its reminders
 */
export function databaseFileAt(path: string): Stats | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  const file = found.isSymbolicLink() ? statSync(path, { throwIfNoEntry: false }) : found;
  if (file === undefined) {
    throw new UnhealthyError(`${path} is a link to ${readlinkSync(path)}, and nothing is there`, {
      hint: 'bring back what it leads to (is the disk mounted?), or remove the link to begin anew',
    });
  }
  if (file.isFile()) return file;
  const what = file.isDirectory() ? 'a folder' : 'no file';
  throw new UnhealthyError(`${path} is ${what}, where the database file should be`, {
    hint: 'move it away, then bring the last backup back with: remind restore FILE; or begin anew with any command',
  });
}
