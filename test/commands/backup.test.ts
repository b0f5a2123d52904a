// `remind backup` and `remind restore`: there and back again, and every reason not to.

import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { command as backup } from '../../commands/backup.ts';
import { command as restore } from '../../commands/restore.ts';
import { loadConfig } from '../../src/config/load.ts';
import { resolvePaths } from '../../src/config/paths.ts';
import {
  CredentialError,
  NotFoundError,
  RefusedError,
  UnhealthyError,
  UsageError,
} from '../../src/core/errors.ts';
import type { Db } from '../../src/store/db.ts';
import { beat } from '../../src/store/heartbeats.ts';
import { readSetting, writeSetting } from '../../src/store/settings.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { privateFiles } from '../../src/system/files.ts';
import { TestClock } from '../clock.ts';
import { ACCOUNT, makePlace, type Place, uid } from '../config/place.ts';
import { testContext } from './context.ts';

const SECRETS = { accountSid: ACCOUNT, authToken: 'the-stored-token' };
const SETTINGS = { accountSid: ACCOUNT, tz: 'Europe/Berlin', allow: ['+4915112345678'] };

const clock = new TestClock();
let home: Place;
let elsewhere: Place;
let file: string;
beforeEach(async () => {
  home = makePlace();
  elsewhere = makePlace();
  file = join(home.folder, 'backup.tgz');
  home.put('config.json', { profiles: { default: SETTINGS, other: { tz: 'UTC' } } });
  home.put('secrets/default.json', SECRETS);
  home.put('audio/hello.wav', 'sound');
  await withDb(home, (db) => writeSetting(db, 'note', 'from home', 0));
});
afterEach(() => {
  home.remove();
  elsewhere.remove();
});

async function withDb<T>(place: Place, work: (db: Db) => Promise<T>, profile = 'default'): Promise<T> {
  await privateFiles.ensureFolder(place.paths.databaseFolder);
  const db = await openSqlite(place.paths.database(profile), { clock });
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}

const note = (place: Place, profile?: string) => withDb(place, (db) => readSetting(db, 'note'), profile);

interface Given {
  readonly at?: Place;
  readonly profile?: string;
  readonly answers?: Record<string, string | boolean>;
  readonly stdin?: string;
}

async function open({ at = home, profile, answers = {}, stdin = '' }: Given = {}) {
  const { env, paths } = at;
  return testContext({
    env,
    clock,
    answers,
    stdin,
    flags: { profile },
    needs: {
      place: () => ({ env, paths: resolvePaths(env), files: privateFiles, uid }),
      config: () => loadConfig({ env, paths, flags: { profile } }),
      version: () => '0.1.0',
      realClock: clock,
    },
  });
}

async function backUp(options: object = {}, given: Given = {}) {
  const opened = await open(given);
  await backup.run(opened.context, [file], options);
  return opened;
}

async function bringBack(options: object = {}, given: Given = {}) {
  const opened = await open({ at: elsewhere, ...given });
  await restore.run(opened.context, [file], options);
  return opened;
}

