// Edits: moves a reminder or its whole appointment, or changes what is said, to whom, and until when.

import { formatDuration } from '../core/duration.ts';
import { formatId } from '../core/id.ts';
import type { Reminder } from '../core/reminder.ts';
import { describeInstant } from '../core/say-time.ts';
import { type Appointment, getAppointment } from '../store/appointments.ts';
import { getContact } from '../store/contacts.ts';
import type { Sql } from '../store/db.ts';
import { getListedReminder } from '../store/reminder-changes.ts';
import { type ListedReminder, remindersOfAppointment } from '../store/reminders.ts';
import { getTenant } from '../store/tenants.ts';
import { applyChange, type ReminderChange } from './change.ts';
import type { ReminderDeps } from './deps.ts';
import { type EditRequest, type EditSubject, type ReadEdit, readEdit } from './edit-terms.ts';
import { findReminder } from './find.ts';
import { assertOpen, isOpen, whyClosed } from './may-change.ts';
import { changeOf, termsForOthers } from './new-values.ts';
import { COMES_TOO_LATE } from './quiet-moves.ts';
import { assertSpeakable } from './schedule.ts';
import { checkSender } from './senders.ts';

export interface Edited {
  /** As they are now, those that were cancelled too. */
  readonly reminders: readonly ListedReminder[];
  readonly appointment: Appointment | null;
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Changes one reminder; when its appointment is moved or is another person's, all reminders of the appointment
 * that are not sent yet.
 * @throws UsageError when it was sent already, or the wish cannot be carried out; nothing is changed then
 */
export async function edit(deps: ReminderDeps, request: EditRequest): Promise<Edited> {
  const subject = await subjectOf(deps.db, request.id);
  const read = await readEdit(deps, request, subject);
  const targets = await targetsOf(deps.db, subject, read);
  const others = termsForOthers(read.terms);
  const changes = [
    changeOf(subject.reminder, read.terms),
    ...targets.others.map((reminder) => changeOf(reminder, others)),
  ];
  const quiet = changes.map(quietTold);
  const lost = quiet.flatMap((told) => told?.warning ?? []);
  const warnings = [...(await check(deps, subject, changes)), ...dropped(changes), ...lost];
  const notes = [...read.notes, ...targets.left, ...quiet.flatMap((told) => told?.note ?? [])];
  const appointment = read.appointment ?? subject.appointment;
  if (!request.dryRun) {
    const kind = read.terms.moves || read.terms.dueAt !== undefined ? 'moved' : 'edited';
    const move =
      read.appointment && subject.appointment
        ? { before: subject.appointment, after: read.appointment }
        : null;
    await deps.db.tx((sql) =>
      applyChange(sql, { kind, reminders: changes, appointment: move }, read.terms.now),
    );
  }
  return { reminders: await after(deps.db, changes), appointment, notes, warnings };
}

async function subjectOf(sql: Sql, id: string): Promise<EditSubject> {
  const reminder = await findReminder(sql, id);
  assertOpen(reminder, 'changed');
  const { appointmentId, contactId, tenantId } = reminder;
  const tenant = await getTenant(sql, tenantId);
  if (!tenant) throw new Error(`reminder ${reminder.id} has no tenant`);
  return {
    reminder,
    tenant,
    appointment: appointmentId === null ? null : ((await getAppointment(sql, appointmentId)) ?? null),
    contact: contactId === null ? null : ((await getContact(sql, contactId)) ?? null),
  };
}

/** The other reminders of an appointment that changes, and notes on those for which it is too late. */
async function targetsOf(
  sql: Sql,
  { reminder }: EditSubject,
  { appointment, terms }: ReadEdit,
): Promise<{ others: Reminder[]; left: string[] }> {
  if (!appointment) return { others: [], left: [] };
  const all = (await remindersOfAppointment(sql, appointment.id)).filter(({ id }) => id !== reminder.id);
  const closed = all.filter((other) => !isOpen(other));
  return { others: all.filter(isOpen), left: terms.moves ? closed.map(leftBehind) : [] };
}

/** A new time within the recipient's quiet hours is not the time at which it goes. */
function quietTold({
  before,
  after: { dueAt = before.dueAt, zone = before.zone, runAt = dueAt, expiresAt = before.expiresAt },
}: ReminderChange): { readonly note?: string; readonly warning?: string } | undefined {
  if (runAt === dueAt) return undefined;
  const due = `${formatId(before.id)} is due within the recipient's quiet hours`;
  if (runAt > expiresAt) return { warning: `${due}, ${COMES_TOO_LATE}` };
  return { note: `${due}: it goes ${runAt < dueAt ? 'earlier' : 'later'}, ${describeInstant(runAt, zone)}` };
}

function leftBehind(reminder: Reminder): string {
  const lead = reminder.leadMs === null ? '' : `, the one ${formatDuration(reminder.leadMs)} before,`;
  return `${whyClosed(reminder)}: it${lead} stays as it is`;
}

/** @throws UsageError for words that cannot be spoken, or a sender that cannot call */
async function check(
  deps: ReminderDeps,
  { tenant }: EditSubject,
  changes: readonly ReminderChange[],
): Promise<string[]> {
  const values = changes.map(({ before, after }) => ({ ...before, ...after }));
  await assertSpeakable(values);
  const doubts = values.map(({ from, channel }) =>
    checkSender(from, [channel], { tenant, defaults: deps.defaults }),
  );
  return [...new Set(doubts)].filter((doubt) => doubt !== null);
}

function dropped(changes: readonly ReminderChange[]): string[] {
  return changes
    .filter(({ after }) => after.state === 'cancelled')
    .map(({ before, detail }) => `${formatId(before.id)} is cancelled: ${detail}`);
}

async function after(sql: Sql, changes: readonly ReminderChange[]): Promise<ListedReminder[]> {
  const rows: ListedReminder[] = [];
  for (const { before, after: values } of changes) {
    const row = await getListedReminder(sql, before.id);
    // After a dry run the stored row is the old one.
    if (row) rows.push({ ...row, ...values });
  }
  return rows;
}
