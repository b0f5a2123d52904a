// An entry: what one row of a file asks for, fully worked out, and ready to be compared with what is stored.

import type { NewReminder } from '../../core/reminder.ts';

/** Whom a row's name means. */
export type EntryContact =
  | { readonly kind: 'none' }
  | { readonly kind: 'known'; readonly id: number }
  /** Made when the row is applied, unless somebody else makes it first. */
  | { readonly kind: 'new'; readonly name: string };

export interface Entry {
  readonly tenantId: number;
  /** The row's id, or `#` and a digest of what it says. */
  readonly key: string;
  readonly contact: EntryContact;
  /** The name in the row. */
  readonly name: string | null;
  readonly to: string;
  readonly zone: string;
  /** Null for a row with `at`: reminders of no appointment. */
  readonly appointment: { readonly startsAt: number; readonly wall: string } | null;
  /** Complete but for the ids of contact, appointment and import. No two have the same channel and lead. */
  readonly wanted: readonly NewReminder[];
}

/** An entry on its way through the database. */
export function packEntry(entry: Entry): string {
  return JSON.stringify(entry);
}

export function unpackEntry(text: string): Entry {
  return JSON.parse(text) as Entry;
}
