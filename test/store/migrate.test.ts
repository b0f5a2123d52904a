// Databases of earlier schemas: brought up to date at their first use, with all they held.

import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { takeLooks } from '../../src/store/doubts.ts';
import { latest } from '../../src/store/migrate.ts';
import { MIGRATIONS } from '../../src/store/migrations.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { APPLICATION_ID } from '../../src/store/whose-file.ts';
import { systemClock } from '../../src/system/clock.ts';
import { tempDb, tempFolder } from './temp-db.ts';

const SETTLED = 1_000_000;

/** A database as the program wrote it when its schema had this version. */
function oldDatabase(version: number): { readonly path: string; readonly raw: Database.Database } {
  const path = join(tempFolder(), 'old.db');
  const raw = new Database(path);
  raw.pragma('journal_mode = wal');
  for (const migration of MIGRATIONS.filter((each) => each.version <= version)) raw.exec(migration.sqlite);
  raw.pragma(`user_version = ${version}`);
  raw.pragma(`application_id = ${APPLICATION_ID}`);
  return { path, raw };
}

/** An intent in the columns of schema 1. */
function insertOld(raw: Database.Database, kind: string, outcome: string): void {
  const sid = outcome === 'accepted' ? 'SM1' : null;
  raw
    .prepare(
      `insert into intent (tenant_id, kind, purpose, attempt, account_sid, mode, to_number, from_sender, params,
         worker_id, created_at, lease_until, outcome, sid, settled_at)
       values (1, ?, 'reminder', 1, 'AC1', 'own', '+1', '+2', '{}', 'w', 0, 60000, ?, ?, ?)`,
    )
    .run(kind, outcome, sid, outcome === 'pending' ? null : SETTLED);
}

it('numbers its migrations one after the other', () => {
  expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, index) => index + 1));
  expect(latest()).toBe(MIGRATIONS.length);
});

it('looks for what was unknown before it could be looked for, equal ones too', async () => {
  const { path, raw } = oldDatabase(1);
  for (const outcome of ['unknown', 'unknown', 'pending', 'accepted']) insertOld(raw, 'call', outcome);
  insertOld(raw, 'number', 'unknown');
  raw.close();
  const db = await tempDb(path);
  expect(await db.get('select user_version as v from pragma_user_version')).toEqual({ v: latest() });
  const looks = await db.tx((sql) =>
    takeLooks(sql, { accountSid: 'AC1', now: SETTLED, until: SETTLED + 1, limit: 9 }),
  );
  expect(looks.map(({ id, unknownAt, looks: made }) => [id, unknownAt, made])).toEqual([
    [1, SETTLED, 0],
    [2, SETTLED, 0],
  ]);
  expect(await db.get('select count(*) as n from intent')).toEqual({ n: 5 });
});

it('upgrades once when two processes open it at the same time', async () => {
  const { path, raw } = oldDatabase(1);
  insertOld(raw, 'message', 'unknown');
  raw.close();
  const open = () => openSqlite(path, { clock: systemClock });
  const [one, two] = await Promise.all([open(), open()]);
  expect(await two.get('select next_look_at as at from intent')).toEqual({ at: SETTLED });
  await one.close();
  await two.close();
});

it('lets nothing be looked for that is not unknown', async () => {
  const db = await tempDb();
  const insert = (outcome: string) =>
    db.run(
      `insert into intent (tenant_id, kind, purpose, attempt, account_sid, mode, to_number, from_sender, params,
         worker_id, created_at, lease_until, outcome, next_look_at)
       values (1, 'message', 'send', 1, 'AC1', 'own', '+1', '+2', '{}', 'w', 0, 1, ?, 5)`,
      [outcome],
    );
  await expect(insert('rejected')).rejects.toThrow(/CHECK/);
  await insert('unknown');
  await expect(db.run(`update intent set outcome = 'absent'`)).rejects.toThrow(/CHECK/);
});
