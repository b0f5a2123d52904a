// Backup and restore: everything comes back, and nothing is touched until the whole file is proved.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UnhealthyError, UsageError } from '../../../src/core/errors.ts';
import { type Extracted, withExtracted } from '../../../src/store/backup/extract.ts';
import { putInPlace } from '../../../src/store/backup/put-in-place.ts';
import { readTar, writeTar } from '../../../src/store/backup/tar.ts';
import { writeBackup } from '../../../src/store/backup/write.ts';
import type { Db } from '../../../src/store/db.ts';
import { writeSetting } from '../../../src/store/settings.ts';
import { openSqlite } from '../../../src/store/sqlite.ts';
import { privateFiles } from '../../../src/system/files.ts';
import { TestClock } from '../../clock.ts';

const NOW = Date.parse('2026-11-23T09:00:00Z');

let folder: string;
let database: string;
let file: string;
let db: Db;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'remind-backup-'));
  mkdirSync(join(folder, 'db'));
  database = join(folder, 'db', 'default.db');
  file = join(folder, 'backup.tgz');
  db = await openSqlite(database, { clock: new TestClock() });
});
afterEach(async () => {
  await db.close();
  rmSync(folder, { recursive: true, force: true });
});

const backUp = (secrets?: Uint8Array) =>
  writeBackup(
    file,
    {
      profile: 'default',
      program: '0.1.0',
      now: NOW,
      database,
      settings: '{"tz":"UTC"}',
      secrets,
      audioFolder: join(folder, 'audio'),
    },
    privateFiles,
  );

const extract = <T>(
  use: (extracted: Extracted) => Promise<T> = async () => undefined as T,
  path = file,
): Promise<T> => withExtracted(path, { scratchParent: join(folder, 'db'), files: privateFiles }, use);

const settingIn = (path: string, key: string): unknown => {
  const raw = new Database(path, { readonly: true });
  try {
    return raw.prepare('select value from setting where key = ?').pluck().get(key);
  } finally {
    raw.close();
  }
};

/** Takes the archive apart, changes a file in it and packs it again. */
async function repack(change: (files: Map<string, Buffer>) => void): Promise<void> {
  const files = new Map<string, Buffer>();
  const source = async function* () {
    yield gunzipSync(readFileSync(file));
  };
  for await (const each of readTar(source())) {
    const parts: Uint8Array[] = [];
    for await (const part of each.content()) parts.push(part);
    files.set(each.name, Buffer.concat(parts));
  }
  change(files);
  const list = [...files].map(([name, content]) => ({
    name,
    bytes: content.length,
    content: async function* () {
      yield content;
    },
  }));
  const packed: Uint8Array[] = [];
  for await (const chunk of writeTar(list, NOW)) packed.push(chunk);
  writeFileSync(file, gzipSync(Buffer.concat(packed)));
}

function rewriteManifest(
  files: Map<string, Buffer>,
  change: (manifest: Record<string, unknown>) => void,
): void {
  const manifest = JSON.parse(String(files.get('manifest.json'))) as Record<string, unknown>;
  change(manifest);
  files.set('manifest.json', Buffer.from(JSON.stringify(manifest)));
}

