// The blast fuse as a person sees it: whether it has tripped, what it held back, and how it is put in again.

import type { FuseLimits } from '../core/limits.ts';
import type { Stop } from '../core/stop.ts';
import { spokenMessage } from '../gateway/twiml.ts';
import type { Db, Sql } from '../store/db.ts';
import { type Block, blocksSince, countBlocks, countTwins } from '../store/fuse.ts';
import { readLimits } from '../store/limits.ts';
import { heldFor, type WaitingReminder } from '../store/releases.ts';
import { spreadOut } from '../store/spread-out.ts';
import { endStop, openStops } from '../store/stops.ts';
import { figuresOf, type ReleaseDeps, type ReleaseFigures, release } from './release.ts';

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
  /** Those that stay held because the same words went to the same recipient within the hour. */
  readonly alike: number;
  /** How often the same words may go. */
  readonly identicalPerHour: number;
}

/** What a reset would do now. Nothing is changed. */
export async function previewReset(db: Db, now: number): Promise<FuseReset> {
  const { first, ...stays } = await choose(db, now);
  return { tripped: await trippedFuse(db), ...stays, ...figuresOf(await spreadOut(db, first, now)) };
}

/** Puts the fuse in again, and lets the first reminder to each recipient go, spread out. */
export async function resetFuse(deps: ReleaseDeps): Promise<FuseReset> {
  let tripped: Stop | null = null;
  let stays = { stay: 0, alike: 0, identicalPerHour: 0 };
  const plan = await release(deps, async (sql, now) => {
    tripped = await trippedFuse(sql);
    await endStop(sql, { kind: 'fuse', tenantId: null }, now);
    const { first, ...others } = await choose(sql, now);
    stays = others;
    return first;
  });
  return { tripped, ...stays, ...figuresOf(plan) };
}

async function choose(
  sql: Sql,
  now: number,
): Promise<{ first: readonly WaitingReminder[] } & Pick<FuseReset, 'stay' | 'alike' | 'identicalPerHour'>> {
  const rows = await heldFor(sql, 'fuse');
  const { identicalPerHour } = (await readLimits(sql)).fuse;
  const alike = new Set<WaitingReminder>();
  for (const row of rows) if ((await twinsOf(sql, row, now)) >= identicalPerHour) alike.add(row);
  const { first, others } = firstToEach(rows.filter((row) => !alike.has(row)));
  return { first, stay: others, alike: alike.size, identicalPerHour };
}

/** How often its words went to its recipient within the hour: too often, and the same rule would hold it again at once. */
async function twinsOf(sql: Sql, { id, channel, to, body }: WaitingReminder, now: number): Promise<number> {
  const said =
    channel === 'call'
      ? ({ kind: 'call', words: spokenMessage(body) } as const)
      : ({ kind: 'message', words: body } as const);
  return await countTwins(sql, { ...said, to, reminderId: id }, now - HOUR_MS);
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
