// The limits of sending as this profile has them set, in the form in which the database enforces them.

import { FUSE_KEYS, type FuseLimits } from '../core/limits.ts';
import type { Config } from './load.ts';
import type { SettingKey } from './settings.ts';

/** The part of a configuration that limits are made of. */
export type LimitConfig = Pick<Config, Extract<SettingKey, `fuse.${string}` | 'fuse'>>;

export function fuseLimitsOf(config: LimitConfig): FuseLimits {
  return Object.fromEntries(FUSE_KEYS.map((key) => [key, config[`fuse.${key}`].value])) as FuseLimits;
}

/** True for a setting that the database enforces, and that must be written there when it changes. */
export function isLimit(key: SettingKey): boolean {
  return key.startsWith('fuse.');
}
