// State files of simulators under test.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SavedState } from '../../src/simulator/state-file.ts';
import { cleanUp } from './harness.ts';

/** The path of one that does not exist yet, in a folder that is removed after the test. */
export function stateFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'simulator-state-'));
  cleanUp(() => rmSync(folder, { recursive: true }));
  return join(folder, 'state.json');
}

export function readState(path: string): SavedState {
  return JSON.parse(readFileSync(path, 'utf8')) as SavedState;
}
