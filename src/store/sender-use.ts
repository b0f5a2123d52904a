// What sends from a number: what would have no sender any more if the number were given up.

import type { Sql } from './db.ts';

export interface SenderUse {
  /** Tenants whose sender it is. */
  readonly tenants: readonly string[];
  /** Reminders that are still to go out from it. */
  readonly reminders: number;
  /** Recurring reminders that name it themselves. */
  readonly rules: number;
}

// The sender of a reminder is its own, else its tenant's, else the profile's.
const REMINDERS = `
  select count(*) as n from reminder r join tenant t on t.id = r.tenant_id
  where r.state in ('scheduled', 'held', 'processing', 'unknown') and coalesce(r.from_sender, t.sender, ?) = ?`;

/** `fallback`: the sender of the profile. */
export async function senderUse(sql: Sql, number: string, fallback: string | null): Promise<SenderUse> {
  const tenants = await sql.all<{ name: string }>(
    'select name from tenant where sender = ? and removed_at is null order by name_key',
    [number],
  );
  const reminders = await sql.get<{ n: number }>(REMINDERS, [fallback, number]);
  const rules = await sql.get<{ n: number }>(
    'select count(*) as n from rule where from_sender = ? and ended_at is null',
    [number],
  );
  return { tenants: tenants.map(({ name }) => name), reminders: reminders?.n ?? 0, rules: rules?.n ?? 0 };
}
