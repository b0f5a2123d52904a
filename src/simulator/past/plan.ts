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

export interface Limits {
  readonly least: number;
  readonly most: number;
}

/** Ten million rows take a quarter of an hour and several gigabytes; Twilio itself is not much older than ten years. */
export const PAST_LIMITS: Readonly<Record<keyof PastPlan, Limits>> = {
  messages: { least: 0, most: 10_000_000 },
  calls: { least: 0, most: 10_000_000 },
  days: { least: 1, most: 3_650 },
  seed: { least: 0, most: Number.MAX_SAFE_INTEGER },
};

/** Checks a plan from foreign hands; what is left out has a default. Throws UsageError. */
export function readPastPlan(value: Readonly<Record<string, unknown>>): PastPlan {
  const unknown = Object.keys(value).find((name) => !Object.hasOwn(DEFAULT_PAST, name));
  if (unknown !== undefined) {
    throw new UsageError(`"${unknown}" is no part of a past`, {
      hint: `expected {"messages": 500000, "calls": 50000, "days": 400, "seed": 1}`,
    });
  }
  const plan: PastPlan = {
    messages: readCount(value, 'messages'),
    calls: readCount(value, 'calls'),
    days: readCount(value, 'days'),
    seed: readCount(value, 'seed'),
  };
  if (plan.messages + plan.calls === 0) throw new UsageError('a past needs messages or calls: both are 0');
  return plan;
}

function readCount(value: Readonly<Record<string, unknown>>, name: keyof PastPlan): number {
  const count = value[name] === undefined ? DEFAULT_PAST[name] : value[name];
  const { least, most } = PAST_LIMITS[name];
  if (typeof count === 'number' && Number.isInteger(count) && count >= least && count <= most) return count;
  throw new UsageError(
    `"${name}" is a whole number from ${least} to ${most.toLocaleString('en')}: ${JSON.stringify(count)}`,
  );
}
