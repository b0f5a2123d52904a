// When a row's reminders are due, and how long they are good for.

import { parseLeadTimes } from '../../core/duration.ts';
import { leadBefore, resolveWhen, type When } from '../../core/when.ts';
import type { ExpiryWish, Slot } from '../draft.ts';
import { parseExpiryWish } from '../expiry-wish.ts';
import { USUAL_LEAD_MS } from '../timing.ts';
import type { Reasons } from './reasons.ts';

type Fields = ReadonlyMap<string, string>;

export interface Timing {
  readonly appointment: Slot['appointment'];
  readonly slots: readonly Slot[];
  readonly expires: ExpiryWish;
  /** Worth telling: the clocks skip that time, or it comes twice. */
  readonly note: string | null;
}

export interface TimingTerms {
  readonly now: number;
  readonly zone: string;
}

/**
 * Reads `at`, or `for` with `before`, and `expires`. Unlike `planTiming` it keeps times that are past: whether
 * they matter is known only once the row is compared with what an earlier import made of it.
 */
export async function timingOf(
  fields: Fields,
  terms: TimingTerms,
  reasons: Reasons,
): Promise<Timing | undefined> {
  const at = fields.get('at');
  const start = fields.get('for');
  if (at !== undefined && start !== undefined) {
    return reasons.add('the row has both "at" and "for": an instant, or an appointment with lead times');
  }
  const text = at ?? start;
  if (text === undefined) return reasons.add('the row says neither "at" nor "for"');
  const expires = await reasons.tryAsync(() => parseExpiryWish(fields.get('expires'), terms));
  const when = await reasons.tryAsync(() => resolveWhen(text, terms));
  if (!when || expires === undefined) return undefined;
  if (start === undefined) {
    const slot = { dueAt: when.instant, wall: when.wall, leadMs: null, appointment: null };
    return { appointment: null, slots: [slot], expires, note: when.note };
  }
  const slots = slotsBefore(fields, when, reasons);
  const appointment = { startsAt: when.instant, wall: when.wall };
  return slots && { appointment, slots, expires, note: when.note };
}

function slotsBefore(fields: Fields, start: When, reasons: Reasons): Slot[] | undefined {
  const before = fields.get('before');
  const leads = reasons.try(() =>
    before === undefined ? [USUAL_LEAD_MS] : parseLeadTimes(before, '"before"'),
  );
  const appointment = { startsAt: start.instant, wall: start.wall };
  return leads?.map((leadMs) => {
    const due = leadBefore(start.instant, leadMs, start.zone);
    return { dueAt: due.instant, wall: due.wall, leadMs, appointment };
  });
}
