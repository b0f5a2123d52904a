// Keeps the simulated accounts in one JSON file between runs: written whole, then renamed into place.

import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { UnhealthyError, UsageError } from '../core/errors.ts';
import type { BookRow } from './book.ts';
import type { BookName } from './books.ts';
import type { Transcript } from './journal.ts';
import type { AccountFacts } from './world.ts';

export interface SavedAccount {
  readonly facts: AccountFacts;
  readonly books: Readonly<Partial<Record<BookName, readonly BookRow[]>>>;
}

export interface SavedState {
  readonly version: 2;
  /** Virtual instant at which it was written. */
  readonly now: number;
  /** The first is the one the simulator is started for. */
  readonly accounts: readonly SavedAccount[];
  readonly transcripts: readonly Transcript[];
}

/** Undefined when there is no such file yet. Throws UsageError for a file that is something else. */
export function readState(path: string): SavedState | undefined {
  if (!existsSync(path)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new UsageError(`${path} is not a simulator state file`, {
      cause,
      hint: 'name another file, or remove it',
    });
  }
  if ((value as Partial<SavedState> | null)?.version !== 2) {
    throw new UsageError(`${path} is not a state file of this version`, {
      hint: 'name another file, or remove it',
    });
  }
  return value as SavedState;
}

/** Throws UnhealthyError when it cannot be written. Readable by the owner only: it holds an auth token. */
export function writeState(path: string, state: SavedState): void {
  const draft = `${path}.new`;
  try {
    writeFileSync(draft, JSON.stringify(state), { mode: 0o600 });
    renameSync(draft, path);
  } catch (cause) {
    throw new UnhealthyError(`the simulator's state cannot be written to ${path}`, { cause });
  }
}