describe('a backup', () => {
  it('holds what was committed at that instant, settings, sealed secrets and audio', async () => {
    mkdirSync(join(folder, 'audio', 'greetings'), { recursive: true });
    writeFileSync(join(folder, 'audio', 'greetings', 'héllo.wav'), Buffer.alloc(70_000, 7));
    writeFileSync(join(folder, 'audio', 'empty.wav'), '');
    await writeSetting(db, 'paused', 'yes', NOW);
    await backUp(Buffer.from('sealed'));
    await writeSetting(db, 'paused', 'changed later', NOW);
    await extract(async ({ manifest, settings, database: copy, audio, secrets }) => {
      expect(manifest).toMatchObject({ profile: 'default', createdAt: '2026-11-23T09:00:00.000Z' });
      expect(settings).toBe('{"tz":"UTC"}');
      expect(secrets?.toString()).toBe('sealed');
      expect(settingIn(copy, 'paused')).toBe('yes');
      expect(audio.map(({ name, path }) => [name, statSync(path).size])).toEqual([
        ['empty.wav', 0],
        ['greetings/héllo.wav', 70_000],
      ]);
    });
  });

  it('is private, leaves nothing beside it, and can be read by tar', async () => {
    await backUp();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(folder, 'db')).filter((name) => name.startsWith('.'))).toEqual([]);
    expect(execFileSync('tar', ['tzf', file], { encoding: 'utf8' }).split('\n').slice(0, 3)).toEqual([
      'manifest.json',
      'settings.json',
      'database.db',
    ]);
  });

  it('holds no byte of what was deleted before', async () => {
    await writeSetting(db, 'secret-note', 'burn after reading', NOW);
    await db.run(`delete from setting where key = 'secret-note'`);
    await backUp();
    expect(gunzipSync(readFileSync(file)).includes('burn after reading')).toBe(false);
  });

  it('does not follow links out of the audio folder', async () => {
    mkdirSync(join(folder, 'audio'));
    writeFileSync(join(folder, 'private.txt'), 'not audio');
    symlinkSync(join(folder, 'private.txt'), join(folder, 'audio', 'link.wav'));
    const { files } = await backUp();
    expect(files.map(({ name }) => name)).toEqual(['settings.json', 'database.db']);
  });

  it('keeps the backup before it when there is no database to read', async () => {
    await backUp();
    const before = readFileSync(file);
    await db.close();
    writeFileSync(database, 'not a database, but a text that is long enough to be taken for something');
    await expect(backUp()).rejects.toThrow(UnhealthyError);
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(['backup.tgz', 'db']);
    rmSync(database);
    db = await openSqlite(database, { clock: new TestClock() });
  });
});

