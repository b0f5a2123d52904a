// config.json: the settings of every profile. Read and checked whole, replaced whole.

import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { UsageError } from '../core/errors.ts';
import type { PrivateFiles } from '../core/private-files.ts';
import { parseJson } from './json-text.ts';
import type { SettingKey } from './settings.ts';

/** A profile as the file keeps it: only what was set. */
export type ProfileSettings = { readonly [Key in SettingKey]?: string | number | readonly string[] };

/** Settings to lay over a profile's own; undefined takes one away. */
export type SettingChanges = { readonly [Key in SettingKey]?: ProfileSettings[Key] | undefined };

export interface ConfigFile {
  /** The profile used when neither --profile nor REMIND_PROFILE names one. */
  readonly profile?: string;
  readonly profiles: Readonly<Record<string, ProfileSettings>>;
}

/**
 * The file's content, or undefined when there is none.
 * @throws UsageError for a file that cannot be read, is not JSON, or holds an unknown key or a wrong type.
 */
export async function readConfigFile(path: string): Promise<ConfigFile | undefined> {
  const text = readText(path);
  if (text === undefined) return undefined;
  const raw = parseJson(text, path);
  // zod costs 66 ms of start-up: it is loaded only where there is a file to check.
  const { checkConfigFile } = await import('./schema.ts');
  return checkConfigFile(raw, path);
}

/** Reads the file (or nothing), applies `change` and writes the result, 0600 in a folder 0700. */
export async function updateConfigFile(
  path: string,
  files: PrivateFiles,
  change: (file: ConfigFile) => ConfigFile,
): Promise<ConfigFile> {
  const next = change((await readConfigFile(path)) ?? { profiles: {} });
  await files.createFolder(dirname(path));
  await files.write(path, `${JSON.stringify(next, null, 2)}\n`);
  return next;
}

/** `file` with the changes made to a profile, which need not exist yet. */
export function withProfile(file: ConfigFile, name: string, changes: SettingChanges): ConfigFile {
  const merged = { ...profileOf(file, name), ...changes };
  const kept = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined));
  return { ...file, profiles: { ...file.profiles, [name]: kept } };
}

/** A profile's settings; undefined when the file has no such profile. */
export function profileOf(file: ConfigFile | undefined, name: string): ProfileSettings | undefined {
  // hasOwn: `constructor` is a name a profile may have.
  return file && Object.hasOwn(file.profiles, name) ? file.profiles[name] : undefined;
}

// In one go: node:fs/promises and its threads take 2 ms, and a command has nothing else to do meanwhile.
function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return undefined;
    throw new UsageError(`${path} cannot be read${code ? ` (${code})` : ''}`, {
      hint: 'check who owns the file and its folder, and their permissions',
      cause,
    });
  }
}
