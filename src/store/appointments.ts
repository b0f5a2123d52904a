// Appointments in the database: what reminders are reminders of.

import type { Sql } from './db.ts';

export type AppointmentState = 'booked' | 'cancelled';

export interface Appointment {
  readonly id: number;
  readonly tenantId: number;
  readonly contactId: number | null;
  readonly importId: number | null;
  /** The caller's own id, unique per tenant: a dedupe key, or the `id` column of an import. */
  readonly externalId: string | null;
  /** Whose it is, when it was given by hand; a contact's own name otherwise. */
  readonly name: string | null;
  /** E.164 */
  readonly to: string;
  readonly startsAt: number;
  readonly zone: string;
  /** Local time of `startsAt` in `zone`. */
  readonly wall: string;
  readonly state: AppointmentState;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export type NewAppointment = Omit<Appointment, 'id' | 'state' | 'createdAt' | 'updatedAt'>;

const COLUMNS = `id, tenant_id as "tenantId", contact_id as "contactId", import_id as "importId",
  external_id as "externalId", name, to_number as "to", starts_at as "startsAt", zone, wall, state,
  created_at as "createdAt", updated_at as "updatedAt"`;

/** Stores it as `booked` and returns its id. Fails on a second external id. */
export async function insertAppointment(sql: Sql, appointment: NewAppointment, now: number): Promise<number> {
  const { lastId } = await sql.run(
    `insert into appointment (tenant_id, contact_id, import_id, external_id, name, to_number, starts_at, zone,
       wall, created_at, updated_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      appointment.tenantId,
      appointment.contactId,
      appointment.importId,
      appointment.externalId,
      appointment.name,
      appointment.to,
      appointment.startsAt,
      appointment.zone,
      appointment.wall,
      now,
      now,
    ],
  );
  return lastId;
}

export function getAppointment(sql: Sql, id: number): Promise<Appointment | undefined> {
  return sql.get<Appointment>(`select ${COLUMNS} from appointment where id = ?`, [id]);
}

export function appointmentByExternalId(
  sql: Sql,
  tenantId: number,
  externalId: string,
): Promise<Appointment | undefined> {
  return sql.get<Appointment>(`select ${COLUMNS} from appointment where tenant_id = ? and external_id = ?`, [
    tenantId,
    externalId,
  ]);
}

/** The ids that exist in an inclusive range, at most `limit`: how a prefix is resolved. */
export async function appointmentIdsBetween(
  sql: Sql,
  [low, high]: readonly [number, number],
  limit: number,
): Promise<number[]> {
  const rows = await sql.all<{ id: number }>(
    'select id from appointment where id between ? and ? order by id limit ?',
    [low, high, limit],
  );
  return rows.map((row) => row.id);
}

/** Writes when, for whom and in which state it is. */
export async function updateAppointment(sql: Sql, appointment: Appointment, now: number): Promise<void> {
  await sql.run(
    `update appointment set contact_id = ?, name = ?, to_number = ?, starts_at = ?, zone = ?, wall = ?,
       state = ?, updated_at = ?
     where id = ?`,
    [
      appointment.contactId,
      appointment.name,
      appointment.to,
      appointment.startsAt,
      appointment.zone,
      appointment.wall,
      appointment.state,
      now,
      appointment.id,
    ],
  );
}
