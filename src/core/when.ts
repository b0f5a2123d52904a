// When: any text a person may give for a time, resolved to an instant in the recipient's zone.

import { roughDuration } from './duration.ts';
import { UsageError } from './errors.ts';
import { parseIso } from './iso.ts';
import { parseSpan } from './relative.ts';
import { describeInstant } from './say-time.ts';
import { addDays, DAY_MS, MINUTE_MS, type Wall, wallToCount } from './wall.ts';
import { resolveWall, wallAt } from './zone.ts';

export interface When {
  readonly instant: number;
  /** Local time in `zone` at the instant, so after a gap it is not what was typed. */
  readonly wall: Wall;
  readonly zone: string;
  /** What the person should know: the time was skipped by the clocks, or comes twice. Null mostly. */
  readonly note: string | null;
}

export interface WhenOptions {
  readonly now: number;
  /** The recipient's, as `zoneName` gives it. The machine's zone plays no part. */
  readonly zone: string;
}

// No time takes so many words, and the library's patterns slow down on text that never ends.
const LONGEST = 80;

// Outside these years a slip of the finger is certain, and far outside them dates cannot be reckoned with.
const EARLIEST = Date.UTC(1900, 0);
const LATEST = Date.UTC(2200, 0);

/**
 * Reads ISO 8601 (an offset is obeyed, else the time is in `zone`), times from now (`in 20 minutes`, `+2h`)
 * and plain English (`tomorrow 9am`, `tue 14:30`, `next friday at noon`), which alone loads its library.
 * The past is read as well: callers that look ahead add `assertNotPast`.
 *
 * @throws UsageError when it cannot be read, does not exist, lacks a time, or could be read in two ways
 */
export async function resolveWhen(text: string, { now, zone }: WhenOptions): Promise<When> {
  const words = text.trim().replace(/\s+/g, ' ');
  if (words.length > LONGEST) {
    throw new UsageError(`a time of ${words.length} characters is not read`, { hint: 'try "tomorrow 9am"' });
  }
  const iso = parseIso(words);
  if (iso !== undefined && 'instant' in iso) return atInstant(iso.instant, zone);
  if (iso !== undefined) return atWall(iso.wall, zone, iso.ms);
  if (words.toLowerCase() === 'now') return atInstant(now, zone);
  const span = parseSpan(words);
  if (span !== undefined) return afterSpan(span.days, span.ms, { now, zone });
  // Loaded here, so that `--at <ISO>` starts without chrono (30 ms).
  const { parseNatural } = await import('./natural.ts');
  const { wall, comesAgain } = await parseNatural(words, wallAt(now, zone));
  const next = atWall(wall, zone);
  return next.instant <= now && comesAgain > 0 ? atWall(addDays(wall, comesAgain), zone) : next;
}

/** @throws UsageError when it is more than a minute ago; a minute is what typing and starting may take */
export function assertNotPast(when: Pick<When, 'instant' | 'zone'>, now: number, what = '--at'): void {
  const late = now - when.instant;
  if (late <= MINUTE_MS) return;
  throw new UsageError(
    `${what}: ${describeInstant(when.instant, when.zone)} was ${roughDuration(late)} ago`,
    {
      hint: `it is now ${describeInstant(now, when.zone)}`,
    },
  );
}

/**
 * A lead time before an appointment. Whole days keep the time of day, over a change of the clocks too:
 * one day before Monday 9:00 is Sunday 9:00. The rest is time that passes.
 */
export function leadBefore(appointmentAt: number, leadMs: number, zone: string): When {
  const days = Math.floor(leadMs / DAY_MS);
  const sameTime =
    days === 0 ? appointmentAt : atWall(addDays(wallAt(appointmentAt, zone), -days), zone).instant;
  return atInstant(sameTime - (leadMs - days * DAY_MS), zone);
}

function afterSpan(days: number, ms: number, { now, zone }: WhenOptions): When {
  if (days === 0) return atInstant(now + ms, zone);
  refuseOtherAges(now + days * DAY_MS);
  const day = atWall(addDays(wallAt(now, zone), days), zone);
  return ms === 0 ? day : atInstant(day.instant + ms, zone);
}

function atInstant(instant: number, zone: string): When {
  refuseOtherAges(instant);
  return { instant, wall: wallAt(instant, zone), zone, note: null };
}

function atWall(wall: Wall, zone: string, ms = 0): When {
  refuseOtherAges(wallToCount(wall));
  const meaning = resolveWall(wall, zone);
  const instant = meaning.instant + (meaning.kind === 'gap' ? 0 : ms);
  const when = atInstant(instant, zone);
  const time = wall.slice(11, 16);
  if (meaning.kind === 'gap') {
    const note = `the clocks in ${zone} skip ${time} on that day; taken as ${when.wall.slice(11, 16)}`;
    return { ...when, note };
  }
  if (meaning.kind === 'fold')
    return { ...when, note: `${time} comes twice in ${zone} on that day; the first is taken` };
  return when;
}

function refuseOtherAges(instant: number): void {
  if (instant >= EARLIEST && instant < LATEST) return;
  throw new UsageError('the time is not between the years 1900 and 2200', { hint: 'look at the year' });
}
