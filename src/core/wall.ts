// Wall time: what a clock on the wall shows, as text without a zone, and the calendar arithmetic on it.

/** Local date and time as `2026-11-24T14:30:00`. Compares and sorts as text. */
export type Wall = string;

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

export const WEEKDAYS = [
  'Sunday',
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
] as const;
export const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

export interface WallParts {
  readonly year: number;
  /** 1 to 12 */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** The wall time counted in ms as if it were UTC: a number to do arithmetic with, not an instant. */
export function wallToCount(wall: Wall): number {
  return Date.parse(`${wall}Z`);
}

/** Inverse of `wallToCount`; fractions of a second are dropped. */
export function countToWall(count: number): Wall {
  return new Date(count).toISOString().slice(0, 19);
}

/** Undefined when no calendar or clock has it: 30 February, 25:00, 24:00, second 60. */
export function makeWall(parts: WallParts): Wall | undefined {
  const { year, month, day, hour, minute, second } = parts;
  const wall = `${pad(year, 4)}-${pad(month)}-${pad(day)}T${pad(hour)}:${pad(minute)}:${pad(second)}`;
  // The round trip catches what Date.parse rolls over (30 February) as well as what it refuses.
  const count = hour > 23 ? Number.NaN : wallToCount(wall);
  return Number.isNaN(count) || countToWall(count) !== wall ? undefined : wall;
}

export function wallParts(wall: Wall): WallParts {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = wall.split(/[-T:]/).map(Number);
  return { year, month, day, hour, minute, second };
}

/** 0 for Sunday to 6 for Saturday. */
export function weekday(wall: Wall): number {
  return new Date(wallToCount(wall)).getUTCDay();
}

/** The same time of day, `days` later (or earlier). */
export function addDays(wall: Wall, days: number): Wall {
  return countToWall(wallToCount(wall) + days * DAY_MS);
}

function pad(value: number, width = 2): string {
  return String(value).padStart(width, '0');
}
