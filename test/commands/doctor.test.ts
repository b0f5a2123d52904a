// `remind doctor` and `remind db`: every trouble is named with its remedy, and looking changes nothing.

import { chmodSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { command as dbCheck } from '../../commands/db/check.ts';
import { command as dbStatus } from '../../commands/db/status.ts';
import { command as doctor } from '../../commands/doctor.ts';
import { loadCredentials } from '../../src/config/credentials.ts';
import { loadConfig } from '../../src/config/load.ts';
import { NotFoundError } from '../../src/core/errors.ts';
import type { Db } from '../../src/store/db.ts';
import { beat } from '../../src/store/heartbeats.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { stampOnce } from '../../src/store/stamp.ts';
import { beginStop } from '../../src/store/stops.ts';
import { privateFiles } from '../../src/system/files.ts';
import { TestClock } from '../clock.ts';
import { ACCOUNT, makePlace, OTHER_ACCOUNT, type Place, uid } from '../config/place.ts';
import { testContext } from './context.ts';

let home: Place;
const open: Db[] = [];
beforeEach(() => {
  home = makePlace();
  chmodSync(home.folder, 0o700);
});
afterEach(async () => {
  for (const db of open.splice(0)) await db.close();
  home.remove();
});

const clock = new TestClock();
const GOOD = {
  TWILIO_ACCOUNT_SID: ACCOUNT,
  TWILIO_AUTH_TOKEN: 'the-secret-token',
  REMIND_FROM: '+4915112345678',
  REMIND_ALLOW: '+4915112345678',
  REMIND_TZ: 'Europe/Berlin',
};

async function database(): Promise<Db> {
  await privateFiles.ensureFolder(home.paths.databaseFolder);
  const db = await openSqlite(home.paths.database('default'), { clock });
  open.push(db);
  return db;
}

interface Given {
  readonly env?: Record<string, string>;
  readonly tty?: boolean;
  readonly node?: string;
  readonly answers?: Record<string, { status: number; body: unknown }>;
}

async function context({ env: extra = GOOD, tty = false, node = '20.20.2', answers }: Given = {}) {
  const env = { ...home.env, ...extra };
  const config = () => loadConfig({ env, paths: home.paths });
  return testContext({
    env,
    tty,
    clock,
    needs: {
      place: () => ({ env, paths: home.paths, files: privateFiles, uid }),
      paths: () => home.paths,
      machine: () => ({ node, platform: 'linux' as const, program: null, zone: null }),
      realClock: clock,
      config,
      credentials: async () => loadCredentials({ config: await config(), env, paths: home.paths, uid }),
      openProbe:
        async () =>
        async ({ path }: { path: string }) => {
          if (!answers) throw new Error('a request was made');
          return answers[/AC1+(.*)\.json/.exec(path)?.[1] ?? ''] ?? { status: 404, body: {} };
        },
    },
  });
}

type Paths = Place['paths'];
const NO_FILE: readonly [string, (paths: Paths) => void, RegExp, RegExp][] = [
  [
    'a folder',
    (paths) => mkdirSync(paths.database('default'), { recursive: true, mode: 0o700 }),
    /default\.db is a folder, where the database file should be$/,
    /move it away, then .*remind restore FILE/,
  ],
  [
    'a link that leads nowhere',
    (paths) => {
      mkdirSync(paths.databaseFolder, { mode: 0o700 });
      symlinkSync('/nowhere/far.db', paths.database('default'));
    },
    /default\.db is a link to \/nowhere\/far\.db, and nothing is there$/,
    /is the disk mounted/,
  ],
];

type Row = { check: string; status: string; message: string; remedy: string | null };

async function examine(given: Given = {}, options = {}) {
  const { context: ctx, json } = await context(given);
  const code = await doctor.run(ctx, [], { json: true, ...options });
  const rows = json() as Row[];
  return { code, rows, of: (name: string) => rows.find(({ check }) => check === name) };
}

const worker = (beatAt: number, stoppedAt: number | null) => ({
  workerId: `w${beatAt}`,
  role: 'daemon',
  host: 'here',
  pid: 7,
  version: '0',
  startedAt: 0,
  beatAt,
  stoppedAt,
  inFlight: 0,
  sent: 0,
  failed: 0,
  lastError: null,
  lastErrorAt: null,
});

describe('doctor', () => {
  it('finds nothing wrong with a complete installation, and creates nothing', async () => {
    const { code, rows } = await examine();
    expect(rows.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(code).toBeUndefined();
    expect(readdirSync(home.folder)).toEqual([]);
  });

  it('finds nothing wrong beside a running daemon', async () => {
    const db = await database();
    await db.tx((sql) => stampOnce(sql, { accountSid: ACCOUNT, mode: 'own' }, 0));
    await beat(db, worker(clock.now() - 5_000, null));
    const { code, of } = await examine();
    expect(code).toBeUndefined();
    expect(of('daemon')).toMatchObject({ status: 'ok', message: 'daemon 7 on here' });
    expect(of('account')?.message).toContain('mode own');
    expect(of('database-pages')?.status).toBe('ok');
    expect(of('sending')).toMatchObject({ status: 'ok', message: 'nothing holds it back' });
  });

  it.each([
    ['a pause', 'pause', 'warning', /^sending is paused since .* \(why\)$/, /remind resume/],
    ['a halt', 'halt', 'warning', /Twilio refuses it since/, /remind doctor --online; then .*remind resume/],
    ['a tripped fuse', 'fuse', 'failed', /the blast fuse has tripped/, /remind fuse reset/],
    ['a restore', 'restored', 'failed', /the database was restored: nothing is sent/, /remind resume/],
    ['strangers', 'strangers', 'failed', /another sender is alive/, /remind strangers list/],
  ] as const)(
    'tells that %s stops all sending, with the way back',
    async (_, kind, status, message, remedy) => {
      await beginStop(await database(), { kind, tenantId: null, reason: 'why' }, 0);
      const { code, of } = await examine();
      expect(of('sending')).toMatchObject({ status, message: expect.stringMatching(message) as unknown });
      expect(of('sending')?.remedy).toMatch(remedy);
      expect(code).toBe(status === 'failed' ? 7 : undefined);
    },
  );

  it('tells every stop, and fails when one of them was not wanted', async () => {
    const db = await database();
    await beginStop(db, { kind: 'pause', tenantId: 1, reason: null }, 0);
    await beginStop(db, { kind: 'restored', tenantId: null, reason: null }, 0);
    const row = (await examine()).of('sending');
    expect(row).toMatchObject({ status: 'failed' });
    expect(row?.message).toMatch(/was restored: .*; sending for default is paused since/);
    expect(row?.remedy).toMatch(/asks you; let it go on with: remind resume --tenant "default"$/);
  });

  it.each<[string, Given, () => unknown, string, RegExp]>([
    ['an old Node', { node: '18.0.0' }, () => {}, 'node', /nodejs\.org/],
    ['a bad value', { env: { ...GOOD, REMIND_LEASE: 'x' } }, () => {}, 'config', /./],
    ['no account', { env: {} }, () => {}, 'account', /remind init/],
    ['no credentials', { env: { TWILIO_ACCOUNT_SID: ACCOUNT } }, () => {}, 'credentials', /remind init/],
    ['no sender', { env: { ...GOOD, REMIND_FROM: '' } }, () => {}, 'sender', /config set from/],
    ['nobody to reach', { env: { ...GOOD, REMIND_ALLOW: '' } }, () => {}, 'own-numbers', /config set allow/],
    ['a short lease', { env: { ...GOOD, REMIND_LEASE: '10s' } }, () => {}, 'delivery', /35s or more/],
    [
      'open secrets',
      {},
      () => home.put('secrets/default.json', { accountSid: ACCOUNT }, 0o644),
      'secrets',
      /chmod 600/,
    ],
    [
      'an open configuration',
      {},
      () => home.put('config.json', {}, 0o644),
      'permissions',
      /chmod 600 .*config\.json/,
    ],
    ['broken JSON', {}, () => home.put('config.json', '{'), 'config', /./],
    [
      'a text file as database',
      {},
      () => home.put('db/default.db', 'no database '.repeat(200)),
      'database',
      /./,
    ],
    ['an open database', {}, () => home.put('db/default.db', '', 0o644), 'database-mode', /chmod 600/],
  ])('fails with %s, and names a remedy', async (_, given, spoil, name, remedy) => {
    spoil();
    const { code, of } = await examine(given);
    expect(of(name)).toMatchObject({ status: 'failed' });
    expect(of(name)?.remedy).toMatch(remedy);
    expect(code).toBe(7);
  });

  it('goes on with the other checks when the configuration cannot be read', async () => {
    home.put('config.json', '{');
    const { of } = await examine();
    expect(of('sender')).toMatchObject({ status: 'skipped' });
    expect(of('disk-space')?.status).not.toBe('skipped');
  });

  it('fails when the database is of another account', async () => {
    const db = await database();
    await db.tx((sql) => stampOnce(sql, { accountSid: OTHER_ACCOUNT, mode: 'own' }, 0));
    const { of } = await examine();
    expect(of('account')).toMatchObject({ status: 'failed' });
  });

  it.each<[string, number, number | null, string]>([
    ['died', 60_000, null, 'failed'],
    ['was stopped', 60_000, 0, 'warning'],
    ['was never started', 0, null, 'warning'],
  ])('tells a daemon that %s', async (_, ago, stopped, status) => {
    const db = await database();
    if (ago > 0) await beat(db, worker(clock.now() - ago, stopped === null ? null : clock.now() - ago));
    expect((await examine()).of('daemon')?.status).toBe(status);
  });

  it.each([
    [
      'another program’s database',
      'create table todo (id integer)',
      /is a database of another program$/,
      /move it away/,
    ],
    ['a database that has lost all its bytes', '', /is empty: if it held anything/, /remind restore FILE/],
  ])('names %s wherever it is asked, with the next step', async (_name, sql, message, remedy) => {
    home.put('db/default.db', '');
    if (sql !== '') new Database(home.paths.database('default')).exec(sql).close();
    const { code, rows } = await examine();
    expect(code).toBe(7);
    for (const check of ['account', 'own-numbers', 'database', 'database-pages', 'daemon']) {
      const row = rows.find((each) => each.check === check);
      expect(row, check).toMatchObject({ status: 'failed', message: expect.stringMatching(message) });
      expect(row?.remedy, check).toMatch(remedy);
    }
    expect(rows.filter((row) => /could not be checked|no such table/.test(row.message))).toEqual([]);
  });

  it.each(NO_FILE)(
    'names %s in the place of the database wherever it is asked',
    async (_, put, message, remedy) => {
      put(home.paths);
      const { code, rows, of } = await examine();
      expect(code).toBe(7);
      for (const check of ['account', 'own-numbers', 'database', 'database-pages', 'daemon', 'sending']) {
        expect(of(check), check).toMatchObject({ status: 'failed', message: expect.stringMatching(message) });
        expect(of(check)?.remedy, check).toMatch(remedy);
      }
      expect(rows.filter((row) => /SQLITE|could not be checked/.test(row.message))).toEqual([]);
    },
  );

  it('names a folder that is none, with the next step', async () => {
    writeFileSync(home.paths.databaseFolder, 'a file');
    chmodSync(home.paths.databaseFolder, 0o644);
    const { of } = await examine();
    expect(of('permissions')).toMatchObject({
      status: 'failed',
      message: `${home.paths.databaseFolder} is a file, where a folder should be`,
      remedy: 'move it away; or keep your files elsewhere with REMIND_HOME',
    });
    expect(of('database')).toMatchObject({
      status: 'failed',
      message: `${home.paths.database('default')} cannot be read or written (ENOTDIR)`,
      remedy: expect.stringMatching(/move it away; or keep your files elsewhere with REMIND_HOME/),
    });
  });

  it('asks Twilio only when told to', async () => {
    const answers = {
      '': { status: 200, body: { status: 'active', type: 'Full' } },
      '/Balance': { status: 200, body: { balance: '0', currency: 'USD' } },
    };
    expect((await examine({ answers })).of('twilio')).toBeUndefined();
    const { code, of } = await examine({ answers }, { online: true });
    expect(of('balance')).toMatchObject({ status: 'failed' });
    expect(code).toBe(7);
  });

  it('says once that Twilio cannot be reached', async () => {
    const { of, rows } = await examine({}, { online: true });
    expect(of('twilio')).toMatchObject({ status: 'failed' });
    expect(rows.at(-1)?.check).toBe('twilio');
  });

  it('shows each trouble with its remedy below on a terminal, and no secret', async () => {
    home.put('secrets/default.json', { accountSid: ACCOUNT, authToken: 'stored-token' }, 0o644);
    const { context: ctx, stdout } = await context({ tty: true });
    await doctor.run(ctx, [], {});
    expect(stdout()).toMatch(/FAILED {3}secrets .*mode 644\)\n +→ chmod 600 /);
    expect(stdout()).not.toMatch(/stored-token|the-secret-token/);
  });
});

describe('db', () => {
  it('status tells size, schema, owner and rows', async () => {
    const db = await database();
    await db.tx((sql) => stampOnce(sql, { accountSid: ACCOUNT, mode: 'own' }, 0));
    const { context: ctx, json } = await context();
    await dbStatus.run(ctx, [], { json: true });
    expect(json()).toMatchObject({
      path: home.paths.database('default'),
      accountSid: ACCOUNT,
      mode: 'own',
      journalMode: 'wal',
      tables: expect.arrayContaining([{ table: 'tenant', rows: 1 }]) as unknown,
    });
    const { context: person, stdout } = await context({ tty: true });
    await dbStatus.run(person, [], {});
    expect(stdout()).toMatch(/\ntenant +1\n/);
    expect(stdout()).toMatch(/free\nschema \d+; account AC1+, mode own/);
  });

  it('check is content with a fresh database', async () => {
    await database();
    const { context: ctx, json } = await context();
    expect(await dbCheck.run(ctx, [], { json: true })).toBeUndefined();
    expect((json() as Row[]).map(({ check, status }) => [check, status])).toEqual([
      ['pages', 'ok'],
      ['references', 'ok'],
      ['consistency', 'ok'],
    ]);
  });

  it('check ends with 7 for rows that contradict each other', async () => {
    await (await database()).close();
    open.pop();
    const raw = new Database(home.paths.database('default'));
    raw.pragma('foreign_keys = off');
    raw.exec(
      `insert into contact (tenant_id, name, name_key, phone, created_at, updated_at) values (9, 'x', 'x', '+1', 0, 0)`,
    );
    raw.close();
    const { context: ctx, json } = await context();
    expect(await dbCheck.run(ctx, [], { json: true })).toBe(7);
    expect(json()).toContainEqual(expect.objectContaining({ check: 'references', status: 'failed' }));
  });

  it('check names a file that is no database', async () => {
    home.put('db/default.db', '');
    writeFileSync(home.paths.database('default'), 'no database '.repeat(500));
    const { context: ctx, json } = await context();
    expect(await dbCheck.run(ctx, [], { json: true })).toBe(7);
    expect((json() as Row[])[0]?.message).toContain('damaged or not a database');
  });

  it.each([
    ['status', 'an emptied', '', /is empty: if it held anything/],
    ['status', 'another program’s', 'create table todo (id integer)', /is a database of another program$/],
    ['check', 'an emptied', '', /is empty: if it held anything/],
    ['check', 'another program’s', 'create table todo (id integer)', /is a database of another program$/],
  ])('%s names %s file, and does not call it missing or sound', async (command, _whose, sql, message) => {
    home.put('db/default.db', '');
    if (sql !== '') new Database(home.paths.database('default')).exec(sql).close();
    const { context: ctx, json } = await context();
    if (command === 'status') return expect(dbStatus.run(ctx, [], {})).rejects.toThrow(message);
    expect(await dbCheck.run(ctx, [], { json: true })).toBe(7);
    for (const row of json() as Row[]) expect(row.message, row.check).toMatch(message);
  });

  it.each(NO_FILE)('names %s in the place of the database', async (_, put, message) => {
    put(home.paths);
    for (const command of [dbStatus, dbCheck]) {
      const { context: ctx } = await context();
      await expect(command.run(ctx, [], {})).rejects.toThrow(message);
    }
  });

  it('status does not take a folder that cannot be entered for a database that is not there yet', async () => {
    writeFileSync(home.paths.databaseFolder, 'a file');
    const { context: ctx } = await context();
    await expect(dbStatus.run(ctx, [], {})).rejects.toMatchObject({ code: 'ENOTDIR' });
  });

  it.each([dbStatus, dbCheck])('says that there is none, and makes none', async (command) => {
    const { context: ctx } = await context();
    await expect(command.run(ctx, [], {})).rejects.toThrow(NotFoundError);
    expect(existsSync(home.paths.databaseFolder)).toBe(false);
  });
});
