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

interface TimingTerms {
  readonly now: number;
  readonly zone: string;
}

// Appointment books repeat their times, and one in plain English takes a third of a millisecond to read.
const REMEMBERED = 10_000;

/** Reads the times of a file's rows, each once as long as it is remembered. All are read at the same `now`. */
export class Timings {
  readonly #now: number;
  readonly #known = new Map<string, Timing>();

  constructor(now: number) {
    this.#now = now;
  }

  /** When all of them are read. */
  get now(): number {
    return this.#now;
  }

  async of(fields: Fields, zone: string, reasons: Reasons): Promise<Timing | undefined> {
    const key = JSON.stringify([zone, ...COLUMNS.map((column) => fields.get(column))]);
    const known = this.#known.get(key);
    if (known) return known;
    const timing = await timingOf(fields, { now: this.#now, zone }, reasons);
    if (timing && reasons.list.length === 0) {
      if (this.#known.size >= REMEMBERED) this.#known.clear();
      this.#known.set(key, timing);
    }
    return timing;
  }
}

const COLUMNS = ['at', 'for', 'before', 'expires'] as const;

/**
 * Reads `at`, or `for` with `before`, and `expires`. Unlike `planTiming` it keeps times that are past: whether
 * they matter is known only once the row is compared with what an earlier import made of it.
 */
async function timingOf(fields: Fields, terms: TimingTerms, reasons: Reasons): Promise<Timing | undefined> {
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
