// An answer that only a person understands, carried out as she says that it was meant.

import { UsageError } from '../core/errors.ts';
import { formatId } from '../core/id.ts';
import { oneLine } from '../core/quoted.ts';
import { describeInstant } from '../core/say-time.ts';
import { getAppointment } from '../store/appointments.ts';
import type { Sql } from '../store/db.ts';
import { carryOut } from './carry-out.ts';
import { findReminder } from './find.ts';

export interface Meant {
  readonly meaning: 'confirm' | 'cancel';
  /** The reminder whose appointment is meant, as typed. */
  readonly reminder: string;
}

export interface Understood {
  readonly meaning: Meant['meaning'];
  readonly tenantId: number;
  readonly reminderId: number;
  /** What was done, in words. */
  readonly detail: string;
}

/**
 * In the caller's transaction.
 * @throws NotFoundError when there is no such reminder
 * @throws UsageError when it is another person's, or its appointment can no longer be confirmed or cancelled
 */
export async function answerByHand(
  sql: Sql,
  { person, body }: { readonly person: string; readonly body: string },
  { meaning, reminder: typed }: Meant,
  now: number,
): Promise<Understood> {
  const { id, to, tenantId, zone, appointmentId } = await findReminder(sql, typed);
  const called = `reminder ${formatId(id)}`;
  if (to !== person) {
    throw new UsageError(`${called} is for ${to}, and ${person} wrote this text; nothing was changed`, {
      hint: `their reminders: remind list --to ${person} --all`,
    });
  }
  const appointment = appointmentId === null ? undefined : await getAppointment(sql, appointmentId);
  const startsAt = appointment?.startsAt ?? null;
  const refusal = appointment && refusalOf(appointment, { meaning, now });
  if (refusal) {
    const when = describeInstant(appointment.startsAt, zone);
    throw new UsageError(`the appointment of ${called}, ${when}, ${refusal}; nothing was changed`, {
      hint: `to be done with the text: --dismiss; see: remind show ${formatId(id)}`,
    });
  }
  const words = oneLine(body);
  const detail = await carryOut(sql, { id, tenantId, zone, appointmentId, startsAt, words, meaning }, now);
  return { meaning, tenantId, reminderId: id, detail };
}

function refusalOf(
  { startsAt, state }: { readonly startsAt: number; readonly state: 'booked' | 'cancelled' },
  { meaning, now }: { readonly meaning: Meant['meaning']; readonly now: number },
): string | undefined {
  if (startsAt <= now) return 'is over';
  return meaning === 'confirm' && state === 'cancelled' ? 'is cancelled' : undefined;
}
