// Every setting with its value and its source, fit to be shown: secrets are named, never told.

import { type BudgetWish, formatBudget } from '../core/budget.ts';
import { formatDuration } from '../core/duration.ts';
import { formatQuietHours, type QuietHours } from '../core/quiet-hours.ts';
import type { SecretLayer } from './credentials.ts';
import type { Config, Sourced } from './load.ts';
import { isBudget, SETTING_KEYS, SETTINGS, type Setting, type SettingKey } from './settings.ts';

export interface ExplainedSetting {
  readonly key: string;
  /** null when it is not set. */
  readonly value: string | number | readonly string[] | null;
  readonly source: string;
  /** The environment variable that sets it; null when there is none. */
  readonly env: string | null;
  readonly meaning: string;
}

const DURATIONS: readonly SettingKey[] = ['lease', 'requestTimeout', 'unknownGrace'];

/** A value as the configuration file and the command line write it. */
export function writtenValue(key: SettingKey, value: Sourced<unknown>['value']): ExplainedSetting['value'] {
  if (value === undefined) return null;
  if (DURATIONS.includes(key)) return formatDuration(value as number);
  if (key === 'quietHours') return formatQuietHours(value as QuietHours);
  if (isBudget(key)) return formatBudget(value as BudgetWish);
  return value as string | number | readonly string[];
}

export function explainSetting(config: Config, key: SettingKey): ExplainedSetting {
  const setting: Setting<unknown> = SETTINGS[key];
  const { value, source } = config[key];
  return {
    key,
    value: writtenValue(key, value),
    source,
    env: setting.env ?? null,
    meaning: setting.meaning,
  };
}

/** The profile, every setting, and which secrets there are. */
export function explainConfig(config: Config, secrets: readonly SecretLayer[]): readonly ExplainedSetting[] {
  const profile: ExplainedSetting = {
    key: 'profile',
    ...config.profile,
    env: 'REMIND_PROFILE',
    meaning: 'the profile in use: its settings and its database',
  };
  return [
    profile,
    ...SETTING_KEYS.map((key) => explainSetting(config, key)),
    secret('apiKey', 'TWILIO_API_KEY', 'an API key, instead of the token', secrets),
    secret('apiSecret', 'TWILIO_API_SECRET', "the API key's secret", secrets),
    secret('authToken', 'TWILIO_AUTH_TOKEN', "the account's auth token", secrets),
  ];
}

function secret(
  key: 'apiKey' | 'apiSecret' | 'authToken',
  env: string,
  meaning: string,
  layers: readonly SecretLayer[],
): ExplainedSetting {
  const layer = layers.find((each) => each[key] !== undefined);
  if (!layer) return { key, value: null, source: 'not set', env, meaning };
  // An API key's SID is a name, not a secret; it tells which of several keys is in use.
  const value = key === 'apiKey' ? (layer.apiKey ?? null) : 'set (hidden)';
  return {
    key,
    value,
    source: layer.source === 'environment' ? `environment ${env}` : layer.source,
    env,
    meaning,
  };
}
