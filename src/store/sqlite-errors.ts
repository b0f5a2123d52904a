// SQLite's error codes in the words of the person who meets them.

import { UnhealthyError } from '../core/errors.ts';

interface Meaning {
  readonly says: string;
  readonly hint: string;
}

// Primary result codes: https://www.sqlite.org/rescode.html. Extended codes start with the primary one.
const MEANINGS: readonly (readonly [RegExp, Meaning])[] = [
  [
    /^SQLITE_(BUSY|LOCKED)/,
    {
      says: 'is locked by another process',
      hint: 'wait for it to finish, or look for a stuck process with: remind status',
    },
  ],
  [
    /^SQLITE_(CORRUPT|NOTADB)/,
    {
      says: 'is damaged or not a database',
      hint: 'keep the file, then bring the last backup back with: remind restore FILE',
    },
  ],
  [
    /^SQLITE_FULL/,
    { says: 'cannot grow: the disk is full', hint: 'free some space; nothing was lost or half written' },
  ],
  [
    /^SQLITE_(READONLY|PERM)/,
    { says: 'cannot be written', hint: 'check who owns the file and its folder, and their permissions' },
  ],
  [
    /^SQLITE_CANTOPEN/,
    { says: 'cannot be opened', hint: 'check who owns the file and its folder, and that the folder exists' },
  ],
  [
    /^SQLITE_IOERR/,
    { says: 'cannot be read or written', hint: 'check the disk: the system reported an I/O error' },
  ],
];

/** True when the statement may succeed if tried again in a moment. */
export function isBusy(error: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error));
}

/** True when a trigger or an index of ours said no to a statement; the transaction goes on. */
export function isForbidden(error: unknown): boolean {
  return /^SQLITE_CONSTRAINT_(TRIGGER|UNIQUE)$/.test(codeOf(error));
}

/** Rewrites what SQLite threw about the file at `path`; anything else is returned unchanged. */
export function explainSqliteError(error: unknown, path: string): unknown {
  const meaning = MEANINGS.find(([code]) => code.test(codeOf(error)))?.[1];
  if (!meaning) return error;
  return new UnhealthyError(`the database ${path} ${meaning.says} (${codeOf(error)})`, {
    hint: meaning.hint,
    cause: error,
  });
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : '';
}
