// A profile's secrets: one file only its owner may read, kept apart from the settings and from every backup.

import { constants } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CredentialError, UsageError } from '../core/errors.ts';
import type { PrivateFiles } from '../core/private-files.ts';
import { parseJson } from './json-text.ts';

/** What signs a profile's requests. The pair and the token may both be there; the pair is preferred. */
export interface Secrets {
  /** The account they belong to: they are used for no other. */
  readonly accountSid: string;
  readonly authToken?: string;
  readonly apiKey?: string;
  readonly apiSecret?: string;
}

const KEYS = ['accountSid', 'authToken', 'apiKey', 'apiSecret'] as const;

/** Who is asking; undefined where the system has no owners and modes (Windows). */
export type Uid = number | undefined;

/**
 * The secrets in the file, or undefined when there is none. A symbolic link is followed; what it leads to is judged.
 * @throws CredentialError when the file is not the caller's own, others may read it, or it cannot be understood.
 */
export async function readSecrets(path: string, uid: Uid): Promise<Secrets | undefined> {
  const file = await openIfThere(path);
  if (!file) return undefined;
  try {
    // The open file is judged, not its name, which may lead elsewhere by the time it is read.
    await assertPrivate(file, path, uid);
    return checkSecrets(parseJson(await file.readFile('utf8'), path), path);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new CredentialError(error.message, { hint: 'write it again with: remind init' });
  } finally {
    await file.close();
  }
}

/** Replaces the file, 0600 in a folder 0700. */
export async function writeSecrets(path: string, files: PrivateFiles, secrets: Secrets): Promise<void> {
  await files.ensureFolder(dirname(path));
  await files.write(path, `${JSON.stringify(secrets, null, 2)}\n`);
}

/** Forgets a profile's secrets; none there is no error. */
export async function removeSecrets(path: string): Promise<void> {
  await rm(path, { force: true });
}

async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    // Not blocking: a pipe in the file's place would otherwise wait for a writer for ever.
    return await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return undefined;
    throw new CredentialError(`the secrets in ${path} cannot be read${code ? ` (${code})` : ''}`, {
      hint: 'check who owns the file and its folder',
      cause,
    });
  }
}

async function assertPrivate(file: FileHandle, path: string, uid: Uid): Promise<void> {
  const stat = await file.stat();
  const { mode, uid: owner } = stat;
  if (!stat.isFile()) throw new CredentialError(`${path} is not a file`);
  if (uid === undefined) return;
  if (owner !== uid) {
    throw new CredentialError(
      `the secrets in ${path} belong to another user (uid ${owner}, you are ${uid})`,
      {
        hint: `run remind as that user, or: chown ${uid} ${path}`,
      },
    );
  }
  if ((mode & 0o077) !== 0) {
    const shown = (mode & 0o777).toString(8).padStart(3, '0');
    throw new CredentialError(`others may read the secrets in ${path} (mode ${shown})`, {
      hint: `chmod 600 ${path}`,
    });
  }
}

// By hand, not with zod: this runs on the way to every send, and zod costs 66 ms.
function checkSecrets(raw: unknown, path: string): Secrets {
  const fields = typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>) : {};
  const strange = Object.entries(fields).find(
    ([key, value]) => !(KEYS as readonly string[]).includes(key) || typeof value !== 'string',
  );
  if (strange || typeof fields['accountSid'] !== 'string') {
    const what = strange ? `"${strange[0]}" does not belong there` : 'it has no accountSid';
    throw new CredentialError(`the secrets in ${path} cannot be used: ${what}`, {
      hint: 'write them again with: remind init',
    });
  }
  return fields as unknown as Secrets;
}
