// Looking into a database without touching it: facts, findings and contradictions.

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UnhealthyError } from '../../src/core/errors.ts';
import { findContradictions } from '../../src/store/consistency.ts';
import {
  countRows,
  foreignKeyCheck,
  integrityCheck,
  quickCheck,
  readFacts,
} from '../../src/store/inspect.ts';
import { readOnly } from '../../src/store/read-only.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { TestClock } from '../clock.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'remind-inspect-'));
  path = join(folder, 'test.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function make(): Promise<void> {
  await (await openSqlite(path, { clock: new TestClock() })).close();
}

/** Writes behind the program's back, constraints off, as a broken disk or a curious hand would. */
function tamper(sql: string): void {
  const raw = new Database(path);
  raw.pragma('foreign_keys = off');
  raw.pragma('ignore_check_constraints = on');
  raw.exec(sql);
  raw.close();
}

it('tells size, schema and rows, and that all is sound', async () => {
  await make();
  await readOnly(path, async (sql) => {
    const facts = await readFacts(sql, path);
    expect(facts).toMatchObject({ journalMode: 'wal', pageBytes: 4096 });
    expect(facts.schemaVersion).toBe(facts.knownVersion);
    expect(facts.pages).toBeGreaterThan(10);
    const rows = await countRows(sql);
    expect(rows).toContainEqual({ table: 'tenant', rows: 1 });
    expect(rows).toContainEqual({ table: 'reminder', rows: 0 });
    expect([await quickCheck(sql), await integrityCheck(sql), await foreignKeyCheck(sql)]).toEqual([
      [],
      [],
      [],
    ]);
    expect(await findContradictions(sql)).toEqual([]);
    await expect(sql.run('delete from tenant')).rejects.toThrow();
  });
});

it('creates nothing where there is no database', async () => {
  await expect(readOnly(path, async () => {})).rejects.toThrow(UnhealthyError);
  expect(readdirSync(folder)).toEqual([]);
});

it.each([
  ['a text file', 'hello, this is not a database at all, only words in a file'],
  ['an empty file', ''],
])('refuses %s', async (_, content) => {
  writeFileSync(path, content);
  await expect(readOnly(path, (sql) => readFacts(sql, path))).rejects.toThrow(UnhealthyError);
});

it("refuses another program's database and a newer one's", async () => {
  tamper('create table t (x); pragma user_version = 1');
  await expect(readOnly(path, (sql) => readFacts(sql, path))).rejects.toThrow(
    /a database of another program/,
  );
  rmSync(path);
  await make();
  tamper('pragma user_version = 99');
  await expect(readOnly(path, (sql) => readFacts(sql, path))).rejects.toThrow(/newer remind \(schema 99/);
  expect(existsSync(path)).toBe(true);
});

it('finds a row that names what is not there', async () => {
  await make();
  tamper(
    `insert into contact (tenant_id, name, name_key, phone, created_at, updated_at) values (77, 'x', 'x', '+1', 0, 0)`,
  );
  expect(await readOnly(path, foreignKeyCheck)).toEqual(['contact row 1 names a tenant that is not there']);
});

/** Overwrites the first page of a table or index. */
function damage(name: string): void {
  const raw = new Database(path);
  raw.pragma('journal_mode = delete');
  const root = raw.prepare('select rootpage from sqlite_schema where name = ?').pluck().get(name) ?? 1;
  raw.close();
  const bytes = readFileSync(path);
  const start = (Number(root) - 1) * 4096;
  // The first 100 bytes of the file say that it is a database at all.
  bytes.fill(0x5a, Math.max(start, 100), start + 4096);
  writeFileSync(path, bytes);
}

it('finds an index that was overwritten', async () => {
  await make();
  damage('reminder_due');
  expect((await readOnly(path, integrityCheck)).length).toBeGreaterThan(0);
});

it('says that a file with a broken schema is damaged', async () => {
  await make();
  damage('sqlite_schema');
  await expect(readOnly(path, integrityCheck)).rejects.toThrow(/is damaged or not a database/);
});

describe('contradictions', () => {
  const reminder = (id: number, state: string, intent: number | null, attempts: number): string => `
    insert into reminder (id, tenant_id, channel, to_number, body, priority, due_at, zone, wall, expires_at, run_at,
      state, attempts, intent_id, created_at, updated_at)
    values (${id}, 1, 'sms', '+12025550123', 'x', 'normal', 0, 'UTC', '', 1, 0, 'processing', ${attempts},
      ${intent ?? 'null'}, 0, 0);
    ${state === 'processing' ? '' : `update reminder set state = '${state}' where id = ${id};`}`;
  const intent = (id: number, of: number | null, outcome: string, account = 'AC1'): string => `
    insert into intent (id, tenant_id, reminder_id, kind, purpose, attempt, account_sid, mode, to_number, from_sender,
      params, worker_id, created_at, lease_until)
    values (${id}, 1, ${of ?? 'null'}, 'message', 'reminder', ${id}, '${account}', 'own', '+1202555010${id}', '+1', '{}', 'w', 0, 1);
    update intent set outcome = '${outcome}', sid = ${outcome === 'accepted' ? `'SM${id}'` : 'null'}
    where id = ${id} and outcome <> '${outcome}';`;

  it.each([
    [
      'processing without a pending intent',
      [intent(1, 1, 'rejected'), reminder(1, 'processing', 1, 1)],
      'pending intent',
      [1],
    ],
    [
      'sent without an accepted one',
      [intent(1, 1, 'rejected'), reminder(1, 'sent', 1, 1)],
      'accepted intent',
      [1],
    ],
    [
      'unknown with a known outcome',
      [intent(1, 1, 'accepted'), reminder(1, 'unknown', 1, 1)],
      'unknown outcome',
      [1],
    ],
    ['unknown, and forgotten', [intent(1, null, 'unknown')], 'is looked for', [1]],
    ["another's intent", [intent(1, null, 'accepted'), reminder(1, 'sent', 1, 0)], 'is its own', [1]],
    [
      'a second pending intent',
      [intent(1, 1, 'pending'), intent(2, 1, 'pending'), reminder(1, 'processing', 2, 2)],
      'the one it is processing',
      [1],
    ],
    ['a lost intent', [intent(1, 1, 'accepted'), reminder(1, 'sent', 1, 3)], 'counts its intents', [1]],
    [
      'a foreign account',
      ["insert into stamp values (1, 'AC1', 'own', 0);", intent(1, null, 'accepted', 'AC9')],
      "is the database's",
      [1],
    ],
  ])('%s', async (_, statements, rule, examples) => {
    await make();
    tamper(statements.join('\n'));
    const found = await readOnly(path, findContradictions);
    expect(found).toEqual([
      { rule: expect.stringContaining(rule) as string, rows: examples.length, examples },
    ]);
  });

  it('are not found in an ordinary life', async () => {
    await make();
    tamper(
      [
        intent(1, 1, 'not-sent'),
        intent(2, 1, 'accepted'),
        reminder(1, 'sent', 2, 2),
        intent(3, 2, 'pending'),
        reminder(2, 'processing', 3, 1),
        intent(4, 3, 'unknown'),
        reminder(3, 'unknown', 4, 1),
        intent(5, 4, 'absent'),
        reminder(4, 'unknown', 5, 1),
      ].join('\n'),
    );
    expect(await readOnly(path, findContradictions)).toEqual([]);
  });
});
