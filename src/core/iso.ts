// ISO 8601 date-times as machines and careful people write them: read without any library.

import { UsageError } from './errors.ts';
import { makeWall, type Wall, wallToCount } from './wall.ts';

const SHAPE =
  /^(\d{4})-(\d{2})-(\d{2})(?:(?:T|\s+)(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?$/i;

/** `instant` when the text named an offset, else a wall time in a zone yet to be known. */
export type IsoTime = { readonly instant: number } | { readonly wall: Wall; readonly ms: number };

/**
 * Undefined when the text has another shape altogether.
 *
 * @throws UsageError when it has the shape and no calendar or clock has the time, or when the time is missing
 */
export function parseIso(text: string): IsoTime | undefined {
  const match = SHAPE.exec(text.trim());
  if (match === null) return undefined;
  const [, year, month, day, hour, minute = '0', second = '0', fraction = '0', offset] = match;
  const date = { year: Number(year), month: Number(month), day: Number(day) };
  if (makeWall({ ...date, hour: 0, minute: 0, second: 0 }) === undefined) throw impossible(text, 'a date');
  if (hour === undefined) throw timeMissing(text);
  const wall = makeWall({ ...date, hour: Number(hour), minute: Number(minute), second: Number(second) });
  if (wall === undefined) throw impossible(text, 'a time of day');
  const ms = Number(fraction.padEnd(3, '0').slice(0, 3));
  if (offset === undefined) return { wall, ms };
  return { instant: wallToCount(wall) + ms - offsetMs(offset, text) };
}

/** A day is known and no time of day. No hour is guessed: at a wrong one, somebody's phone rings. */
export function timeMissing(text: string): UsageError {
  return new UsageError(`"${text}" names a day and no time`, {
    hint: 'say a time: "tomorrow 9am", 2026-11-24T14:30',
  });
}

export function impossible(text: string, what: string): UsageError {
  return new UsageError(`"${text}" is not ${what} that exists`, {
    hint: 'days are written 2026-11-24, times 00:00 to 23:59',
  });
}

function offsetMs(offset: string, text: string): number {
  if (/^z$/i.test(offset)) return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(3).replace(':', '') || '0');
  // UTC+14 (Kiritimati) is the furthest there is.
  if (minutes > 59 || hours * 60 + minutes > 14 * 60) {
    throw new UsageError(`"${text}" has an offset that no place has: ${offset}`, {
      hint: 'write Z, +01:00 or -05:00, or leave it out and name the zone',
    });
  }
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}
