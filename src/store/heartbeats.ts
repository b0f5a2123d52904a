// Heartbeats: which processes work on this database, and when each was last alive.

import type { Sql } from './db.ts';

export interface Heartbeat {
  readonly workerId: string;
  readonly role: string;
  readonly host: string;
  readonly pid: number;
  readonly version: string;
  readonly startedAt: number;
  readonly beatAt: number;
  readonly stoppedAt: number | null;
  readonly inFlight: number;
  readonly sent: number;
  readonly failed: number;
  readonly lastError: string | null;
  readonly lastErrorAt: number | null;
}

/** Writes the worker's row, new or again. */
export async function beat(sql: Sql, worker: Heartbeat): Promise<void> {
  await sql.run(
    `insert into heartbeat (worker_id, role, host, pid, version, started_at, beat_at, stopped_at, in_flight,
       sent, failed, last_error, last_error_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     on conflict (worker_id) do update set beat_at = excluded.beat_at, stopped_at = excluded.stopped_at,
       in_flight = excluded.in_flight, sent = excluded.sent, failed = excluded.failed,
       last_error = excluded.last_error, last_error_at = excluded.last_error_at`,
    [
      worker.workerId,
      worker.role,
      worker.host,
      worker.pid,
      worker.version,
      worker.startedAt,
      worker.beatAt,
      worker.stoppedAt,
      worker.inFlight,
      worker.sent,
      worker.failed,
      worker.lastError,
      worker.lastErrorAt,
    ],
  );
}

/** The workers seen since `since`, newest first. */
export function workersSince(sql: Sql, since: number): Promise<Heartbeat[]> {
  return sql.all<Heartbeat>(
    `select worker_id as "workerId", role, host, pid, version, started_at as "startedAt", beat_at as "beatAt",
       stopped_at as "stoppedAt", in_flight as "inFlight", sent, failed, last_error as "lastError",
       last_error_at as "lastErrorAt"
     from heartbeat where beat_at >= ? order by beat_at desc`,
    [since],
  );
}

/** Forgets workers not seen since `before`. */
export async function forgetWorkers(sql: Sql, before: number): Promise<number> {
  return (await sql.run('delete from heartbeat where beat_at < ?', [before])).changes;
}
