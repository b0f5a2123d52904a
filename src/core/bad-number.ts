// Numbers that lead nowhere: which of Twilio's codes say so, and for which kind of send.

import type { Channel } from './reminder.ts';

export interface BadNumber {
  /** E.164 */
  readonly number: string;
  /** `sms` when it can still be called; null when it leads nowhere at all. */
  readonly channel: 'sms' | null;
  /** Twilio's code; null when a person said so. */
  readonly code: number | null;
  readonly reason: string;
  readonly since: number;
}

// 21211: not a number. 21614: not a mobile number. 30005: unknown to its carrier. 30006: a landline, or a carrier that
// takes no texts. 30003 (switched off) and 30008 (no reason given) pass, and say nothing about the number.
const CODES: ReadonlyMap<number, 'sms' | null> = new Map([
  [21_211, null],
  [21_614, 'sms'],
  [30_005, null],
  [30_006, 'sms'],
]);

/** What the code says about its number; undefined when it says nothing. */
export function badFor(code: number | null | undefined): { readonly channel: 'sms' | null } | undefined {
  const channel = code == null ? undefined : CODES.get(code);
  return channel === undefined ? undefined : { channel };
}

/** True when a send by that channel cannot arrive. */
export function isBadFor({ channel }: Pick<BadNumber, 'channel'>, by: Channel): boolean {
  return channel === null || channel === by;
}

/** `+12025550123 leads nowhere (30005: the number is unknown to its carrier)` */
export function describeBadNumber({ number, channel, reason }: BadNumber): string {
  return `${number} ${channel === null ? 'leads nowhere' : 'takes no texts'} (${reason})`;
}
