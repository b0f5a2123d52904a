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

/** @throws UsageError when it goes anew already, or its appointment is cancelled */
export async function assertMayGoAnew(sql: Sql, { id, appointmentId, zone }: Reminder): Promise<void> {
  const successor = await successorOf(sql, id);
  if (successor) {
    const other = formatId(successor.id);
    throw new UsageError(
      `reminder ${formatId(id)} was called back and goes anew as reminder ${other}, which is ${successor.state}; nothing was changed`,
      { hint: `see what becomes of it: remind show ${other}; to try that one again: remind retry ${other}` },
    );
  }
  const appointment = appointmentId === null ? undefined : await getAppointment(sql, appointmentId);
  if (appointment?.state !== 'cancelled') return;
  throw new UsageError(
    `the appointment of reminder ${formatId(id)}, ${describeInstant(appointment.startsAt, zone)}, is cancelled; nothing was changed`,
    { hint: `if it takes place after all: remind undo ${formatId(id)}` },
  );
}

/** Due now, in the same words, for the same appointment. Returns its id. */
export async function sendAnew(
  sql: Sql,
  before: Reminder,
  { expiresAt, now }: { readonly expiresAt: number; readonly now: number },
): Promise<number> {
  const { id: old, ...rest } = before;
  // Keys of an import, an occurrence or a lead time are of the first one, and there is one of each.
  const own = { dedupeKey: null, ruleId: null, occurrenceKey: null, leadMs: null } as const;
  const times = { dueAt: now, runAt: now, wall: wallAt(now, before.zone), expiresAt };
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
