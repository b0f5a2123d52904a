import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withScratch } from '../../../src/store/backup/scratch.ts';
import { tempFolder } from '../temp-db.ts';

it('is gone when the work is done, and when it failed', async () => {
  const parent = tempFolder();
  await withScratch(parent, 'backup', async (folder) => writeFileSync(join(folder, 'a'), ''));
  const failing = withScratch(parent, 'restore', async () => {
    throw new Error('no');
  });
  await expect(failing).rejects.toThrow('no');
  expect(readdirSync(parent)).toEqual([]);
});

it('takes away what a killed process left, and only that', async () => {
  const parent = tempFolder();
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  const host = hostname();
  const left = [
    `.restore-${pid}@${host}-abc123`,
    `.backup-${pid}@${host}-abc123`,
    `.birth-${pid}@${host}-abc123`,
  ];
  const kept = [
    `.restore-${process.pid}@${host}-abc123`,
    `.restore-${pid}@elsewhere-abc123`,
    `default.db.before-restore-${pid}`,
  ];
  for (const name of [...left, ...kept]) {
    mkdirSync(join(parent, name));
    writeFileSync(join(parent, name, 'database.db'), 'everything');
  }
  await withScratch(parent, 'backup', async () => {});
  expect(readdirSync(parent).sort()).toEqual([...kept].sort());
});
