// The profiles there are: which one is in use, choosing another, forgetting one.

import { NotFoundError, RefusedError } from '../core/errors.ts';
import { didYouMean } from '../core/suggest.ts';
import { type ConfigFile, readConfigFile, updateConfigFile } from './config-file.ts';
import { chooseProfile } from './load.ts';
import type { Place } from './place.ts';
import { DEFAULT_PROFILE } from './profile-name.ts';
import { readSecrets, removeSecrets } from './secrets.ts';

export interface ProfileSummary {
  readonly name: string;
  /** The one this command line would use. */
  readonly active: boolean;
  readonly accountSid: string | null;
  readonly from: string | null;
  readonly tz: string | null;
  /** Whether secrets are stored for it; null when they cannot be read. */
  readonly secrets: boolean | null;
  readonly database: string;
}

/** All profiles by name; the one in use is among them even before it has any setting. */
export async function listProfiles(
  place: Place,
  flag: string | undefined,
): Promise<readonly ProfileSummary[]> {
  const { env, paths } = place;
  const file = await readConfigFile(paths.configFile);
  const active = chooseProfile({ env, paths, flags: { profile: flag }, newProfile: true }, file).value;
  const names = new Set([...Object.keys(file?.profiles ?? {}), active]);
  return Promise.all(
    [...names].sort().map((name) => summarize(place, file, { name, active: name === active })),
  );
}

async function summarize(
  place: Place,
  file: ConfigFile | undefined,
  { name, active }: { readonly name: string; readonly active: boolean },
): Promise<ProfileSummary> {
  const settings = file?.profiles[name] ?? {};
  const text = (key: 'accountSid' | 'from' | 'tz'): string | null =>
    settings[key] === undefined ? null : String(settings[key]);
  return {
    name,
    active,
    accountSid: text('accountSid'),
    from: text('from'),
    tz: text('tz'),
    secrets: await readSecrets(place.paths.secretsFile(name), place.uid).then(
      (secrets) => secrets !== undefined,
      () => null,
    ),
    database: place.paths.database(name),
  };
}

/** Makes it the profile of commands that name none. */
export async function useProfile(place: Place, name: string): Promise<void> {
  await updateConfigFile(place.paths.configFile, place.files, (file) => {
    assertExists(file, name, `make it with: remind init --profile ${name}`);
    return { ...file, profile: name };
  });
}

/** Checks that the profile may go, without changing anything. */
export async function assertRemovable(place: Place, name: string): Promise<void> {
  const file = (await readConfigFile(place.paths.configFile)) ?? { profiles: {} };
  assertExists(file, name, 'see which there are: remind profile list');
  const others = Object.keys(file.profiles).filter((other) => other !== name);
  if ((file.profile ?? DEFAULT_PROFILE) === name && others.length > 0) {
    throw new RefusedError(`${name} is the profile in use`, {
      hint: `first choose another: remind profile use ${others[0]}`,
    });
  }
}

/** Forgets a profile's settings and secrets. Its database stays: it is a record of what was sent. */
export async function removeProfile(place: Place, name: string): Promise<void> {
  await assertRemovable(place, name);
  await removeSecrets(place.paths.secretsFile(name));
  await updateConfigFile(place.paths.configFile, place.files, (file) => {
    const { [name]: _, ...profiles } = file.profiles;
    const { profile, ...rest } = file;
    return { ...rest, ...(profile !== undefined && profile !== name && { profile }), profiles };
  });
}

function assertExists(file: ConfigFile, name: string, otherwise: string): void {
  if (Object.hasOwn(file.profiles, name)) return;
  const names = Object.keys(file.profiles);
  throw new NotFoundError(`there is no profile "${name}"`, {
    hint: didYouMean(name, names) ?? otherwise,
  });
}
