// Takes an import back: what it made is cancelled, what it moved goes back; what has gone out is listed.

import { NotFoundError, UsageError } from '../../core/errors.ts';
import { formatId } from '../../core/id.ts';
import type { Reminder } from '../../core/reminder.ts';
import { getAppointment, updateAppointment } from '../../store/appointments.ts';
import { removeContact } from '../../store/contacts.ts';
import type { Sql } from '../../store/db.ts';
import { insertEvent } from '../../store/events.ts';
import {
  appliedRows,
  dropDedupeKey,
  dropExternalId,
  getImport,
  giveDedupeKey,
  giveExternalId,
  type Import,
  type ImportRow,
  isContactUsedElsewhere,
  markRowUndone,
  stepImport,
} from '../../store/imports.ts';
import { rewriteReminder } from '../../store/reminder-changes.ts';
import { getReminder, moveReminder } from '../../store/reminders.ts';
import type { ReminderDeps } from '../deps.ts';
import { isOpen } from '../may-change.ts';
import { type Journal, unpackJournal } from './journal.ts';
import { applyImport, type Rest } from './roll-forward.ts';

const CHUNK = 250;

export interface UndoneImport {
  readonly id: number;
  readonly source: string;
  /** Reminders that will not be sent now. */
  readonly cancelled: number;
  /** Reminders that are again as they were before. */
  readonly restored: number;
  /** Made or moved by the import, and sent or being sent: nothing can take them back. The first hundred. */
  readonly sent: readonly Reminder[];
  readonly sentCount: number;
  /** Changed by somebody since: left as they are. */
  readonly changed: number;
}

const LISTED = 100;

/**
 * Chunk by chunk; interrupted, it is simply done again. An import still being applied is finished first.
 * @throws NotFoundError when there is none with that id, UsageError when it was undone before or never applied
 */
export async function undoImport(
  { db, clock, rest }: Pick<ReminderDeps, 'db' | 'clock'> & { readonly rest: Rest },
  id: number,
): Promise<UndoneImport> {
  const found = await undoable(db, id);
  if (found.state === 'released') await applyImport(db, id, { clock, rest });
  const undone = { cancelled: 0, restored: 0, changed: 0, sentCount: 0, sent: [] as Reminder[] };
  // Backwards, since a later row may have changed what an earlier one made.
  let line = Number.MAX_SAFE_INTEGER;
  for (;;) {
    const before = line;
    const rows = await db.tx((sql) => undoChunk(sql, { id, before, now: clock.now(), undone }));
    const last = rows.at(-1);
    if (!last) return { id, source: found.source, ...undone };
    line = last.line;
    await rest();
  }
}

async function undoable(sql: Sql, id: number): Promise<Import> {
  const found = await getImport(sql, id);
  if (!found || found.state === 'staging' || found.state === 'abandoned') {
    throw new NotFoundError(`there is no import ${formatId(id)}`, {
      hint: 'remind list --json=importId shows them',
    });
  }
  if (found.state === 'undone') throw new UsageError(`import ${formatId(id)} was taken back already`);
  return found;
}

interface Undone {
  cancelled: number;
  restored: number;
  changed: number;
  sentCount: number;
  readonly sent: Reminder[];
}

interface UndoTerms {
  readonly id: number;
  readonly now: number;
  readonly undone: Undone;
}

async function undoChunk(
  sql: Sql,
  { id, before, now, undone }: UndoTerms & { readonly before: number },
): Promise<readonly ImportRow[]> {
  const rows = await appliedRows(sql, id, before, CHUNK);
  for (const row of rows) {
    await undoRow(sql, unpackJournal(row.before), { id, now, undone });
    await markRowUndone(sql, id, row.line);
  }
  if (rows.length === 0) await stepImport(sql, { id, from: 'applied', to: 'undone' }, now);
  return rows;
}

