// Takes a backup apart into a folder of its own and proves it whole, before anything of ours is touched.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { UnhealthyError, UsageError } from '../../core/errors.ts';
import type { PrivateFiles } from '../../core/private-files.ts';
import type { Sql } from '../db.ts';
import { foreignKeyCheck, integrityCheck, readFacts } from '../inspect.ts';
import { readOnly } from '../read-only.ts';
import {
  AUDIO,
  DATABASE,
  foreign,
  MANIFEST,
  type Manifest,
  type ManifestFile,
  parseManifest,
  SECRETS,
  SETTINGS,
} from './manifest.ts';
import { withScratch } from './scratch.ts';
import { ArchiveError, readTar, type TarFile } from './tar.ts';

// A manifest names each audio file in some 150 bytes; this is room for a hundred thousand.
const LARGEST_MANIFEST = 16 * 1024 * 1024;

export interface Extracted {
  readonly manifest: Manifest;
  readonly settings: string;
  /** Paths in the scratch folder. */
  readonly database: string;
  /** By their names below the audio folder. */
  readonly audio: readonly { readonly name: string; readonly path: string }[];
  readonly secrets: Buffer | undefined;
}

/**
 * Extracts the backup below `scratchParent` (the database's folder, so that a rename suffices later), checks every
 * byte against the manifest and the database with SQLite, and hands it to `use`; then cleans up.
 * @throws UsageError for a file of another kind, UnhealthyError for a damaged or newer one.
 */
export async function withExtracted<T>(
  path: string,
  { scratchParent, files }: { readonly scratchParent: string; readonly files: PrivateFiles },
  use: (extracted: Extracted) => Promise<T>,
): Promise<T> {
  await files.ensureFolder(scratchParent);
  return await withScratch(scratchParent, 'restore', async (scratch) => {
    const manifest = await unpack(path, scratch, files);
    return await use(await open(manifest, scratch));
  });
}

async function unpack(path: string, scratch: string, files: PrivateFiles): Promise<Manifest> {
  const seen: Seen = { manifest: undefined };
  let reading: Promise<void> | undefined;
  try {
    await pipeline(createReadStream(path), createGunzip(), (packed: AsyncIterable<Uint8Array>) => {
      reading = readAll(packed, seen, { path, scratch, files });
      return reading;
    });
  } catch (error) {
    throw explain(error, path, seen.manifest !== undefined);
  } finally {
    // A stream that breaks fails the pipeline at once, while a file of the folder may still be in the making: whoever
    // removes the folder then would find it there again.
    await reading?.catch(() => {});
  }
  if (!seen.manifest) throw foreign(path);
  return seen.manifest;
}

interface Seen {
  manifest: Manifest | undefined;
}

interface Place {
  readonly path: string;
  readonly scratch: string;
  readonly files: PrivateFiles;
}

async function readAll(packed: AsyncIterable<Uint8Array>, seen: Seen, place: Place): Promise<void> {
  const left = new Map<string, ManifestFile>();
  for await (const file of readTar(packed)) {
    if (!seen.manifest) {
      seen.manifest = await readManifest(file, place.path);
      for (const each of seen.manifest.files) left.set(each.name, each);
    } else {
      await extract(file, { ...place, expected: left.get(file.name) });
      left.delete(file.name);
    }
  }
  const [missing] = left.keys();
  if (missing !== undefined) throw new ArchiveError(`${missing} is missing`);
}

async function readManifest(file: TarFile, path: string): Promise<Manifest> {
  if (file.name !== MANIFEST || file.bytes > LARGEST_MANIFEST) throw foreign(path);
  const parts: Uint8Array[] = [];
  for await (const part of file.content()) parts.push(part);
  return parseManifest(Buffer.concat(parts).toString('utf8'), path);
}

interface Extraction {
  readonly expected: ManifestFile | undefined;
  readonly scratch: string;
  readonly files: PrivateFiles;
}

async function extract(file: TarFile, { expected, scratch, files }: Extraction): Promise<void> {
  if (expected?.bytes !== file.bytes) throw new ArchiveError(`${file.name} is not what its manifest says`);
  const target = join(scratch, file.name);
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  const hash = createHash('sha256');
  await files.write(target, hashing(file.content(), hash));
  if (hash.digest('hex') !== expected.sha256) throw new ArchiveError(`${file.name} was changed`);
}

async function* hashing(source: AsyncIterable<Uint8Array>, hash: { update(data: Uint8Array): unknown }) {
  for await (const chunk of source) {
    hash.update(chunk);
    yield chunk;
  }
}

async function open(manifest: Manifest, scratch: string): Promise<Extracted> {
  const database = join(scratch, DATABASE);
  const called = 'the database in the backup';
  const assertSound = async (sql: Sql): Promise<void> => {
    await readFacts(sql, called);
    const [finding] = [...(await integrityCheck(sql)), ...(await foreignKeyCheck(sql))];
    if (finding !== undefined) throw new UnhealthyError(`${called} is damaged: ${finding}`);
  };
  await readOnly(database, assertSound, called);
  const names = manifest.files.map(({ name }) => name);
  return {
    manifest,
    settings: await readFile(join(scratch, SETTINGS), 'utf8'),
    database,
    audio: names
      .filter((name) => name.startsWith(AUDIO))
      .map((name) => ({ name: name.slice(AUDIO.length), path: join(scratch, name) })),
    secrets: names.includes(SECRETS) ? await readFile(join(scratch, SECRETS)) : undefined,
  };
}

function explain(error: unknown, path: string, isOurs: boolean): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'ENOENT' || code === 'EISDIR' || code === 'EACCES') {
    return new UsageError(`the backup ${path} cannot be read (${code})`, { cause: error });
  }
  if (!(error instanceof ArchiveError) && !code.startsWith('Z_')) return error;
  // Whatever breaks before a manifest of ours was seen is somebody else's file.
  if (!isOurs) return foreign(path);
  const detail = error instanceof ArchiveError ? error.message : 'it ends too early or was changed';
  return new UnhealthyError(`the backup ${path} is damaged: ${detail}`, {
    hint: 'nothing was changed; use another backup',
    cause: error,
  });
}
