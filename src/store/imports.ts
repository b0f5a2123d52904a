// Imports in the database: the file's rows staged, released in one moment, applied in chunks, and taken back.

import type { Sql } from './db.ts';

export type ImportState = 'staging' | 'released' | 'applied' | 'undone' | 'abandoned';
export type RowAction = 'new' | 'moved' | 'same' | 'gone';

export interface Import {
  readonly id: number;
  readonly tenantId: number;
  /** What the file is called in the next import too: rows gone from it are found by this. */
  readonly source: string;
  readonly state: ImportState;
  readonly workerId: string;
  /** JSON: the flags it ran with. */
  readonly options: string;
  /** JSON: the summary as printed. */
  readonly counts: string;
  readonly createdAt: number;
  readonly releasedAt: number | null;
  readonly appliedAt: number | null;
  readonly undoneAt: number | null;
}

export interface ImportRow {
  /** In the file; below 0 for what is gone from it. */
  readonly line: number;
  readonly externalId: string | null;
  readonly action: RowAction;
  /** JSON: what the row asks for; empty once it is applied. */
  readonly data: string;
  /** JSON: what applying it did, so that it can be undone. */
  readonly before: string | null;
}

const COLUMNS = `id, tenant_id as "tenantId", source, state, worker_id as "workerId", options, counts,
  created_at as "createdAt", released_at as "releasedAt", applied_at as "appliedAt", undone_at as "undoneAt"`;

export type NewImport = Pick<Import, 'tenantId' | 'source' | 'workerId' | 'options'>;

/** Opens an import as `staging` and returns its id. */
export async function insertImport(
  sql: Sql,
  { tenantId, source, workerId, options }: NewImport,
  now: number,
) {
  const { lastId } = await sql.run(
    `insert into import (tenant_id, source, state, worker_id, options, counts, created_at)
     values (?, ?, 'staging', ?, ?, '{}', ?)`,
    [tenantId, source, workerId, options, now],
  );
  return lastId;
}

export function getImport(sql: Sql, id: number): Promise<Import | undefined> {
  return sql.get<Import>(`select ${COLUMNS} from import where id = ?`, [id]);
}

/** The newest one that is applied and not undone. */
export function lastAppliedImport(sql: Sql): Promise<Import | undefined> {
  return sql.get<Import>(`select ${COLUMNS} from import where state = 'applied' order by id desc limit 1`);
}

/** Those in a state, oldest first. */
export function importsIn(sql: Sql, state: ImportState): Promise<Import[]> {
  return sql.all<Import>(`select ${COLUMNS} from import where state = ? order by id`, [state]);
}

/** False when the import was no longer in `from`. */
export async function stepImport(
  sql: Sql,
  { id, from, to }: { readonly id: number; readonly from: ImportState; readonly to: ImportState },
  now: number,
): Promise<boolean> {
  const { changes } = await sql.run(
    `update import set state = ?,
       released_at = case when ? = 'released' then ? else released_at end,
       applied_at = case when ? = 'applied' then ? else applied_at end,
       undone_at = case when ? = 'undone' then ? else undone_at end
     where id = ? and state = ?`,
    [to, to, now, to, now, to, now, id, from],
  );
  return changes === 1;
}

export async function writeImportCounts(sql: Sql, id: number, counts: string): Promise<void> {
  await sql.run('update import set counts = ? where id = ?', [counts, id]);
}

export async function stageRow(sql: Sql, importId: number, row: Omit<ImportRow, 'before'>): Promise<void> {
  await sql.run(
    'insert into import_row (import_id, line, external_id, action, data) values (?, ?, ?, ?, ?)',
    [importId, row.line, row.externalId, row.action, row.data],
  );
}

/** The next rows to apply, by line, after `line`. */
export function unappliedRows(sql: Sql, importId: number, line: number, limit: number): Promise<ImportRow[]> {
  return sql.all<ImportRow>(
    `select line, external_id as "externalId", action, data, before from import_row
     where import_id = ? and line > ? and applied = 0 order by line limit ?`,
    [importId, line, limit],
  );
}

/** The next rows to undo, from the last line up, before `line`. */
export function appliedRows(sql: Sql, importId: number, line: number, limit: number): Promise<ImportRow[]> {
  return sql.all<ImportRow>(
    `select line, external_id as "externalId", action, data, before from import_row
     where import_id = ? and line < ? and applied = 1 order by line desc limit ?`,
    [importId, line, limit],
  );
}

/** Its data has served; `before` stays for as long as it may be undone. */
export async function markRowApplied(
  sql: Sql,
  importId: number,
  line: number,
  before: string,
): Promise<void> {
  await sql.run(`update import_row set applied = 1, data = '', before = ? where import_id = ? and line = ?`, [
    before,
    importId,
    line,
  ]);
}

