// Restoring a backup: everything is proved first, then put in place; what was there before is kept.

import { createReadStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { profileOf, readConfigFile, updateConfigFile } from '../config/config-file.ts';
import type { Place } from '../config/place.ts';
import { assertProfileName } from '../config/profile-name.ts';
import { checkConfigFile } from '../config/schema.ts';
import { type Secrets, writeSecrets } from '../config/secrets.ts';
import type { Clock } from '../core/clock.ts';
import { crashPoint } from '../core/crash-point.ts';
import { RefusedError, UnhealthyError } from '../core/errors.ts';
import { SKEW_MS } from '../core/match.ts';
import { toUtc } from '../core/say-time.ts';
import type { Extracted } from '../store/backup/extract.ts';
import { putInPlace } from '../store/backup/put-in-place.ts';
import { unseal } from '../store/backup/seal.ts';
import { databaseBytes } from '../store/inspect.ts';
import { readOnly } from '../store/read-only.ts';
import { holdRestored } from '../store/restored.ts';
import { openSqlite } from '../store/sqlite.ts';
import { forgetStrangersBefore } from '../store/strangers.ts';
import { aliveWorkers } from './checks/database-checks.ts';

export interface RestorePlan {
  readonly profile: string;
  /** What will be replaced; empty on a fresh machine. */
  readonly replaces: readonly string[];
}

export interface Restored {
  readonly profile: string;
  /** The database that was there before; null when there was none. */
  readonly kept: string | null;
  readonly audioFiles: number;
  readonly secrets: 'restored' | 'left out' | 'none in the backup';
}

/**
 * What a restore would do. Changes nothing.
 * @throws RefusedError while a daemon works on the database.
 */
export async function planRestore(
  place: Place,
  extracted: Extracted,
  { profile: wanted, realNow }: { readonly profile: string | undefined; readonly realNow: number },
): Promise<RestorePlan> {
  const profile = assertProfileName(wanted ?? extracted.manifest.profile);
  const database = place.paths.database(profile);
  parseSettings(extracted, profile);
  await assertNobodyWorks(database, realNow);
  const file = await readConfigFile(place.paths.configFile);
  return {
    profile,
    replaces: [
      ...((await databaseBytes(database)) === null ? [] : [database]),
      ...(profileOf(file, profile) ? [`the settings of profile ${profile}`] : []),
    ],
  };
}

/** Puts the backup in place. `passphrase` opens its secrets; without one they stay as they are here. */
export async function restore(
  place: Place,
  extracted: Extracted,
  {
    profile,
    passphrase,
    now,
    realClock,
  }: {
    readonly profile: string;
    readonly passphrase: string | undefined;
    readonly now: number;
    readonly realClock: Clock;
  },
): Promise<Restored> {
  const { paths, files } = place;
  // Opened before anything is touched: a wrong passphrase must leave everything as it was.
  const secrets = await openSecrets(extracted, passphrase);
  const settings = parseSettings(extracted, profile);
  const database = paths.database(profile);
  crashPoint('restore:proved');
  const keptAs = `${database}.before-restore-${timestamp(now)}`;
  // Audio takes the most room: a full disk shows here, before the database is exchanged.
  for (const { name, path } of extracted.audio) {
    const target = join(paths.audioFolder, name);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    await files.write(target, createReadStream(path));
  }
  crashPoint('restore:audio-written');
  // Before it is in place: nothing may go out before it is known what was sent since the backup.
  await holdBack(extracted, { now, realClock });
  crashPoint('restore:held-back');
  const kept = await putInPlace(extracted.database, database, keptAs);
  if (secrets) await writeSecrets(paths.secretsFile(profile), files, secrets);
  crashPoint('restore:secrets-written');
  await updateConfigFile(paths.configFile, files, (file) => ({
    ...file,
    profiles: { ...file.profiles, [profile]: settings },
  }));
  crashPoint('restore:settings-written');
  return {
    profile,
    kept: kept ? keptAs : null,
    audioFiles: extracted.audio.length,
    secrets: secrets ? 'restored' : extracted.secrets ? 'left out' : 'none in the backup',
  };
}

async function holdBack(
  { database, manifest }: Extracted,
  { now, realClock }: { readonly now: number; readonly realClock: Clock },
): Promise<void> {
  const db = await openSqlite(database, { clock: realClock });
  try {
    const backupAt = Date.parse(manifest.createdAt);
    const reason = `from a backup of ${toUtc(backupAt)}`;
    await db.tx(async (sql) => {
      await holdRestored(sql, { backupAt, reason }, now);
      await forgetStrangersBefore(sql, now + SKEW_MS, now);
    });
  } finally {
    await db.close();
  }
}

async function assertNobodyWorks(database: string, realNow: number): Promise<void> {
  if ((await databaseBytes(database)) === null) return;
  // A damaged database cannot tell, and is the usual reason for a restore.
  const alive = await readOnly(database, (sql) => aliveWorkers(sql, realNow)).catch(() => []);
  const [worker] = alive;
  if (!worker) return;
  throw new RefusedError(`a ${worker.role} works on this database (pid ${worker.pid} on ${worker.host})`, {
    hint: 'stop it first; one that was killed is forgotten after 30 s',
  });
}

/** The settings in the backup, checked as the configuration file is. */
function parseSettings(extracted: Extracted, profile: string) {
  let settings: unknown;
  try {
    settings = JSON.parse(extracted.settings);
  } catch (cause) {
    throw new UnhealthyError('the settings in the backup are not JSON', { cause });
  }
  return checkConfigFile({ profiles: { [profile]: settings } }, 'the backup').profiles[profile] ?? {};
}

async function openSecrets(
  extracted: Extracted,
  passphrase: string | undefined,
): Promise<Secrets | undefined> {
  if (!extracted.secrets || passphrase === undefined) return undefined;
  return JSON.parse(String(await unseal(extracted.secrets, passphrase))) as Secrets;
}

/** `20261123T090000Z` */
function timestamp(now: number): string {
  return new Date(now).toISOString().replace(/[-:]|\.\d+/g, '');
}
