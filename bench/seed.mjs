// Fills a database with reminders and old exchanges, fast: straight into the schema that the program made.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { REMIND } from './measure.mjs';

const INSERT = `insert into reminder (tenant_id, channel, to_number, body, priority, due_at, zone, wall, expires_at,
    run_at, state, created_at, updated_at)
  values (1, 'sms', ?, ?, 'normal', ?, 'Europe/Berlin', '2027-01-01T09:00:00', ?, ?, 'scheduled', ?, ?)`;

const INSERT_LOG = `insert into api_log (at, account_sid, method, url, request, status, response, duration_ms)
  values (?, 'AC00000000000000000000000000000001', 'POST', '/old', 'To=%2B12025550123&Body=Hello', 201, ?, 90)`;

/** Opens the profile's database after the program has created it. */
export function openDatabase(env) {
  const made = spawnSync(process.execPath, [REMIND, 'list', '--json'], { env });
  if (made.status !== 0) throw new Error(`could not create the database: ${made.stderr}`);
  const db = new Database(join(env.REMIND_HOME, 'db', 'default.db'), { timeout: 10_000 });
  db.pragma('journal_mode = wal');
  return db;
}

/** Numbers of `count` different people. */
export function numbers(count) {
  return Array.from({ length: count }, (_, i) => `+1202${String(2_000_000 + i)}`);
}

/**
 * Inserts `count` reminders, one each `everyMs` from `firstAt`, to `people` in turn; the body ends in its due instant.
 */
export function seed(db, { count, firstAt, everyMs, people = ['+12025550123'] }) {
  const insert = db.prepare(INSERT);
  const now = Date.now();
  const chunk = db.transaction((from, to) => {
    for (let i = from; i < to; i += 1) {
      const due = firstAt + i * everyMs;
      const body = `Hello, see you at half past two. ${due}`;
      insert.run(people[i % people.length], body, due, due + 4 * 3_600_000, due, now, now);
    }
  });
  for (let from = 0; from < count; from += 10_000) chunk(from, Math.min(count, from + 10_000));
}

/** Inserts `count` exchanges that have been kept for longer than a daemon keeps them, with bodies of a usual size. */
export function seedOldLog(db, count) {
  const insert = db.prepare(INSERT_LOG);
  const at = Date.now() - 30 * 86_400_000;
  const body = JSON.stringify({ sid: `SM${'0'.repeat(32)}`, body: 'x'.repeat(700) });
  db.transaction(() => {
    for (let i = 0; i < count; i += 1) insert.run(at + i, body);
  })();
}
