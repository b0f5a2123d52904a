// Secrets from files or standard input; never from the command line, where every process could read them.

import { readFile } from 'node:fs/promises';
import { UsageError } from '../core/errors.ts';

/** Shorter than any token, key or passphrase that protects something. */
const LEAST_LENGTH = 8;

export interface SecretInput {
  /** The flag that named the file, for errors. */
  readonly flag: string;
  /** What is in it: `auth token`, `passphrase`. */
  readonly what: string;
  /** Reads standard input, which `-` stands for. */
  stdin(): Promise<string>;
}

/** @throws UsageError when the file cannot be read or holds no secret; the text is never part of the error. */
export async function readSecretFile(path: string, { flag, what, stdin }: SecretInput): Promise<string> {
  const text = path === '-' ? await stdin() : await read(path, flag);
  return cleanSecret(text, { flag, what });
}

/** A secret without the line end that editors add. */
export function cleanSecret(text: string, { flag, what }: Pick<SecretInput, 'flag' | 'what'>): string {
  const secret = text.replace(/^\uFEFF/, '').replace(/[\r\n]+$/, '');
  if (secret.length < LEAST_LENGTH) {
    throw new UsageError(`${flag}: the ${what} is ${secret === '' ? 'empty' : 'too short'}`, {
      hint: `at least ${LEAST_LENGTH} characters, alone in the file`,
    });
  }
  if (/[\r\n]/.test(secret)) {
    throw new UsageError(`${flag}: more than one line was given`, {
      hint: `put the ${what} alone into the file`,
    });
  }
  return secret;
}

async function read(path: string, flag: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'no reason given';
    throw new UsageError(`${flag}: ${path} cannot be read (${code})`, {
      hint: 'name a file that holds nothing but the secret, or - to read stdin',
      cause,
    });
  }
}
