// Applies one released row: the database is made to say what the row says, and what that took is written down.

import { formatId } from '../../core/id.ts';
import type { Reminder } from '../../core/reminder.ts';
import {
  type Appointment,
  appointmentByExternalId,
  insertAppointment,
  updateAppointment,
} from '../../store/appointments.ts';
import { contactByName, insertContact } from '../../store/contacts.ts';
import type { Sql } from '../../store/db.ts';
import { insertEvent } from '../../store/events.ts';
import { dropDedupeKey, dropExternalId } from '../../store/imports.ts';
import { rewriteReminder } from '../../store/reminder-changes.ts';
import {
  insertReminder,
  moveReminder,
  remindersByDedupeKey,
  remindersOfAppointment,
} from '../../store/reminders.ts';
import { isOpen } from '../may-change.ts';
import type { Entry } from './entry.ts';
import { editableOf, type Journal, type KeyedReminder } from './journal.ts';
import { type Change, reconcile, type Stored } from './reconcile.ts';
import { withdrawnByImport } from './withdrawn.ts';

export interface ApplyTerms {
  readonly importId: number;
  /** When the import was made: a reminder due after it counts, however late the row is applied. */
  readonly asOf: number;
  readonly now: number;
}

/** What is stored under a key. */
export async function loadStored(sql: Sql, tenantId: number, key: string): Promise<Stored> {
  const appointment = await appointmentByExternalId(sql, tenantId, key);
  const keyed = await remindersByDedupeKey(sql, tenantId, key);
  const own = appointment ? await remindersOfAppointment(sql, appointment.id) : [];
  const loose = keyed.filter(
    ({ appointmentId }) => appointmentId === null || appointmentId !== appointment?.id,
  );
  const reminders = [...own, ...loose];
  return { appointment, reminders, withdrawn: await withdrawnByImport(sql, reminders) };
}

/**
 * Compares again rather than trusting what staging saw: another import, or a person, may have been here since.
 * A row that is applied twice changes nothing the second time.
 */
export async function applyEntry(sql: Sql, entry: Entry, terms: ApplyTerms): Promise<Journal> {
  const stored = await loadStored(sql, entry.tenantId, entry.key);
  const change = reconcile(entry, stored, terms.asOf);
  const contact = await contactOf(sql, entry, terms.now);
  const appointment = await applyAppointment(sql, { entry, change, stored, contactId: contact.id }, terms);
  const cancelled = await cancelAll(sql, change.cancel, terms);
  const rewritten: Journal['rewritten'][number][] = [];
  for (const { reminder, wanted } of change.update) {
    const now = {
      contactId: contact.id,
      runAt: wanted.runAt ?? wanted.dueAt,
      state: 'scheduled',
      holdReason: null,
    } as const;
    const { onUnknown, anyHour } = reminder;
    const values = { ...wanted, ...now, onUnknown, anyHour };
    if (!(await rewriteReminder(sql, { id: reminder.id, from: reminder.state, values }, terms.now))) continue;
    rewritten.push({ id: reminder.id, was: editableOf(reminder), dueAt: wanted.dueAt, body: wanted.body });
    await note(sql, reminder, 'moved', terms);
  }
  const created: number[] = [];
  const heirs: KeyedReminder[] = [];
  for (const { wanted, heir } of change.create) {
    if (heir) {
      await dropDedupeKey(sql, heir.id);
      heirs.push({ id: heir.id, dedupeKey: heir.dedupeKey });
    }
    const ids = { contactId: contact.id, appointmentId: appointment.id, importId: terms.importId };
    created.push(await insertReminder(sql, { ...wanted, ...ids }, terms.now));
  }
  return { created, rewritten, cancelled, heirs, appointment: appointment.journal, contact: contact.made };
}

/** Cancels what is still to come of an entry that is gone from the file, and frees its key. */
export async function applyGone(
  sql: Sql,
  { tenantId, key }: Pick<Entry, 'tenantId' | 'key'>,
  terms: ApplyTerms,
): Promise<Journal> {
  const stored = await loadStored(sql, tenantId, key);
  const open = stored.reminders.filter(isOpen);
  const cancelled = await cancelAll(sql, open, terms);
  const was = stored.appointment;
  if (was) await releaseAppointment(sql, was, terms.now);
  const appointment = was ? { was, keyTaken: true } : null;
  return { created: [], rewritten: [], cancelled, heirs: [], appointment, contact: null };
}

/** The name's contact, made if nobody has that name; null when the name has another number. */
async function contactOf(
  sql: Sql,
  { contact, tenantId, to }: Entry,
  now: number,
): Promise<{ id: number | null; made: number | null }> {
  if (contact.kind === 'none') return { id: null, made: null };
  if (contact.kind === 'known') return { id: contact.id, made: null };
  const existing = await contactByName(sql, tenantId, contact.name);
  if (existing) return { id: existing.phone === to ? existing.id : null, made: null };
  const fresh = { tenantId, name: contact.name, phone: to, zone: null, email: null, note: null };
  const id = await insertContact(sql, fresh, now);
  return { id, made: id };
}

interface AppointmentChange {
  readonly entry: Entry;
  readonly change: Change;
  readonly stored: Stored;
  readonly contactId: number | null;
}

async function applyAppointment(
  sql: Sql,
  { entry, change, stored, contactId }: AppointmentChange,
  { importId, now }: ApplyTerms,
): Promise<{ id: number | null; journal: Journal['appointment'] }> {
  const was = stored.appointment;
  if (was && change.appointment === 'release') {
    await releaseAppointment(sql, was, now);
    return { id: null, journal: { was, keyTaken: true } };
  }
  if (!entry.appointment || (was && change.appointment === 'keep'))
    return { id: was?.id ?? null, journal: null };
  const terms = { ...entry.appointment, contactId, name: entry.name, to: entry.to, zone: entry.zone };
  if (was) {
    await updateAppointment(sql, { ...was, ...terms, state: 'booked' }, now);
    return { id: was.id, journal: { was, keyTaken: false } };
  }
  const fresh = { ...terms, tenantId: entry.tenantId, importId, externalId: entry.key };
  const made = await insertAppointment(sql, fresh, now);
  return { id: made, journal: { made } };
}

async function releaseAppointment(sql: Sql, appointment: Appointment, now: number): Promise<void> {
  await dropExternalId(sql, appointment.id);
  await updateAppointment(sql, { ...appointment, state: 'cancelled' }, now);
}

async function cancelAll(
  sql: Sql,
  reminders: readonly Reminder[],
  terms: ApplyTerms,
): Promise<KeyedReminder[]> {
  const cancelled: KeyedReminder[] = [];
  for (const reminder of reminders) {
    const step = { from: reminder.state, to: 'cancelled' } as const;
    if (!(await moveReminder(sql, reminder.id, step, terms.now))) continue;
    if (reminder.dedupeKey !== null) await dropDedupeKey(sql, reminder.id);
    cancelled.push({ id: reminder.id, dedupeKey: reminder.dedupeKey });
    await note(sql, reminder, 'cancelled', terms);
  }
  return cancelled;
}

/** For the reminder's timeline. It carries no `before`: an import is undone as a whole. */
async function note(
  sql: Sql,
  { id, tenantId, appointmentId }: Reminder,
  kind: 'moved' | 'cancelled',
  { importId, now }: ApplyTerms,
): Promise<void> {
  const detail = `import ${formatId(importId)}`;
  await insertEvent(sql, { at: now, tenantId, reminderId: id, appointmentId, kind, detail });
}
