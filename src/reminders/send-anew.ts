// A call that was called back before anybody heard it goes anew: what was sent stays sent, a new reminder takes its place.

import { UsageError } from '../core/errors.ts';
import { formatId } from '../core/id.ts';
import type { Reminder } from '../core/reminder.ts';
import { describeInstant } from '../core/say-time.ts';
import { wallAt } from '../core/zone.ts';
import { getAppointment } from '../store/appointments.ts';
import type { Sql } from '../store/db.ts';
import { insertEvent } from '../store/events.ts';
import { insertInstead, successorOf } from '../store/rerouting.ts';

/** Twilio says that it was cancelled there, and it says so only of what nobody has answered. */
export function isRecalled({ state, receipt }: Pick<Reminder, 'state' | 'receipt'>): boolean {
  return state === 'sent' && receipt === 'canceled';
}

/** Itself, or the last of those that have taken its place one after the other, each called back in its turn. */
export async function newestOf(sql: Sql, reminder: Reminder): Promise<Reminder> {
  let newest = reminder;
  while (isRecalled(newest)) {
    const next = await successorOf(sql, newest.id);
    if (!next) break;
    newest = next;
  }
  return newest;
}

/** For one that goes anew already, or has arrived so. */
export function goesAnewAlready({ id }: Reminder, newest: Reminder): UsageError {
  const other = formatId(newest.id);
  return new UsageError(
    `reminder ${formatId(id)} was called back and goes anew as reminder ${other}, which is ${newest.state}; nothing was changed`,
    { hint: `see what becomes of it: remind show ${other}` },
  );
}

/** @throws UsageError when its appointment is cancelled */
export async function assertTakesPlace(sql: Sql, { id, appointmentId, zone }: Reminder): Promise<void> {
  const appointment = appointmentId === null ? undefined : await getAppointment(sql, appointmentId);
  if (appointment?.state !== 'cancelled') return;
  throw new UsageError(
    `the appointment of reminder ${formatId(id)}, ${describeInstant(appointment.startsAt, zone)}, is cancelled; nothing was changed`,
    { hint: `if it takes place after all: remind undo ${formatId(id)}` },
  );
}

/** Due now and to go at `runAt`, in the same words, for the same appointment. Returns its id. */
export async function sendAnew(
  sql: Sql,
  before: Reminder,
  { expiresAt, now, runAt }: { readonly expiresAt: number; readonly now: number; readonly runAt: number },
): Promise<number> {
  const { id: old, ...rest } = before;
  // Keys of an import, an occurrence or a lead time are of the first one, and there is one of each.
  const own = { dedupeKey: null, ruleId: null, occurrenceKey: null, leadMs: null } as const;
  const times = { dueAt: now, runAt, wall: wallAt(now, before.zone), expiresAt };
  const id = await insertInstead(sql, { ...rest, ...own, ...times }, old, now);
  const { tenantId } = before;
  const told = { at: now, tenantId, kind: 'retried' } as const;
  const until = describeInstant(expiresAt, before.zone);
  await insertEvent(sql, {
    ...told,
    reminderId: old,
    detail: `it was called back; it goes anew as reminder ${formatId(id)}`,
  });
  await insertEvent(sql, {
    ...told,
    reminderId: id,
    detail: `in place of reminder ${formatId(old)}, which was called back; until ${until}`,
  });
  return id;
}
