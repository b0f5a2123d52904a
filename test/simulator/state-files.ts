// State files of simulators under test.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { BookName } from '../../src/simulator/books.ts';
import { cleanUp } from './harness.ts';

/** The path of one that does not exist yet, in a folder that is removed after the test. */
export function stateFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'simulator-state-'));
  cleanUp(() => rmSync(folder, { recursive: true }));
  return join(folder, 'twilio.db');
}

/** The rows of one book of each account, oldest first. The simulator must have stopped. */
export function rowsIn<Row>(path: string, name: BookName): readonly (readonly Row[])[] {
  const database = new Database(path, { readonly: true });
  const books = database.prepare('select id from book where name = ? order by id').pluck().all(name);
  const rows = database.prepare('select data from row where book = ? order by seq').pluck();
  const found = books.map((book) => rows.all(book).map((data) => JSON.parse(String(data)) as Row));
  database.close();
  return found;
}
