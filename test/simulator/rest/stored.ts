// A simulator that takes up an account with rows of a test's own making, as if an earlier run had left them.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Book, BookRow } from '../../../src/simulator/book.ts';
import { type BookName, openBooks } from '../../../src/simulator/books.ts';
import { DiskShelf } from '../../../src/simulator/disk-shelf.ts';
import { Notes, place } from '../../../src/simulator/notes.ts';
import type { SimulatorOptions } from '../../../src/simulator/options.ts';
import { openStateFile, type StateFile } from '../../../src/simulator/state-file.ts';
import { cleanUp, NOON, simulate } from '../harness.ts';

export const OWNER = `AC${'1'.repeat(32)}`;
export const SUB = `AC${'2'.repeat(32)}`;

/** Rows without the fields that are the same for all. */
export type Rows = Partial<Record<BookName, readonly { readonly sid: string }[]>>;

/** What an account's token is, for a login. */
export function tokenOf(sid: string): string {
  return sid.slice(2);
}

/** Writes a state file, which is gone after the test. The first account is the owner of the others. */
export async function stateWith(accounts: Readonly<Record<string, Rows>>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'remind-sim-'));
  cleanUp(() => rmSync(folder, { recursive: true }));
  const stateFile = join(folder, 'twilio.db');
  const file = await openStateFile(stateFile);
  const notes = new Notes(file);
  const [ownerSid = OWNER] = Object.keys(accounts);
  file.tx(() => {
    notes.set('now', String(NOON));
    Object.entries(accounts).forEach(([sid, rows], index) => {
      notes.set(
        `account/${place(index)}`,
        JSON.stringify({ ...FACTS, sid, ownerSid, friendlyName: sid, authToken: tokenOf(sid) }),
      );
      for (const [name, some] of Object.entries(rows))
        putRows(file, { account: sid, name: name as BookName }, some);
    });
  });
  file.close();
  return stateFile;
}

export async function simulateWith(
  accounts: Readonly<Record<string, Rows>>,
  options: Partial<SimulatorOptions> = {},
) {
  return simulate({ stateFile: await stateWith(accounts), ...options });
}

const FACTS = {
  createdAt: NOON,
  updatedAt: NOON,
  type: 'Full',
  status: 'active',
  spentMicros: 0,
};

interface Place {
  readonly account: string;
  readonly name: BookName;
}

function putRows(file: StateFile, place: Place, rows: readonly { readonly sid: string }[]): void {
  const shelf = new DiskShelf<BookRow>(file, place);
  const book = openBooks()[place.name] as unknown as Book<BookRow>;
  rows.forEach((some, index) => {
    const row = { seq: index + 1, accountSid: place.account, ...some };
    shelf.put(row, book.cardOf(row));
  });
}

/** A SID that is told apart by its last digits. */
export function sidOf(prefix: string, number: number): string {
  return prefix + String(number).padStart(32, '0');
}
