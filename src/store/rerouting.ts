// What takes the place of a text that could not be delivered, or of a call that was called back; and whom nothing reached.

import type { NewReminder, Reminder } from '../core/reminder.ts';
import { BY_HAND_COLUMNS, type ByHand, type ByHandFilter, UNHEARD } from './by-hand.ts';
import type { Sql } from './db.ts';
import {
  getReminder,
  insertReminder,
  LISTED_COLUMNS,
  LISTED_FROM,
  type ListedReminder,
} from './reminders.ts';

/** What a call instead of the text depends on. */
export interface Undelivered {
  readonly tenantSender: string | null;
  readonly appointmentState: 'booked' | 'cancelled' | null;
  /** True when a call about the same thing exists, planned or made. */
  readonly hasCall: boolean;
}

export function undelivered(sql: Sql, id: number): Promise<Undelivered | undefined> {
  return sql
    .get<Omit<Undelivered, 'hasCall'> & { hasCall: number }>(
      `select t.sender as "tenantSender", a.state as "appointmentState", exists (
         select 1 from reminder s where s.instead_of = r.id
           or (s.group_key = r.group_key and s.due_at = r.due_at and s.channel = 'call' and s.tenant_id = r.tenant_id)
       ) as "hasCall"
       from reminder r join tenant t on t.id = r.tenant_id left join appointment a on a.id = r.appointment_id
       where r.id = ?`,
      [id],
    )
    .then((row) => row && { ...row, hasCall: row.hasCall === 1 });
}

/** Stores what takes another reminder's place. Fails on a second one. */
export async function insertInstead(
  sql: Sql,
  call: NewReminder,
  insteadOf: number,
  now: number,
): Promise<number> {
  const id = await insertReminder(sql, call, now);
  await sql.run('update reminder set instead_of = ? where id = ?', [insteadOf, id]);
  return id;
}

/** The reminder that has taken the place of this one. */
export async function successorOf(sql: Sql, id: number): Promise<Reminder | undefined> {
  const row = await sql.get<{ id: number }>('select id from reminder where instead_of = ?', [id]);
  return row && (await getReminder(sql, row.id));
}

// What was made and heard, or is still to come, and with it what it stands beside. An undelivered text is no such thing,
// but it is listed itself: its call need not be.
const GETS_THROUGH = `
  s.state in ('scheduled', 'processing', 'unknown', 'held')
  or (s.state = 'sent' and coalesce(s.receipt, '') not in (${UNHEARD}))`;

// What nothing came through of, and nothing will: of a pair the text, if it is one that failed.
const UNREACHED = `r.response is null
  and coalesce(a.state, 'booked') = 'booked' and coalesce(a.starts_at, r.expires_at) > ?
  and ((r.state = 'sent' and r.channel = 'sms' and r.receipt in ('undelivered', 'failed'))
    or (r.state = 'sent' and r.channel = 'call' and r.receipt in (${UNHEARD})) or r.state in ('failed', 'expired')
    -- What is held for another reason is let go by a resume, a reset or time itself.
    or (r.state = 'held' and r.hold_reason = 'mode'))
  and r.instead_of is null
  and not exists (select 1 from reminder s
    where s.group_key = r.group_key and s.due_at = r.due_at and s.channel <> r.channel and s.tenant_id = r.tenant_id
      and (${GETS_THROUGH}))
  -- Of those that took its place one after the other.
  and not exists (
    with recursive successor (id) as (
      select n.id from reminder n where n.instead_of = r.id
      union all select n.id from successor p join reminder n on n.instead_of = p.id)
    select 1 from successor p join reminder s on s.id = p.id where ${GETS_THROUGH})`;

const UNREACHED_FROM = `from ${LISTED_FROM} left join appointment a on a.id = r.appointment_id`;

/**
 * Whom neither text nor call reached, and who is still to be told: the appointment, or else the use of the reminder,
 * is not over. Those whose appointment is soonest come first.
 */
export function unreached(sql: Sql, { now, tenantId, limit }: ByHandFilter): Promise<ByHand[]> {
  return sql.all<ByHand>(
    `select ${BY_HAND_COLUMNS} ${UNREACHED_FROM} where ${UNREACHED} and (? is null or r.tenant_id = ?)
     order by at, r.id limit ?`,
    [now, tenantId ?? null, tenantId ?? null, limit],
  );
}

/** Whom nothing reached now that this reminder has failed: it, or the text that it stands for or beside. */
export function unreachedWith(sql: Sql, id: number, now: number): Promise<ListedReminder | undefined> {
  return sql.get<ListedReminder>(
    `select ${LISTED_COLUMNS} ${UNREACHED_FROM}, reminder x where ${UNREACHED} and x.id = ?
       and (r.id = x.id or r.id = x.instead_of
         or (r.group_key = x.group_key and r.due_at = x.due_at and r.tenant_id = x.tenant_id))
     order by r.channel = 'call', r.id limit 1`,
    [now, id],
  );
}
