// What an answer does: its appointment is confirmed, cancelled, or somebody is to call; and the words stay with the reminder.

import { counted } from '../core/count.ts';
import type { Reminder, ReminderResponse } from '../core/reminder.ts';
import type { KeyMeaning } from '../core/reply-keys.ts';
import { describeInstant } from '../core/say-time.ts';
import { type AskedReminder, writeResponse } from '../store/answers.ts';
import { getAppointment } from '../store/appointments.ts';
import type { Sql } from '../store/db.ts';
import { insertEvent } from '../store/events.ts';
import { getReminder, remindersOfAppointment } from '../store/reminders.ts';
import { applyChange } from './change.ts';
import { isOpen } from './may-change.ts';

const RESPONSES: Readonly<Record<KeyMeaning, ReminderResponse>> = {
  confirm: 'confirmed',
  cancel: 'cancelled',
  contact: 'contact',
};
const SAYS: Readonly<Record<KeyMeaning, string>> = {
  confirm: 'confirms',
  cancel: 'cancels',
  contact: 'asks to be called about',
};

/** What was answered, and how. */
export interface Deed extends Pick<AskedReminder, 'id' | 'tenantId' | 'zone' | 'appointmentId' | 'startsAt'> {
  /** As they were written. */
  readonly words: string;
  readonly meaning: KeyMeaning;
}

/** In the caller's transaction. Returns what was done, in words: `"C": cancels the appointment …; 1 reminder cancelled`. */
export async function carryOut(sql: Sql, deed: Deed, now: number): Promise<string> {
  const { id, tenantId, appointmentId, startsAt, zone, words, meaning } = deed;
  const what = startsAt === null ? 'the reminder' : `the appointment ${describeInstant(startsAt, zone)}`;
  const cancelled = meaning === 'cancel' ? await cancelWhatIsToCome(sql, deed, now) : 0;
  await writeResponse(sql, id, RESPONSES[meaning], now);
  const detail = `"${words}": ${SAYS[meaning]} ${what}${cancelled === 0 ? '' : `; ${counted(cancelled, 'reminder')} cancelled`}`;
  await insertEvent(sql, { at: now, tenantId, reminderId: id, appointmentId, kind: 'answered', detail });
  return detail;
}

/** The appointment with all that was still to come of it; `remind undo` takes it back. Returns how many reminders. */
async function cancelWhatIsToCome(sql: Sql, { id, appointmentId }: Deed, now: number): Promise<number> {
  const appointment = appointmentId === null ? undefined : await getAppointment(sql, appointmentId);
  if (appointment?.state === 'cancelled') return 0;
  const about = appointment
    ? await remindersOfAppointment(sql, appointment.id)
    : [await getReminder(sql, id)];
  const open = about.filter((reminder): reminder is Reminder => reminder !== undefined && isOpen(reminder));
  const gone = { state: 'cancelled', holdReason: null } as const;
  const reminders = open.map((before) => ({ before, after: gone, detail: 'by the answer to a text' }));
  const change = appointment && {
    before: appointment,
    after: { ...appointment, state: 'cancelled' as const },
  };
  if (change || reminders.length > 0)
    await applyChange(sql, { kind: 'cancelled', reminders, ...(change && { appointment: change }) }, now);
  return open.length;
}
