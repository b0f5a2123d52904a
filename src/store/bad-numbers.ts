// Numbers that lead nowhere, in the database: marked by Twilio's word or a person's, cleared by a person.

import type { BadNumber } from '../core/bad-number.ts';
import type { Sql } from './db.ts';

const COLUMNS = 'number, channel, code, reason, since';

/** The marks on a number, the widest first; mostly none. */
export function badMarks(sql: Sql, number: string): Promise<BadNumber[]> {
  return sql.all<BadNumber>(
    `select ${COLUMNS} from bad_number where number = ? and ended_at is null order by channel is not null, id`,
    [number],
  );
}

/** False when it is marked so already, or for everything: what nothing is sent to is sent no texts either. */
export async function markBad(
  sql: Sql,
  mark: Omit<BadNumber, 'since'> & { readonly reminderId: number | null },
  now: number,
): Promise<boolean> {
  const { changes } = await sql.run(
    `insert into bad_number (number, channel, code, reason, reminder_id, since) select ?, ?, ?, ?, ?, ?
     where not exists (select 1 from bad_number where number = ? and channel is null and ended_at is null)
     on conflict do nothing`,
    [mark.number, mark.channel, mark.code, mark.reason, mark.reminderId, now, mark.number],
  );
  return changes === 1;
}

/** The marks that a send of this reminder led to, those taken away since as well. */
export function marksOfReminder(
  sql: Sql,
  reminderId: number,
): Promise<(BadNumber & { readonly endedAt: number | null })[]> {
  return sql.all(
    `select ${COLUMNS}, ended_at as "endedAt" from bad_number where reminder_id = ? order by id`,
    [reminderId],
  );
}

/** How many marks were taken away. */
export async function clearBad(sql: Sql, number: string, now: number): Promise<number> {
  const { changes } = await sql.run(
    'update bad_number set ended_at = ? where number = ? and ended_at is null',
    [now, number],
  );
  return changes;
}

/** A marked number with whoever has it, and how many reminders are still to go there. */
export interface ListedBadNumber extends BadNumber {
  readonly contactName: string | null;
  readonly waiting: number;
}

/** The newest first. */
export function listBad(sql: Sql, limit: number): Promise<ListedBadNumber[]> {
  return sql.all<ListedBadNumber>(
    `select b.number, b.channel, b.code, b.reason, b.since,
       (select c.name from contact c where c.phone = b.number and c.removed_at is null order by c.id limit 1)
         as "contactName",
       (select count(*) from reminder r where r.to_number = b.number and r.state in ('scheduled', 'held')
         and (b.channel is null or r.channel = b.channel)) as waiting
     from bad_number b where b.ended_at is null order by b.since desc, b.id desc limit ?`,
    [limit],
  );
}
