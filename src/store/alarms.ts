// Alarms in the database: which were raised, so that each thing is told once, whichever process meets it first.

import type { Sql } from './db.ts';

/** True for the first one to raise it within `quietMs`. */
export async function raiseOnce(
  sql: Sql,
  { key, quietMs }: { readonly key: string; readonly quietMs: number },
  now: number,
): Promise<boolean> {
  const { changes } = await sql.run(
    `insert into setting (key, value, updated_at) values ('alarm:' || ?, '', ?)
     on conflict (key) do update set updated_at = excluded.updated_at where setting.updated_at <= ?`,
    [key, now, now - quietMs],
  );
  return changes === 1;
}

/** Whatever happens next is told again. */
export async function forgetAlarms(sql: Sql): Promise<void> {
  await sql.run(`delete from setting where key glob 'alarm:*'`);
}
