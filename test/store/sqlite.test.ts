import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../../src/core/clock.ts';
import { UnhealthyError } from '../../src/core/errors.ts';
import { insertExchange, purgeExchanges } from '../../src/store/api-log.ts';
import { writeSetting } from '../../src/store/settings.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { systemClock } from '../../src/system/clock.ts';
import { storeConformance } from './conformance.ts';
import { doubtConformance } from './doubt-conformance.ts';
import { tempDb, tempFolder } from './temp-db.ts';

storeConformance('SQLite', tempDb);
doubtConformance('SQLite', tempDb);

const open = (path: string, lockDeadlineMs = 50) => openSqlite(path, { clock: systemClock, lockDeadlineMs });

/** Time that passes while somebody sleeps, and then only. */
function sleepingClock(passing: (now: number) => void = () => {}): Clock {
  let now = 0;
  const sleep = async (ms: number) => {
    now += ms;
    passing(now);
  };
  return { now: () => now, sleep, at: () => () => {} };
}

describe('the SQLite file', () => {
  it('is readable by its owner only, with its log', async () => {
    const path = join(tempFolder(), 'a.db');
    const db = await tempDb(path);
    await writeSetting(db, 'a', '1', 0);
    for (const file of [path, `${path}-wal`, `${path}-shm`])
      expect(statSync(file).mode & 0o077, file).toBe(0);
  });

  it('is durable on a power cut: full synchronisation in WAL mode', async () => {
    const path = join(tempFolder(), 'a.db');
    const db = await tempDb(path);
    const pragma = async (name: string) =>
      Object.values((await db.tx((sql) => sql.get<object>(`pragma ${name}`))) ?? {})[0];
    expect(await pragma('journal_mode')).toBe('wal');
    expect(await pragma('synchronous')).toBe(2);
    expect(await pragma('fullfsync')).toBe(1);
    expect(await pragma('foreign_keys')).toBe(1);
    expect(await pragma('secure_delete')).toBe(1);
    expect(Number(await pragma('wal_autocheckpoint'))).toBeGreaterThanOrEqual(10_000);
    expect(Number(await pragma('journal_size_limit'))).toBeGreaterThan(0);
  });

  it('can be created by several processes at once', async () => {
    const path = join(tempFolder(), 'a.db');
    const dbs = await Promise.all([open(path), open(path), open(path)]);
    await Promise.all(dbs.map((db, i) => writeSetting(db, `k${i}`, '1', 0)));
    expect(await dbs[0]?.all('select key from setting order by key')).toHaveLength(3);
    await Promise.all(dbs.map((db) => db.close()));
  });

  it('wakes a watcher when another connection commits, not for its own commits', async () => {
    const path = join(tempFolder(), 'a.db');
    const [one, two] = [await tempDb(path), await tempDb(path)];
    let woken = 0;
    const unwatch = one.watch(systemClock, () => {
      woken += 1;
    });
    await writeSetting(one, 'own', '1', 0);
    await systemClock.sleep(120);
    expect(woken).toBe(0);
    await writeSetting(two, 'other', '1', 0);
    await expect.poll(() => woken, { timeout: 2_000 }).toBe(1);
    unwatch();
  });

  it('leaves no byte of a purged exchange behind', async () => {
    const path = join(tempFolder(), 'a.db');
    const db = await tempDb(path);
    const secret = 'Cindy has her appointment at half past two';
    const base = { accountSid: 'AC', intentId: null, method: 'POST', url: '/', request: null, status: 201 };
    const rest = { error: null, durationMs: 1, requestId: null };
    for (let at = 0; at < 50; at += 1) {
      await insertExchange(db, { ...base, ...rest, at, response: `${secret} ${'x'.repeat(at * 200)}` });
    }
    await db.checkpoint();
    expect(readFileSync(path).includes(secret)).toBe(true);
    await purgeExchanges(db, 100, 100);
    expect(await db.checkpoint()).toBe(true);
    for (const file of [path, `${path}-wal`]) expect(readFileSync(file).includes(secret), file).toBe(false);
  });
});

