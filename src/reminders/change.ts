// Changes: writes new values of reminders, appointment and rules together, with what it takes to undo them.

import { UsageError } from '../core/errors.ts';
import { formatId } from '../core/id.ts';
import { type ReminderState, showState } from '../core/lifecycle.ts';
import type { Reminder } from '../core/reminder.ts';
import { type Appointment, updateAppointment } from '../store/appointments.ts';
import type { Sql } from '../store/db.ts';
import { insertEvent, type NewEvent } from '../store/events.ts';
import { EDITABLE, type Editable, rewriteReminder } from '../store/reminder-changes.ts';
import { getReminder } from '../store/reminders.ts';
import { type Rule, setRuleEnd } from '../store/rules.ts';

export interface ReminderChange {
  readonly before: Reminder;
  readonly after: Partial<Editable>;
  /** For the timeline: what was changed. */
  readonly detail: string;
}

export interface Change {
  readonly kind: NewEvent['kind'];
  readonly reminders: readonly ReminderChange[];
  readonly appointment?: { readonly before: Appointment; readonly after: Appointment } | null;
  /** Rules to be ended. */
  readonly rules?: readonly Rule[];
}

/** The values before a change: only those that were changed, and the state that the change left behind. */
export interface Snapshot {
  readonly reminders: readonly {
    readonly id: number;
    readonly left: ReminderState;
    readonly values: Partial<Editable>;
  }[];
  readonly appointment: Appointment | null;
  readonly rules: readonly number[];
}

/**
 * Writes all of it in the caller's transaction, as one change that can be undone as one.
 * @throws UsageError when a reminder has moved on since it was read; the caller's transaction must then roll back
 */
export async function applyChange(sql: Sql, change: Change, now: number): Promise<void> {
  for (const { before, after } of change.reminders) {
    const values = { ...before, ...after };
    if (!(await rewriteReminder(sql, { id: before.id, from: before.state, values }, now))) {
      throw await overtaken(sql, before);
    }
  }
  if (change.appointment) await updateAppointment(sql, change.appointment.after, now);
  for (const rule of change.rules ?? []) await setRuleEnd(sql, rule.id, now, now);
  await recordChange(sql, change, now);
}

/** One event holds the values before; the other reminders of the change get events that are part of it. */
async function recordChange(sql: Sql, change: Change, now: number): Promise<void> {
  const [first, ...others] = change.reminders;
  const tenantId =
    first?.before.tenantId ?? change.appointment?.before.tenantId ?? change.rules?.[0]?.tenantId;
  if (tenantId === undefined) return;
  const appointmentId = change.appointment?.before.id ?? null;
  const { kind } = change;
  const id = await insertEvent(sql, {
    at: now,
    tenantId,
    kind,
    appointmentId,
    reminderId: first?.before.id ?? null,
    detail: first?.detail ?? null,
    before: JSON.stringify(snapshotOf(change)),
  });
  for (const { before, detail } of others) {
    await insertEvent(sql, {
      at: now,
      tenantId,
      kind,
      appointmentId,
      reminderId: before.id,
      detail,
      partOf: id,
    });
  }
}

function snapshotOf({ reminders, appointment, rules }: Change): Snapshot {
  return {
    reminders: reminders.map(({ before, after }) => ({
      id: before.id,
      left: after.state ?? before.state,
      values: valuesBefore(before, after),
    })),
    appointment: appointment?.before ?? null,
    rules: (rules ?? []).map(({ id }) => id),
  };
}

function valuesBefore(before: Reminder, after: Partial<Editable>): Partial<Editable> {
  const changed = EDITABLE.filter((key) => Object.hasOwn(after, key) && after[key] !== before[key]);
  return Object.fromEntries(changed.map((key) => [key, before[key]]));
}

async function overtaken(sql: Sql, before: Reminder): Promise<UsageError> {
  const now = await getReminder(sql, before.id);
  const state = now ? showState(now.state, now.holdReason) : 'gone';
  return new UsageError(
    `reminder ${formatId(before.id)} is ${state} since a moment ago; nothing was changed`,
    {
      hint: `look at it: remind show ${formatId(before.id)}`,
    },
  );
}