describe('there and back', () => {
  it('brings database, settings and audio to a fresh machine, and no secrets', async () => {
    const { stdout } = await backUp();
    expect(stdout()).toMatch(/profile default, database and settings, 1 audio file, secrets left out/);
    const { stdout: said } = await bringBack();
    expect(await note(elsewhere)).toBe('from home');
    expect(JSON.parse(readFileSync(elsewhere.paths.configFile, 'utf8'))).toEqual({
      profiles: { default: SETTINGS },
    });
    expect(readFileSync(join(elsewhere.paths.audioFolder, 'hello.wav'), 'utf8')).toBe('sound');
    expect(existsSync(elsewhere.paths.secretsFile('default'))).toBe(false);
    expect(said()).toContain('It holds no secrets');
    expect(gunzipSync(readFileSync(file)).includes('the-stored-token')).toBe(false);
  });

  it('brings secrets too, sealed on the way, private where they arrive', async () => {
    const passphrase = home.put('pass.txt', 'correct horse\n');
    await backUp({ withSecrets: true, passphraseFile: passphrase });
    expect(gunzipSync(readFileSync(file)).includes('the-stored-token')).toBe(false);
    await bringBack({ passphraseFile: '-' }, { stdin: 'correct horse\r\n' });
    const path = elsewhere.paths.secretsFile('default');
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(SECRETS);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(elsewhere.paths.database('default')).mode & 0o777).toBe(0o600);
  });

  it('asks for the passphrase on a terminal, and says when secrets were left out', async () => {
    await backUp({ withSecrets: true }, { answers: { '--passphrase-file': 'correct horse' } });
    const { stdout } = await bringBack();
    expect(stdout()).toContain('add --passphrase-file FILE');
  });

  it('goes into the profile that is named, else into the one it came from', async () => {
    await backUp();
    await bringBack({}, { profile: 'copy' });
    expect(await note(elsewhere, 'copy')).toBe('from home');
    expect(existsSync(elsewhere.paths.database('default'))).toBe(false);
  });

  it('keeps the old database beside the new one, and the other profiles', async () => {
    await backUp();
    await withDb(home, (db) => writeSetting(db, 'note', 'since then', 0));
    const { json } = await bringBack({ yes: true, json: true }, { at: home });
    const { kept } = json() as { kept: string };
    expect(kept).toMatch(/default\.db\.before-restore-20261123T090000Z$/);
    expect(await note(home)).toBe('from home');
    writeFileSync(home.paths.database('old'), readFileSync(kept));
    expect(await note(home, 'old')).toBe('since then');
    expect(JSON.parse(readFileSync(home.paths.configFile, 'utf8')).profiles.other).toEqual({ tz: 'UTC' });
    expect(JSON.parse(readFileSync(home.paths.secretsFile('default'), 'utf8'))).toEqual(SECRETS);
  });

  it('replaces a database that is damaged', async () => {
    await backUp();
    writeFileSync(home.paths.database('default'), 'no database '.repeat(1000));
    await bringBack({ yes: true }, { at: home });
    expect(await note(home)).toBe('from home');
  });
});

describe('a backup is not made', () => {
  it('over a file that exists, unless told to', async () => {
    await backUp();
    await expect(backUp()).rejects.toThrow(RefusedError);
    await backUp({ yes: true });
  });

  it.each([
    ['has lost all its bytes', '', /other\.db is empty: if it held anything/],
    ['is another program’s', 'create table todo (id integer)', /other\.db is a database of another program$/],
  ])('a database that %s, by its own name', async (_, sql, message) => {
    home.put('db/other.db', '');
    if (sql !== '') new Database(home.paths.database('other')).exec(sql).close();
    await expect(backUp({}, { profile: 'other' })).rejects.toThrow(message);
    expect(existsSync(file)).toBe(false);
  });

  it('without a database, a known profile or a folder to write to', async () => {
    await expect(backUp({}, { profile: 'other' })).rejects.toThrow(NotFoundError);
    await expect(backUp({}, { profile: 'nobody' })).rejects.toThrow(NotFoundError);
    file = join(home.folder, 'nowhere', 'backup.tgz');
    await expect(backUp()).rejects.toThrow(UsageError);
  });

  it.each<[string, object, Given, new (...args: never[]) => Error]>([
    ['a passphrase for nothing', { passphraseFile: '-' }, {}, UsageError],
    ['a short passphrase', { withSecrets: true, passphraseFile: '-' }, { stdin: 'short' }, UsageError],
    ['an empty passphrase', { withSecrets: true, passphraseFile: '-' }, { stdin: '\n' }, UsageError],
    [
      'two lines of passphrase',
      { withSecrets: true, passphraseFile: '-' },
      { stdin: 'one line here\ntwo\n' },
      UsageError,
    ],
    [
      'a passphrase file that is not there',
      { withSecrets: true, passphraseFile: '/nowhere' },
      {},
      UsageError,
    ],
    ['nobody to ask', { withSecrets: true }, {}, UsageError],
  ])('with %s', async (_, options, given, kind) => {
    await expect(backUp(options, given)).rejects.toThrow(kind);
    expect(existsSync(file)).toBe(false);
  });

  it('with secrets that are not stored, or that others may read', async () => {
    chmodSync(home.paths.secretsFile('default'), 0o644);
    await expect(backUp({ withSecrets: true })).rejects.toThrow(CredentialError);
    rmSync(home.paths.secretsFile('default'));
    await expect(backUp({ withSecrets: true })).rejects.toThrow(NotFoundError);
  });
});