describe('trouble with the SQLite file', () => {
  it('waits for another process’s lock without freezing, then says who to look for', async () => {
    const path = join(tempFolder(), 'a.db');
    const db = await open(path, 150);
    const other = new Database(path);
    other.exec('begin immediate');
    let ticks = 0;
    const ticking = setInterval(() => {
      ticks += 1;
    }, 5);
    await expect(writeSetting(db, 'a', '1', 0)).rejects.toThrow(/locked by another process/);
    clearInterval(ticking);
    expect(ticks).toBeGreaterThan(5);
    const waiting = writeSetting(db, 'a', '1', 0);
    other.exec('commit');
    await waiting;
    other.close();
    await db.close();
  });

  it('refuses a file that is no database, and leaves it as it is', async () => {
    const path = join(tempFolder(), 'a.db');
    writeFileSync(path, 'dear diary, '.repeat(500));
    await expect(open(path)).rejects.toThrow(/damaged or not a database/);
    expect(readFileSync(path, 'utf8')).toMatch(/^dear diary/);
  });

  it('refuses a file that lost all it had, and leaves it as it is', async () => {
    const path = join(tempFolder(), 'a.db');
    writeFileSync(path, '');
    const opening = openSqlite(path, { clock: sleepingClock() });
    await expect(opening).rejects.toThrow(UnhealthyError);
    await expect(opening).rejects.toThrow(`the database ${path} is empty`);
    expect(statSync(path).size).toBe(0);
  });

  it('waits for whoever makes the file at this moment', async () => {
    const path = join(tempFolder(), 'a.db');
    writeFileSync(path, '');
    const make = (now: number) => now === 60 && new Database(path).pragma('journal_mode = wal');
    const db = await openSqlite(path, { clock: sleepingClock(make) });
    await writeSetting(db, 'a', '1', 0);
    await db.close();
    expect(statSync(path).size).toBeGreaterThan(0);
  });

  it('refuses a damaged page with the way back', async () => {
    const path = join(tempFolder(), 'a.db');
    await (await open(path)).close();
    const bytes = readFileSync(path);
    bytes.fill(0xff, 100, 4_000);
    writeFileSync(path, bytes);
    const error = await open(path).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UnhealthyError);
    expect((error as UnhealthyError).hint).toMatch(/remind restore/);
  });

  it('refuses another program’s database', async () => {
    const path = join(tempFolder(), 'a.db');
    const other = new Database(path);
    other.exec('create table todo (id integer)');
    other.close();
    await expect(open(path)).rejects.toThrow(/another program/);
  });

  it('refuses a database that a newer remind wrote', async () => {
    const path = join(tempFolder(), 'a.db');
    await (await open(path)).close();
    const newer = new Database(path);
    newer.pragma('user_version = 999');
    newer.close();
    await expect(open(path)).rejects.toThrow(/newer remind/);
  });

  it('refuses a folder in the place of the file, and makes no database where a link led to one', async () => {
    const folder = tempFolder();
    await expect(open(folder)).rejects.toMatchObject({
      message: `${folder} is a folder, where the database file should be`,
      exitCode: 7,
    });
    const [path, target] = [join(folder, 'link.db'), join(folder, 'gone.db')];
    symlinkSync(target, path);
    const opening = open(path);
    await expect(opening).rejects.toThrow(`${path} is a link to ${target}, and nothing is there`);
    expect(existsSync(target)).toBe(false);
    await (await open(target)).close();
    await (await open(path)).close();
  });

  it('refuses a folder that does not exist', async () => {
    await expect(open(join(tempFolder(), 'none', 'a.db'))).rejects.toThrow(/cannot be opened/);
  });

  it('loses nothing and says so when the disk is full', async () => {
    const path = join(tempFolder(), 'a.db');
    const db = await open(path);
    await writeSetting(db, 'kept', '1', 0);
    // A page limit is what a full disk looks like to SQLite.
    await db.tx((sql) => sql.get('pragma max_page_count = 1'));
    await expect(writeSetting(db, 'big', 'x'.repeat(1_000_000), 0)).rejects.toThrow(/disk is full/);
    expect(await db.get('select value from setting where key = ?', ['kept'])).toEqual({ value: '1' });
    await db.close();
  });

  it('says that a read-only database cannot be written', async () => {
    const db = await tempDb();
    // What a read-only file answers; root, as whom tests may run, can write any file.
    await db.tx((sql) => sql.run('pragma query_only = on'));
    await expect(writeSetting(db, 'a', '1', 0)).rejects.toThrow(/cannot be written/);
  });

  it('survives the death of a writer in the middle of a transaction', async () => {
    const path = join(tempFolder(), 'a.db');
    const db = await tempDb(path);
    const script = `const D = require('better-sqlite3'); const d = new D(${JSON.stringify(path)});
      d.exec("begin immediate; insert into setting values ('half', '1', 0)"); process.stdout.write('in'); setInterval(() => {}, 1e6);`;
    const child = spawn(process.execPath, ['-e', script], { cwd: process.cwd() });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    await writeSetting(db, 'whole', '1', 0);
    expect(await db.all('select key from setting')).toEqual([{ key: 'whole' }]);
  });
});
