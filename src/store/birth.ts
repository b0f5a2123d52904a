// A new database: made beside its place and put there once it has its tables, so that no kill leaves an empty file.

import { closeSync, existsSync, fsyncSync, linkSync, openSync, unlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { migrate } from './migrate.ts';
import type { SqliteConnection } from './sqlite-connection.ts';

/**
 * Leaves a database of this program's schema at `path` (0600), ours or that of a process which was first: a link, unlike
 * a rename, replaces nothing. Where there are no links (FAT, some network filesystems) the file is made in its place,
 * empty for some 20 ms.
 */
export async function makeDatabase(
  path: string,
  connectTo: (path: string) => SqliteConnection,
): Promise<void> {
  // Loaded for a first start alone: node:fs/promises costs the others 2 ms.
  const { withScratch } = await import('./backup/scratch.ts');
  await withScratch(dirname(path), 'birth', async (folder) => {
    const made = join(folder, 'new.db');
    closeSync(openSync(made, 'a', 0o600));
    build(connectTo(made), path);
    flush(made);
    try {
      linkSync(made, path);
      // At once: a kill before the folder is removed would leave a second name of the database.
      unlinkSync(made);
    } catch {
      if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600));
    }
  });
}

/** Nobody else sees it yet, and what is lost is made anew: one flush at the end is enough. */
function build(connection: SqliteConnection, path: string): void {
  try {
    connection.pragma('journal_mode = memory');
    connection.pragma('synchronous = off');
    migrate(connection, path);
    connection.pragma('journal_mode = wal');
  } finally {
    connection.close();
  }
}

function flush(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
