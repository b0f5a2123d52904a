// Quiet hours: the part of the recipient's day in which no phone should ring, as minutes after midnight.

import { UsageError } from './errors.ts';
import type { Wall } from './wall.ts';

/** From `from` (included) until `until` (not); when `until` is the smaller, across midnight. */
export interface QuietHours {
  readonly from: number;
  readonly until: number;
}

/** `21:00-08:00`. @throws UsageError for anything else, and for a stretch without length */
export function parseQuietHours(text: string): QuietHours {
  const match = /^\s*(\d{1,2}):(\d{2})\s*[-\u2013]\s*(\d{1,2}):(\d{2})\s*$/.exec(text);
  const hint = 'write them like 21:00-08:00';
  if (!match) throw new UsageError(`"${text}" is no stretch of a day`, { hint });
  const [from, until] = [minutes(match[1], match[2]), minutes(match[3], match[4])];
  if (from === undefined || until === undefined)
    throw new UsageError(`"${text}" holds a time that no clock shows`, { hint });
  if (from === until) throw new UsageError(`"${text}" begins when it ends`, { hint });
  return { from, until };
}

/** `21:00-08:00`: the inverse of `parseQuietHours`. */
export function formatQuietHours({ from, until }: QuietHours): string {
  return `${clock(from)}-${clock(until)}`;
}

export function isQuiet(wall: Wall, { from, until }: QuietHours): boolean {
  const minute = Number(wall.slice(11, 13)) * 60 + Number(wall.slice(14, 16));
  return from < until ? minute >= from && minute < until : minute >= from || minute < until;
}

function minutes(hour: string | undefined, minute: string | undefined): number | undefined {
  const [hours, rest] = [Number(hour), Number(minute)];
  return hours > 23 || rest > 59 ? undefined : hours * 60 + rest;
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
