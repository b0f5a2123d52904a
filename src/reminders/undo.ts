// Undo: takes back the last edit or cancel, or that of one reminder; an import is taken back by its own room.

import { NotFoundError, UsageError } from '../core/errors.ts';
import { formatId } from '../core/id.ts';
import type { Reminder } from '../core/reminder.ts';
import { describeInstant } from '../core/say-time.ts';
import { forgetCancelling } from '../store/answers.ts';
import { updateAppointment } from '../store/appointments.ts';
import type { Sql } from '../store/db.ts';
import {
  getEvent,
  insertEvent,
  lastUndoableEvent,
  markPartsUndone,
  markUndone,
  openChangesOfReminder,
  type StoredEvent,
} from '../store/events.ts';
import { getListedReminder, rewriteReminder } from '../store/reminder-changes.ts';
import { getReminder, type ListedReminder } from '../store/reminders.ts';
import { setRuleEnd } from '../store/rules.ts';
import type { Snapshot } from './change.ts';
import type { ReminderDeps } from './deps.ts';
import { findReminder } from './find.ts';

export interface Undone {
  /** `edited`, `moved` or `cancelled`: what was taken back. */
  readonly kind: string;
  readonly reminders: readonly ListedReminder[];
  readonly warnings: readonly string[];
}

/** The change that `undo` would take back: the newest of all, or of one reminder. */
export interface UndoableChange {
  readonly eventId: number;
  readonly at: number;
}

/**
 * Undefined without an id when nothing can be taken back.
 * @throws NotFoundError for an id that no reminder has, or whose reminder was not changed
 */
export async function lastChange(deps: ReminderDeps, id?: string): Promise<UndoableChange | undefined> {
  if (id === undefined) {
    const event = await lastUndoableEvent(deps.db);
    return event && { eventId: event.id, at: event.at };
  }
  const reminder = await findReminder(deps.db, id);
  const [newest] = await openChangesOfReminder(deps.db, reminder.id);
  if (newest) return { eventId: newest.partOf ?? newest.id, at: newest.at };
  throw new NotFoundError(
    `reminder ${formatId(reminder.id)} was not edited or cancelled: there is nothing to take back`,
    { hint: `look at it: remind show ${formatId(reminder.id)}` },
  );
}

/**
 * Puts every reminder of the change back to what it was, all or none.
 * @throws UsageError when one of them has been sent, changed again, or would be too late by now
 */
export async function undoChange(deps: ReminderDeps, { eventId }: UndoableChange): Promise<Undone> {
  const now = deps.clock.now();
  return deps.db.tx(async (sql) => {
    const event = await getEvent(sql, eventId);
    if (!event?.before || event.undoneAt !== null) throw new UsageError('that change was taken back already');
    const snapshot = JSON.parse(event.before) as Snapshot;
    const warnings: string[] = [];
    for (const one of snapshot.reminders) warnings.push(...(await restore(sql, one, { event, now })));
    if (snapshot.appointment) await updateAppointment(sql, snapshot.appointment, now);
    // Whoever took it back knows better than the text that cancelled it.
    if (event.kind === 'cancelled') await forgetCancelling(sql, cancelledBy(snapshot), now);
    for (const rule of snapshot.rules) await setRuleEnd(sql, rule, null, now);
    await markUndone(sql, event.id, now);
    await markPartsUndone(sql, event.id, now);
    const reminders: ListedReminder[] = [];
    for (const { id } of snapshot.reminders) reminders.push(await listed(sql, id));
    return { kind: event.kind, reminders, warnings };
  });
}

function cancelledBy({ reminders, appointment }: Snapshot): Parameters<typeof forgetCancelling>[1] {
  const appointmentId = appointment?.state === 'booked' ? appointment.id : null;
  return { reminderIds: reminders.map(({ id }) => id), appointmentId };
}

interface RestoreTerms {
  readonly event: StoredEvent;
  readonly now: number;
}

async function restore(
  sql: Sql,
  { id, left, values }: Snapshot['reminders'][number],
  { event, now }: RestoreTerms,
): Promise<string[]> {
  const current = await getReminder(sql, id);
  if (!current) throw new Error(`reminder ${id} of event ${event.id} is gone`);
  await assertUntouched(sql, current, { left, event });
  const before: Reminder = { ...current, ...values };
  // Quiet hours, or a plan, may have moved it before the change.
  const runAt = values.runAt ?? (values.dueAt === undefined ? current.runAt : before.dueAt);
  // What a guard held is scheduled anew, and the guard asked again.
  const restored = { ...before, state: 'scheduled', holdReason: null, runAt } as const;
  if (restored.expiresAt <= now) {
    throw new UsageError(
      `reminder ${formatId(id)} was good until ${describeInstant(restored.expiresAt, restored.zone)}, which has passed; nothing was changed`,
      { hint: 'schedule a new one instead' },
    );
  }
  await rewriteReminder(sql, { id, from: current.state, values: restored }, now);
  await insertEvent(sql, {
    at: now,
    tenantId: current.tenantId,
    reminderId: id,
    appointmentId: event.appointmentId,
    kind: 'undone',
    detail: `no longer ${event.kind}`,
  });
  return restored.runAt <= now
    ? [
        `reminder ${formatId(id)} was due ${describeInstant(restored.dueAt, restored.zone)} and is sent as soon as a daemon runs`,
      ]
    : [];
}

/** @throws UsageError when the reminder is not as the change left it, or was changed once more since */
async function assertUntouched(
  sql: Sql,
  { id, state }: Reminder,
  { left, event }: { readonly left: Reminder['state']; readonly event: StoredEvent },
): Promise<void> {
  const heldSince = left === 'scheduled' && state === 'held';
  if (state !== left && !heldSince) {
    throw new UsageError(`reminder ${formatId(id)} is ${state} since; nothing was changed`, {
      hint: `look at it: remind show ${formatId(id)}`,
    });
  }
  const [newest] = await openChangesOfReminder(sql, id);
  if (newest && (newest.partOf ?? newest.id) !== event.id) {
    throw new UsageError(`reminder ${formatId(id)} was changed again since; nothing was changed`, {
      hint: `take that back first: remind undo ${formatId(id)}`,
    });
  }
}

async function listed(sql: Sql, id: number): Promise<ListedReminder> {
  const reminder = await getListedReminder(sql, id);
  if (!reminder) throw new Error(`reminder ${id} vanished in its own transaction`);
  return reminder;
}
