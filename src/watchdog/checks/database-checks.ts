// Checks of the database file, without creating or changing it, and of the daemon that should work on it.

import { stat } from 'node:fs/promises';
import { formatBytes } from '../../core/bytes.ts';
import { roughDuration } from '../../core/duration.ts';
import { describeStop, type StopKind, wayBack } from '../../core/stop.ts';
import { findContradictions } from '../../store/consistency.ts';
import type { Sql } from '../../store/db.ts';
import { type Heartbeat, workersSince } from '../../store/heartbeats.ts';
import {
  databaseBytes,
  fileBytes,
  foreignKeyCheck,
  integrityCheck,
  quickCheck,
  readFacts,
} from '../../store/inspect.ts';
import { readOnly } from '../../store/read-only.ts';
import { openStops } from '../../store/stops.ts';
import { type Check, failed, ok, skipped, warning } from './check.ts';

// The log is cut to 64 MB after each checkpoint; one that stays far longer is held by a stuck reader.
const LONG_LOG = 256 * 1024 * 1024;
const DAMAGED = 'stop the daemon, keep the file, and bring the last backup back: remind restore FILE';

export function databaseChecks(path: string): readonly Check[] {
  const withFile = (name: string, run: (bytes: number) => ReturnType<Check['run']>): Check => ({
    name,
    run: async () => {
      const bytes = await databaseBytes(path);
      return bytes === null ? ok('there is none yet; the first command that needs one makes it') : run(bytes);
    },
  });
  return [
    withFile('database', async (bytes) => {
      const { schemaVersion, knownVersion } = await readOnly(path, (sql) => readFacts(sql, path));
      const schema =
        schemaVersion === knownVersion
          ? ''
          : `, schema ${schemaVersion}, brought to ${knownVersion} at its next use`;
      return ok(`${path} (${formatBytes(bytes)}${schema})`);
    }),
    withFile('database-mode', async () => {
      const { mode } = await stat(path);
      if ((mode & 0o077) === 0) return ok('yours alone');
      return failed('others may read the database', `chmod 600 ${path}`);
    }),
    withFile('database-pages', async () => sound(await readOnly(path, quickCheck))),
    withFile('database-log', async () => {
      const bytes = await fileBytes(`${path}-wal`);
      if (bytes < LONG_LOG) return ok(`${formatBytes(bytes)} in the write-ahead log`);
      return warning(
        `the write-ahead log has grown to ${formatBytes(bytes)}: a process reads without end`,
        'look for it with: remind status; then restart it',
      );
    }),
  ];
}

/** The slow and thorough checks of `remind db check`. */
export function contentChecks(path: string): readonly Check[] {
  return [
    { name: 'pages', run: async () => sound(await readOnly(path, integrityCheck)) },
    { name: 'references', run: async () => sound(await readOnly(path, foreignKeyCheck)) },
    { name: 'consistency', run: () => readOnly(path, consistency) },
  ];
}

async function consistency(sql: Sql) {
  const broken = await findContradictions(sql);
  if (broken.length === 0) return ok('reminders and their intents tell the same story');
  const told = broken.map(
    ({ rule, rows, examples }) => `not so for ${rows} (rows ${examples.join(', ')}): ${rule}`,
  );
  return failed(told.join('; '), 'this is a bug in remind: keep a backup and report it');
}

function sound(findings: readonly string[]) {
  const [first, ...more] = findings;
  if (first === undefined) return ok('sound');
  return failed(more.length > 0 ? `${first}, and ${more.length} more` : first, DAMAGED);
}

/** A daemon beats every 5 s. Longer silence than this is a dead or frozen one. */
export const ALIVE_MS = 30_000;
const DAY_MS = 86_400_000;

/** Workers that are at work now: heard of within ALIVE_MS and not stopped. */
export async function aliveWorkers(sql: Sql, now: number): Promise<readonly Heartbeat[]> {
  const recent = await workersSince(sql, now - ALIVE_MS);
  return recent.filter((worker) => worker.stoppedAt === null);
}

export function daemonCheck(path: string, now: number): Check {
  return {
    name: 'daemon',
    run: async () => {
      if ((await databaseBytes(path)) === null) return skipped('there is no database yet');
      return readOnly(path, async (sql) => {
        const [alive] = await aliveWorkers(sql, now);
        if (alive) return ok(`${alive.role} ${alive.pid} on ${alive.host}`);
        const [last] = await workersSince(sql, now - DAY_MS);
        const remedy = 'start it with: remind daemon';
        if (!last) return warning('no daemon runs: reminders wait', remedy);
        const ago = roughDuration(now - last.beatAt);
        if (last.stoppedAt !== null) return warning(`no daemon runs; the last stopped ${ago} ago`, remedy);
        return failed(`the daemon (pid ${last.pid} on ${last.host}) was last heard of ${ago} ago`, remedy);
      });
    },
  };
}

// Somebody wanted a pause, and a halt is mended with doctor's own help: "see that it works with: remind doctor --online".
const EXPECTED: readonly StopKind[] = ['pause', 'halt'];

export function stopCheck(path: string): Check {
  return {
    name: 'sending',
    run: async () => {
      if ((await databaseBytes(path)) === null) return skipped('there is no database yet');
      const stops = await readOnly(path, openStops);
      if (stops.length === 0) return ok('nothing holds it back');
      const message = stops.map(describeStop).join('; ');
      const remedy = stops.map(wayBack).join('; ');
      return stops.every(({ kind }) => EXPECTED.includes(kind))
        ? warning(message, remedy)
        : failed(message, remedy);
    },
  };
}

/** The last sign of life in the database; null when there is none, or no database. */
export async function lastHeartbeat(path: string): Promise<number | null> {
  if ((await databaseBytes(path)) === null) return null;
  const workers = await readOnly(path, (sql) => workersSince(sql, 0));
  return workers[0]?.beatAt ?? null;
}
