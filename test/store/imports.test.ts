import { describe, expect, it } from 'vitest';
import { insertAppointment } from '../../src/store/appointments.ts';
import { insertContact } from '../../src/store/contacts.ts';
import type { Db } from '../../src/store/db.ts';
import {
  appliedRows,
  deleteImport,
  deleteImportRows,
  getImport,
  giveDedupeKey,
  giveExternalId,
  importsIn,
  insertImport,
  isContactUsedElsewhere,
  lastAppliedImport,
  markRowApplied,
  markRowUndone,
  openImported,
  readImportMapping,
  stageRow,
  stepImport,
  unappliedRows,
  writeImportCounts,
  writeImportMapping,
} from '../../src/store/imports.ts';
import { insertReminder, moveReminder } from '../../src/store/reminders.ts';
import { newReminder, tempDb } from './temp-db.ts';

const NOW = Date.parse('2026-11-23T09:00:00Z');
const NEW = { tenantId: 1, source: 'book.csv', workerId: 'w', options: '{}' };
const appointment = (externalId: string, importId: number) => ({
  ...{ tenantId: 1, contactId: null, importId, externalId, name: null, to: '+12025550101' },
  ...{ startsAt: NOW, zone: 'UTC', wall: '2026-11-23T09:00:00' },
});

const open = (db: Db, source = 'book.csv') => db.tx((sql) => insertImport(sql, { ...NEW, source }, NOW));

describe('an import', () => {
  it('goes from state to state once, with the instant of each', async () => {
    const db = await tempDb();
    const id = await open(db);
    const step = (
      from: 'staging' | 'released' | 'applied',
      to: 'released' | 'applied' | 'undone',
      now: number,
    ) => db.tx((sql) => stepImport(sql, { id, from, to }, now));
    expect(await step('staging', 'released', NOW + 1)).toBe(true);
    expect(await step('staging', 'released', NOW + 9)).toBe(false);
    expect(await step('released', 'applied', NOW + 2)).toBe(true);
    expect((await lastAppliedImport(db))?.id).toBe(id);
    expect(await step('applied', 'undone', NOW + 3)).toBe(true);
    await db.tx((sql) => writeImportCounts(sql, id, '{"new":1}'));
    expect(await getImport(db, id)).toEqual({
      ...{ ...NEW, id, state: 'undone', counts: '{"new":1}', createdAt: NOW },
      ...{ releasedAt: NOW + 1, appliedAt: NOW + 2, undoneAt: NOW + 3 },
    });
    expect(await lastAppliedImport(db)).toBeUndefined();
  });

  it('is forgotten only when it was abandoned', async () => {
    const db = await tempDb();
    const id = await open(db);
    await db.tx((sql) => deleteImport(sql, id));
    expect(await importsIn(db, 'staging')).toHaveLength(1);
    await db.tx((sql) => stepImport(sql, { id, from: 'staging', to: 'abandoned' }, NOW));
    await db.tx((sql) => deleteImport(sql, id));
    expect(await getImport(db, id)).toBeUndefined();
  });
});

it('gives rows to apply from the first line down, and to undo from the last line up', async () => {
  const db = await tempDb();
  const id = await open(db);
  await db.tx(async (sql) => {
    for (const line of [-1, 2, 3, 4]) {
      await stageRow(sql, id, { line, externalId: `k${line}`, action: 'new', data: '{}' });
    }
  });
  const lines = (rows: readonly { line: number }[]) => rows.map(({ line }) => line);
  const first = Number.MIN_SAFE_INTEGER;
  const last = Number.MAX_SAFE_INTEGER;
  expect(lines(await unappliedRows(db, id, first, 2))).toEqual([-1, 2]);
  expect(lines(await unappliedRows(db, id, 2, 9))).toEqual([3, 4]);
  await db.tx(async (sql) => {
    for (const line of [2, 3, 4]) await markRowApplied(sql, id, line, `{"was":${line}}`);
  });
  expect(lines(await unappliedRows(db, id, first, 9))).toEqual([-1]);
  expect(await appliedRows(db, id, last, 1)).toEqual([
    { line: 4, externalId: 'k4', action: 'new', data: '', before: '{"was":4}' },
  ]);
  await db.tx((sql) => markRowUndone(sql, id, 4));
  expect(lines(await appliedRows(db, id, last, 9))).toEqual([3, 2]);
  expect(await db.tx((sql) => deleteImportRows(sql, id, 3))).toBe(3);
  expect(await db.tx((sql) => deleteImportRows(sql, id, 3))).toBe(1);
});

