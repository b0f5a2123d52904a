// Times in plain English, read by chrono-node: `tomorrow 9am`, `tue 14:30`, `next friday at noon`.

import type { ParsedResult } from 'chrono-node/en';
import { UsageError } from './errors.ts';
import { impossible, timeMissing } from './iso.ts';
import { addDays, makeWall, type Wall, WEEKDAYS, wallParts, weekday } from './wall.ts';

/** A wall time, and after how many days it comes again: 1 for `9am`, 7 for `friday 9am`, 0 for `25 dec 9am`. */
export interface NaturalTime {
  readonly wall: Wall;
  readonly comesAgain: 0 | 1 | 7;
}

type Start = ParsedResult['start'];

/**
 * Reads the whole of `text`, or refuses it: a word that is not understood might be the one that matters.
 *
 * chrono is asked which day and which hour are named and never computes an instant: its dates live in the
 * machine's zone, ours in the recipient's. The reference is noon, a time that no zone's clocks skip, so the
 * machine's zone cannot show. Its forward mode compares instants, so going forward is done here as well.
 *
 * @param now the recipient's wall time
 * @throws UsageError
 */
export async function parseNatural(text: string, now: Wall): Promise<NaturalTime> {
  refuseImpossible(text);
  const { casual } = await import('chrono-node/en');
  const { year, month, day } = wallParts(now);
  const found = readWhole(text, casual.parse(text, new Date(year, month - 1, day, 12)));
  const { start } = found;
  if (!start.isCertain('hour')) throw timeMissing(text);
  refuseDoubt(text, start);
  const { date, comesAgain } = dateOf(text, start, now);
  const time = {
    hour: start.get('hour') ?? 0,
    minute: start.get('minute') ?? 0,
    second: start.get('second') ?? 0,
  };
  const wall = makeWall({ ...date, ...time });
  if (wall === undefined) throw impossible(text, 'a date');
  if (start.isCertain('day') && start.isCertain('weekday')) refuseOtherWeekday(wall, start);
  return { wall, comesAgain };
}

/** What a person is told when nothing fits. */
export function unreadable(text: string, part = text): UsageError {
  const what = part === text ? `cannot read "${text}" as a time` : `cannot read "${part}" in "${text}"`;
  return new UsageError(what, {
    hint: 'write 2026-11-24T14:30, "tomorrow 9am", "tue 14:30" or "in 20 minutes"',
  });
}

function readWhole(text: string, results: readonly ParsedResult[]): ParsedResult {
  const [found, second] = results;
  if (found === undefined || second !== undefined) throw unreadable(text);
  const rest = `${text.slice(0, found.index)} ${text.slice(found.index + found.text.length)}`;
  const unread = rest.replace(/\b(at|on|the)\b|[\s,.]/gi, ' ').trim();
  if (unread !== '') throw unreadable(text, unread);
  if (found.end) throw new UsageError(`"${text}" is a stretch of time`, { hint: 'name one moment' });
  // Hours counted from now are parseSpan's; here they would be counted from noon.
  if (found.tags().has('result/relativeDateAndTime')) throw unreadable(text);
  return found;
}

/** Refuses what two careful readers could read as two times. */
function refuseDoubt(text: string, start: Start): void {
  const tags = start.tags();
  if (start.isCertain('timezoneOffset')) {
    throw new UsageError(`"${text}" names a time zone`, {
      hint: 'leave it out and use --tz Area/City, or write 2026-11-24T14:30+01:00',
    });
  }
  if (tags.has('parser/SlashDateFormatParser')) {
    throw new UsageError(`"${text}" is one day in America and another in Europe`, {
      hint: 'write 2026-11-24 or "24 nov"',
    });
  }
  const partOfDay = ['noon', 'midnight', 'morning', 'afternoon', 'evening', 'tonight'];
  const settled =
    start.isCertain('meridiem') || partOfDay.some((part) => tags.has(`casualReference/${part}`));
  if (!settled && !/\d[:.]\d\d/.test(text)) {
    throw new UsageError(`"${text}" may be morning or evening`, { hint: 'say am or pm, or write 09:00' });
  }
}

type Day = { readonly year: number; readonly month: number; readonly day: number };

function dateOf(text: string, start: Start, now: Wall): { date: Day; comesAgain: 0 | 1 | 7 } {
  const named = { year: start.get('year') ?? 0, month: start.get('month') ?? 0, day: start.get('day') ?? 0 };
  if (start.isCertain('day')) {
    if (start.isCertain('year')) return { date: named, comesAgain: 0 };
    // A day without a year is the next one to come; chrono takes the nearest, past or future.
    const year = wallParts(now).year;
    const sooner = makeWall({ ...named, year, hour: 0, minute: 0, second: 0 });
    const isPast = sooner !== undefined && sooner.slice(0, 10) < now.slice(0, 10);
    return { date: { ...named, year: isPast ? year + 1 : year }, comesAgain: 0 };
  }
  if (start.isCertain('weekday')) {
    if (/\b(next|last|past|this)\b/i.test(text)) return { date: named, comesAgain: 0 };
    const ahead = ((start.get('weekday') ?? 0) - weekday(now) + 7) % 7;
    return { date: wallParts(addDays(now, ahead)), comesAgain: 7 };
  }
  if (start.isCertain('month') || start.isCertain('year')) throw unreadable(text);
  return { date: wallParts(now), comesAgain: 1 };
}

function refuseOtherWeekday(wall: Wall, start: Start): void {
  const actual = weekday(wall);
  if (start.get('weekday') === actual) return;
  throw new UsageError(`${wall.slice(0, 10)} is a ${WEEKDAYS[actual]}`, { hint: 'mend the day or the date' });
}

/** chrono drops what it finds impossible and reads on, so `2026-02-30 9am` would become today at nine. */
function refuseImpossible(text: string): void {
  for (const [found, year, month, day] of text.matchAll(/\b(\d{4})-(\d{2})-(\d{2})\b/g)) {
    const date = { year: Number(year), month: Number(month), day: Number(day) };
    if (makeWall({ ...date, hour: 0, minute: 0, second: 0 }) === undefined) throw impossible(found, 'a date');
  }
  for (const [found, hour, minute] of text.matchAll(/\b(\d{1,2}):(\d{2})\b/g)) {
    if (Number(hour) > 23 || Number(minute) > 59) throw impossible(found, 'a time of day');
  }
}
