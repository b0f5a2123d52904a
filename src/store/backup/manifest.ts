// What a backup says about itself: its first file, checked before anything else is read.

import { UnhealthyError, UsageError } from '../../core/errors.ts';

export const MANIFEST = 'manifest.json';
export const SETTINGS = 'settings.json';
export const DATABASE = 'database.db';
export const SECRETS = 'secrets.sealed';
export const AUDIO = 'audio/';

/** The version of the container; a newer one is refused. */
export const FORMAT_VERSION = 1;

export interface ManifestFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface Manifest {
  readonly format: 'remind-backup';
  readonly version: number;
  /** The program's version that wrote it. */
  readonly program: string;
  /** RFC 3339 */
  readonly createdAt: string;
  readonly profile: string;
  readonly schemaVersion: number;
  readonly files: readonly ManifestFile[];
}

/**
 * @throws UsageError for another program's file, UnhealthyError for a newer or damaged backup.
 */
export function parseManifest(text: string, path: string): Manifest {
  const manifest = parse(text);
  if (manifest?.format !== 'remind-backup') throw foreign(path);
  if (manifest.version !== FORMAT_VERSION) {
    throw new UnhealthyError(`${path} was written by a newer remind (backup format ${manifest.version})`, {
      hint: 'update remind; nothing was changed',
    });
  }
  const names = manifest.files.map(({ name }) => name);
  const strange = names.find((name) => !isExpected(name));
  if (strange !== undefined || !names.includes(DATABASE) || !names.includes(SETTINGS)) {
    throw new UnhealthyError(`${path} is damaged: it does not hold what a backup holds`);
  }
  return manifest;
}

/** Not one of ours at all. */
export function foreign(path: string): UsageError {
  return new UsageError(`${path} is not a backup made by remind`, {
    hint: 'make one with: remind backup FILE',
  });
}

// A name becomes a path at restore: nothing may point out of the audio folder.
function isExpected(name: string): boolean {
  if (!name.startsWith(AUDIO)) return [SETTINGS, DATABASE, SECRETS].includes(name);
  const parts = name.slice(AUDIO.length).split('/');
  return parts.every((part) => part !== '' && part !== '.' && part !== '..' && !/[\\\0]/.test(part));
}

function parse(text: string): Manifest | undefined {
  try {
    const fields = JSON.parse(text) as Manifest;
    const files =
      Array.isArray(fields?.files) && fields.files.every((file) => typeof file?.name === 'string');
    return files ? fields : undefined;
  } catch {
    return undefined;
  }
}
