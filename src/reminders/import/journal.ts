// What applying one row did, kept with the row for as long as it may be undone.

import type { Appointment } from '../../store/appointments.ts';
import { EDITABLE, type Editable } from '../../store/reminder-changes.ts';

export interface Journal {
  /** Reminders made. */
  readonly created: readonly number[];
  readonly rewritten: readonly {
    readonly id: number;
    readonly was: Editable;
    /** What it was set to: an undo leaves alone what somebody has changed since. */
    readonly dueAt: number;
    readonly body: string;
  }[];
  readonly cancelled: readonly KeyedReminder[];
  /** Settled reminders whose dedupe key went to a new one. */
  readonly heirs: readonly KeyedReminder[];
  readonly appointment:
    | { readonly made: number }
    | { readonly was: Appointment; readonly keyTaken: boolean }
    | null;
  /** The contact made. */
  readonly contact: number | null;
}

export interface KeyedReminder {
  readonly id: number;
  readonly dedupeKey: string | null;
}

export function packJournal(journal: Journal): string {
  return JSON.stringify(journal);
}

/** The inverse of `packJournal`; a row without a journal did nothing. */
export function unpackJournal(text: string | null): Journal {
  return text === null
    ? { created: [], rewritten: [], cancelled: [], heirs: [], appointment: null, contact: null }
    : (JSON.parse(text) as Journal);
}

/** What an undo puts back. */
export function editableOf(reminder: Editable): Editable {
  return Object.fromEntries(EDITABLE.map((field) => [field, reminder[field]])) as unknown as Editable;
}
