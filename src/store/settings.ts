// Small facts that outlive a process, by key.

import type { Sql } from './db.ts';

export async function readSetting(sql: Sql, key: string): Promise<string | undefined> {
  return (await sql.get<{ value: string }>('select value from setting where key = ?', [key]))?.value;
}

export async function writeSetting(sql: Sql, key: string, value: string, now: number): Promise<void> {
  await sql.run(
    `insert into setting (key, value, updated_at) values (?, ?, ?)
     on conflict (key) do update set value = excluded.value, updated_at = excluded.updated_at`,
    [key, value, now],
  );
}
