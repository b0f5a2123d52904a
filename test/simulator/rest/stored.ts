// A simulator that takes up an account with rows of a test's own making, as if an earlier run had left them.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BookName } from '../../../src/simulator/books.ts';
import type { SimulatorOptions } from '../../../src/simulator/options.ts';
import type { SavedState } from '../../../src/simulator/state-file.ts';
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
export function stateWith(accounts: Readonly<Record<string, Rows>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'remind-sim-'));
  cleanUp(() => rmSync(folder, { recursive: true }));
  const stateFile = join(folder, 'state.json');
  const [ownerSid = OWNER] = Object.keys(accounts);
  const state = {
    version: 2,
    now: NOON,
    accounts: Object.entries(accounts).map(([sid, books]) => ({
      facts: {
        sid,
        authToken: tokenOf(sid),
        ownerSid,
        friendlyName: sid,
        createdAt: NOON,
        updatedAt: NOON,
        type: 'Full' as const,
        status: 'active' as const,
        spentMicros: 0,
      },
      books: Object.fromEntries(
        Object.entries(books).map(([name, rows]) => [
          name,
          rows.map((row, index) => ({ seq: index + 1, accountSid: sid, ...row })),
        ]),
      ),
    })),
    transcripts: [],
  } satisfies SavedState;
  writeFileSync(stateFile, JSON.stringify(state));
  return stateFile;
}

export function simulateWith(
  accounts: Readonly<Record<string, Rows>>,
  options: Partial<SimulatorOptions> = {},
) {
  return simulate({ stateFile: stateWith(accounts), ...options });
}

/** A SID that is told apart by its last digits. */
export function sidOf(prefix: string, number: number): string {
  return prefix + String(number).padStart(32, '0');
}
