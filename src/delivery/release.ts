// Letting go of held reminders: planned inside a transaction, told as figures, carried out in portions.

import type { Clock } from '../core/clock.ts';
import { showState } from '../core/lifecycle.ts';
import { windowsOf } from '../core/limits.ts';
import { planRelease, type ReleasePlan } from '../core/release.ts';
import { toUtc } from '../core/say-time.ts';
import type { Db, Sql } from '../store/db.ts';
import { insertEvent } from '../store/events.ts';
import { plannedTo } from '../store/fuse.ts';
import { readLimits } from '../store/limits.ts';
import { letExpire, letGo, sendsTo, type WaitingReminder } from '../store/releases.ts';

// Half of what may go in a minute: the other half is for what becomes due meanwhile.
const SHARE = 0.5;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
// What goes is sent a little after it is due, and the next one to the same person would come that much too early: it would
// be held back, and ten of those in a minute trip the fuse.
const LATENESS_MS = 5_000;
// Rows a transaction moves; some 30 ms, as long as an import holds the lock.
const PORTION = 500;

export type Release = ReleasePlan<WaitingReminder>;

/** What is let go of and when, by what its recipients were sent, are to be sent soon, and may be sent. */
export async function planOf(sql: Sql, rows: readonly WaitingReminder[], now: number): Promise<Release> {
  const { fuse } = await readLimits(sql);
  // What is overdue goes now, unless it is let go of here itself.
  const from = rows.some(({ holdReason }) => holdReason === null) ? now : 0;
  const history = new Map<string, readonly number[]>();
  for (const { channel, to } of rows) {
    const key = `${channel} ${to}`;
    if (history.has(key)) continue;
    const sent = await sendsTo(sql, { channel, to, since: now - DAY_MS });
    const planned = await plannedTo(sql, { channel, to, besides: null, from, until: now + HOUR_MS });
    history.set(key, [...sent, ...planned.map((at) => Math.max(at, now))]);
  }
  return planRelease(rows, {
    now,
    gapMs: Math.ceil(MINUTE_MS / (fuse.allPerMinute * SHARE)),
    windowsOf: (channel) =>
      windowsOf(channel, fuse).map((limit) => ({ ...limit, windowMs: limit.windowMs + LATENESS_MS })),
    history: (channel, to) => history.get(`${channel} ${to}`) ?? [],
  });
}

export interface ReleaseFigures {
  readonly held: number;
  readonly useless: number;
  readonly go: number;
  /** When the last one goes; null when none does. */
  readonly lastAt: number | null;
  readonly tenants: readonly TenantFigures[];
  /** How late they go, against the instant they were due. */
  readonly lateness: readonly LateFigures[];
}

export interface TenantFigures {
  readonly tenant: string;
  readonly held: number;
  readonly useless: number;
  readonly go: number;
}

export interface LateFigures {
  /** Null for those that are later than all the others. */
  readonly upToMs: number | null;
  readonly count: number;
}

const LATE_STEPS_MS = [15 * MINUTE_MS, 60 * MINUTE_MS, 4 * 60 * MINUTE_MS, null] as const;

/** The figures a person decides by. */
export function figuresOf({ go, useless }: Release): ReleaseFigures {
  const names = new Set([...go.map(({ row }) => row), ...useless].map(({ tenantName }) => tenantName));
  const tenants = [...names].sort().map((tenant) => {
    const goes = go.filter(({ row }) => row.tenantName === tenant).length;
    const lost = useless.filter(({ tenantName }) => tenantName === tenant).length;
    return { tenant, held: goes + lost, useless: lost, go: goes };
  });
  const late = go.map(({ row, runAt }) => runAt - row.dueAt);
  const steps = LATE_STEPS_MS.map((upToMs, index) => {
    const least = LATE_STEPS_MS[index - 1] ?? Number.NEGATIVE_INFINITY;
    const count = late.filter((ms) => ms > least && ms <= (upToMs ?? Number.POSITIVE_INFINITY)).length;
    return { upToMs, count };
  });
  return {
    held: go.length + useless.length,
    useless: useless.length,
    go: go.length,
    lastAt: go.at(-1)?.runAt ?? null,
    tenants,
    lateness: steps.filter(({ count }) => count > 0),
  };
}

export interface ReleaseDeps {
  readonly db: Db;
  readonly clock: Clock;
  /** A pause between two portions, for others who wait for the database. */
  readonly rest: () => Promise<void>;
}

/**
 * Lets go of what `begin` says that waits, in the transaction in which the first portion goes: it ends the stop there,
 * so that nothing is held for it afterwards. Cut short, it is simply done again.
 */
export async function release(
  { db, clock, rest }: ReleaseDeps,
  begin: (sql: Sql, now: number) => Promise<readonly WaitingReminder[]>,
): Promise<Release> {
  const now = clock.now();
  const { plan, later } = await db.tx(async (sql) => {
    const plan = await planOf(sql, await begin(sql, now), now);
    const [first, ...later] = portionsOf(plan, now);
    await first?.(sql);
    return { plan, later };
  });
  for (const portion of later) {
    await rest();
    await db.tx(portion);
  }
  return plan;
}

type Portion = (sql: Sql) => Promise<void>;

function portionsOf({ go, useless }: Release, now: number): readonly Portion[] {
  const steps: readonly Portion[] = [
    ...go.map(
      ({ row, runAt }) =>
        (sql: Sql) =>
          free(sql, { row, runAt }, now),
    ),
    ...useless.map((row) => (sql: Sql) => giveUp(sql, row, now)),
  ];
  return Array.from({ length: Math.ceil(steps.length / PORTION) }, (_, index) => async (sql: Sql) => {
    for (const step of steps.slice(index * PORTION, (index + 1) * PORTION)) await step(sql);
  });
}

async function free(
  sql: Sql,
  { row, runAt }: { readonly row: WaitingReminder; readonly runAt: number },
  now: number,
): Promise<void> {
  if (!(await letGo(sql, { ...row, runAt }, now))) return;
  const detail = `${stateOf(row)} until now; it goes at ${toUtc(runAt)}`;
  await insertEvent(sql, { at: now, tenantId: row.tenantId, reminderId: row.id, kind: 'released', detail });
}

async function giveUp(sql: Sql, row: WaitingReminder, now: number): Promise<void> {
  const detail = `was ${stateOf(row)} until it was of no more use`;
  if (!(await letExpire(sql, { ...row, error: detail }, now))) return;
  await insertEvent(sql, { at: now, tenantId: row.tenantId, reminderId: row.id, kind: 'expired', detail });
}

function stateOf({ holdReason }: WaitingReminder): string {
  return holdReason === null ? 'overdue' : showState('held', holdReason);
}