describe('a file that is refused', () => {
  const refusal = async (): Promise<Error> => {
    let used = false;
    const error = await extract(async () => {
      used = true;
    }).catch((e: unknown) => e as Error);
    expect(used).toBe(false);
    expect(error).toBeInstanceOf(Error);
    expect(readdirSync(join(folder, 'db')).filter((name) => name.startsWith('.'))).toEqual([]);
    return error as Error;
  };

  it.each([
    ['text', Buffer.from('hello')],
    ['nothing', Buffer.alloc(0)],
    ['a gzip of something', gzipSync('hello'.repeat(500))],
    ['an empty archive', gzipSync(Buffer.alloc(1024))],
  ])('holds %s', async (_, content) => {
    writeFileSync(file, content);
    const error = await refusal();
    expect(error).toBeInstanceOf(UsageError);
    expect(error.message).toContain('is not a backup made by remind');
  });

  it('is not there, or a folder', async () => {
    expect((await refusal()).message).toContain('cannot be read (ENOENT)');
    mkdirSync(file);
    expect((await refusal()).message).toContain('cannot be read (EISDIR)');
  });

  it("is another program's archive", async () => {
    writeFileSync(join(folder, 'a.txt'), 'x');
    execFileSync('tar', ['czf', file, '-C', folder, 'a.txt']);
    expect(await refusal()).toBeInstanceOf(UsageError);
  });

  it.each([0.3, 0.6, 0.95, 0.999])('ends after %d of it', async (part) => {
    await backUp();
    const whole = readFileSync(file);
    writeFileSync(file, whole.subarray(0, Math.floor(whole.length * part)));
    const error = await refusal();
    expect(error.message).toMatch(/is damaged|is not a backup/);
  });

  it('has a flipped bit', async () => {
    await backUp();
    const bytes = readFileSync(file);
    const middle = Math.floor(bytes.length / 2);
    bytes[middle] = (bytes[middle] ?? 0) ^ 0x10;
    writeFileSync(file, bytes);
    expect((await refusal()).message).toMatch(/is damaged/);
  });

  it.each<[string, (files: Map<string, Buffer>) => void, RegExp]>([
    ['lacks its database', (files) => files.delete('database.db'), /database.db is missing/],
    [
      'was changed',
      (files) => files.set('settings.json', Buffer.from('{"tz":"EVIL"')),
      /settings.json was changed/,
    ],
    ['has more than it says', (files) => files.set('extra', Buffer.from('x')), /not what its manifest says/],
    [
      'is of a newer format',
      (files) => rewriteManifest(files, (manifest) => Object.assign(manifest, { version: 2 })),
      /newer remind \(backup format 2\)/,
    ],
    [
      'names no database',
      (files) => rewriteManifest(files, (manifest) => Object.assign(manifest, { files: [] })),
      /does not hold what a backup holds/,
    ],
    ...['audio/../../evil', 'audio//x', '/etc/passwd', 'audio/', 'audio/..\\x', 'config.json'].map(
      (name): [string, (files: Map<string, Buffer>) => void, RegExp] => [
        `names ${name}`,
        (files) =>
          rewriteManifest(files, (manifest) => {
            (manifest['files'] as unknown[]).push({ name, bytes: 0, sha256: '' });
          }),
        /does not hold what a backup holds/,
      ],
    ),
  ])('%s', async (_, change, message) => {
    await backUp();
    await repack(change);
    const error = await refusal();
    expect(error).toBeInstanceOf(UnhealthyError);
    expect(error.message).toMatch(message);
  });

  it.each<[string, string, RegExp]>([
    ['a newer schema', 'pragma user_version = 99', /newer remind \(schema 99/],
    ["another program's database", 'pragma application_id = 1', /a database of another program/],
    [
      'rows that name nothing',
      `pragma foreign_keys = off;
       insert into contact (tenant_id, name, name_key, phone, created_at, updated_at) values (9, 'x', 'x', '+1', 0, 0)`,
      /is damaged: contact row 1/,
    ],
  ])('holds %s', async (_, sql, message) => {
    await backUp();
    await repack((files) => {
      const copy = join(folder, 'tampered.db');
      writeFileSync(copy, files.get('database.db') ?? '');
      const raw = new Database(copy);
      raw.exec(sql);
      raw.close();
      const content = readFileSync(copy);
      files.set('database.db', content);
      rewriteManifest(files, (manifest) => {
        for (const each of manifest['files'] as { name: string; bytes: number; sha256: string }[]) {
          if (each.name !== 'database.db') continue;
          each.bytes = content.length;
          each.sha256 = createHash('sha256').update(content).digest('hex');
        }
      });
    });
    const error = await refusal();
    expect(error).toBeInstanceOf(UnhealthyError);
    expect(error.message).toMatch(message);
  });
});

describe('putting a database in place', () => {
  it('keeps the old one beside it, with all that was committed to its log', async () => {
    await writeSetting(db, 'paused', 'old', NOW);
    await backUp();
    await writeSetting(db, 'paused', 'newer', NOW);
    // As a process that was killed leaves it: rows in the log, the log not folded in.
    for (const suffix of ['', '-wal'])
      writeFileSync(join(folder, `left.db${suffix}`), readFileSync(`${database}${suffix}`));
    const left = join(folder, 'left.db');
    const kept = join(folder, 'kept.db');
    const had = await extract(({ database: fresh }) => putInPlace(fresh, left, kept));
    expect(had).toBe(true);
    expect([settingIn(left, 'paused'), settingIn(kept, 'paused')]).toEqual(['old', 'newer']);
  });

  it('takes a damaged one away together with its log', async () => {
    await backUp();
    const broken = join(folder, 'broken.db');
    for (const suffix of ['', '-wal']) writeFileSync(`${broken}${suffix}`, 'x'.repeat(5000));
    await extract(({ database: fresh }) => putInPlace(fresh, broken, `${broken}.old`));
    expect(existsSync(`${broken}-wal`)).toBe(false);
    expect(readFileSync(`${broken}.old`, 'utf8')).toBe('x'.repeat(5000));
    expect(settingIn(broken, 'nothing')).toBeUndefined();
  });

  it('makes one where there was none', async () => {
    await backUp();
    const path = join(folder, 'fresh.db');
    expect(await extract(({ database: fresh }) => putInPlace(fresh, path, `${path}.old`))).toBe(false);
    expect(existsSync(`${path}.old`)).toBe(false);
    await (await openSqlite(path, { clock: new TestClock() })).close();
  });
});
