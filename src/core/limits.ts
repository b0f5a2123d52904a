// The limits of sending as data: the windows they are counted in, what holds unless somebody says otherwise.

import type { Channel } from './reminder.ts';
import type { WindowLimit } from './windows.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

export interface RecipientLimit {
  readonly key: string;
  readonly channel: Channel;
  readonly windowMs: number;
  readonly fallback: number;
}

/** What one recipient gets at the most, whoever sends it and whatever for. */
export const RECIPIENT_LIMITS = [
  { key: 'callsPerMinute', channel: 'call', windowMs: MINUTE_MS, fallback: 1 },
  { key: 'callsPer15Minutes', channel: 'call', windowMs: 15 * MINUTE_MS, fallback: 3 },
  { key: 'callsPerHour', channel: 'call', windowMs: HOUR_MS, fallback: 7 },
  { key: 'textsPerMinute', channel: 'sms', windowMs: MINUTE_MS, fallback: 3 },
  { key: 'textsPerHour', channel: 'sms', windowMs: HOUR_MS, fallback: 10 },
  { key: 'textsPerDay', channel: 'sms', windowMs: DAY_MS, fallback: 20 },
] as const satisfies readonly RecipientLimit[];

/** Sends of everybody together in a minute. */
export const ALL_PER_MINUTE = 600;

/** The windows that calls, or texts, to one recipient are counted in. */
export function windowsOf(channel: Channel): readonly WindowLimit[] {
  return RECIPIENT_LIMITS.filter((limit) => limit.channel === channel).map(({ fallback, windowMs }) => ({
    most: fallback,
    windowMs,
  }));
}