export async function markRowUndone(sql: Sql, importId: number, line: number): Promise<void> {
  await sql.run('update import_row set applied = 0, before = null where import_id = ? and line = ?', [
    importId,
    line,
  ]);
}

/** Forgets an abandoned import; its rows must be gone. */
export async function deleteImport(sql: Sql, id: number): Promise<void> {
  await sql.run(`delete from import where id = ? and state = 'abandoned'`, [id]);
}

/** Forgets up to `limit` rows of an import; answers how many there were. */
export async function deleteImportRows(sql: Sql, importId: number, limit: number): Promise<number> {
  const { changes } = await sql.run(
    `delete from import_row where import_id = ? and line in
       (select line from import_row where import_id = ? order by line limit ?)`,
    [importId, importId, limit],
  );
  return changes;
}

export interface OpenImported {
  readonly id: number;
  readonly dueAt: number;
  /** The appointment's external id, else the reminder's dedupe key. */
  readonly key: string;
  readonly tenantId: number;
}

export interface OpenImportedFilter {
  readonly tenantId: number;
  readonly source: string;
  readonly state: 'scheduled' | 'held';
  /** Keyset: the last row of the page before. */
  readonly after: { readonly dueAt: number; readonly id: number };
  readonly limit: number;
}

/** Reminders still to come that imports of a source made, by due instant; those without a key are left out. */
export function openImported(sql: Sql, filter: OpenImportedFilter): Promise<OpenImported[]> {
  const { tenantId, source, state, after, limit } = filter;
  // The plus keeps the planner on reminder_state: what is still to come is little beside what was ever imported.
  return sql.all<OpenImported>(
    `select r.id, r.due_at as "dueAt", coalesce(a.external_id, r.dedupe_key) as key, r.tenant_id as "tenantId"
     from reminder r join import i on i.id = +r.import_id left join appointment a on a.id = +r.appointment_id
     where r.state = ? and (r.due_at, r.id) > (?, ?) and i.tenant_id = ? and i.source = ?
       and coalesce(a.external_id, r.dedupe_key) is not null
     order by r.due_at, r.id limit ?`,
    [state, after.dueAt, after.id, tenantId, source, limit],
  );
}

/** Takes a reminder's dedupe key away, so that another may have it. */
export async function dropDedupeKey(sql: Sql, id: number): Promise<void> {
  await sql.run('update reminder set dedupe_key = null where id = ?', [id]);
}

/** Gives a reminder its dedupe key back; false when another has it by now. */
export async function giveDedupeKey(sql: Sql, id: number, key: string): Promise<boolean> {
  const { changes } = await sql.run(
    `update reminder set dedupe_key = ? where id = ? and not exists (
       select 1 from reminder o where o.tenant_id = reminder.tenant_id and o.dedupe_key = ?
         and o.channel = reminder.channel and o.id <> reminder.id)`,
    [key, id, key],
  );
  return changes === 1;
}

/** Takes an appointment's external id away, so that another may have it. */
export async function dropExternalId(sql: Sql, id: number): Promise<void> {
  await sql.run('update appointment set external_id = null where id = ?', [id]);
}

/** Gives an appointment its external id back; false when another has it by now. */
export async function giveExternalId(sql: Sql, id: number, externalId: string): Promise<boolean> {
  const { changes } = await sql.run(
    `update appointment set external_id = ? where id = ? and not exists (
       select 1 from appointment o where o.tenant_id = appointment.tenant_id and o.external_id = ?
         and o.id <> appointment.id)`,
    [externalId, id, externalId],
  );
  return changes === 1;
}

/** True when something besides this import names the contact. */
export async function isContactUsedElsewhere(
  sql: Sql,
  contactId: number,
  importId: number,
): Promise<boolean> {
  const row = await sql.get<{ used: number }>(
    `select exists (select 1 from reminder where contact_id = ? and import_id is not ?)
         or exists (select 1 from appointment where contact_id = ? and import_id is not ?)
         or exists (select 1 from rule where contact_id = ?) as used`,
    [contactId, importId, contactId, importId, contactId],
  );
  return row?.used === 1;
}

/** Which column means what in this tenant's files, as JSON; null when nothing was saved. */
export async function readImportMapping(sql: Sql, tenantId: number): Promise<string | null> {
  const row = await sql.get<{ mapping: string | null }>(
    'select import_mapping as mapping from tenant where id = ?',
    [tenantId],
  );
  return row?.mapping ?? null;
}

export async function writeImportMapping(
  sql: Sql,
  tenantId: number,
  mapping: string,
  now: number,
): Promise<void> {
  await sql.run('update tenant set import_mapping = ?, updated_at = ? where id = ?', [
    mapping,
    now,
    tenantId,
  ]);
}
