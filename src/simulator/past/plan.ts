// How much of a past is asked for.

import { UsageError } from '../../core/errors.ts';

export interface PastPlan {
  readonly messages: number;
  readonly calls: number;
  /** How far back it reaches. */
  readonly days: number;
  /** The same seed gives the same past, but for when it ends. */
  readonly seed: number;
}

export const DEFAULT_PAST: PastPlan = { messages: 10_000, calls: 1_000, days: 90, seed: 1 };

/** About an hour of seeding and several gigabytes of disk. */
const MOST_ROWS = 10_000_000;
/** Ten years: Twilio itself is not much older. */
const MOST_DAYS = 3_650;

/** Checks a plan from foreign hands; what is left out has a default. Throws UsageError. */
export function readPastPlan(value: Readonly<Record<string, unknown>>): PastPlan {
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(DEFAULT_PAST, name));
  if (unknown !== undefined) {
    throw new UsageError(`"${unknown}" is no part of a past`, {
      hint: `expected {"messages": 500000, "calls": 50000, "days": 400, "seed": 1}`,
    });
  }
  const plan: PastPlan = {
    messages: readCount(value, 'messages', { least: 0, most: MOST_ROWS }),
    calls: readCount(value, 'calls', { least: 0, most: MOST_ROWS }),
    days: readCount(value, 'days', { least: 1, most: MOST_DAYS }),
    seed: readCount(value, 'seed', { least: 0, most: Number.MAX_SAFE_INTEGER }),
  };
  if (plan.messages + plan.calls === 0) throw new UsageError('a past needs messages or calls: both are 0');
  return plan;
}

function readCount(
  value: Readonly<Record<string, unknown>>,
  name: keyof PastPlan,
  { least, most }: { readonly least: number; readonly most: number },
): number {
  const count = value[name] === undefined ? DEFAULT_PAST[name] : value[name];
  if (typeof count === 'number' && Number.isInteger(count) && count >= least && count <= most) return count;
  throw new UsageError(
    `"${name}" is a whole number from ${least} to ${most.toLocaleString('en')}: ${JSON.stringify(count)}`,
  );
}
