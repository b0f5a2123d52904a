// What `remind undo` is about: the newest edit, cancel or import, or the one that is named.

import { NotFoundError, UsageError } from '../core/errors.ts';
import { parseId } from '../core/id.ts';
import { getImport, lastAppliedImport } from '../store/imports.ts';
import type { ReminderDeps } from './deps.ts';
import { lastChange, type UndoableChange } from './undo.ts';

export type Deed =
  | { readonly kind: 'change'; readonly change: UndoableChange }
  | { readonly kind: 'import'; readonly importId: number; readonly source: string };

/** As typed: a reminder's id, an import's, or neither for the last thing done. */
export interface DeedRequest {
  readonly id?: string | undefined;
  readonly import?: string | undefined;
}

/** @throws NotFoundError when there is nothing to take back */
export async function findDeed(deps: ReminderDeps, request: DeedRequest): Promise<Deed> {
  if (request.import !== undefined) {
    if (request.id !== undefined)
      throw new UsageError('a reminder and --import exclude each other', { hint: 'remind undo --help' });
    return namedImport(deps, request.import);
  }
  const change = await lastChange(deps, request.id);
  const last = request.id === undefined ? await lastAppliedImport(deps.db) : undefined;
  if (last && (!change || (last.releasedAt ?? last.createdAt) > change.at)) {
    return { kind: 'import', importId: last.id, source: last.source };
  }
  if (change) return { kind: 'change', change };
  throw new NotFoundError('nothing was edited, cancelled or imported that could be taken back', {
    hint: 'what was scheduled is cancelled with: remind cancel ID',
  });
}

async function namedImport(deps: ReminderDeps, text: string): Promise<Deed> {
  const importId = parseId(text);
  const found = importId === undefined ? undefined : await getImport(deps.db, importId);
  if (found) return { kind: 'import', importId: found.id, source: found.source };
  throw new NotFoundError(`there is no import ${text}`, { hint: 'remind list --json=importId shows them' });
}
