// The limits of sending as this profile has them set, in the form in which the database enforces them.

import { type Budgets, completeBudgets } from '../core/budget.ts';
import { FUSE_KEYS, type FuseLimits } from '../core/limits.ts';
import type { Mode } from '../core/mode.ts';
import { type Rates, UNSHAPED, USUAL_RATES } from '../core/rate.ts';
import type { Config } from './load.ts';
import type { SettingKey } from './settings.ts';

export function fuseLimitsOf(config: Config): FuseLimits {
  return Object.fromEntries(FUSE_KEYS.map((key) => [key, config[`fuse.${key}`].value])) as FuseLimits;
}

export function budgetsOf(config: Config): Budgets {
  return completeBudgets({
    everybody: {
      hour: config['budget.hour'].value,
      day: config['budget.day'].value,
      month: config['budget.month'].value,
    },
    tenant: {
      hour: config['budget.tenantHour'].value,
      day: config['budget.tenantDay'].value,
      month: config['budget.tenantMonth'].value,
    },
  });
}

/** A simulator queues nothing unless it is told to, so nothing is shaped for it unless that is said. */
export function ratesOf({ cps, mps }: Config, mode: Mode): Rates {
  const usual = mode === 'simulator' ? UNSHAPED : USUAL_RATES;
  return {
    callsPerSecond: cps.value ?? usual.callsPerSecond,
    segmentsPerSecond: mps.value ?? usual.segmentsPerSecond,
  };
}

const DATABASE_KEYS: readonly SettingKey[] = ['cps', 'mps', 'numbers.perDay'];

/** True for a setting that the database enforces, and that must be written there when it changes. */
export function isLimit(key: SettingKey): boolean {
  return key.startsWith('fuse.') || key.startsWith('budget.') || DATABASE_KEYS.includes(key);
}
