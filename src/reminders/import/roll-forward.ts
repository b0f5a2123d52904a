// From released to applied: chunk by chunk, by whoever comes first, as often as it takes.

import type { Clock } from '../../core/clock.ts';
import { crashPoint } from '../../core/crash-point.ts';
import { HOUR_MS } from '../../core/wall.ts';
import type { Db, Sql } from '../../store/db.ts';
import {
  deleteImport,
  deleteImportRows,
  getImport,
  type Import,
  type ImportRow,
  importsIn,
  markRowApplied,
  stepImport,
  unappliedRows,
} from '../../store/imports.ts';
import { type ApplyTerms, applyEntry, applyGone } from './apply-row.ts';
import { unpackEntry } from './entry.ts';
import type { GoneEntry } from './gone.ts';
import { packJournal } from './journal.ts';

// Applying a row takes some 0.1 ms: a chunk holds the database for as long as a daemon can wait without being late.
const APPLY_CHUNK = 250;
const DELETE_CHUNK = 1000;
// An import still staging after this is nobody's: checking a million rows takes minutes, an unanswered question
// may take lunch.
const STALE_MS = 2 * HOUR_MS;

/** Lets other processes at the database between two chunks; nothing when nobody else is there. */
export type Rest = () => Promise<void>;

/** Applies what was released and not finished, by a process that died or is still at it. Answers how many imports. */
export async function rollForwardImports(db: Db, clock: Clock, rest: Rest = async () => {}): Promise<number> {
  const released = await importsIn(db, 'released');
  for (const { id } of released) await applyImport(db, id, { clock, rest });
  return released.length;
}

export interface ApplyHooks {
  readonly clock: Clock;
  readonly rest: Rest;
  onApplied?(rows: number): void;
}

/**
 * Applies a released import. Several processes may do so at once: each chunk is read and written in one
 * transaction, so a row is applied by one of them.
 */
export async function applyImport(db: Db, id: number, { clock, rest, onApplied }: ApplyHooks): Promise<void> {
  let line = Number.MIN_SAFE_INTEGER;
  let applied = 0;
  for (;;) {
    const after = line;
    const rows = await db.tx((sql) => applyChunk(sql, { id, after, now: clock.now() }));
    const last = rows.at(-1);
    crashPoint(last ? 'import:chunk-applied' : 'import:closed');
    if (!last) return;
    line = last.line;
    applied += rows.length;
    onApplied?.(applied);
    await rest();
  }
}

/** Closes the import in the transaction that finds nothing left. */
async function applyChunk(
  sql: Sql,
  { id, after, now }: { readonly id: number; readonly after: number; readonly now: number },
): Promise<readonly ImportRow[]> {
  const found = await getImport(sql, id);
  if (found?.state !== 'released') return [];
  const rows = await unappliedRows(sql, id, after, APPLY_CHUNK);
  const terms = { importId: id, asOf: found.createdAt, now };
  for (const row of rows) {
    const journal = await applyRow(sql, row, terms);
    await markRowApplied(sql, id, row.line, packJournal(journal));
    crashPoint('import:row-applied');
  }
  if (rows.length === 0) await stepImport(sql, { id, from: 'released', to: 'applied' }, now);
  return rows;
}

function applyRow(sql: Sql, { action, data }: ImportRow, terms: ApplyTerms) {
  if (action === 'gone') return applyGone(sql, JSON.parse(data) as GoneEntry, terms);
  return applyEntry(sql, unpackEntry(data), terms);
}

/** Drops an import unless it was released. What it staged is forgotten, and so is the import itself. */
export async function abandonImport(db: Db, id: number, clock: Clock): Promise<void> {
  const state = await db.tx(async (sql) => {
    await stepImport(sql, { id, from: 'staging', to: 'abandoned' }, clock.now());
    return (await getImport(sql, id))?.state;
  });
  if (state !== 'abandoned') return;
  let deleted = DELETE_CHUNK;
  while (deleted === DELETE_CHUNK) deleted = await db.tx((sql) => deleteImportRows(sql, id, DELETE_CHUNK));
  await db.tx((sql) => deleteImport(sql, id));
}

/** Drops the imports of processes that died while checking, or while dropping one. */
export async function abandonStaleImports(db: Db, clock: Clock): Promise<number> {
  const isStale = ({ createdAt }: Import): boolean => clock.now() - createdAt > STALE_MS;
  const stale = (await importsIn(db, 'staging')).filter(isStale);
  const dropped = [...stale, ...(await importsIn(db, 'abandoned'))];
  for (const { id } of dropped) await abandonImport(db, id, clock);
  return dropped.length;
}
