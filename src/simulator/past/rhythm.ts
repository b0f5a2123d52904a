// When an office is in touch with its people: by hour, by weekday, and all at once on Monday morning.

import type { Random } from '../../core/clock.ts';
import { DAY_MS } from '../dates.ts';

const SLOT_MS = 15 * 60_000;
const SLOTS_A_DAY = DAY_MS / SLOT_MS;
/** The office keeps New York's winter time all year: a past with summer time would need a calendar to no one's use. */
const OFFICE_OFFSET_MS = -5 * 3_600_000;
// Shares of an hour, of a busy one.
const HOURS = [
  0.01, 0.01, 0.01, 0.01, 0.01, 0.02, 0.05, 0.2, 0.6, 1, 1, 0.95, 0.6, 0.8, 1, 1, 0.9, 0.6, 0.35, 0.2, 0.1,
  0.05, 0.02, 0.01,
];
const SUNDAY_FIRST = [0.06, 1.15, 1, 1, 1, 0.9, 0.25];
/** Monday, 8:45 to 9:00: the week's appointments are confirmed at once. */
const PEAK = { weekday: 1, slot: 8 * 4 + 3, factor: 12 };

export interface Period {
  readonly from: number;
  /** Excluded. */
  readonly until: number;
}

/** Exactly `count` instants of the period, in order. */
export function* instants(random: Random, { from, until }: Period, count: number): Generator<number> {
  const slots = Math.ceil((until - from) / SLOT_MS);
  const ends = new Float64Array(slots);
  let total = 0;
  for (let slot = 0; slot < slots; slot += 1) {
    // No two days are alike.
    total += weightAt(from + slot * SLOT_MS) * (0.7 + 0.6 * random.next());
    ends[slot] = total;
  }
  let made = 0;
  for (let slot = 0; slot < slots; slot += 1) {
    const due = Math.round(((ends[slot] as number) / total) * count);
    const start = from + slot * SLOT_MS;
    const width = Math.min(SLOT_MS, until - start);
    const here = due - made;
    for (let i = 0; i < here; i += 1) yield Math.floor(start + ((i + random.next()) / here) * width);
    made = due;
  }
}

function weightAt(instant: number): number {
  const local = Math.floor((instant + OFFICE_OFFSET_MS) / SLOT_MS);
  const slot = local % SLOTS_A_DAY;
  // 1 January 1970 was a Thursday.
  const weekday = (Math.floor(local / SLOTS_A_DAY) + 4) % 7;
  const weight = (HOURS[Math.floor(slot / 4)] as number) * (SUNDAY_FIRST[weekday] as number);
  return weekday === PEAK.weekday && slot === PEAK.slot ? weight * PEAK.factor : weight;
}
