// What a reminder will cost, as far as can be told before it is sent.

import { estimateCall, estimateMessage } from '../core/price.ts';
import type { Channel } from '../core/reminder.ts';
import { countSegments, describeSaving, type Encoding } from '../core/segments.ts';

export interface Estimate {
  /** Of a text; null for a call. */
  readonly segments: number | null;
  readonly encoding: Encoding | null;
  /** Micros of USD, about list price; a call when it is answered. */
  readonly micros: number;
  /** `’ → ' saves 1 segment`: how a text would be cheaper; null when it would not. */
  readonly hint: string | null;
}

// Voices speak about 15 letters a second; the message is spoken twice, with a pause before, between and after.
const LETTERS_A_SECOND = 15;
const PAUSES_S = 3;

export function estimateReminder(reminder: {
  readonly channel: Channel;
  readonly to: string;
  readonly body: string;
}): Estimate {
  const { channel, to, body } = reminder;
  if (channel === 'call') {
    const seconds = (2 * body.length) / LETTERS_A_SECOND + PAUSES_S;
    return { segments: null, encoding: null, micros: estimateCall(to, seconds), hint: null };
  }
  const { segments, encoding } = countSegments(body);
  return { segments, encoding, micros: estimateMessage(to, segments), hint: describeSaving(body) ?? null };
}
