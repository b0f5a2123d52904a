// Recurrence: when a cron rule fires in its zone, each time under a key that it can fire under only once.

import { type Cron, parseCron } from './cron.ts';
import type { CatchUp } from './reminder.ts';
import { countToWall, type Wall } from './wall.ts';
import { foldAt, nextChange, offsetAt, resolveWall, wallAt } from './zone.ts';

export interface Rule {
  readonly cron: string;
  /** IANA name, as `zoneName` gives it. */
  readonly zone: string;
}

export interface Occurrence {
  readonly instant: number;
  /** Local time at the instant: after a gap it is not what the rule says. */
  readonly wall: Wall;
  /** 1 in the second pass of an hour that comes twice. */
  readonly fold: 0 | 1;
  /**
   * `2026-11-01T01:30#0`: wall time and fold. It belongs to the instant and to nothing else, neither to when it
   * was computed nor to a clock that was set back, so a rule and a key are unique for good.
   */
  readonly key: string;
}

/**
 * The first time strictly after `after`, or undefined when there is none.
 *
 * - A rule with a time of day (`30 2 * * *`) fires once a day: in a gap at the first instant after it (several
 *   times of one gap together once), in a fold in the first pass only.
 * - A rule whose hour begins with `*` is about intervals: it fires in both passes of a fold, and times that a gap
 *   skips are skipped.
 *
 * @throws UsageError for a rule that `parseCron` refuses
 */
export async function nextOccurrence(rule: Rule, after: number): Promise<Occurrence | undefined> {
  return next(await parseCron(rule.cron), rule.zone, after);
}

/**
 * The first `max` times after `from`, `to` included. Looking for what was missed, begin at now − window: what is
 * older is not caught up, and the newest must not be beyond `max`.
 */
export async function occurrencesBetween(
  rule: Rule,
  { from, to, max }: { readonly from: number; readonly to: number; readonly max: number },
): Promise<Occurrence[]> {
  const cron = await parseCron(rule.cron);
  const found: Occurrence[] = [];
  for (let after = from; found.length < max; ) {
    const occurrence = next(cron, rule.zone, after);
    if (occurrence === undefined || occurrence.instant > to) break;
    found.push(occurrence);
    after = occurrence.instant;
  }
  return found;
}

/**
 * Which of the times that passed while nobody looked are still to be sent: none, the latest, or all, and none
 * older than `windowMs` (the expiry) or later than now.
 */
export function catchUp(
  policy: CatchUp,
  missed: readonly Occurrence[],
  { now, windowMs }: { readonly now: number; readonly windowMs: number },
): Occurrence[] {
  if (policy === 'skip') return [];
  const useful = missed
    .filter(({ instant }) => instant <= now && now - instant <= windowMs)
    .sort((a, b) => a.instant - b.instant);
  return policy === 'latest' ? useful.slice(-1) : useful;
}

function next(cron: Cron, zone: string, after: number): Occurrence | undefined {
  const instant = cron.everyHour ? nextInterval(cron, zone, after) : nextTimeOfDay(cron, zone, after);
  if (instant === undefined) return undefined;
  const wall = wallAt(instant, zone);
  const fold = foldAt(instant, zone);
  return { instant, wall, fold, key: `${wall.slice(0, 16)}#${fold}` };
}

function nextTimeOfDay(cron: Cron, zone: string, after: number): number | undefined {
  let count: number | undefined = after + offsetAt(after, zone);
  for (;;) {
    count = cron.next(count);
    if (count === undefined) return undefined;
    const { instant } = resolveWall(countToWall(count), zone);
    // Not so in the second pass of a fold, where the walls ahead had their instants in the first.
    if (instant > after) return instant;
  }
}

/** Between two changes of the clocks wall time runs as time does, so each such stretch is searched by itself. */
function nextInterval(cron: Cron, zone: string, after: number): number | undefined {
  let from = after;
  let offset = offsetAt(from, zone);
  let count = from + offset;
  for (;;) {
    const match = cron.next(count);
    if (match === undefined) return undefined;
    const change = nextChange(from, match - offset, zone);
    if (change === undefined) return match - offset;
    from = change;
    offset = offsetAt(from, zone);
    // The instant of the change itself may match.
    count = from + offset - 1;
  }
}
