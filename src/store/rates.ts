// The rates of sending in the database: what they are, how full each bucket is, and who waits in line for one.

import { laneRate, type Rates } from '../core/rate.ts';
import type { Priority } from '../core/reminder.ts';
import { type Claimable, DUE_COLUMNS } from './claims.ts';
import type { Db, Sql } from './db.ts';

export async function readRates(sql: Sql): Promise<Rates> {
  const row = await sql.get<Rates>(
    `select calls_per_second as "callsPerSecond", segments_per_second as "segmentsPerSecond" from send_rate where id = 1`,
  );
  if (!row) throw new Error('the rates of sending are gone from the database');
  return row;
}

/** Makes these the rates that hold, for every process from the commit on. */
export async function bringRates(db: Db, rates: Rates): Promise<void> {
  const { callsPerSecond, segmentsPerSecond } = await readRates(db);
  if (callsPerSecond === rates.callsPerSecond && segmentsPerSecond === rates.segmentsPerSecond) return;
  await db.run('update send_rate set calls_per_second = ?, segments_per_second = ? where id = 1', [
    rates.callsPerSecond,
    rates.segmentsPerSecond,
  ]);
}

/** A lane as it stands. */
export interface LaneState {
  /** 0 when the lane is not shaped. */
  readonly perSecond: number;
  readonly freeAt: number;
  /** Whose turn was the last; 0 before the first. */
  readonly lastTenantId: number;
}

export async function readLane(sql: Sql, lane: string): Promise<LaneState> {
  const row = await sql.get<Rates & Omit<LaneState, 'perSecond'>>(
    `select r.calls_per_second as "callsPerSecond", r.segments_per_second as "segmentsPerSecond",
       coalesce(b.free_at, 0) as "freeAt", coalesce(b.last_tenant_id, 0) as "lastTenantId"
     from send_rate r left join rate_bucket b on b.lane = ? where r.id = 1`,
    [lane],
  );
  if (!row) throw new Error('the rates of sending are gone from the database');
  return { perSecond: laneRate(lane, row), freeAt: row.freeAt, lastTenantId: row.lastTenantId };
}

export async function fillLane(sql: Sql, lane: string, freeAt: number): Promise<void> {
  await sql.run(
    `insert into rate_bucket (lane, free_at) values (?, ?)
     on conflict (lane) do update set free_at = excluded.free_at`,
    [lane, freeAt],
  );
}

/** The others of this lane come before the tenant's next. */
export async function noteTurn(sql: Sql, lane: string, tenantId: number): Promise<void> {
  await sql.run('update rate_bucket set last_tenant_id = ? where lane = ?', [tenantId, lane]);
}

/** A scheduled reminder waits in line from now on. False when it has moved on. */
export async function joinLine(
  sql: Sql,
  { id, lane, error }: { readonly id: number; readonly lane: string; readonly error: string },
  now: number,
): Promise<boolean> {
  const { changes } = await sql.run(
    `update reminder set state = 'held', hold_reason = 'rate', lane = ?, last_error = ?, updated_at = ?
     where id = ? and state = 'scheduled'`,
    [lane, error, now, id],
  );
  return changes === 1;
}

/** It is its turn: scheduled, and taken or refused in the same transaction. */
export async function leaveLine(sql: Sql, id: number, now: number): Promise<void> {
  await sql.run(
    `update reminder set state = 'scheduled', hold_reason = null, run_at = min(run_at, ?), updated_at = ?
     where id = ? and hold_reason = 'rate'`,
    [now, now, id],
  );
}

/** The lanes that somebody waits in: a seek for each, however many wait. */
export async function busyLanes(sql: Sql): Promise<string[]> {
  const lanes: string[] = [];
  for (let last = ''; ; ) {
    const row = await sql.get<{ lane: string | null }>(
      `select min(lane) as lane from reminder where hold_reason = 'rate' and lane > ?`,
      [last],
    );
    if (row?.lane == null) return lanes;
    last = row.lane;
    lanes.push(last);
  }
}

/** Who is next: the tenant after the last one that has somebody waiting, and of its own the one due first. */
export async function nextInLine(
  sql: Sql,
  { lane, priority, after }: { readonly lane: string; readonly priority: Priority; readonly after: number },
): Promise<Claimable | undefined> {
  const first = `${DUE_COLUMNS} where r.hold_reason = 'rate' and r.lane = ? and r.priority = ? and r.tenant_id > ?
    order by r.tenant_id, r.due_at limit 1`;
  return (
    (await sql.get<Claimable>(first, [lane, priority, after])) ??
    (after > 0 ? await sql.get<Claimable>(first, [lane, priority, 0]) : undefined)
  );
}

/** When the longest waiting one was due; null when the line is empty. */
export async function lineSince(sql: Sql): Promise<number | null> {
  const row = await sql.get<{ at: number | null }>(
    `select min(due_at) as at from reminder where hold_reason = 'rate' and lane is not null`,
  );
  return row?.at ?? null;
}
