// Reminders in the database: create, find, list, and the few guarded steps of their life.

import type { HoldReason, ReminderState } from '../core/lifecycle.ts';
import type { NewReminder, Reminder } from '../core/reminder.ts';
import type { Sql, Value } from './db.ts';

export const REMINDER_COLUMNS = `
  r.id, r.tenant_id as "tenantId", r.contact_id as "contactId", r.appointment_id as "appointmentId",
  r.rule_id as "ruleId", r.import_id as "importId", r.dedupe_key as "dedupeKey", r.group_key as "groupKey",
  r.occurrence_key as "occurrenceKey", r.channel, r.to_number as "to", r.from_sender as "from", r.body,
  r.template, r.variables, r.lead_ms as "leadMs", r.priority, r.on_unknown as "onUnknown",
  r.due_at as "dueAt", r.zone, r.wall, r.expires_at as "expiresAt", r.run_at as "runAt", r.any_hour as "anyHour", r.state,
  r.hold_reason as "holdReason", r.receipt, r.response, r.attempts, r.intent_id as "intentId",
  r.last_error as "lastError", r.created_at as "createdAt", r.updated_at as "updatedAt"`;

/** Of a reminder with its intent `i`, joined while it is unknown. */
export const DOUBT_COLUMN = `case when i.id is null then null when i.outcome = 'absent' then 'absent'
    when i.next_look_at is null then 'unclear' else 'looking' end as doubt`;

export const LISTED_COLUMNS = `${REMINDER_COLUMNS}, c.name as "contactName", t.name as "tenantName",
  i.unknown_at as "unknownSince", i.next_look_at as "nextLookAt", ${DOUBT_COLUMN}`;

const INSERT = `
  insert into reminder (
    tenant_id, contact_id, appointment_id, rule_id, import_id, dedupe_key, group_key, occurrence_key, channel,
    to_number, from_sender, body, template, variables, lead_ms, priority, on_unknown, due_at, zone, wall,
    expires_at, run_at, any_hour, state, created_at, updated_at)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'scheduled', ?, ?)`;

/** Stores a new reminder as `scheduled` and returns its id. Fails on a second dedupe or occurrence key. */
export async function insertReminder(sql: Sql, reminder: NewReminder, now: number): Promise<number> {
  const { lastId } = await sql.run(INSERT, [
    reminder.tenantId,
    reminder.contactId,
    reminder.appointmentId,
    reminder.ruleId,
    reminder.importId,
    reminder.dedupeKey,
    reminder.groupKey,
    reminder.occurrenceKey,
    reminder.channel,
    reminder.to,
    reminder.from,
    reminder.body,
    reminder.template,
    reminder.variables,
    reminder.leadMs,
    reminder.priority,
    reminder.onUnknown,
    reminder.dueAt,
    reminder.zone,
    reminder.wall,
    reminder.expiresAt,
    reminder.runAt ?? reminder.dueAt,
    reminder.anyHour ?? 0,
    now,
    now,
  ]);
  return lastId;
}

export function getReminder(sql: Sql, id: number): Promise<Reminder | undefined> {
  return sql.get<Reminder>(`select ${REMINDER_COLUMNS} from reminder r where r.id = ?`, [id]);
}

/** The ids that exist in an inclusive range, at most `limit`: how a prefix is resolved. */
export async function reminderIdsBetween(
  sql: Sql,
  [low, high]: readonly [number, number],
  limit: number,
): Promise<number[]> {
  const rows = await sql.all<{ id: number }>(
    'select id from reminder where id between ? and ? order by id limit ?',
    [low, high, limit],
  );
  return rows.map((row) => row.id);
}

export function remindersOfAppointment(sql: Sql, appointmentId: number): Promise<Reminder[]> {
  return sql.all<Reminder>(
    `select ${REMINDER_COLUMNS} from reminder r where r.appointment_id = ? order by r.due_at, r.id`,
    [appointmentId],
  );
}

/** The reminders a dedupe key already made: none, one, or two for `--via both`. */
export function remindersByDedupeKey(sql: Sql, tenantId: number, key: string): Promise<Reminder[]> {
  return sql.all<Reminder>(
    `select ${REMINDER_COLUMNS} from reminder r where r.tenant_id = ? and r.dedupe_key = ? order by r.id`,
    [tenantId, key],
  );
}

