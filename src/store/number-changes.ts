// What was set on numbers, with the values before: what `remind number undo` puts back.

import type { NumberSettings } from '../core/number.ts';
import type { Sql } from './db.ts';

export interface NumberEdit {
  readonly id: number;
  readonly batch: number;
  readonly sid: string;
  readonly number: string;
  readonly before: NumberSettings;
  readonly after: NumberSettings;
  readonly at: number;
}

type Row = Omit<NumberEdit, 'before' | 'after'> & { readonly before: string; readonly after: string };

export interface NewEdit extends Omit<NumberEdit, 'id' | 'batch'> {
  readonly accountSid: string;
  readonly intentId: number;
  /** The first of those made together; null for the first itself. */
  readonly batch: number | null;
}

/** In the transaction of its intent. Returns the batch it is part of. */
export async function insertEdit(
  sql: Sql,
  edit: NewEdit,
): Promise<{ readonly id: number; readonly batch: number }> {
  const { lastId } = await sql.run(
    `insert into number_change (batch, at, account_sid, sid, number, intent_id, before, after)
     values (coalesce(?, (select coalesce(max(id), 0) + 1 from number_change)), ?, ?, ?, ?, ?, ?, ?)`,
    [
      edit.batch,
      edit.at,
      edit.accountSid,
      edit.sid,
      edit.number,
      edit.intentId,
      JSON.stringify(edit.before),
      JSON.stringify(edit.after),
    ],
  );
  return { id: lastId, batch: edit.batch ?? lastId };
}

/** What Twilio says that the number is set to now: one setting may push another out. */
export async function writeAfter(sql: Sql, id: number, after: NumberSettings): Promise<void> {
  await sql.run('update number_change set after = ? where id = ?', [JSON.stringify(after), id]);
}

/**
 * Those made together with the newest that can be taken back; of that number alone when one is named. One whose answer was
 * lost may have arrived: what the number is set to now tells.
 */
export async function newestEdits(
  sql: Sql,
  accountSid: string,
  number: string | null,
): Promise<NumberEdit[]> {
  const open = `from number_change c join intent i on i.id = c.intent_id
    where c.account_sid = ? and c.undone_at is null and i.outcome in ('accepted', 'unknown') and (? is null or c.number = ?)`;
  const rows = await sql.all<Row>(
    `select c.id, c.batch, c.sid, c.number, c.before, c.after, c.at ${open}
       and c.batch = (select c.batch ${open} order by c.id desc limit 1) order by c.id`,
    [accountSid, number, number, accountSid, number, number],
  );
  return rows.map((row) => ({
    ...row,
    before: JSON.parse(row.before) as NumberSettings,
    after: JSON.parse(row.after) as NumberSettings,
  }));
}

export async function markEditUndone(sql: Sql, id: number, now: number): Promise<void> {
  await sql.run('update number_change set undone_at = ? where id = ?', [now, id]);
}