async function undoRow(sql: Sql, journal: Journal, terms: UndoTerms): Promise<void> {
  for (const id of journal.created) await takeBack(sql, id, terms);
  for (const { id, dedupeKey } of journal.heirs)
    if (dedupeKey !== null) await giveDedupeKey(sql, id, dedupeKey);
  for (const change of journal.rewritten) await putBack(sql, change, terms);
  const isFree = await undoAppointment(sql, journal.appointment, terms.now);
  for (const reminder of journal.cancelled) {
    if (isFree) await reschedule(sql, reminder, terms);
    else terms.undone.changed += 1;
  }
  if (journal.contact !== null && !(await isContactUsedElsewhere(sql, journal.contact, terms.id))) {
    await removeContact(sql, journal.contact, terms.now);
  }
}

/** Unless a later import made the same reminder anew: then that one counts. */
async function reschedule(
  sql: Sql,
  { id, dedupeKey }: Journal['cancelled'][number],
  terms: UndoTerms,
): Promise<void> {
  const hasKey = dedupeKey === null || (await giveDedupeKey(sql, id, dedupeKey));
  if (hasKey && (await moveReminder(sql, id, { from: 'cancelled', to: 'scheduled' }, terms.now))) {
    await noteUndone(sql, id, terms);
    terms.undone.restored += 1;
  } else terms.undone.changed += 1;
}

/** Cancels a reminder that the import made, and gives its key back. */
async function takeBack(sql: Sql, id: number, terms: UndoTerms): Promise<void> {
  const reminder = await getReminder(sql, id);
  if (!reminder) return;
  if (reminder.dedupeKey !== null) await dropDedupeKey(sql, id);
  if (isOpen(reminder)) {
    await moveReminder(sql, id, { from: reminder.state, to: 'cancelled' }, terms.now);
    await noteUndone(sql, id, terms);
    terms.undone.cancelled += 1;
  } else countSent(reminder, terms.undone);
}

async function putBack(sql: Sql, change: Journal['rewritten'][number], terms: UndoTerms): Promise<void> {
  const reminder = await getReminder(sql, change.id);
  if (!reminder) return;
  const isAsLeft = reminder.dueAt === change.dueAt && reminder.body === change.body;
  if (isOpen(reminder) && isAsLeft) {
    await rewriteReminder(
      sql,
      { id: change.id, from: reminder.state, values: { ...reminder, ...change.was } },
      terms.now,
    );
    await noteUndone(sql, change.id, terms);
    terms.undone.restored += 1;
  } else if (!countSent(reminder, terms.undone)) terms.undone.changed += 1;
}

/** True when it has gone out, or may have. */
function countSent(reminder: Reminder, undone: Undone): boolean {
  if (!['sent', 'processing', 'unknown'].includes(reminder.state)) return false;
  undone.sentCount += 1;
  if (undone.sent.length < LISTED) undone.sent.push(reminder);
  return true;
}

/** False when the appointment's id has gone to another since, so that it cannot come back. */
async function undoAppointment(sql: Sql, change: Journal['appointment'], now: number): Promise<boolean> {
  if (change === null) return true;
  if ('made' in change) {
    const made = await getAppointment(sql, change.made);
    if (!made) return true;
    await dropExternalId(sql, made.id);
    await updateAppointment(sql, { ...made, state: 'cancelled' }, now);
    return true;
  }
  const { was, keyTaken } = change;
  if (keyTaken && was.externalId !== null && !(await giveExternalId(sql, was.id, was.externalId)))
    return false;
  await updateAppointment(sql, was, now);
  return true;
}

async function noteUndone(sql: Sql, reminderId: number, { id, now }: UndoTerms): Promise<void> {
  const reminder = await getReminder(sql, reminderId);
  if (!reminder) return;
  const { tenantId, appointmentId } = reminder;
  await insertEvent(sql, {
    at: now,
    tenantId,
    reminderId,
    appointmentId,
    kind: 'undone',
    detail: `import ${formatId(id)}`,
  });
}