describe('a key', () => {
  it('of a reminder is given back unless another of its channel has it', async () => {
    const db = await tempDb();
    const [sms, call] = await db.tx(async (sql) => [
      await insertReminder(sql, newReminder(NOW), NOW),
      await insertReminder(sql, newReminder(NOW, { channel: 'call' }), NOW),
      await insertReminder(sql, newReminder(NOW, { dedupeKey: 'k' }), NOW),
    ]);
    expect(await db.tx((sql) => giveDedupeKey(sql, sms ?? 0, 'k'))).toBe(false);
    expect(await db.tx((sql) => giveDedupeKey(sql, call ?? 0, 'k'))).toBe(true);
    expect(await db.tx((sql) => giveDedupeKey(sql, sms ?? 0, 'other'))).toBe(true);
  });

  it('of an appointment is given back unless another has it', async () => {
    const db = await tempDb();
    const importId = await open(db);
    const [a] = await db.tx(async (sql) => [
      await insertAppointment(sql, appointment('a', importId), NOW),
      await insertAppointment(sql, appointment('b', importId), NOW),
    ]);
    expect(await db.tx((sql) => giveExternalId(sql, a ?? 0, 'b'))).toBe(false);
    expect(await db.tx((sql) => giveExternalId(sql, a ?? 0, 'c'))).toBe(true);
  });
});

it('finds what imports of a source still have to come, a page at a time', async () => {
  const db = await tempDb();
  const mine = await open(db);
  const other = await open(db, 'other.csv');
  await db.tx(async (sql) => {
    const booked = await insertAppointment(sql, appointment('a', mine), NOW);
    const add = (changes: Parameters<typeof newReminder>[1]) =>
      insertReminder(sql, newReminder(NOW, changes), NOW);
    await add({ importId: mine, appointmentId: booked, dedupeKey: null });
    await add({ importId: mine, dedupeKey: 'b' });
    await add({ importId: mine, dedupeKey: null });
    await add({ importId: other, dedupeKey: 'c' });
    await add({ dedupeKey: 'd' });
    const cancelled = await add({ importId: mine, dedupeKey: 'e' });
    await moveReminder(sql, cancelled, { from: 'scheduled', to: 'cancelled' }, NOW);
  });
  const filter = { tenantId: 1, source: 'book.csv', state: 'scheduled', limit: 1 } as const;
  const [first] = await openImported(db, { ...filter, after: { dueAt: 0, id: 0 } });
  expect(first).toEqual({ id: 1, dueAt: NOW, key: 'a', tenantId: 1 });
  const rest = await openImported(db, { ...filter, after: { dueAt: NOW, id: 1 }, limit: 9 });
  expect(rest.map(({ key }) => key)).toEqual(['b']);
});

it('uses the index of states to find them', async () => {
  const db = await tempDb();
  const plan = await db.all<{ detail: string }>(
    `explain query plan select r.id from reminder r join import i on i.id = +r.import_id
       left join appointment a on a.id = +r.appointment_id
     where r.state = ? and (r.due_at, r.id) > (?, ?) and i.tenant_id = ? and i.source = ?
       and coalesce(a.external_id, r.dedupe_key) is not null order by r.due_at, r.id limit ?`,
    ['scheduled', 0, 0, 1, 'x', 1],
  );
  expect(plan[0]?.detail).toContain('reminder_state');
});

it('knows whether a contact is used by anything but one import', async () => {
  const db = await tempDb();
  const importId = await open(db);
  const ann = { tenantId: 1, name: 'Ann', phone: '+12025550101', zone: null, email: null, note: null };
  const contactId = await db.tx((sql) => insertContact(sql, ann, NOW));
  const add = (changes: Parameters<typeof newReminder>[1]) =>
    db.tx((sql) => insertReminder(sql, newReminder(NOW, { contactId, ...changes }), NOW));
  await add({ importId });
  expect(await isContactUsedElsewhere(db, contactId, importId)).toBe(false);
  await add({});
  expect(await isContactUsedElsewhere(db, contactId, importId)).toBe(true);
});

it('keeps a mapping for each tenant', async () => {
  const db = await tempDb();
  expect(await readImportMapping(db, 1)).toBeNull();
  await db.tx((sql) => writeImportMapping(sql, 1, '{"phone":"to"}', NOW));
  expect(await readImportMapping(db, 1)).toBe('{"phone":"to"}');
});
