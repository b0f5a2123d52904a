// What a reply may answer: the texts that its writer was sent of late from the number that was texted.

import type { ReminderResponse } from '../core/reminder.ts';
import type { Sql } from './db.ts';

/** A text that was sent, with the appointment it is about. */
export interface AskedReminder {
  readonly id: number;
  readonly tenantId: number;
  readonly body: string;
  readonly sentAt: number;
  readonly zone: string;
  readonly response: ReminderResponse | null;
  readonly appointmentId: number | null;
  readonly startsAt: number | null;
  readonly appointmentState: 'booked' | 'cancelled' | null;
}

/** The newest first. A messaging service is found by the number that it sent from. */
export function askedReminders(
  sql: Sql,
  {
    person,
    sender,
    since,
    until,
  }: { readonly person: string; readonly sender: string; readonly since: number; readonly until: number },
): Promise<AskedReminder[]> {
  return sql.all<AskedReminder>(
    `select r.id, r.tenant_id as "tenantId", r.body, i.created_at as "sentAt", r.zone, r.response,
       r.appointment_id as "appointmentId", a.starts_at as "startsAt", a.state as "appointmentState"
     from intent i join reminder r on r.id = i.reminder_id
       left join appointment a on a.id = r.appointment_id
       left join twilio_message m on m.account_sid = i.account_sid and m.sid = i.sid
     where i.to_number = ? and i.kind = 'message' and i.created_at between ? and ? and i.outcome = 'accepted'
       and i.target_sid is null and (i.from_sender = ? or m.from_number = ?)
     order by i.created_at desc, i.id desc`,
    [person, since, until, sender, sender],
  );
}

export async function writeResponse(
  sql: Sql,
  id: number,
  response: ReminderResponse,
  now: number,
): Promise<void> {
  await sql.run('update reminder set response = ?, updated_at = ? where id = ?', [response, now, id]);
}

/**
 * These stand again, and all of the appointment: what their person wrote to cancel them counts no more. Where somebody
 * here had read it so, its meaning is open again.
 */
export async function forgetCancelling(
  sql: Sql,
  {
    reminderIds,
    appointmentId,
  }: { readonly reminderIds: readonly number[]; readonly appointmentId: number | null },
  now: number,
): Promise<void> {
  const which = [JSON.stringify(reminderIds), appointmentId];
  await sql.run(
    `update reminder set response = null, updated_at = ? where response = 'cancelled' and id in (${STANDING})`,
    [now, ...which],
  );
  await sql.run(
    `update reply set review = 'open', meaning = 'doubt', reviewed_at = null
     where meaning = 'cancel' and reviewed_at is not null and review is null and reminder_id in (${STANDING})`,
    which,
  );
}

const STANDING = `select value from json_each(?) union select id from reminder where appointment_id = ?`;
