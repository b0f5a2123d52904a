// What the operating system says about a file, in the words of the person who meets it.

import { dirname } from 'node:path';
import { UnhealthyError, UsageError } from '../core/errors.ts';

/** Rewrites a failed read or write of `path`; what is no such failure is returned unchanged. */
export function explainFileTrouble(error: unknown, path: string): unknown {
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new UnhealthyError(`${path} cannot be written: the disk is full`, {
        hint: 'free some space; what was there before is unharmed',
        cause: error,
      });
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new UnhealthyError(`${path} cannot be written (${code})`, {
        hint: 'check who owns it and its folder, or keep your files elsewhere with REMIND_HOME',
        cause: error,
      });
    case 'ENOENT':
    case 'ENOTDIR':
    case 'EEXIST':
    case 'EISDIR':
    case 'ENAMETOOLONG':
    case 'ELOOP':
      return new UsageError(`${path} cannot be written (${code})`, {
        hint: code === 'ENOENT' ? 'its folder does not exist' : 'something else is in its place',
        cause: error,
      });
    default:
      return error;
  }
}

const MACHINE: readonly unknown[] = [
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOSPC',
  'EDQUOT',
  'EIO',
  'EMFILE',
  'ENFILE',
  'ENOTDIR',
];

/** Permissions and disks are the machine's trouble wherever they are met, and no bug; undefined for anything else. */
export function machineTrouble(error: unknown): UnhealthyError | undefined {
  const { code, path, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  if (!(error instanceof Error) || path === undefined || !MACHINE.includes(code)) return undefined;
  // A folder that could not be made has a name that nobody knows: the one it was to be made in is the trouble.
  const place = syscall === 'mkdtemp' ? dirname(path) : path;
  const check =
    code === 'ENOTDIR'
      ? 'a file is where a folder should be: move it away'
      : 'check who owns it and its folder, and the disk';
  return new UnhealthyError(`${place} cannot be read or written (${code})`, {
    hint: `${check}; or keep your files elsewhere with REMIND_HOME`,
    cause: error,
  });
}
