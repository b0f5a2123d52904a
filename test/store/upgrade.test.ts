// A database that an earlier version wrote is brought up to date with all that is in it.

import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { latest } from '../../src/store/migrate.ts';
import { MIGRATIONS } from '../../src/store/migrations.ts';
import { APPLICATION_ID } from '../../src/store/whose-file.ts';
import { tempDb, tempFolder } from './temp-db.ts';

/** A file as version 1 left it, without the step of a life that came later. */
function firstVersion(): string {
  const path = join(tempFolder(), 'old.db');
  const db = new Database(path);
  const [first] = MIGRATIONS;
  db.exec(
    first?.sqlite.replace(" or new.state = 'held' or new.state = 'expired'", " or new.state = 'expired'") ??
      '',
  );
  db.pragma('user_version = 1');
  db.pragma(`application_id = ${APPLICATION_ID}`);
  db.exec(`
    insert into intent (id, tenant_id, kind, purpose, attempt, account_sid, mode, to_number, from_sender, params,
      worker_id, created_at, lease_until, outcome, sid)
    values (1, 1, 'message', 'reminder', 1, 'AC1', 'own', '+12025550123', '+15005550006', '{}', 'w', 1, 2,
      'accepted', 'SM1'), (2, 1, 'message', 'reminder', 1, 'AC1', 'own', '+12025550123', '+15005550006', '{}', 'w',
      1, 2, 'pending', null);
    insert into reminder (id, tenant_id, channel, to_number, body, priority, due_at, zone, wall, expires_at, run_at,
      state, intent_id, attempts, created_at, updated_at)
    values (7, 1, 'sms', '+12025550123', 'Hello', 'normal', 1, 'UTC', 'x', 2, 1, 'processing', 2, 1, 0, 0);`);
  expect(() => db.exec(`update reminder set state = 'held', hold_reason = 'paused'`)).toThrow('illegal step');
  db.close();
  return path;
}

test('a database of version 1 keeps its rows and learns the new steps', async () => {
  const db = await tempDb(firstVersion());
  expect(await db.get('select user_version as v from pragma_user_version')).toEqual({ v: latest() });
  expect(await db.all('select id, sid from intent order by id')).toEqual([
    { id: 1, sid: 'SM1' },
    { id: 2, sid: null },
  ]);
  await db.run(`update reminder set state = 'held', hold_reason = 'paused' where id = 7`);
  expect(await db.get('select state from reminder where id = 7')).toEqual({ state: 'held' });
});
