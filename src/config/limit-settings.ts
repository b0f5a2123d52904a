// The settings that hold something back, each a number that cannot be taken away: fuse, budgets, numbers a day.

import { type BudgetWish, DEFAULT_DAY, parseBudget } from '../core/budget.ts';
import { UsageError } from '../core/errors.ts';
import { FUSE_KEYS, FUSE_LIMITS, type FuseKey } from '../core/limits.ts';
import type { Reading, Setting } from './settings.ts';

/** Reads a whole number from 1 to `most`. */
export function amount(most: number): (text: string, reading: Reading) => number {
  return (text, { what }) => {
    const count = Number(text);
    if (/^\d+$/.test(text) && count >= 1 && count <= most) return count;
    throw new UsageError(`${what}: "${text}" is not a whole number from 1 to ${most}`);
  };
}

function budget(text: string, { what }: Reading): BudgetWish {
  return parseBudget(text, what);
}

const budgetOf = (whose: string, within: string, fallback: BudgetWish | undefined, flag?: string) => ({
  kind: 'text' as const,
  fallback,
  ...(flag !== undefined && { flag }),
  meaning: `at most so many sends and so much money ${whose}${within}, such as 500,50USD`,
  parse: budget,
});

/** One setting for each limit of the blast fuse: `fuse.callsPerMinute`. */
const FUSE_SETTINGS = Object.fromEntries(
  FUSE_KEYS.map((key): [string, Setting<number>] => {
    const { fallback, most, noun, within } = FUSE_LIMITS[key];
    return [
      `fuse.${key}`,
      { kind: 'number', fallback, meaning: `at most so many ${noun}s ${within}`, parse: amount(most) },
    ];
  }),
) as Readonly<Record<`fuse.${FuseKey}`, Setting<number>>>;

export const LIMIT_SETTINGS = {
  ...FUSE_SETTINGS,
  'budget.hour': budgetOf('', 'in an hour', undefined),
  'budget.day': budgetOf('', 'in a day', DEFAULT_DAY, '--budget-day'),
  'budget.month': budgetOf('', 'in 30 days', undefined),
  'budget.tenantHour': budgetOf('for each tenant ', 'in an hour', undefined),
  'budget.tenantDay': budgetOf('for each tenant ', 'in a day', undefined),
  'budget.tenantMonth': budgetOf('for each tenant ', 'in 30 days', undefined),
  'numbers.perDay': {
    kind: 'number',
    fallback: 1,
    meaning: 'at most so many numbers bought in 24 hours',
    parse: amount(100),
  },
} as const;
