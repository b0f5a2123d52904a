// Events: what happened to a reminder or appointment apart from being delivered, with what it takes to undo it.

import type { Sql } from './db.ts';

export interface NewEvent {
  readonly at: number;
  readonly tenantId: number;
  readonly reminderId?: number | null;
  readonly appointmentId?: number | null;
  readonly kind:
    | 'created'
    | 'edited'
    | 'moved'
    | 'cancelled'
    | 'held'
    | 'released'
    | 'expired'
    | 'retried'
    | 'waited'
    | 'postponed'
    | 'looked'
    | 'resolved'
    | 'rerouted'
    | 'recalled'
    | 'answered'
    | 'undone';
  readonly detail?: string | null;
  /** The values before the change, as JSON; null when it cannot be undone. */
  readonly before?: string | null;
  /** The event that this one is a part of, when one change touched several reminders. */
  readonly partOf?: number | null;
}

export interface StoredEvent extends Required<NewEvent> {
  readonly id: number;
  readonly undoneAt: number | null;
}

const COLUMNS = `id, at, tenant_id as "tenantId", reminder_id as "reminderId", appointment_id as "appointmentId",
  kind, detail, before, part_of as "partOf", undone_at as "undoneAt"`;

export async function insertEvent(sql: Sql, event: NewEvent): Promise<number> {
  const { lastId } = await sql.run(
    `insert into event (at, tenant_id, reminder_id, appointment_id, kind, detail, before, part_of)
     values (?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      event.at,
      event.tenantId,
      event.reminderId ?? null,
      event.appointmentId ?? null,
      event.kind,
      event.detail ?? null,
      event.before ?? null,
      event.partOf ?? null,
    ],
  );
  return lastId;
}

export function eventsOfReminder(sql: Sql, reminderId: number): Promise<StoredEvent[]> {
  return sql.all(`select ${COLUMNS} from event where reminder_id = ? order by id`, [reminderId]);
}

export function getEvent(sql: Sql, id: number): Promise<StoredEvent | undefined> {
  return sql.get(`select ${COLUMNS} from event where id = ?`, [id]);
}

/** The newest change that can still be taken back. */
export function lastUndoableEvent(sql: Sql): Promise<StoredEvent | undefined> {
  return sql.get(
    `select ${COLUMNS} from event where before is not null and undone_at is null order by id desc limit 1`,
  );
}

/** Changes of this reminder that could still be taken back, the newest first; parts of wider changes included. */
export function openChangesOfReminder(sql: Sql, reminderId: number): Promise<StoredEvent[]> {
  return sql.all(
    `select ${COLUMNS} from event
     where reminder_id = ? and (before is not null or part_of is not null) and undone_at is null
     order by id desc`,
    [reminderId],
  );
}

/** Marks the parts of a change; the change itself is marked by `markUndone`. */
export async function markPartsUndone(sql: Sql, id: number, now: number): Promise<void> {
  await sql.run('update event set undone_at = ? where part_of = ?', [now, id]);
}

export async function markUndone(sql: Sql, id: number, now: number): Promise<boolean> {
  const { changes } = await sql.run(
    'update event set undone_at = ? where id = ? and before is not null and undone_at is null',
    [now, id],
  );
  return changes === 1;
}
