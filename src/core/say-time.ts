// Instants as people and machines read them, always in a named zone. English, and no locale data.

import { MONTHS, type Wall, WEEKDAYS, wallParts, weekday } from './wall.ts';
import { offsetAt, wallAt } from './zone.ts';

/** `Tue 24 Nov 2026, 14:30 (Europe/Berlin, UTC+01:00)`; seconds are shown when there are any. */
export function describeInstant(instant: number, zone: string): string {
  const wall = wallAt(instant, zone);
  const { year, month, day } = wallParts(wall);
  const date = `${WEEKDAYS[weekday(wall)]?.slice(0, 3)} ${day} ${MONTHS[month - 1]?.slice(0, 3)} ${year}`;
  const time = wall.endsWith(':00') ? wall.slice(11, 16) : wall.slice(11);
  return `${date}, ${time} (${zone}, UTC${offsetText(instant, zone)})`;
}

/** `2026-11-24T13:30:00Z`, RFC 3339 in UTC, milliseconds only when there are any. What `--json` prints. */
export function toUtc(instant: number): string;
export function toUtc(instant: number | null): string | null;
export function toUtc(instant: number | null): string | null {
  return instant === null ? null : new Date(instant).toISOString().replace('.000Z', 'Z');
}

/** `13:30:00Z`: what stands before a line of something that goes on, where the day is known. */
export function clockTime(instant: number): string {
  return `${new Date(instant).toISOString().slice(11, 19)}Z`;
}

/** `2:30 PM`, `12:05 AM`: what `{{time}}` becomes, fit to be read and to be spoken. */
export function spokenTime(wall: Wall): string {
  const { hour } = wallParts(wall);
  return `${hour % 12 === 0 ? 12 : hour % 12}:${wall.slice(14, 16)} ${hour < 12 ? 'AM' : 'PM'}`;
}

/** `Tuesday, November 24`: what `{{date}}` becomes. No year: a reminder is about the days to come. */
export function spokenDate(wall: Wall): string {
  const { month, day } = wallParts(wall);
  return `${WEEKDAYS[weekday(wall)]}, ${MONTHS[month - 1]} ${day}`;
}

/** `+01:00`. Offsets with seconds ended in 1972; they are cut to the minute. */
export function offsetText(instant: number, zone: string): string {
  const offset = offsetAt(instant, zone);
  const minutes = Math.floor(Math.abs(offset) / 60_000);
  const hours = String(Math.floor(minutes / 60)).padStart(2, '0');
  return `${offset < 0 ? '-' : '+'}${hours}:${String(minutes % 60).padStart(2, '0')}`;
}
