// Time zones: IANA names, and the two ways between an instant and the wall time of a zone.

import { UsageError } from './errors.ts';
import { countToWall, DAY_MS, type Wall, wallToCount } from './wall.ts';

// Plain Intl and no date library: the library stands on Intl too and adds 8 ms to every start. `longOffset`
// alone is the cheapest question that Intl answers (12 ms for the first formatter, 2 µs for each answer).
const formatters = new Map<string, Intl.DateTimeFormat>();
// What was accepted, and its name: Intl takes 16 µs to say it, for each row of an import.
const names = new Map<string, string>();

/** The offset in ms of a zone that it knows by exactly this name, else undefined: Intl is asked then. */
export type QuickOffset = (instant: number, zone: string) => number | undefined;

let quickOffset: QuickOffset = () => undefined;

/** Lends a way to a few offsets that spares a short command the 12 ms of Intl. */
export function answerOffsetsBy(quick: QuickOffset): void {
  quickOffset = quick;
}

// When every zone has an offset that Date can tell.
const ANY_TIME = Date.UTC(2026, 0, 1);

// People write the name of an offset when they mean a place. The place knows when summer time begins.
const PLACES = new Map(
  Object.entries({
    est: 'America/New_York',
    edt: 'America/New_York',
    et: 'America/New_York',
    est5edt: 'America/New_York',
    cst: 'America/Chicago',
    cdt: 'America/Chicago',
    mst: 'America/Denver',
    mdt: 'America/Denver',
    pst: 'America/Los_Angeles',
    pdt: 'America/Los_Angeles',
    pst8pdt: 'America/Los_Angeles',
    hst: 'Pacific/Honolulu',
    gmt: 'Europe/London',
    bst: 'Europe/London',
    cet: 'Europe/Berlin',
    cest: 'Europe/Berlin',
    ist: 'Asia/Kolkata',
    jst: 'Asia/Tokyo',
    aest: 'Australia/Sydney',
  }),
);

/**
 * The IANA name that `text` stands for, in its usual spelling (`europe/berlin` is `Europe/Berlin`).
 *
 * Accepted are places (`Area/City`) and `UTC`. Offsets and their names (`+01:00`, `EST`, `Etc/GMT+5`) are
 * refused: they know no summer time, and `EST` in July is not what its writer means.
 *
 * @throws UsageError naming the place that was probably meant
 */
export function zoneName(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = readZone(text);
  names.set(text, name);
  return name;
}

function readZone(text: string): string {
  const name = text.trim();
  if (/^(Etc\/)?UTC$/i.test(name)) return 'UTC';
  const isPlace = /^[a-z]/i.test(name) && name.includes('/') && !/^etc\//i.test(name);
  if (isPlace && quickOffset(ANY_TIME, name) !== undefined) return name;
  const resolved = isPlace ? formatterFor(name)?.resolvedOptions().timeZone : undefined;
  if (resolved === undefined) throw unknownZone(name);
  // Intl answers an alias with its oldest name (Asia/Kolkata with Asia/Calcutta): keep the one that was asked for.
  if (resolved.toLowerCase() === name.toLowerCase()) return resolved;
  return name.replace(
    /(^|[/_-])([a-z])/g,
    (_, before: string, letter: string) => before + letter.toUpperCase(),
  );
}

/** True when `zoneName` accepts it. */
export function isZone(text: string): boolean {
  try {
    zoneName(text);
    return true;
  } catch {
    return false;
  }
}

