// The stop button: sending stands still in the database, for every process at once, until a person lets it go on.

import type { Stop, StopKind } from '../core/stop.ts';
import type { Db, Sql } from '../store/db.ts';
import { heldFor, overdueReminders, type WaitingReminder } from '../store/releases.ts';
import { readRestored } from '../store/restored.ts';
import { spreadOut } from '../store/spread-out.ts';
import { beginStop, endStop, openStops } from '../store/stops.ts';
import { readStrangerMark } from '../store/strangers.ts';
import { affordable } from './affordable.ts';
import { figuresOf, type ReleaseDeps, type ReleaseFigures, release } from './release.ts';

export interface Paused {
  readonly stop: Stop;
  /** False when it was paused before; then nothing was changed. */
  readonly isNew: boolean;
}

/** Pauses everybody's sending (`tenantId` null) or one tenant's. From the commit on, no process lets a send out. */
export async function pause(
  { db, clock }: Pick<ReleaseDeps, 'db' | 'clock'>,
  { tenantId, reason }: { readonly tenantId: number | null; readonly reason: string | null },
): Promise<Paused> {
  return await db.tx(async (sql) => {
    const isNew = await beginStop(sql, { kind: 'pause', tenantId, reason }, clock.now());
    const stop = (await openStops(sql)).find(isPauseOf(tenantId));
    if (!stop) throw new Error('a pause vanished in its own transaction');
    return { stop, isNew };
  });
}

export interface Resumption extends ReleaseFigures {
  /** The pause, or what else stopped everything, that ends; null when there is none. */
  readonly ended: Stop | null;
  /** What still holds sending back. */
  readonly remaining: readonly Stop[];
  /** Reminders that stay held since the budget has no room for them. */
  readonly unfunded: number;
}

/** What a resume would do now. Nothing is changed. */
export async function previewResume(db: Db, tenantId: number | null, now: number): Promise<Resumption> {
  const scope = await scopeOf(db, tenantId);
  const { rows, unfunded } = await waitingIn(db, scope, now);
  return { ...scope, unfunded, ...figuresOf(await spreadOut(db, rows, now)) };
}

/** Ends the pause and lets go of what it and the budget hold, spread out; what is of no more use expires. */
export async function resume(deps: ReleaseDeps, tenantId: number | null): Promise<Resumption> {
  let scope: Scope | undefined;
  let unfunded = 0;
  const plan = await release(deps, async (sql, now) => {
    scope = await scopeOf(sql, tenantId);
    for (const stop of scope.ending) await endStop(sql, stop, now);
    const waiting = await waitingIn(sql, scope, now);
    unfunded = waiting.unfunded;
    return waiting.rows;
  });
  if (!scope) throw new Error('a resume ended before it began');
  return { ...scope, unfunded, ...figuresOf(plan) };
}

interface Scope extends Pick<Resumption, 'ended' | 'remaining'> {
  readonly ending: readonly Stop[];
  readonly tenantId: number | null;
}

async function scopeOf(sql: Sql, tenantId: number | null): Promise<Scope> {
  const ending: Stop[] = [];
  const remaining: Stop[] = [];
  for (const stop of await openStops(sql)) {
    const ends = RESUMABLE.includes(stop.kind) && stop.tenantId === tenantId && (await mayEnd(sql, stop));
    (ends ? ending : remaining).push(stop);
  }
  return { tenantId, ending, ended: ending[0] ?? null, remaining };
}

/** What ends by a resume; the fuse is reset by itself. */
const RESUMABLE: readonly StopKind[] = ['pause', 'halt', 'restored', 'strangers'];

/** After a restore once it is known what was sent since; with strangers once a person has said whose they are. */
async function mayEnd(sql: Sql, { kind, since }: Stop): Promise<boolean> {
  if (kind === 'restored') return ((await readRestored(sql))?.readTo ?? null) !== null;
  if (kind === 'strangers') return ((await readStrangerMark(sql))?.since ?? 0) >= since;
  return true;
}

/**
 * What the pause holds and nothing else will hold afterwards, and what was held for want of money that is there now.
 * With a pause that ends, also what should have gone by now and was not claimed: without a daemon nobody has held it,
 * and all of it would go at once.
 */
async function waitingIn(
  sql: Sql,
  { tenantId, ended, remaining }: Scope,
  now: number,
): Promise<{ readonly rows: readonly WaitingReminder[]; readonly unfunded: number }> {
  const pauses = remaining.filter(({ kind }) => RESUMABLE.includes(kind));
  const isFree = ({ tenantId: owner }: WaitingReminder): boolean =>
    (tenantId === null || owner === tenantId) &&
    pauses.every((stop) => stop.tenantId !== null && stop.tenantId !== owner);
  const rows = await heldFor(sql, 'paused');
  if (ended) rows.push(...(await overdueReminders(sql, now)));
  const free = rows.filter(isFree);
  const unpaid = (await heldFor(sql, 'budget')).filter(isFree);
  const funded = await affordable(sql, unpaid, { before: free, now });
  return { rows: [...free, ...funded], unfunded: unpaid.length - funded.length };
}

function isPauseOf(tenantId: number | null): (stop: Stop) => boolean {
  return (stop) => stop.kind === 'pause' && stop.tenantId === tenantId;
}
