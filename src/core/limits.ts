// The limits of sending as data: what is counted, in which window, and what holds unless somebody says otherwise.

import { counted } from './count.ts';
import type { Channel } from './reminder.ts';
import type { WindowLimit } from './windows.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export interface FuseLimit {
  readonly windowMs: number;
  readonly fallback: number;
  /** More than this cannot be set: a limit that nothing reaches is none. */
  readonly most: number;
  /** What is counted, in the words of a sentence: 7 `call`s `to one recipient in an hour`. */
  readonly noun: string;
  readonly within: string;
}

interface RecipientLimit extends FuseLimit {
  readonly channel: Channel;
}

const calls = (windowMs: number, fallback: number, within: string): RecipientLimit => ({
  channel: 'call',
  windowMs,
  fallback,
  most: 1_000,
  noun: 'call',
  within: `to one recipient ${within}`,
});

const texts = (windowMs: number, fallback: number, within: string): RecipientLimit => ({
  channel: 'sms',
  windowMs,
  fallback,
  most: 1_000,
  noun: 'text',
  within: `to one recipient ${within}`,
});

/** What one recipient gets at the most, whoever it is sent for. */
export const RECIPIENT_LIMITS = {
  callsPerMinute: calls(MINUTE_MS, 1, 'in a minute'),
  callsPer15Minutes: calls(15 * MINUTE_MS, 3, 'in 15 minutes'),
  callsPerHour: calls(HOUR_MS, 7, 'in an hour'),
  textsPerMinute: texts(MINUTE_MS, 3, 'in a minute'),
  textsPerHour: texts(HOUR_MS, 10, 'in an hour'),
  textsPerDay: texts(DAY_MS, 20, 'in a day'),
} as const satisfies Record<string, RecipientLimit>;

export type RecipientKey = keyof typeof RECIPIENT_LIMITS;

/** The blast fuse. The limits of one recipient hold its sends back; too many of those, or the last two, trip it. */
export const FUSE_LIMITS = {
  ...RECIPIENT_LIMITS,
  identicalPerHour: {
    windowMs: HOUR_MS,
    fallback: 1,
    most: 1_000,
    noun: 'reminder',
    within: 'with the same words to one recipient in an hour',
  },
  blocksPerMinute: {
    windowMs: MINUTE_MS,
    fallback: 10,
    most: 10_000,
    noun: 'send',
    within: 'held back by the limits of one recipient in a minute',
  },
  allPerMinute: { windowMs: MINUTE_MS, fallback: 600, most: 1_000_000, noun: 'send', within: 'in a minute' },
  newPerHour: {
    windowMs: HOUR_MS,
    fallback: 1_000,
    most: 1_000_000,
    noun: 'send',
    within: 'to recipients never sent to before in an hour',
  },
} as const satisfies Record<string, FuseLimit>;

export type FuseKey = keyof typeof FUSE_LIMITS;
export const FUSE_KEYS = Object.keys(FUSE_LIMITS) as readonly FuseKey[];

export type FuseLimits = Readonly<Record<FuseKey, number>>;

export const DEFAULT_FUSE = Object.fromEntries(
  FUSE_KEYS.map((key) => [key, FUSE_LIMITS[key].fallback]),
) as FuseLimits;

/** Alarms to one number, texts and calls together: their own cap, since no other limit holds for them. */
export const ALARM_LIMITS: readonly WindowLimit[] = [
  { most: 2, windowMs: MINUTE_MS },
  { most: 6, windowMs: 15 * MINUTE_MS },
  { most: 12, windowMs: HOUR_MS },
];

export function isRecipientKey(key: string): key is RecipientKey {
  return Object.hasOwn(RECIPIENT_LIMITS, key);
}

/** The windows that calls, or texts, to one recipient are counted in. */
export function windowsOf(channel: Channel, limits: FuseLimits): readonly WindowLimit[] {
  const keys = Object.keys(RECIPIENT_LIMITS) as readonly RecipientKey[];
  return keys
    .filter((key) => RECIPIENT_LIMITS[key].channel === channel)
    .map((key) => ({ most: limits[key], windowMs: RECIPIENT_LIMITS[key].windowMs }));
}

/** `7 calls to one recipient in an hour` */
export function describeLimit(key: FuseKey, amount: number): string {
  const { noun, within } = FUSE_LIMITS[key];
  return `${counted(amount, noun)} ${within}`;
}
