// Changing one setting of a profile: checked as it will be read, kept in its usual spelling.

import { type BudgetWish, parseBudget, withOtherHalf } from '../core/budget.ts';
import { NotFoundError, UsageError } from '../core/errors.ts';
import { didYouMean } from '../core/suggest.ts';
import { profileOf, readConfigFile, updateConfigFile, withProfile } from './config-file.ts';
import { writtenValue } from './explain.ts';
import { chooseProfile } from './load.ts';
import type { Place } from './place.ts';
import { isBudget, SETTING_KEYS, SETTINGS, type Setting, type SettingKey } from './settings.ts';

/** Secrets are known by name, and are neither set nor shown here. */
const SECRETS: readonly string[] = ['authToken', 'apiKey', 'apiSecret'];

export interface Edited {
  readonly profile: string;
  readonly key: SettingKey;
  /** null when it is now not set. */
  readonly value: string | number | readonly string[] | null;
  /** The environment variable that hides the new value for now; null when none does. */
  readonly hiddenBy: string | null;
}

/**
 * The setting of that name.
 * @throws UsageError for a secret, NotFoundError naming the nearest one for anything else.
 */
export function settingKey(name: string): SettingKey {
  if (Object.hasOwn(SETTINGS, name)) return name as SettingKey;
  if (SECRETS.includes(name)) {
    throw new UsageError(`${name} is a secret: it is not set or shown here`, {
      hint: 'remind init --auth-token-file FILE, or --api-key SK… --api-secret-file FILE',
    });
  }
  if (name === 'profile') {
    throw new UsageError('the profile is chosen, not set', { hint: 'remind profile use NAME' });
  }
  throw new NotFoundError(`there is no setting "${name}"`, {
    hint: didYouMean(name, SETTING_KEYS) ?? `settings: ${SETTING_KEYS.join(', ')}`,
  });
}

/** @throws UsageError when the value cannot be used; nothing is then changed. */
export async function setSetting(
  place: Place,
  chosen: { readonly profile?: string | undefined },
  key: SettingKey,
  text: string,
): Promise<Edited> {
  const profile = await editedProfile(place, chosen.profile);
  const value = await readTyped(place, profile, key, text);
  await updateConfigFile(place.paths.configFile, place.files, (file) =>
    withProfile(file, profile, { [key]: value }),
  );
  return { profile, key, value, hiddenBy: hiddenBy(place, key) };
}

/** Takes the setting away; one that was not set stays so. */
export async function unsetSetting(
  place: Place,
  chosen: { readonly profile?: string | undefined },
  key: SettingKey,
): Promise<Edited> {
  const profile = await editedProfile(place, chosen.profile);
  const file = await readConfigFile(place.paths.configFile);
  if (profileOf(file, profile)?.[key] !== undefined) {
    await updateConfigFile(place.paths.configFile, place.files, (current) =>
      withProfile(current, profile, { [key]: undefined }),
    );
  }
  return { profile, key, value: null, hiddenBy: hiddenBy(place, key) };
}

/** A value as the file keeps it, from what a person typed: E.164, the zone's usual spelling, `1m30s`. */
export async function readTyped(
  place: Place,
  profile: string,
  key: SettingKey,
  text: string,
): Promise<string | number | readonly string[]> {
  const file = await readConfigFile(place.paths.configFile);
  const stored = profileOf(file, profile);
  const country =
    place.env['REMIND_COUNTRY'] || (stored?.country === undefined ? undefined : String(stored.country));
  const setting: Setting<unknown> = SETTINGS[key];
  if (text.trim() === '') {
    throw new UsageError(`${key} cannot be empty`, { hint: `remind config unset ${key}` });
  }
  const value = await setting.parse(text.trim(), { what: key, country, typed: true });
  const before = stored?.[key];
  return writtenValue(key, isBudget(key) ? besides(value as BudgetWish, before, key) : value) ?? '';
}

/** A file that somebody wrote by hand may say anything: what cannot be read is replaced. */
function besides(wish: BudgetWish, before: unknown, key: SettingKey): BudgetWish {
  try {
    return before === undefined ? wish : withOtherHalf(wish, parseBudget(String(before), key));
  } catch (error) {
    if (error instanceof UsageError) return wish;
    throw error;
  }
}

async function editedProfile({ env, paths }: Place, profile: string | undefined): Promise<string> {
  const file = await readConfigFile(paths.configFile);
  return chooseProfile({ env, paths, flags: { profile } }, file).value;
}

function hiddenBy({ env }: Place, key: SettingKey): string | null {
  const variable = (SETTINGS[key] as Setting<unknown>).env;
  return variable !== undefined && env[variable] ? variable : null;
}
