// Letting go of held reminders: planned inside a transaction, told as figures, carried out in portions.

import type { Clock } from '../core/clock.ts';
import { showState } from '../core/lifecycle.ts';
import type { ReleasePlan } from '../core/release.ts';
import { toUtc } from '../core/say-time.ts';
import { MINUTE_MS } from '../core/wall.ts';
import type { Db, Sql } from '../store/db.ts';
import { insertEvent } from '../store/events.ts';
import { letExpire, letGo, type WaitingReminder } from '../store/releases.ts';
import { spreadOut } from '../store/spread-out.ts';

// Rows a transaction moves; some 30 ms, as long as an import holds the lock.
const PORTION = 500;

export type Release = ReleasePlan<WaitingReminder>;

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
    const plan = await spreadOut(sql, await begin(sql, now), now);
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
