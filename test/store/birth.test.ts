// How a new database comes to its place: whole or not at all, and never over another one.

import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { makeDatabase } from '../../src/store/birth.ts';
import { readFacts } from '../../src/store/inspect.ts';
import { readOnly } from '../../src/store/read-only.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { loadDriver, SqliteConnection } from '../../src/store/sqlite-connection.ts';
import { systemClock } from '../../src/system/clock.ts';
import { tempFolder } from './temp-db.ts';

const links = vi.hoisted(() => ({ none: false }));
vi.mock('node:fs', async (load) => {
  const fs = await load<typeof import('node:fs')>();
  const linkSync = (from: string, to: string) => {
    if (links.none) throw Object.assign(new Error('EPERM: operation not permitted, link'), { code: 'EPERM' });
    fs.linkSync(from, to);
  };
  return { ...fs, linkSync };
});

const driver = await loadDriver();
const connectTo = (path: string) => new SqliteConnection(driver, path, { readonly: false, busyMs: 0 });
const schemaOf = async (path: string) => (await readOnly(path, (sql) => readFacts(sql, path))).schemaVersion;

it('is seen in its place with its tables or not at all, and leaves nothing beside it', async () => {
  const folder = tempFolder();
  const path = join(folder, 'a.db');
  const seen: boolean[] = [];
  await makeDatabase(path, (made) => {
    seen.push(existsSync(path));
    return connectTo(made);
  });
  expect(seen).toEqual([false]);
  expect(readdirSync(folder)).toEqual(['a.db']);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(await schemaOf(path)).toBeGreaterThan(0);
});

it('that is not finished leaves no file that the next start would take for one that lost all it had', async () => {
  const folder = tempFolder();
  const path = join(folder, 'a.db');
  const ended = makeDatabase(path, () => {
    throw new Error('ended here');
  });
  await expect(ended).rejects.toThrow('ended here');
  expect(readdirSync(folder)).toEqual([]);
});

it('gives way to a process that was first', async () => {
  const path = join(tempFolder(), 'a.db');
  await makeDatabase(path, (made) => {
    const other = connectTo(path);
    other.exec('create table first (id integer)');
    other.close();
    return connectTo(made);
  });
  const there = connectTo(path);
  expect(there.all('select name from sqlite_schema', [])).toEqual([{ name: 'first' }]);
  there.close();
});

it('goes on where there are no links', async () => {
  links.none = true;
  try {
    const path = join(tempFolder(), 'a.db');
    const dbs = await Promise.all([1, 2].map(() => openSqlite(path, { clock: systemClock })));
    for (const db of dbs) await db.close();
    expect(await schemaOf(path)).toBeGreaterThan(0);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  } finally {
    links.none = false;
  }
});
