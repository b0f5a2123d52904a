// Finds the one row an id means: the whole id, or the beginning of one id only.

import { NotFoundError } from '../core/errors.ts';
import { formatId, idRanges } from '../core/id.ts';
import type { Reminder } from '../core/reminder.ts';
import { type Appointment, appointmentIdsBetween, getAppointment } from '../store/appointments.ts';
import type { Sql } from '../store/db.ts';
import { getReminder, reminderIdsBetween } from '../store/reminders.ts';

// An ambiguous prefix lists this many and then says "and more".
const LISTED = 8;

type IdsBetween = (sql: Sql, range: readonly [number, number], limit: number) => Promise<number[]>;

/** @throws NotFoundError when no reminder has it, or several begin with it */
export async function findReminder(sql: Sql, text: string): Promise<Reminder> {
  const id = await resolveId(sql, text, { what: 'reminder', idsBetween: reminderIdsBetween });
  const reminder = await getReminder(sql, id);
  if (!reminder) throw new NotFoundError(`there is no reminder ${text}`);
  return reminder;
}

/** @throws NotFoundError when no appointment has it, or several begin with it */
export async function findAppointment(sql: Sql, text: string): Promise<Appointment> {
  const id = await resolveId(sql, text, { what: 'appointment', idsBetween: appointmentIdsBetween });
  const appointment = await getAppointment(sql, id);
  if (!appointment) throw new NotFoundError(`there is no appointment ${text}`);
  return appointment;
}

async function resolveId(
  sql: Sql,
  text: string,
  { what, idsBetween }: { readonly what: string; readonly idsBetween: IdsBetween },
): Promise<number> {
  const ranges = idRanges(text);
  const [exact] = ranges[0] ? await idsBetween(sql, ranges[0], 1) : [];
  if (exact !== undefined) return exact;
  const found: number[] = [];
  for (const range of ranges.slice(1)) {
    if (found.length > LISTED) break;
    found.push(...(await idsBetween(sql, range, LISTED + 1 - found.length)));
  }
  const [only] = found;
  if (only === undefined) {
    throw new NotFoundError(`there is no ${what} ${text}`, { hint: 'remind list --all shows what there is' });
  }
  if (found.length === 1) return only;
  const listed = found.slice(0, LISTED).map(formatId).join(', ');
  throw new NotFoundError(
    `several ${what}s begin with ${text}: ${listed}${found.length > LISTED ? ' and more' : ''}`,
    {
      hint: 'give one more character',
    },
  );
}
