// Checks of the machine: Node, the SQLite driver, the filesystem, the disk, the clock, and who answers to `remind`.

import { access, constants, readFile, realpath, stat, statfs } from 'node:fs/promises';
import { basename, delimiter, dirname, isAbsolute, join } from 'node:path';
import type { Env, Paths } from '../../config/paths.ts';
import { formatBytes } from '../../core/bytes.ts';
import { sqliteVersion } from '../../store/inspect.ts';
import { type Check, failed, ok, warning } from './check.ts';

// package.json's engines: the first Node 20 that better-sqlite3 and undici support.
const LEAST_NODE = [20, 17] as const;

export function nodeCheck(version: string): Check {
  return {
    name: 'node',
    run: async () => {
      const [major = 0, minor = 0] = version.split('.').map(Number);
      const enough = major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]);
      if (enough) return ok(`Node ${version}`);
      return failed(
        `Node ${version} is too old`,
        `install Node ${LEAST_NODE.join('.')} or newer: https://nodejs.org`,
      );
    },
  };
}

export const driverCheck: Check = {
  name: 'sqlite-driver',
  run: async () => ok(`SQLite ${await sqliteVersion()}`),
};

// statfs(2) on Linux. SQLite's locks do not work across machines on these, and its log not at all
// (https://www.sqlite.org/wal.html, "does not work over a network filesystem").
const NETWORK: Readonly<Record<number, string>> = {
  26985: 'NFS',
  20859: 'SMB',
  4283649346: 'CIFS',
  4266872130: 'SMB 2',
  1397113167: 'AFS',
  12805120: 'Ceph',
  198183888: 'Lustre',
  16914839: '9p',
};
const FUSE = 0x65735546;

export function filesystemCheck(paths: Paths, platform: string): Check {
  return {
    name: 'filesystem',
    run: async () => {
      const folder = await existing(paths.databaseFolder);
      const { type } = await statfs(folder);
      const network = platform === 'linux' ? NETWORK[type] : undefined;
      const remedy = 'keep the database on a local disk: set REMIND_HOME to a folder there';
      if (network) return failed(`${folder} is on ${network}: a database there can be damaged`, remedy);
      if (platform === 'linux' && type === FUSE) {
        return warning(
          `${folder} is on a FUSE filesystem; if that is a network, a database there can be damaged`,
          remedy,
        );
      }
      return ok(`${folder} is on a local filesystem`);
    },
  };
}

// An import of 100,000 rows takes some 60 MB, and SQLite needs as much again for its log.
const LITTLE_SPACE = 500_000_000;
const NO_SPACE = 50_000_000;

export function diskCheck(paths: Paths): Check {
  return {
    name: 'disk-space',
    run: async () => {
      const folder = await existing(paths.databaseFolder);
      const { bavail, bsize } = await statfs(folder);
      const free = bavail * bsize;
      const message = `${formatBytes(free)} free at ${folder}`;
      if (free >= LITTLE_SPACE) return ok(message);
      const remedy = 'free some space, or move REMIND_HOME to a larger disk';
      return free < NO_SPACE ? failed(message, remedy) : warning(message, remedy);
    },
  };
}

/** Debian's package `remind` has a program of the same name; so may others. */
export function nameCheck(env: Env, program: string | null): Check {
  return {
    name: 'program-name',
    run: async () => {
      const found = await firstOnPath('remind', env['PATH'] ?? '');
      if (!found) return ok('no other program is called remind');
      const target = await realpath(found);
      // An installation of ours is a link to bin/remind.js, in whatever folder npm keeps it; `remind sim run`
      // writes a script that names it.
      const isOurs = target === program || basename(target) === 'remind.js' || (await names(target, program));
      if (isOurs) return ok(`remind is ${found}`);
      return warning(
        `another program called remind comes first: ${found}`,
        'type remindctl instead of remind, or put our folder first on PATH',
      );
    },
  };
}

// Before this program was written; a machine without a battery for its clock wakes up in 1970 or 2000.
const LEAST_NOW = Date.UTC(2026, 0, 1);

export function clockCheck(now: number, lastSeen: () => Promise<number | null>): Check {
  return {
    name: 'clock',
    run: async () => {
      const shown = new Date(now).toISOString();
      const remedy = 'set the clock, and let it be kept right: timedatectl set-ntp true';
      if (now < LEAST_NOW) return failed(`the machine's clock says ${shown}, which is past`, remedy);
      const seen = await lastSeen();
      if (seen !== null && seen > now + 60_000) {
        return failed(
          `the machine's clock says ${shown}, but a worker was alive at ${new Date(seen).toISOString()}`,
          remedy,
        );
      }
      return ok(`${shown}`);
    },
  };
}

/** The nearest folder above (or at) `path` that exists. */
async function existing(path: string): Promise<string> {
  const there = await access(path).then(
    () => true,
    () => false,
  );
  return there || dirname(path) === path ? path : existing(dirname(path));
}

const SCRIPT_BYTES = 1_000;

async function names(path: string, program: string | null): Promise<boolean> {
  const { size } = await stat(path);
  return program !== null && size <= SCRIPT_BYTES && (await readFile(path, 'utf8')).includes(program);
}

async function firstOnPath(name: string, path: string): Promise<string | undefined> {
  for (const folder of path.split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    const candidate = join(folder, name);
    const runs = await access(candidate, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) return candidate;
  }
  return undefined;
}
