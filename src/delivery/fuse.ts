// The blast fuse as a person sees it: whether it has tripped, what it held back, and how it is put in again.

import type { FuseLimits } from '../core/limits.ts';
import type { Stop } from '../core/stop.ts';
import type { Db, Sql } from '../store/db.ts';
import { type Block, blocksSince, countBlocks } from '../store/fuse.ts';
import { readLimits } from '../store/limits.ts';
import { heldFor, type WaitingReminder } from '../store/releases.ts';
import { endStop, openStops } from '../store/stops.ts';
import { figuresOf, planOf, type ReleaseDeps, type ReleaseFigures, release } from './release.ts';

const HOUR_MS = 3_600_000;
const LISTED = 20;

export interface FuseStatus {
  /** The tripped fuse; null while it is armed. */
  readonly tripped: Stop | null;
  /** Switched off, on a simulator's database. */
  readonly isOff: boolean;
  readonly limits: FuseLimits;
  readonly held: number;
  /** Sends of the last hour that the limits of one recipient held back, and the newest of them. */
  readonly blocksInHour: number;
  readonly blocks: readonly Block[];
}

export async function readFuse(db: Db, now: number): Promise<FuseStatus> {
  const { fuse, isFuseOff } = await readLimits(db);
  return {
    tripped: await trippedFuse(db),
    isOff: isFuseOff,
    limits: fuse,
    held: (await heldFor(db, 'fuse')).length,
    blocksInHour: await countBlocks(db, now - HOUR_MS),
    blocks: await blocksSince(db, now - HOUR_MS, LISTED),
  };
}

export interface FuseReset extends ReleaseFigures {
  readonly tripped: Stop | null;
  /** Reminders that stay held: a reset lets one go to each recipient, the rest wait for a person to look at them. */
  readonly stay: number;
}

/** What a reset would do now. Nothing is changed. */
export async function previewReset(db: Db, now: number): Promise<FuseReset> {
  const { first, others } = firstToEach(await heldFor(db, 'fuse'));
  return { tripped: await trippedFuse(db), stay: others, ...figuresOf(await planOf(db, first, now)) };
}

/** Puts the fuse in again, and lets the first reminder to each recipient go, spread out. */
export async function resetFuse(deps: ReleaseDeps): Promise<FuseReset> {
  let tripped: Stop | null = null;
  let stay = 0;
  const plan = await release(deps, async (sql, now) => {
    tripped = await trippedFuse(sql);
    await endStop(sql, { kind: 'fuse', tenantId: null }, now);
    const { first, others } = firstToEach(await heldFor(sql, 'fuse'));
    stay = others;
    return first;
  });
  return { tripped, stay, ...figuresOf(plan) };
}

async function trippedFuse(sql: Sql): Promise<Stop | null> {
  return (await openStops(sql)).find(({ kind }) => kind === 'fuse') ?? null;
}

/** Many to one person are what the fuse is for: which of them are meant, only a person can tell. */
function firstToEach(rows: readonly WaitingReminder[]): {
  first: readonly WaitingReminder[];
  others: number;
} {
  const first = new Map<string, WaitingReminder>();
  for (const row of rows) {
    const key = `${row.channel} ${row.to}`;
    const other = first.get(key);
    if (!other || row.dueAt < other.dueAt) first.set(key, row);
  }
  return { first: [...first.values()], others: rows.length - first.size };
}
