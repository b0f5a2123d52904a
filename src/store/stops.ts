// Stops in the database, where every process that sends sees them: begun, ended, and asked about before each send.

import type { Stop, StopKind } from '../core/stop.ts';
import type { Sql } from './db.ts';

const OPEN = `
  select s.id, s.kind, s.tenant_id as "tenantId", t.name as "tenantName", s.reason, s.since
  from stop s left join tenant t on t.id = s.tenant_id
  where s.ended_at is null`;

/** What holds sending back for this tenant; one that holds back everybody's comes first. */
export function stopFor(sql: Sql, tenantId: number): Promise<Stop | undefined> {
  return sql.get<Stop>(
    `${OPEN} and (s.tenant_id is null or s.tenant_id = ?) order by s.tenant_id is not null, s.id limit 1`,
    [tenantId],
  );
}

/** Every stop that has not ended: everybody's first, then the longest standing. */
export function openStops(sql: Sql): Promise<Stop[]> {
  return sql.all<Stop>(`${OPEN} order by s.tenant_id is not null, s.since, s.id`);
}

export interface NewStop {
  readonly kind: StopKind;
  /** Null holds everybody's back. */
  readonly tenantId: number | null;
  readonly reason: string | null;
}

/** False when there is one of this kind already; that one stays as it is. */
export async function beginStop(sql: Sql, stop: NewStop, now: number): Promise<boolean> {
  const { changes } = await sql.run(
    `insert into stop (kind, tenant_id, reason, since) values (?, ?, ?, ?) on conflict do nothing`,
    [stop.kind, stop.tenantId, stop.reason, now],
  );
  return changes === 1;
}

/** False when there was none to end. */
export async function endStop(
  sql: Sql,
  { kind, tenantId }: Pick<NewStop, 'kind' | 'tenantId'>,
  now: number,
): Promise<boolean> {
  const { changes } = await sql.run(
    'update stop set ended_at = ? where kind = ? and tenant_id is ? and ended_at is null',
    [now, kind, tenantId],
  );
  return changes === 1;
}

/** When the last stop of this kind ended; null when none ever did. */
export async function lastEndOf(
  sql: Sql,
  { kind, tenantId }: Pick<NewStop, 'kind' | 'tenantId'>,
): Promise<number | null> {
  const row = await sql.get<{ at: number | null }>(
    'select max(ended_at) as at from stop where kind = ? and tenant_id is ?',
    [kind, tenantId],
  );
  return row?.at ?? null;
}
