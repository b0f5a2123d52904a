import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startCheckpointer } from '../../src/store/checkpointer.ts';
import { writeSetting } from '../../src/store/settings.ts';
import { systemClock } from '../../src/system/clock.ts';
import { tempDb, tempFolder } from './temp-db.ts';

async function rig(lookMs?: number) {
  const path = join(tempFolder(), 'a.db');
  const db = await tempDb(path);
  const checkpointer = await startCheckpointer(db, path, lookMs);
  onTestFinished(() => checkpointer.stop());
  const pages = async () =>
    (await db.tx((sql) => sql.get<{ wal_autocheckpoint: number }>('pragma wal_autocheckpoint')))
      ?.wal_autocheckpoint;
  return { path, db, checkpointer, pages };
}

it('takes the checkpoints away from the connection, and gives them back', async () => {
  const { checkpointer, pages } = await rig();
  expect(await pages()).toBe(0);
  await checkpointer.stop();
  expect(await pages()).toBe(10_000);
});

it('empties the log when it is told to', async () => {
  const { path, db, checkpointer } = await rig();
  await writeSetting(db, 'big', 'x'.repeat(100_000), 0);
  expect(statSync(`${path}-wal`).size).toBeGreaterThan(100_000);
  await checkpointer.truncate();
  expect(statSync(`${path}-wal`).size).toBe(0);
  expect(await db.get('select length(value) as n from setting')).toEqual({ n: 100_000 });
});

it('brings a long log into the file by itself', async () => {
  const { path, db } = await rig();
  const before = statSync(path).size;
  for (let i = 0; i < 20; i += 1) await writeSetting(db, `k${i}`, 'x'.repeat(1_000_000), 0);
  await expect.poll(() => statSync(path).size, { timeout: 5_000 }).toBeGreaterThan(before + 10_000_000);
});

it('leaves a long log alone that the file has already', async () => {
  const { path, db } = await rig(5);
  const before = statSync(path).size;
  for (let i = 0; i < 20; i += 1) await writeSetting(db, `k${i}`, 'x'.repeat(1_000_000), 0);
  await expect.poll(() => statSync(path).size, { timeout: 5_000 }).toBeGreaterThan(before + 15_000_000);
  await systemClock.sleep(50);
  const { mtimeMs } = statSync(path);
  await writeSetting(db, 'small', 'x', 0);
  await systemClock.sleep(50);
  expect(statSync(`${path}-wal`).size).toBeGreaterThan(16 * 1024 * 1024);
  expect(statSync(path).mtimeMs).toBe(mtimeMs);
});

it('keeps the locks of the process while it looks', async () => {
  const { path, db } = await rig(5);
  await db.tx(async () => {
    await systemClock.sleep(100);
    expect(lockOfAnotherProcess(path)).toBe('SQLITE_BUSY');
  });
  expect(lockOfAnotherProcess(path)).toBe('locked');
});

function lockOfAnotherProcess(path: string): string {
  const program = `
    const database = new (require('better-sqlite3'))(process.argv[1], { timeout: 0 });
    try { database.exec('begin immediate'); console.log('locked'); } catch (error) { console.log(error.code); }`;
  return execFileSync(process.execPath, ['-e', program, path], { encoding: 'utf8' }).trim();
}
