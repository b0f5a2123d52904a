// Changes to reminders that are still to come, each guarded by the state it was decided in.

import type { ReminderState } from '../core/lifecycle.ts';
import type { Reminder } from '../core/reminder.ts';
import type { Sql, Value } from './db.ts';
import { LISTED_COLUMNS, LISTED_FROM, type ListedReminder, REMINDER_COLUMNS } from './reminders.ts';

/** What an edit may change, and what an undo puts back. */
export type Editable = Pick<
  Reminder,
  | 'contactId'
  | 'to'
  | 'from'
  | 'body'
  | 'template'
  | 'variables'
  | 'leadMs'
  | 'priority'
  | 'onUnknown'
  | 'dueAt'
  | 'zone'
  | 'wall'
  | 'expiresAt'
  | 'runAt'
  | 'anyHour'
  | 'state'
  | 'holdReason'
>;

export const EDITABLE = [
  'contactId',
  'to',
  'from',
  'body',
  'template',
  'variables',
  'leadMs',
  'priority',
  'onUnknown',
  'dueAt',
  'zone',
  'wall',
  'expiresAt',
  'runAt',
  'anyHour',
  'state',
  'holdReason',
] as const satisfies readonly (keyof Editable)[];

/** True when it was written; false when the reminder was no longer in state `from`. */
export async function rewriteReminder(
  sql: Sql,
  { id, from, values }: { readonly id: number; readonly from: ReminderState; readonly values: Editable },
  now: number,
): Promise<boolean> {
  const { changes } = await sql.run(
    `update reminder set contact_id = ?, to_number = ?, from_sender = ?, body = ?, template = ?, variables = ?,
       lead_ms = ?, priority = ?, on_unknown = ?, due_at = ?, zone = ?, wall = ?, expires_at = ?, run_at = ?,
       any_hour = ?, state = ?, hold_reason = ?, updated_at = ?
     where id = ? and state = ?`,
    [...EDITABLE.map((key): Value => values[key]), now, id, from],
  );
  return changes === 1;
}

/** Reminders of one occurrence of a rule: one, or two for `--via both`. */
export function remindersOfOccurrence(sql: Sql, ruleId: number, key: string): Promise<Reminder[]> {
  return sql.all<Reminder>(
    `select ${REMINDER_COLUMNS} from reminder r where r.rule_id = ? and r.occurrence_key = ? order by r.id`,
    [ruleId, key],
  );
}

/** Reminders of a rule that are not sent yet; usually those of one occurrence. */
export function openRemindersOfRule(sql: Sql, ruleId: number): Promise<Reminder[]> {
  return sql.all<Reminder>(
    `select ${REMINDER_COLUMNS} from reminder r
     where r.rule_id = ? and r.state in ('scheduled', 'held') order by r.due_at, r.id`,
    [ruleId],
  );
}

/** With the names a list shows. */
export function getListedReminder(sql: Sql, id: number): Promise<ListedReminder | undefined> {
  return sql.get<ListedReminder>(`select ${LISTED_COLUMNS} from ${LISTED_FROM} where r.id = ?`, [id]);
}
