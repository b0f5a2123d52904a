// Files that are whole or not there: written beside, flushed to the disk, then renamed; private by default.

import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { type FileHandle, open, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { FileContent, PrivateFiles } from '../core/private-files.ts';
import { explainFileTrouble } from './file-trouble.ts';

/** Only the owner may read and write: everything remind keeps names people and their numbers. */
export const PRIVATE_FILE = 0o600;
export const PRIVATE_FOLDER = 0o700;

/** Creates a folder and its missing parents, for the owner only. True when it was not there before. */
export async function createPrivateFolder(path: string): Promise<boolean> {
  try {
    // Synchronous, which spares a start the 2 ms of node:fs/promises.
    return makeFolder(path);
  } catch (error) {
    throw explainFileTrouble(error, path);
  }
}

/** Step by step: Node's own recursion never ends below a folder that takes no folders, such as /proc. */
function makeFolder(path: string): boolean {
  try {
    mkdirSync(path, { mode: PRIVATE_FOLDER });
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && statSync(path).isDirectory()) return false;
    const parent = dirname(path);
    if (code !== 'ENOENT' || parent === path) throw error;
    makeFolder(parent);
    mkdirSync(path, { mode: PRIVATE_FOLDER });
    return true;
  }
}

/**
 * The same, and one that is there already is tightened to 0700. For folders that are remind's own only:
 * REMIND_HOME itself may be /tmp.
 */
export async function ensurePrivateFolder(path: string): Promise<void> {
  try {
    if (!(await createPrivateFolder(path))) chmodSync(path, PRIVATE_FOLDER);
  } catch (error) {
    throw explainFileTrouble(error, path);
  }
}

/**
 * Replaces `path` by `data` in one step (0600): a reader, a crash or a full disk sees the old file or the new
 * one. A symbolic link stays a link; what it points to is replaced. The folder must exist.
 */
export async function writeFileAtomic(path: string, data: FileContent): Promise<void> {
  const target = await realpath(path).catch(() => path);
  const beside = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const file = await open(beside, 'wx', PRIVATE_FILE);
    try {
      await writeFile(file, data);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => {});
    throw explainFileTrouble(error, target);
  }
  await syncFolder(dirname(target));
}

/** Makes a rename in the folder last through a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(folder, 'r');
    await handle.sync();
  } catch {
    // Some systems (Windows, some network filesystems) cannot flush a folder; the rename itself has happened.
  } finally {
    await handle?.close();
  }
}

export const privateFiles: PrivateFiles = {
  createFolder: async (path) => void (await createPrivateFolder(path)),
  ensureFolder: ensurePrivateFolder,
  write: writeFileAtomic,
};
