// A mark on somebody's number, as `show` of a reminder and of a contact tell it.

import type { BadNumber } from '../core/bad-number.ts';
import { toUtc } from '../core/say-time.ts';

/** What `show` has under `badNumber`: the keys that `badnumber list` has for the same things (docs/json.md). */
export function markRecord(mark: BadNumber | undefined) {
  if (!mark) return null;
  const { channel, code, reason, since } = mark;
  return { for: channel === null ? 'everything' : 'texts', code, reason, markedAt: toUtc(since) };
}

/** Null without a mark. What is sent there fails without a try, so the way out is told with it. */
export function markText(mark: BadNumber | undefined): string | null {
  if (!mark) return null;
  const says = mark.channel === null ? 'leads nowhere' : 'takes no texts';
  return `${says} (${mark.reason}); if it is good after all: remind badnumber remove ${mark.number}`;
}
