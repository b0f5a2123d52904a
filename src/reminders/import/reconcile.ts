// What it takes to make the stored reminders of a row what the row says: a pure comparison.

import type { NewReminder, Reminder } from '../../core/reminder.ts';
import { MINUTE_MS } from '../../core/wall.ts';
import type { Appointment } from '../../store/appointments.ts';
import { isOpen } from '../may-change.ts';
import type { Entry } from './entry.ts';

/** What is stored under an entry's key. */
export interface Stored {
  readonly appointment: Appointment | undefined;
  /** The appointment's reminders, and those whose dedupe key is the entry's. */
  readonly reminders: readonly Reminder[];
  /** Those of the reminders that an import cancelled: what a file took away it may bring back. */
  readonly withdrawn: ReadonlySet<number>;
}

export interface Change {
  /** `moved` is any change: of time, number, words. */
  readonly kind: 'new' | 'moved' | 'same';
  readonly appointment: 'create' | 'update' | 'release' | 'keep';
  readonly create: readonly Creation[];
  readonly update: readonly { readonly reminder: Reminder; readonly wanted: NewReminder }[];
  readonly cancel: readonly Reminder[];
  /** Reminders left out because their time has passed. */
  readonly late: number;
}

export interface Creation {
  readonly wanted: NewReminder;
  /** The settled reminder that holds the entry's dedupe key, which passes on to the new one. */
  readonly heir: Reminder | null;
}

/** What a file may change of a reminder that is still to come. */
const CHANGEABLE = [
  ...(['dueAt', 'expiresAt', 'body', 'to', 'from', 'zone'] as const),
  ...(['priority', 'template', 'variables'] as const),
] as const;

/**
 * Compares by channel and lead. What has gone out, failed or was cancelled by hand stays as it is as long as the
 * row names the same time; at another time it is a new reminder. Reminders whose time had passed at `now` are not
 * made: of a row with `before` 1d,2h that comes 5 hours ahead, the first is left out.
 */
export function reconcile(entry: Entry, stored: Stored, now: number): Change {
  const appointment = compareAppointment(entry, stored.appointment);
  const isKnown = stored.appointment !== undefined || stored.reminders.length > 0;
  if (isCancelledByHand(entry, stored.appointment)) {
    return { kind: 'same', appointment: 'keep', create: [], update: [], cancel: [], late: 0 };
  }
  const reminders = compareReminders(entry, stored, now);
  const isSame =
    appointment === 'keep' &&
    reminders.create.length + reminders.update.length + reminders.cancel.length === 0;
  return { kind: isKnown ? (isSame ? 'same' : 'moved') : 'new', appointment, ...reminders };
}

/** More than the minute that typing and starting may take. */
export function isPast({ dueAt }: Pick<NewReminder, 'dueAt'>, now: number): boolean {
  return now - dueAt > MINUTE_MS;
}

function compareReminders(entry: Entry, { reminders: stored, withdrawn }: Stored, now: number) {
  const create: Creation[] = [];
  const update: { reminder: Reminder; wanted: NewReminder }[] = [];
  const leftOver = new Set(stored.filter(isOpen));
  let late = 0;
  for (const wanted of entry.wanted) {
    const inSlot = stored.filter(
      ({ channel, leadMs }) => channel === wanted.channel && leadMs === wanted.leadMs,
    );
    const open = inSlot.find(isOpen);
    const isThere = inSlot.some(({ id, dueAt }) => dueAt === wanted.dueAt && !withdrawn.has(id));
    if (isPast(wanted, now) && !isThere) late += 1;
    else if (open) {
      leftOver.delete(open);
      if (differs(wanted, open)) update.push({ reminder: open, wanted });
    } else if (!isThere) create.push({ wanted, heir: holderOfKey(entry, wanted, stored) });
  }
  return { create, update, cancel: [...leftOver], late };
}

function holderOfKey(entry: Entry, { channel }: NewReminder, stored: readonly Reminder[]): Reminder | null {
  if (entry.appointment) return null;
  return stored.find((each) => each.dedupeKey === entry.key && each.channel === channel) ?? null;
}

function differs(wanted: NewReminder, reminder: Reminder): boolean {
  return CHANGEABLE.some((field) => wanted[field] !== reminder[field]);
}

/** Cancelled in remind, it stays so until the file names another time. */
function isCancelledByHand(entry: Entry, stored: Appointment | undefined): boolean {
  return stored?.state === 'cancelled' && stored.startsAt === entry.appointment?.startsAt;
}

function compareAppointment(entry: Entry, stored: Appointment | undefined): Change['appointment'] {
  if (!entry.appointment) return stored ? 'release' : 'keep';
  if (!stored) return 'create';
  const isSame =
    stored.startsAt === entry.appointment.startsAt &&
    stored.to === entry.to &&
    stored.zone === entry.zone &&
    stored.name === entry.name;
  return isSame ? 'keep' : 'update';
}