/** What `list` shows: a reminder with the names of its contact and tenant, and what is unknown about it. */
export interface ListedReminder extends Reminder {
  readonly contactName: string | null;
  readonly tenantName: string;
  /**
   * While it is `unknown`: `looking`, Twilio is asked once more; `absent`, Twilio is proved not to have it;
   * `unclear`, no look will tell. The last two wait for a person.
   */
  readonly doubt: 'looking' | 'absent' | 'unclear' | null;
  readonly unknownSince: number | null;
  readonly nextLookAt: number | null;
}

/** To be selected from, with the columns of LISTED_COLUMNS. */
export const LISTED_FROM = `reminder r join tenant t on t.id = r.tenant_id
  left join contact c on c.id = r.contact_id left join intent i on i.id = r.intent_id and r.state = 'unknown'`;

export interface ReminderFilter {
  readonly states?: readonly ReminderState[] | undefined;
  readonly holdReason?: HoldReason | undefined;
  readonly tenantId?: number | undefined;
  readonly contactId?: number | undefined;
  readonly to?: string | undefined;
  readonly dueFrom?: number | undefined;
  readonly dueBefore?: number | undefined;
  readonly importId?: number | undefined;
  /** Keyset: the (dueAt, id) of the last row of the page before. */
  readonly after?: { readonly dueAt: number; readonly id: number } | undefined;
  readonly limit: number;
}

/** Reminders by due instant, oldest first. */
export function listReminders(sql: Sql, filter: ReminderFilter): Promise<ListedReminder[]> {
  const where: string[] = [];
  const params: Value[] = [];
  const add = (condition: string, ...values: Value[]): void => {
    where.push(condition);
    params.push(...values);
  };
  if (filter.states) add(`r.state in (${filter.states.map(() => '?').join(', ')})`, ...filter.states);
  if (filter.holdReason) add('r.hold_reason = ?', filter.holdReason);
  if (filter.tenantId !== undefined) add('r.tenant_id = ?', filter.tenantId);
  if (filter.contactId !== undefined) add('r.contact_id = ?', filter.contactId);
  if (filter.to !== undefined) add('r.to_number = ?', filter.to);
  if (filter.dueFrom !== undefined) add('r.due_at >= ?', filter.dueFrom);
  if (filter.dueBefore !== undefined) add('r.due_at < ?', filter.dueBefore);
  if (filter.importId !== undefined) add('r.import_id = ?', filter.importId);
  if (filter.after) add('(r.due_at, r.id) > (?, ?)', filter.after.dueAt, filter.after.id);
  params.push(filter.limit);
  return sql.all<ListedReminder>(
    `select ${LISTED_COLUMNS}
     from ${LISTED_FROM}
     ${where.length > 0 ? `where ${where.join(' and ')}` : ''}
     order by r.due_at, r.id limit ?`,
    params,
  );
}

/** A step of a reminder that no send is part of. `from` guards against a claim that came in between. */
export interface ReminderStep {
  readonly from: ReminderState;
  readonly to: ReminderState;
  readonly holdReason?: HoldReason | null;
  readonly runAt?: number;
  readonly error?: string | null;
}

/** True when the step was taken; false when the reminder was no longer in `step.from`. */
export async function moveReminder(sql: Sql, id: number, step: ReminderStep, now: number): Promise<boolean> {
  const { changes } = await sql.run(
    `update reminder set state = ?, hold_reason = ?, run_at = coalesce(?, run_at),
       last_error = coalesce(?, last_error), updated_at = ?
     where id = ? and state = ?`,
    [step.to, step.holdReason ?? null, step.runAt ?? null, step.error ?? null, now, id, step.from],
  );
  return changes === 1;
}

/** How many reminders are in each state, held ones by reason. */
export function countByState(
  sql: Sql,
): Promise<{ state: ReminderState; holdReason: HoldReason | null; count: number }[]> {
  return sql.all(
    `select state, hold_reason as "holdReason", count(*) as count from reminder group by state, hold_reason`,
  );
}

/** Failed and expired ones that were due since then. */
export async function countDead(sql: Sql, dueSince: number): Promise<number> {
  const row = await sql.get<{ n: number }>(
    `select count(*) as n from reminder where state in ('failed', 'expired') and due_at >= ?`,
    [dueSince],
  );
  return row?.n ?? 0;
}

/** The ids made last, newest first: what a shell offers before anything is typed. */
export async function newestReminderIds(sql: Sql, limit: number): Promise<number[]> {
  const rows = await sql.all<{ id: number }>('select id from reminder order by id desc limit ?', [limit]);
  return rows.map((row) => row.id);
}
