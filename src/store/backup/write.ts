// Writes one profile's backup: a gzip'd tar of a manifest, settings, a database snapshot, sealed secrets, audio.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { PrivateFiles } from '../../core/private-files.ts';
import { readFacts } from '../inspect.ts';
import { readOnly } from '../read-only.ts';
import { AUDIO, DATABASE, FORMAT_VERSION, MANIFEST, type Manifest, SECRETS, SETTINGS } from './manifest.ts';
import { withScratch } from './scratch.ts';
import { snapshot } from './snapshot.ts';
import { type TarFile, writeTar } from './tar.ts';

export interface BackupParts {
  readonly profile: string;
  /** The program's version, for the manifest. */
  readonly program: string;
  readonly now: number;
  /** The profile's database; it may be in use. */
  readonly database: string;
  /** The profile's settings as JSON. */
  readonly settings: string;
  /** Secrets already sealed; undefined leaves them out. */
  readonly secrets?: Uint8Array | undefined;
  /** Every file below is taken along; the folder need not exist. */
  readonly audioFolder: string;
}

/** Replaces `path` by a backup, whole or not at all. Returns what went in. */
export async function writeBackup(path: string, parts: BackupParts, files: PrivateFiles): Promise<Manifest> {
  // A file that cannot be backed up is told by its own name, not by its copy's.
  await readOnly(parts.database, (sql) => readFacts(sql, parts.database));
  // Beside the database: the snapshot is as large, and /tmp may be small or in memory.
  return await withScratch(dirname(parts.database), 'backup', async (scratch) => {
    const copy = join(scratch, DATABASE);
    await snapshot(parts.database, copy);
    const { schemaVersion } = await readOnly(copy, (sql) => readFacts(sql, copy));
    const contents = await gather(parts, copy);
    const manifest: Manifest = {
      format: 'remind-backup',
      version: FORMAT_VERSION,
      program: parts.program,
      createdAt: new Date(parts.now).toISOString(),
      profile: parts.profile,
      schemaVersion,
      files: await Promise.all(contents.map(describe)),
    };
    const first = inMemory(MANIFEST, Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
    await pipeline(writeTar([first, ...contents], parts.now), createGzip(), (packed) =>
      files.write(path, packed),
    );
    return manifest;
  });
}

async function gather(parts: BackupParts, copy: string): Promise<readonly TarFile[]> {
  return [
    inMemory(SETTINGS, Buffer.from(parts.settings)),
    await onDisk(DATABASE, copy),
    ...(parts.secrets ? [inMemory(SECRETS, parts.secrets)] : []),
    ...(await audioFiles(parts.audioFolder)),
  ];
}

async function audioFiles(folder: string): Promise<readonly TarFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const name = (path: string): string => `${AUDIO}${relative(folder, path).split(sep).join('/')}`;
  return Promise.all(paths.sort().map((path) => onDisk(name(path), path)));
}

function inMemory(name: string, content: Uint8Array): TarFile {
  return {
    name,
    bytes: content.length,
    content: async function* () {
      yield content;
    },
  };
}

async function onDisk(name: string, path: string): Promise<TarFile> {
  const { size } = await stat(path);
  return { name, bytes: size, content: () => createReadStream(path) };
}

async function describe(file: TarFile): Promise<Manifest['files'][number]> {
  const hash = createHash('sha256');
  for await (const chunk of file.content()) hash.update(chunk);
  return { name: file.name, bytes: file.bytes, sha256: hash.digest('hex') };
}
