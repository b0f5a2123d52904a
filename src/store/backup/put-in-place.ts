// Exchanges a database file for another, so that at every instant one whole database is under its name.

import { copyFile, link, rename } from 'node:fs/promises';
import { crashPoint } from '../../core/crash-point.ts';
import { databaseBytes } from '../inspect.ts';
import { connect, type SqliteConnection } from '../sqlite-connection.ts';

/**
 * Moves `fresh` to `path`; what was there is kept under `keptAs`, with its log if that could not be folded in.
 * Nobody may be writing. Returns whether there was an old one.
 */
export async function putInPlace(fresh: string, path: string, keptAs: string): Promise<boolean> {
  if (((await databaseBytes(path)) ?? 0) > 0) await foldLog(path);
  crashPoint('restore:log-folded');
  const kept = await keep(path, keptAs);
  crashPoint('restore:old-kept');
  // A log left behind would be replayed into the new file; it goes with the old one before the exchange.
  for (const suffix of ['-wal', '-shm']) await moveIfThere(`${path}${suffix}`, `${keptAs}${suffix}`);
  crashPoint('restore:log-moved');
  await rename(fresh, path);
  crashPoint('restore:exchanged');
  return kept;
}

/** Brings the write-ahead log into the file. A file too damaged for that keeps its log. */
async function foldLog(path: string): Promise<void> {
  let connection: SqliteConnection | undefined;
  try {
    connection = await connect(path, { readonly: false, busyMs: 1_000 });
    connection.pragma('wal_checkpoint(truncate)');
  } catch {
    // Damaged is the usual reason for a restore; the log then travels beside the kept file.
  } finally {
    connection?.close();
  }
}

async function keep(path: string, keptAs: string): Promise<boolean> {
  try {
    await link(path, keptAs);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    // Some filesystems have no hard links.
    await copyFile(path, keptAs);
    return true;
  }
}

async function moveIfThere(from: string, to: string): Promise<void> {
  await rename(from, to).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
}
