// The folder beside the database in which a backup or a new database is made: gone afterwards, also when killed.

import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

/**
 * Hands a fresh folder (0700) below `parent` to `work` and removes it however that ends. What a killed process of this
 * machine left is removed first: it is a whole copy of everything.
 */
export async function withScratch<T>(
  parent: string,
  purpose: 'backup' | 'restore' | 'birth',
  work: (folder: string) => Promise<T>,
): Promise<T> {
  await removeAbandoned(parent);
  const folder = await mkdtemp(join(parent, `.${purpose}-${process.pid}@${hostname()}-`));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function removeAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const [, pid, host] = /^\.(?:backup|restore|birth)-(\d+)@(.+)-\w{6}$/.exec(name) ?? [];
    // Of a process on another machine nobody here can tell whether it is still at work.
    if (pid === undefined || host !== hostname() || isAlive(Number(pid))) continue;
    await rm(join(parent, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is somebody else's, and alive.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
