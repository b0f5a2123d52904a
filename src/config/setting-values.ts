// How the text of a setting is read: one function for each kind of value, and what it is told besides the text.

import { type BudgetWish, parseBudget } from '../core/budget.ts';
import { countryCode, countryShape } from '../core/country.ts';
import { parseDuration } from '../core/duration.ts';
import { UsageError } from '../core/errors.ts';
import { ON_UNKNOWN } from '../core/on-unknown.ts';
import { parseQuietHours, type QuietHours } from '../core/quiet-hours.ts';
import type { OnUnknown } from '../core/reminder.ts';
import { zoneName } from '../core/zone.ts';
import { named } from './named.ts';

/** What a value is read with besides its own text. */
export interface Reading {
  /** Where the text was found, for errors: `REMIND_TZ`, `--tz`, `tz in …/config.json`. */
  readonly what: string;
  /** The region of national phone numbers; undefined asks for the international form. */
  readonly country: string | undefined;
  /** True for what a person has just typed: checked thoroughly, whatever that costs. */
  readonly typed?: boolean;
}

export interface Setting<Value> {
  readonly env?: string;
  /** The flag of `remind init` or `remind daemon` that sets it. */
  readonly flag?: string;
  readonly meaning: string;
  /** How the configuration file keeps it; a `list` is written with commas elsewhere. */
  readonly kind: 'text' | 'list' | 'number';
  readonly fallback: Value;
  /** @throws UsageError beginning with `reading.what` */
  parse(text: string, reading: Reading): Value | Promise<Value>;
}

export type Text = string | undefined;

export function pattern(shape: RegExp, expected: string): Setting<Text>['parse'] {
  return (text, { what }) => {
    if (shape.test(text)) return text;
    throw new UsageError(`${what}: "${text}" is not ${expected}`);
  };
}

export const subdomain = pattern(/^[a-z][a-z0-9-]{1,30}$/, 'a name such as dublin or ie1');

export function duration(text: string, { what }: Reading): number {
  return parseDuration(text, what);
}

// A place, or UTC. Which places there are, only Intl knows, and its first answer costs every start 12 ms: it is
// asked when somebody types a zone, and by whatever command uses one.
const ZONE_SHAPE = /^(UTC|(?!etc\/)[a-z_]+(\/[a-z0-9_+-]+)+)$/i;

export function zone(text: string, { what, typed }: Reading): string {
  if (!typed && ZONE_SHAPE.test(text)) return text;
  try {
    return zoneName(text);
  } catch (cause) {
    throw named(what, cause);
  }
}

export function country(text: string, { what, typed }: Reading): string {
  try {
    return typed ? countryCode(text) : countryShape(text);
  } catch (cause) {
    throw named(what, cause);
  }
}

export function amount(most: number): (text: string, reading: Reading) => number {
  return (text, { what }) => {
    const count = Number(text);
    if (/^\d+$/.test(text) && count >= 1 && count <= most) return count;
    throw new UsageError(`${what}: "${text}" is not a whole number from 1 to ${most}`);
  };
}

// Below one in a hundred seconds, nothing of a day's reminders would get out in time.
const LEAST_RATE = 0.01;
const MOST_RATE = 1_000;

export function perSecond(text: string, { what }: Reading): number {
  const rate = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (rate === 0 || (rate >= LEAST_RATE && rate <= MOST_RATE)) return rate;
  throw new UsageError(`${what}: "${text}" is neither 0 nor a number from ${LEAST_RATE} to ${MOST_RATE}`, {
    hint: '0 leaves the queueing to Twilio',
  });
}

export function stopOrWarn(text: string, { what }: Reading): 'stop' | 'warn' {
  if (text === 'stop' || text === 'warn') return text;
  throw new UsageError(`${what}: "${text}" is neither stop nor warn`);
}

export function onOrOff(text: string, { what }: Reading): 'on' | 'off' {
  if (text === 'on' || text === 'off') return text;
  throw new UsageError(`${what}: "${text}" is neither on nor off`);
}

export function budget(text: string, { what }: Reading): BudgetWish {
  return parseBudget(text, what);
}

export function quietHours(text: string, { what }: Reading): QuietHours {
  try {
    return parseQuietHours(text);
  } catch (cause) {
    throw named(what, cause);
  }
}

export function wishOnUnknown(text: string, { what }: Reading): OnUnknown {
  const wish = ON_UNKNOWN.find((word) => word === text.trim().toLowerCase());
  if (wish !== undefined) return wish;
  throw new UsageError(`${what}: "${text}" is not one of ${ON_UNKNOWN.join(', ')}`);
}
