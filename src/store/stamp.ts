// The stamp: which account and mode a database belongs to, written at its first use that sends.

import type { Mode, Stamp } from '../core/mode.ts';
import type { Sql } from './db.ts';

export function readStamp(sql: Sql): Promise<Stamp | undefined> {
  return sql.get<Stamp>('select account_sid as "accountSid", mode from stamp where id = 1');
}

/** Writes the stamp unless there is one; returns the one that holds. */
export async function stampOnce(sql: Sql, stamp: Stamp, now: number): Promise<Stamp> {
  await sql.run(
    `insert into stamp (id, account_sid, mode, stamped_at) values (1, ?, ?, ?) on conflict (id) do nothing`,
    [stamp.accountSid, stamp.mode, now],
  );
  return (await readStamp(sql)) ?? stamp;
}

/** Between `own` and `live` only: a simulator's database never becomes a real one, nor the other way. */
export async function changeStampMode(sql: Sql, mode: Exclude<Mode, 'simulator'>): Promise<boolean> {
  const { changes } = await sql.run(`update stamp set mode = ? where id = 1 and mode in ('own', 'live')`, [
    mode,
  ]);
  return changes === 1;
}
