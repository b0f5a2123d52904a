// Where everything is: one folder with REMIND_HOME, else the XDG base directories.

import { isAbsolute, join, resolve } from 'node:path';
import { UsageError } from '../core/errors.ts';
import { assertProfileName } from './profile-name.ts';

export type Env = Readonly<Record<string, string | undefined>>;

/** Absolute paths. Nothing exists yet because it is named here. */
export interface Paths {
  readonly configFile: string;
  readonly secretsFolder: string;
  readonly databaseFolder: string;
  readonly audioFolder: string;
  /** Sockets, pid files and the journal of last resort. */
  readonly runFolder: string;
  secretsFile(profile: string): string;
  database(profile: string): string;
}

interface Bases {
  readonly config: string;
  readonly data: string;
  readonly run: string;
}

/** @throws UsageError when neither REMIND_HOME nor a home folder is known. */
export function resolvePaths(env: Env): Paths {
  const bases = env['REMIND_HOME'] ? oneFolder(env['REMIND_HOME']) : xdgFolders(env);
  const secretsFolder = join(bases.config, 'secrets');
  const databaseFolder = join(bases.data, 'db');
  return {
    configFile: join(bases.config, 'config.json'),
    secretsFolder,
    databaseFolder,
    audioFolder: join(bases.data, 'audio'),
    runFolder: bases.run,
    secretsFile: (profile) => join(secretsFolder, `${assertProfileName(profile)}.json`),
    database: (profile) => join(databaseFolder, `${assertProfileName(profile)}.db`),
  };
}

function oneFolder(home: string): Bases {
  const folder = resolve(home);
  return { config: folder, data: folder, run: join(folder, 'run') };
}

function xdgFolders(env: Env): Bases {
  const base = (name: string, ...below: string[]): string => {
    const named = env[name];
    // The specification says that a relative path is to be ignored
    // (https://specifications.freedesktop.org/basedir-spec/latest/).
    const folder = named && isAbsolute(named) ? named : join(homeFolder(env), ...below);
    return join(folder, 'remind');
  };
  return {
    config: base('XDG_CONFIG_HOME', '.config'),
    data: base('XDG_DATA_HOME', '.local', 'share'),
    run: join(base('XDG_STATE_HOME', '.local', 'state'), 'run'),
  };
}

/** The home folder the environment names: never guessed from the user database, so that tests and services are sealed. */
export function homeFolder(env: Env): string {
  const home = env['HOME'] || env['USERPROFILE'];
  if (home && isAbsolute(home)) return home;
  throw new UsageError('there is no home folder: HOME is not set to an absolute path', {
    hint: 'set REMIND_HOME to the folder where remind may keep its files',
  });
}
