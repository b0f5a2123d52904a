// Keeps the simulated account in one JSON file between runs: written whole, then renamed into place.

import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { UnhealthyError, UsageError } from '../core/errors.ts';
import type { Call } from './call.ts';
import type { Transcript } from './journal.ts';
import type { Message } from './message.ts';
import type { Notification } from './notification.ts';

export interface SavedState {
  readonly version: 1;
  /** Virtual instant at which it was written. */
  readonly now: number;
  readonly accountSid: string;
  readonly authToken: string;
  readonly friendlyName: string;
  readonly createdAt: number;
  readonly numbers: readonly string[];
  readonly spentMicros: number;
  readonly messages: readonly Message[];
  readonly calls: readonly Call[];
  readonly notifications: readonly Notification[];
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
  if ((value as Partial<SavedState> | null)?.version !== 1) {
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
