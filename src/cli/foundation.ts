// The ground every service stands on, opened at first use and closed once: configuration, database, door, clock.

import { hostname } from 'node:os';
import type { Credentials } from '../config/credentials.ts';
import type { Config } from '../config/load.ts';
import { type Paths, resolvePaths } from '../config/paths.ts';
import type { Clock } from '../core/clock.ts';
import { assertSameAccount } from '../core/mode.ts';
import type { Db } from '../store/db.ts';
import { systemClock } from '../system/clock.ts';
import { ensurePrivateFolder } from '../system/files.ts';
import { systemRandom } from '../system/random.ts';
import type { Shell } from './root.ts';
import type { FollowedClock } from './simulator-clock.ts';

/** What the composition root builds services from. Each thunk opens its thing once. */
export interface Foundation {
  readonly shell: Shell;
  readonly clock: Clock;
  /** Unique to this start of this process on this machine. */
  workerId(): string;
  paths(): Paths;
  config(): Promise<Config>;
  credentials(): Promise<Credentials>;
  /** The profile's database, refused when it belongs to another account than the one configured. */
  db(): Promise<Db>;
  /** Runs `close` when the program ends, last opened first. */
  onClose(close: () => Promise<void> | void): void;
  /** Masks a secret in whatever this run reports. */
  mask(secret: string): void;
  secrets(): readonly string[];
  close(): Promise<void>;
}

/** Opens nothing yet but, with REMIND_CLOCK, the simulator's clock. */
export async function layFoundation(shell: Shell): Promise<Foundation> {
  const closers: (() => Promise<void> | void)[] = [];
  const secrets: string[] = [];
  const onClose = (close: () => Promise<void> | void): void => void closers.push(close);
  const followed = await followedClock(shell);
  if (followed) onClose(() => followed.close());

  const paths = once(() => resolvePaths(shell.env));
  const config = once(async () => {
    const { loadConfig } = await import('../config/load.ts');
    const { profile, twilioCliProfile } = shell.flags;
    return await loadConfig({ env: shell.env, paths: paths(), flags: { profile, twilioCliProfile } });
  });
  const credentials = once(async () => {
    const { loadCredentials } = await import('../config/credentials.ts');
    const options = { config: await config(), env: shell.env, paths: paths(), uid: process.getuid?.() };
    const loaded = await loadCredentials(options);
    secrets.push(loaded.password);
    return loaded;
  });
  const db = once(async () => {
    const opened = await openProfileDb(paths(), await config());
    onClose(() => opened.close());
    await assertStamp(opened, await config());
    return opened;
  });
  const order = shell.env['REMIND_CRASH_AT'];
  if (order) await arm(order, shell, paths().database((await config()).profile.value));
  return {
    shell,
    clock: followed?.clock ?? systemClock,
    workerId: once(() => `${hostname()}:${process.pid}:${systemRandom.hex(4)}`),
    paths,
    config,
    credentials,
    db,
    onClose,
    mask: (secret) => void secrets.push(secret),
    secrets: () => secrets,
    async close() {
      for (const close of closers.reverse()) await close();
    },
  };
}

async function followedClock(shell: Shell): Promise<FollowedClock | undefined> {
  const url = shell.env['REMIND_CLOCK'];
  if (!url || shell.time === 'real') return undefined;
  const { followClock } = await import('./simulator-clock.ts');
  return await followClock(url, { real: systemClock, random: systemRandom });
}

async function arm(order: string, { out }: Shell, database: string): Promise<void> {
  const { obeyCrashOrder } = await import('./crash-order.ts');
  if (!(await obeyCrashOrder(order, database)))
    out.warn('REMIND_CRASH_AT is for the database of a simulator, and is ignored here');
}

async function openProfileDb(paths: Paths, config: Config): Promise<Db> {
  const { openSqlite } = await import('../store/sqlite.ts');
  await ensurePrivateFolder(paths.databaseFolder);
  return await openSqlite(paths.database(config.profile.value), { clock: systemClock });
}

async function assertStamp(db: Db, config: Config): Promise<void> {
  const { readStamp } = await import('../store/stamp.ts');
  const stamp = await readStamp(db);
  if (stamp && config.accountSid.value !== undefined) assertSameAccount(stamp, config.accountSid.value);
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
