// A REMIND_HOME in a temporary folder, with the files a test puts into it.

import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Env, type Paths, resolvePaths } from '../../src/config/paths.ts';

/** The real file rules need a real owner; undefined on systems without. */
export const uid = process.getuid?.();

export interface Place {
  readonly folder: string;
  readonly env: Env;
  readonly paths: Paths;
  /** Writes a file below the folder; an object becomes JSON. */
  put(path: string, content: unknown, mode?: number): string;
  remove(): void;
}

export function makePlace(): Place {
  const folder = mkdtempSync(join(tmpdir(), 'remind-place-'));
  const env = { REMIND_HOME: folder, HOME: folder };
  return {
    folder,
    env,
    paths: resolvePaths(env),
    put(path, content, mode = 0o600) {
      const full = join(folder, path);
      mkdirSync(dirname(full), { recursive: true, mode: 0o700 });
      writeFileSync(full, typeof content === 'string' ? content : JSON.stringify(content));
      chmodSync(full, mode);
      return full;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export const ACCOUNT = `AC${'1'.repeat(32)}`;
export const OTHER_ACCOUNT = `AC${'2'.repeat(32)}`;
export const API_KEY = `SK${'3'.repeat(32)}`;
