// Tenants in the database: whom the reminders are sent for, and what their reminders have in common.

import { nameKey } from '../core/name.ts';
import type { OnUnknown } from '../core/reminder.ts';
import type { Sql } from './db.ts';

/** The tenant that always exists, for those who need no second one. */
export const DEFAULT_TENANT_ID = 1;

export interface Tenant {
  readonly id: number;
  readonly name: string;
  readonly zone: string | null;
  /** ISO 3166 letters such as `US`: the country that national numbers are read in. */
  readonly country: string | null;
  /** E.164 or a messaging service SID. */
  readonly sender: string | null;
  readonly onUnknown: OnUnknown | null;
  /** Quiet hours in minutes of the recipient's day, from (included) until (not); they may span midnight. */
  readonly quietFrom: number | null;
  readonly quietUntil: number | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export type NewTenant = Omit<Tenant, 'id' | 'createdAt' | 'updatedAt'>;

const COLUMNS = `id, name, zone, region as country, sender, on_unknown as "onUnknown",
  quiet_from as "quietFrom", quiet_until as "quietUntil", created_at as "createdAt", updated_at as "updatedAt"`;

/** Stores a tenant and returns its id. Fails when there is one of that name. */
export async function insertTenant(sql: Sql, tenant: NewTenant, now: number): Promise<number> {
  const { lastId } = await sql.run(
    `insert into tenant (name, name_key, zone, region, sender, on_unknown, quiet_from, quiet_until, created_at,
       updated_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      tenant.name,
      nameKey(tenant.name),
      tenant.zone,
      tenant.country,
      tenant.sender,
      tenant.onUnknown,
      tenant.quietFrom,
      tenant.quietUntil,
      now,
      now,
    ],
  );
  return lastId;
}

export function getTenant(sql: Sql, id: number): Promise<Tenant | undefined> {
  return sql.get<Tenant>(`select ${COLUMNS} from tenant where id = ?`, [id]);
}

export function tenantByName(sql: Sql, name: string): Promise<Tenant | undefined> {
  return sql.get<Tenant>(`select ${COLUMNS} from tenant where name_key = ? and removed_at is null`, [
    nameKey(name),
  ]);
}

/** All of them, the default one first, then by name. */
export function listTenants(sql: Sql): Promise<Tenant[]> {
  return sql.all<Tenant>(
    `select ${COLUMNS} from tenant where removed_at is null
     order by case when id = ${DEFAULT_TENANT_ID} then 0 else 1 end, name_key`,
  );
}

export async function updateTenant(sql: Sql, tenant: Tenant, now: number): Promise<void> {
  await sql.run(
    `update tenant set name = ?, name_key = ?, zone = ?, region = ?, sender = ?, on_unknown = ?, quiet_from = ?,
       quiet_until = ?, updated_at = ?
     where id = ?`,
    [
      tenant.name,
      nameKey(tenant.name),
      tenant.zone,
      tenant.country,
      tenant.sender,
      tenant.onUnknown,
      tenant.quietFrom,
      tenant.quietUntil,
      now,
      tenant.id,
    ],
  );
}

/** The row stays, since every other row names its tenant; the name is free again. */
export async function removeTenant(sql: Sql, id: number, now: number): Promise<void> {
  await sql.run('update tenant set removed_at = ?, updated_at = ? where id = ?', [now, now, id]);
}

/** What would still be sent, or may have been, for a tenant. */
export async function tenantLoad(sql: Sql, tenantId: number): Promise<{ reminders: number; rules: number }> {
  const row = await sql.get<{ reminders: number; rules: number }>(
    `select
       (select count(*) from reminder
        where tenant_id = ? and state in ('scheduled', 'held', 'processing', 'unknown')) as reminders,
       (select count(*) from rule where tenant_id = ? and ended_at is null) as rules`,
    [tenantId, tenantId],
  );
  return row ?? { reminders: 0, rules: 0 };
}
