// Which cancelled reminders an import cancelled, and no person: those may be made again.

import type { Reminder } from '../../core/reminder.ts';
import type { Sql } from '../../store/db.ts';
import { eventsOfReminder } from '../../store/events.ts';

/**
 * The ids of those that an import, or its undo, cancelled. A person's change can be taken back and so carries what
 * was before, or is a part of one that does; an import's does neither.
 */
export async function withdrawnByImport(
  sql: Sql,
  reminders: readonly Reminder[],
): Promise<ReadonlySet<number>> {
  const ids = new Set<number>();
  for (const { id, state } of reminders) {
    if (state !== 'cancelled') continue;
    const events = await eventsOfReminder(sql, id);
    const last = events.findLast(({ kind }) => kind === 'cancelled' || kind === 'undone');
    if (last && last.before === null && last.partOf === null) ids.add(id);
  }
  return ids;
}
