// Contacts in the database: people with a number, one name each per tenant.

import { nameKey } from '../core/name.ts';
import type { Sql, Value } from './db.ts';

export interface Contact {
  readonly id: number;
  readonly tenantId: number;
  readonly name: string;
  /** E.164 */
  readonly phone: string;
  readonly zone: string | null;
  readonly email: string | null;
  readonly note: string | null;
  /** Quiet hours in minutes of the recipient's day, from (included) until (not); they may span midnight. */
  readonly quietFrom: number | null;
  readonly quietUntil: number | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export type NewContact = Omit<Contact, 'id' | 'quietFrom' | 'quietUntil' | 'createdAt' | 'updatedAt'> &
  Partial<Pick<Contact, 'quietFrom' | 'quietUntil'>>;

/** What a list shows. */
export interface ListedContact extends Contact {
  readonly tenantName: string;
}

const COLUMNS = `c.id, c.tenant_id as "tenantId", c.name, c.phone, c.zone, c.email, c.note,
  c.quiet_from as "quietFrom", c.quiet_until as "quietUntil",
  c.created_at as "createdAt", c.updated_at as "updatedAt"`;

/** Stores a contact and returns its id. Fails when the tenant has one of that name. */
export async function insertContact(sql: Sql, contact: NewContact, now: number): Promise<number> {
  const { lastId } = await sql.run(
    `insert into contact (tenant_id, name, name_key, phone, zone, email, note, quiet_from, quiet_until,
       created_at, updated_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      contact.tenantId,
      contact.name,
      nameKey(contact.name),
      contact.phone,
      contact.zone,
      contact.email,
      contact.note,
      contact.quietFrom ?? null,
      contact.quietUntil ?? null,
      now,
      now,
    ],
  );
  return lastId;
}

/** Found by id even when removed: its reminders still name it. */
export function getContact(sql: Sql, id: number): Promise<Contact | undefined> {
  return sql.get<Contact>(`select ${COLUMNS} from contact c where c.id = ?`, [id]);
}

export function contactByName(sql: Sql, tenantId: number, name: string): Promise<Contact | undefined> {
  return sql.get<Contact>(
    `select ${COLUMNS} from contact c where c.tenant_id = ? and c.name_key = ? and c.removed_at is null`,
    [tenantId, nameKey(name)],
  );
}

/** Those whose name holds `part` anywhere, by name. */
export function contactsNamedLike(
  sql: Sql,
  tenantId: number,
  part: string,
  limit: number,
): Promise<Contact[]> {
  return sql.all<Contact>(
    `select ${COLUMNS} from contact c
     where c.tenant_id = ? and c.removed_at is null and c.name_key like ? escape '\\'
     order by c.name_key limit ?`,
    [tenantId, `%${escapeLike(nameKey(part))}%`, limit],
  );
}

export function contactsByPhone(
  sql: Sql,
  tenantId: number,
  phone: string,
  limit: number,
): Promise<Contact[]> {
  return sql.all<Contact>(
    `select ${COLUMNS} from contact c
     where c.phone = ? and c.tenant_id = ? and c.removed_at is null order by c.id limit ?`,
    [phone, tenantId, limit],
  );
}

/** Names only, for suggestions. */
export async function contactNames(sql: Sql, tenantId: number, limit: number): Promise<string[]> {
  const rows = await sql.all<{ name: string }>(
    'select name from contact where tenant_id = ? and removed_at is null order by name_key limit ?',
    [tenantId, limit],
  );
  return rows.map((row) => row.name);
}

export interface ContactFilter {
  readonly tenantId?: number | undefined;
  /** Any part of the name. */
  readonly part?: string | undefined;
  /** Keyset: the id of the last contact of the page before. */
  readonly after?: number | undefined;
  readonly limit: number;
}

/** Contacts by name. */
export function listContacts(sql: Sql, filter: ContactFilter): Promise<ListedContact[]> {
  const where = ['c.removed_at is null'];
  const params: Value[] = [];
  if (filter.tenantId !== undefined) {
    where.push('c.tenant_id = ?');
    params.push(filter.tenantId);
  }
  if (filter.part !== undefined) {
    where.push(`c.name_key like ? escape '\\'`);
    params.push(`%${escapeLike(nameKey(filter.part))}%`);
  }
  if (filter.after !== undefined) {
    where.push('(c.name_key, c.id) > ((select name_key from contact where id = ?), ?)');
    params.push(filter.after, filter.after);
  }
  return sql.all<ListedContact>(
    `select ${COLUMNS}, t.name as "tenantName" from contact c join tenant t on t.id = c.tenant_id
     where ${where.join(' and ')} order by c.name_key, c.id limit ?`,
    [...params, filter.limit],
  );
}

export async function updateContact(sql: Sql, contact: Contact, now: number): Promise<void> {
  await sql.run(
    `update contact set name = ?, name_key = ?, phone = ?, zone = ?, email = ?, note = ?, quiet_from = ?,
       quiet_until = ?, updated_at = ?
     where id = ?`,
    [
      contact.name,
      nameKey(contact.name),
      contact.phone,
      contact.zone,
      contact.email,
      contact.note,
      contact.quietFrom,
      contact.quietUntil,
      now,
      contact.id,
    ],
  );
}

/** The row stays, since reminders and appointments name it; its name is free again. */
export async function removeContact(sql: Sql, id: number, now: number): Promise<void> {
  await sql.run('update contact set removed_at = ?, updated_at = ? where id = ?', [now, now, id]);
}

/** What is still to come to this contact. */
export async function contactLoad(
  sql: Sql,
  contactId: number,
): Promise<{ reminders: number; rules: number }> {
  const row = await sql.get<{ reminders: number; rules: number }>(
    `select
       (select count(*) from reminder
        where contact_id = ? and state in ('scheduled', 'held', 'processing')) as reminders,
       (select count(*) from rule where contact_id = ? and ended_at is null) as rules`,
    [contactId, contactId],
  );
  return row ?? { reminders: 0, rules: 0 };
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, (char) => `\\${char}`);
}
