// What a report on a day is made of: every reminder of its appointments, and those of that day that have none.

import type { HoldReason, ReminderState } from '../core/lifecycle.ts';
import type { Channel, ReminderResponse } from '../core/reminder.ts';
import type { AppointmentState } from './appointments.ts';
import { OPEN_REPLY, type OpenReply } from './by-hand.ts';
import type { Sql } from './db.ts';
import { DOUBT_COLUMN, type ListedReminder } from './reminders.ts';

export interface ReportedReminder extends OpenReply {
  readonly id: number;
  readonly appointmentId: number | null;
  /** Null without an appointment. */
  readonly appointmentState: AppointmentState | null;
  readonly groupKey: string | null;
  /** The reminder whose place it has taken. */
  readonly insteadOf: number | null;
  readonly tenantName: string;
  readonly name: string | null;
  readonly to: string;
  readonly zone: string;
  /** The appointment's beginning; without one, when it is due. */
  readonly at: number;
  readonly channel: Channel;
  readonly state: ReminderState;
  readonly holdReason: HoldReason | null;
  readonly receipt: string | null;
  readonly response: ReminderResponse | null;
  readonly lastError: string | null;
  readonly doubt: ListedReminder['doubt'];
  /** Cancelled because its recipient wants no more. */
  readonly isOptedOut: 0 | 1;
}

const COLUMNS = `
  select r.id, r.appointment_id as "appointmentId", a.state as "appointmentState", r.group_key as "groupKey", r.instead_of as "insteadOf",
    t.name as "tenantName", coalesce(c.name, a.name) as name, coalesce(a.to_number, r.to_number) as "to",
    coalesce(a.zone, r.zone) as zone, coalesce(a.starts_at, r.due_at) as at, r.channel, r.state,
    r.hold_reason as "holdReason", r.receipt, r.response, r.last_error as "lastError",
    r.state = 'cancelled' and r.opt_out_id is not null as "isOptedOut", ${DOUBT_COLUMN}, p.id as "replyId", p.body as "replyBody"
  from reminder r join tenant t on t.id = r.tenant_id
    left join appointment a on a.id = r.appointment_id left join contact c on c.id = r.contact_id
    left join intent i on i.id = r.intent_id and r.state = 'unknown'
    ${OPEN_REPLY}`;

/** By time; those of one appointment in the order in which they were due. */
export async function remindersOfDay(
  sql: Sql,
  {
    from,
    until,
    tenantId,
  }: { readonly from: number; readonly until: number; readonly tenantId: number | null },
): Promise<ReportedReminder[]> {
  const mine = 'and (? is null or r.tenant_id = ?)';
  const whose = [tenantId, tenantId];
  const rows = [
    ...(await sql.all<ReportedReminder>(
      `${COLUMNS} where a.starts_at >= ? and a.starts_at < ? ${mine} order by r.due_at, r.id`,
      [from, until, ...whose],
    )),
    ...(await sql.all<ReportedReminder>(
      `${COLUMNS} where r.due_at >= ? and r.due_at < ? and r.appointment_id is null ${mine} order by r.due_at, r.id`,
      [from, until, ...whose],
    )),
  ];
  return rows.sort((a, b) => a.at - b.at);
}
