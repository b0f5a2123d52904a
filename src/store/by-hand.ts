// Reminders that wait for a person's decision: of unknown outcome with no look to come, and answered by an unclear text.

import { ANSWERED_WITHIN_MS } from '../core/answer-span.ts';
import { SKEW_MS } from '../core/match.ts';
import type { Sql } from './db.ts';
import { LISTED_COLUMNS, LISTED_FROM, type ListedReminder } from './reminders.ts';

/** A text that a person has to find the meaning of; both null where there is none. */
export interface OpenReply {
  readonly replyId: number | null;
  readonly replyBody: string | null;
}

/** Somebody to be called, or a reminder to be decided about. */
export type ByHand = ListedReminder &
  OpenReply & {
    /** When the appointment begins; without one, when it was due. */
    readonly at: number;
  };

export interface ByHandFilter {
  readonly now: number;
  readonly tenantId: number | undefined;
  readonly limit: number;
}

/** The columns of ByHand, for a query without a reply. */
export const BY_HAND_COLUMNS = `${LISTED_COLUMNS}, coalesce(a.starts_at, r.due_at) as at,
  null as "replyId", null as "replyBody"`;

/** Statuses of calls that nobody heard, as a list in SQL. */
export const UNHEARD = `'busy', 'no-answer', 'failed', 'canceled'`;

/** Whether the open reply `p` may answer the text that reminder `r` was: to that person, from the number they wrote to. */
const MAY_ANSWER = `p.review = 'open' and p.person = r.to_number and r.channel = 'sms' and r.state = 'sent'
  and exists (select 1 from intent s left join twilio_message m on m.account_sid = s.account_sid and m.sid = s.sid
    where s.id = r.intent_id and (p.sender = s.from_sender or p.sender = m.from_number)
      and s.created_at between p.received_at - ${ANSWERED_WITHIN_MS} and p.received_at + ${SKEW_MS})`;

/** To be joined to a reminder `r`: the longest waiting reply `p` that may answer it. */
export const OPEN_REPLY = `left join reply p on p.id = (select p.id from reply p where ${MAY_ANSWER} order by p.id limit 1)`;

/** Those of which Twilio is not asked any more, and still of use, unless the other of the pair got through. */
export function undecided(sql: Sql, { now, tenantId, limit }: ByHandFilter): Promise<ByHand[]> {
  return sql.all<ByHand>(
    `select ${BY_HAND_COLUMNS} from ${LISTED_FROM} left join appointment a on a.id = r.appointment_id
     where r.state = 'unknown' and i.next_look_at is null and r.response is null
       and coalesce(a.state, 'booked') = 'booked' and coalesce(a.starts_at, r.expires_at) > ?
       and (? is null or r.tenant_id = ?)
       and not exists (select 1 from reminder s where s.group_key = r.group_key and s.due_at = r.due_at
         and s.channel <> r.channel and s.tenant_id = r.tenant_id and s.state = 'sent'
         and coalesce(s.receipt, '') not in (${UNHEARD}, 'undelivered'))
     order by at, r.id limit ?`,
    [now, tenantId ?? null, tenantId ?? null, limit],
  );
}

/** What an open reply may answer, of each appointment that is not over the text that was sent last. */
export async function unclearlyAnswered(sql: Sql, { now, tenantId, limit }: ByHandFilter): Promise<ByHand[]> {
  const rows = await sql.all<ByHand>(
    `select ${LISTED_COLUMNS}, coalesce(a.starts_at, r.due_at) as at, p.id as "replyId", p.body as "replyBody"
     from reply p cross join ${LISTED_FROM} left join appointment a on a.id = r.appointment_id
     where ${MAY_ANSWER} and coalesce(a.state, 'booked') = 'booked' and coalesce(a.starts_at, ?) >= ?
       and (? is null or r.tenant_id = ?)
     order by at, r.due_at desc, r.id desc`,
    [now, now, tenantId ?? null, tenantId ?? null],
  );
  const subjects = new Map<string, ByHand>();
  for (const row of rows) {
    const subject = row.appointmentId === null ? `reminder ${row.id}` : `appointment ${row.appointmentId}`;
    if (!subjects.has(subject)) subjects.set(subject, row);
  }
  return [...subjects.values()].slice(0, limit);
}
