// Shows one reminder: its record, its appointment or rule, what is known of its number, and its timeline.

import type { BadNumber } from '../core/bad-number.ts';
import { type Appointment, getAppointment } from '../store/appointments.ts';
import { badMarks } from '../store/bad-numbers.ts';
import { getListedReminder } from '../store/reminder-changes.ts';
import type { ListedReminder } from '../store/reminders.ts';
import { getRule, type Rule } from '../store/rules.ts';
import type { ReminderDeps } from './deps.ts';
import { findReminder } from './find.ts';
import { type Moment, timelineOf } from './timeline.ts';

export interface ShownReminder {
  readonly reminder: ListedReminder;
  readonly appointment: Appointment | null;
  readonly rule: Rule | null;
  /** The widest mark on the recipient's number; mostly none. */
  readonly mark: BadNumber | undefined;
  readonly timeline: readonly Moment[];
}

/** @throws NotFoundError for an id that no reminder has, or that several begin with */
export async function show(deps: ReminderDeps, id: string): Promise<ShownReminder> {
  const found = await findReminder(deps.db, id);
  const reminder = await getListedReminder(deps.db, found.id);
  if (!reminder) throw new Error(`reminder ${found.id} vanished while it was read`);
  const { appointmentId, ruleId } = reminder;
  return {
    reminder,
    appointment: appointmentId === null ? null : ((await getAppointment(deps.db, appointmentId)) ?? null),
    rule: ruleId === null ? null : ((await getRule(deps.db, ruleId)) ?? null),
    mark: (await badMarks(deps.db, reminder.to))[0],
    timeline: await timelineOf(deps.db, reminder),
  };
}