/** What is to be added to UTC to get the zone's wall time at that instant, in ms. */
export function offsetAt(instant: number, zone: string): number {
  if (zone === 'UTC') return 0;
  const quick = formatters.has(zone) ? undefined : quickOffset(instant, zone);
  if (quick !== undefined) return quick;
  const formatter = formatterFor(zone);
  if (formatter === undefined) throw unknownZone(zone);
  const match = /GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(formatter.format(instant));
  if (match === null) throw new Error(`Intl gave no offset for ${zone} at ${instant}`);
  const [, sign, hours = '0', minutes = '0', seconds = '0'] = match;
  const size = (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000;
  return sign === '-' ? -size : size;
}

/** The zone's wall time at an instant. */
export function wallAt(instant: number, zone: string): Wall {
  return countToWall(instant + offsetAt(instant, zone));
}

/**
 * Which instants a wall time names. `instant` is the one this program acts on:
 * - `unique`: the only one
 * - `gap`: the clocks were put forward over it; `instant` is the first one after the gap
 * - `fold`: the clocks were put back and it comes twice; `instant` is the first, `second` the other
 */
export type WallMeaning =
  | { readonly kind: 'unique'; readonly instant: number }
  | { readonly kind: 'gap'; readonly instant: number }
  | { readonly kind: 'fold'; readonly instant: number; readonly second: number };

export function resolveWall(wall: Wall, zone: string): WallMeaning {
  const count = wallToCount(wall);
  // No offset exceeds 14 h, so a day to either side is surely before and after any change that matters here.
  const before = offsetAt(count - DAY_MS, zone);
  const after = offsetAt(count + DAY_MS, zone);
  const early = count - Math.max(before, after);
  const late = count - Math.min(before, after);
  const earlyHolds = early + offsetAt(early, zone) === count;
  if (early === late && earlyHolds) return { kind: 'unique', instant: early };
  const lateHolds = late + offsetAt(late, zone) === count;
  if (earlyHolds && lateHolds) return { kind: 'fold', instant: early, second: late };
  if (earlyHolds || lateHolds) return { kind: 'unique', instant: earlyHolds ? early : late };
  return { kind: 'gap', instant: changeBetween(early, late, zone) };
}

/** 1 for the second pass of a wall time that comes twice, else 0. */
export function foldAt(instant: number, zone: string): 0 | 1 {
  const meaning = resolveWall(wallAt(instant, zone), zone);
  return meaning.kind === 'fold' && instant >= meaning.second ? 1 : 0;
}

/**
 * The first instant in (`after`, `until`] at which the zone's offset changes, or undefined.
 * Two changes within a day that cancel each other are not seen; no zone has such.
 */
export function nextChange(after: number, until: number, zone: string): number | undefined {
  const offset = offsetAt(after, zone);
  for (let from = after; from < until; ) {
    const to = Math.min(from + DAY_MS, until);
    if (offsetAt(to, zone) !== offset) return changeBetween(from, to, zone);
    from = to;
  }
  return undefined;
}

/** Halves (`from`, `to`] until only the first ms with a new offset is left; 27 questions for a day. */
function changeBetween(from: number, to: number, zone: string): number {
  const offset = offsetAt(from, zone);
  let low = from;
  let high = to;
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (offsetAt(middle, zone) === offset) low = middle;
    else high = middle;
  }
  return high;
}

/** Undefined for a name that Intl does not know. */
function formatterFor(zone: string): Intl.DateTimeFormat | undefined {
  const known = formatters.get(zone);
  if (known !== undefined) return known;
  try {
    const formatter = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    formatters.set(zone, formatter);
    return formatter;
  } catch {
    return undefined;
  }
}

function unknownZone(name: string): UsageError {
  const place = PLACES.get(name.toLowerCase()) ?? placeNamed(name);
  const hint =
    place === undefined
      ? 'write it as Area/City, such as America/New_York or Europe/Berlin, or UTC'
      : `did you mean ${place}?`;
  const reason = PLACES.has(name.toLowerCase()) ? 'is an offset, not a time zone' : 'is not a time zone';
  return new UsageError(`"${name}" ${reason}`, { hint });
}

/** `New York` → America/New_York, `berlin` → Europe/Berlin. */
function placeNamed(text: string): string | undefined {
  const city = text.split('/').at(-1)?.trim().toLowerCase().replaceAll(' ', '_');
  if (!city) return undefined;
  return Intl.supportedValuesOf('timeZone').find((zone) => zone.toLowerCase().split('/').at(-1) === city);
}