describe('a restore changes nothing', () => {
  const everything = (): string[] =>
    readdirSync(home.folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => !/-(wal|shm)$/.test(name))
      .sort();

  it.each<[string, object, Given, new (...args: never[]) => Error]>([
    ['when declined', {}, { answers: { '--yes': false } }, RefusedError],
    ['where nobody can be asked', {}, {}, UsageError],
    [
      'with a wrong passphrase',
      { yes: true, passphraseFile: '-' },
      { stdin: 'wrong horse' },
      CredentialError,
    ],
    ['into a profile that cannot be', { yes: true }, { profile: '../evil' }, UsageError],
  ])('%s', async (_, options, given, kind) => {
    await backUp({ withSecrets: true, passphraseFile: '-' }, { stdin: 'correct horse' });
    await withDb(home, (db) => writeSetting(db, 'note', 'since then', 0));
    const before = everything();
    await expect(bringBack(options, { at: home, ...given })).rejects.toThrow(kind);
    expect(everything()).toEqual(before);
    expect(await note(home)).toBe('since then');
  });

  it('where a folder is in the place of the database', async () => {
    await backUp();
    const folder = elsewhere.paths.database('default');
    mkdirSync(join(folder, 'kept'), { recursive: true, mode: 0o700 });
    await expect(bringBack({ yes: true })).rejects.toThrow(
      /default\.db is a folder, where the database file/,
    );
    expect(readdirSync(folder)).toEqual(['kept']);
    expect(readdirSync(elsewhere.paths.databaseFolder)).toEqual(['default.db']);
  });

  it.each([
    ['works', 29_999, null, true],
    ['was killed a while ago', 30_001, null, false],
    ['was stopped', 1_000, 0, false],
  ])('while a daemon %s', async (_, ago, stopped, refused) => {
    await backUp();
    const now = clock.now();
    await withDb(home, (db) =>
      beat(db, {
        workerId: 'w',
        role: 'daemon',
        host: 'here',
        pid: 7,
        version: '0',
        startedAt: 0,
        beatAt: now - ago,
        stoppedAt: stopped === null ? null : now,
        inFlight: 0,
        sent: 0,
        failed: 0,
        lastError: null,
        lastErrorAt: null,
      }),
    );
    const restoring = bringBack({ yes: true }, { at: home });
    if (refused) await expect(restoring).rejects.toThrow(/a daemon works on this database \(pid 7 on here\)/);
    else await restoring;
  });

  it.each<[string, () => void, new (...args: never[]) => Error]>([
    ['is cut off', () => writeFileSync(file, readFileSync(file).subarray(0, 3000)), UnhealthyError],
    ['is something else', () => writeFileSync(file, 'hello'), UsageError],
    ['is not there', () => rmSync(file), UsageError],
    [
      'is a folder',
      () => {
        rmSync(file);
        mkdirSync(file);
      },
      UsageError,
    ],
  ])('when the file %s', async (_, spoil, kind) => {
    await backUp();
    spoil();
    await expect(bringBack({ yes: true }, { at: home })).rejects.toThrow(kind);
    expect(await note(home)).toBe('from home');
  });

  it('when a passphrase is given for secrets that are not in it', async () => {
    await backUp();
    await expect(bringBack({ passphraseFile: '-' }, { stdin: 'correct horse' })).rejects.toThrow(UsageError);
    expect(existsSync(elsewhere.paths.database('default'))).toBe(false);
  });
});
