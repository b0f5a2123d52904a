// The configuration of one run: every value, and where it is from. Flag > environment > profile > default.

import { NotFoundError } from '../core/errors.ts';
import { didYouMean } from '../core/suggest.ts';
import { type ConfigFile, profileOf, readConfigFile } from './config-file.ts';
import { environmentLayer, flagLayer, type Layer, profileLayer, twilioCliLayer } from './layers.ts';
import type { Env, Paths } from './paths.ts';
import { assertProfileName, DEFAULT_PROFILE } from './profile-name.ts';
import { SETTING_KEYS, SETTINGS, type Setting, type SettingKey, type SettingValue } from './settings.ts';
import { readTwilioCliProfile, type TwilioCliProfile } from './twilio-cli.ts';

/** A value and the words for where it was found: `environment REMIND_TZ`, `default`. */
export interface Sourced<Value> {
  readonly value: Value;
  readonly source: string;
}

export type Config = { readonly [Key in SettingKey]: Sourced<SettingValue<Key>> } & {
  readonly profile: Sourced<string>;
};

/** Settings given as flags of this command, by key, and the two flags that choose a profile. */
export type ConfigFlags = Readonly<Partial<Record<SettingKey | 'profile', string | undefined>>>;

export interface LoadOptions {
  readonly env: Env;
  readonly paths: Paths;
  readonly flags?: ConfigFlags;
  /** True for the commands that make profiles: a name that no profile has yet is then no error. */
  readonly newProfile?: boolean;
}

/** @throws UsageError for a value that cannot be used, naming its variable, flag or key; NotFoundError for an unknown profile. */
export async function loadConfig(options: LoadOptions): Promise<Config> {
  const { env, paths, flags = {} } = options;
  const file = await readConfigFile(paths.configFile);
  const profile = chooseProfile(options, file);
  const { profile: _, ...given } = flags;
  const own = profileLayer(profile.value, profileOf(file, profile.value), paths.configFile);
  const layers = [flagLayer(given), environmentLayer(env), own];
  return { profile, ...(await readAll(await withTwilioCli(layers, env))) };
}

/** The profile this run is about. */
export function chooseProfile(options: LoadOptions, file: ConfigFile | undefined): Sourced<string> {
  const { env, flags = {}, paths } = options;
  const chosen = [
    { value: flags.profile, source: 'flag --profile' },
    { value: env['REMIND_PROFILE'], source: 'environment REMIND_PROFILE' },
    { value: file?.profile, source: `${paths.configFile}` },
    { value: DEFAULT_PROFILE, source: 'default' },
  ].find((each): each is Sourced<string> => Boolean(each.value));
  const { value, source } = chosen as Sourced<string>;
  assertProfileName(value);
  if (!options.newProfile && file && source !== 'default' && !profileOf(file, value)) {
    const names = Object.keys(file.profiles);
    throw new NotFoundError(`there is no profile "${value}" (${source})`, {
      hint: didYouMean(value, names) ?? `make it with: remind init --profile ${value}`,
    });
  }
  return { value, source };
}

/**
 * Puts the layer of Twilio's own command line where its choice was made: a flag wins over the environment's
 * TWILIO_ variables, a variable or a profile that only names it does not.
 */
async function withTwilioCli(layers: readonly Layer[], env: Env): Promise<readonly Layer[]> {
  const chosen = await findTwilioCliProfile(layers, env);
  if (!chosen) return layers;
  const [flags, environment, own] = layers as [Layer, Layer, Layer];
  const cli = twilioCliLayer(chosen.profile);
  return chosen.byFlag ? [flags, cli, environment, own] : [flags, environment, cli, own];
}

async function findTwilioCliProfile(
  layers: readonly Layer[],
  env: Env,
): Promise<{ readonly profile: TwilioCliProfile; readonly byFlag: boolean } | undefined> {
  const index = layers.findIndex((layer) => layer.text('twilioCliProfile') !== undefined);
  const name = layers[index]?.text('twilioCliProfile');
  if (name === undefined) return undefined;
  return { profile: await readTwilioCliProfile(env, name), byFlag: index === 0 };
}

async function readAll(layers: readonly Layer[]): Promise<Omit<Config, 'profile'>> {
  const country = (await readOne('country', layers, undefined)) as Config['country'];
  const pairs = await Promise.all(
    SETTING_KEYS.map(async (key) => [key, await readOne(key, layers, country.value)] as const),
  );
  return Object.fromEntries(pairs) as unknown as Omit<Config, 'profile'>;
}

async function readOne(
  key: SettingKey,
  layers: readonly Layer[],
  country: string | undefined,
): Promise<Sourced<unknown>> {
  const setting: Setting<unknown> = SETTINGS[key];
  const layer = layers.find((each) => each.text(key) !== undefined);
  const text = layer?.text(key);
  if (layer === undefined || text === undefined) {
    return { value: setting.fallback, source: setting.fallback === undefined ? 'not set' : 'default' };
  }
  return { value: await setting.parse(text, { what: layer.what(key), country }), source: layer.source(key) };
}
