// Quiet hours: the part of the recipient's day in which no phone should ring, as minutes after midnight.

import { UsageError } from './errors.ts';
import type { Priority } from './reminder.ts';
import { addDays, type Wall } from './wall.ts';
import { resolveWall, wallAt } from './zone.ts';

/** From `from` (included) until `until` (not); when `until` is the smaller, across midnight; never when they are equal. */
export interface QuietHours {
  readonly from: number;
  readonly until: number;
}

/** No hour is quiet. */
export const NEVER_QUIET: QuietHours = { from: 0, until: 0 };
// 47 CFR 64.1200(c)(1) forbids calls for sale before 8 and after 21 at the called party's; nobody likes the others then.
export const USUAL_QUIET: QuietHours = { from: 21 * 60, until: 8 * 60 };

/** Quiet hours as a contact or a tenant keeps them: both or neither. */
export interface StoredQuiet {
  readonly quietFrom: number | null;
  readonly quietUntil: number | null;
}

/** The contact's, else the tenant's, else the profile's; never when nobody has any. */
export function chooseQuiet(
  contact: StoredQuiet | null | undefined,
  tenant: StoredQuiet,
  profile: QuietHours | undefined,
): QuietHours {
  return (contact && storedQuiet(contact)) ?? storedQuiet(tenant) ?? profile ?? NEVER_QUIET;
}

/** What decides whether a reminder may go at an hour. */
export interface QuietTerms {
  readonly priority: Priority;
  readonly anyHour: 0 | 1;
  /** The recipient's. */
  readonly zone: string;
  /** Of the contact, and of the tenant: null where none were set. */
  readonly contactQuietFrom: number | null;
  readonly contactQuietUntil: number | null;
  readonly tenantQuietFrom: number | null;
  readonly tenantQuietUntil: number | null;
}

/** The hours that are quiet for it; none when it was said that the hour does not matter. */
export function quietHoursOf(terms: QuietTerms, profile: QuietHours | undefined): QuietHours {
  // Only what is critical may, whoever has written the rest.
  if (terms.anyHour === 1 && terms.priority === 'critical') return NEVER_QUIET;
  return chooseQuiet(
    { quietFrom: terms.contactQuietFrom, quietUntil: terms.contactQuietUntil },
    { quietFrom: terms.tenantQuietFrom, quietUntil: terms.tenantQuietUntil },
    profile,
  );
}

/** Undefined when none were set. */
export function storedQuiet({ quietFrom: from, quietUntil: until }: StoredQuiet): QuietHours | undefined {
  return from === null || until === null ? undefined : { from, until };
}

/** `21:00-08:00`, or `never`. @throws UsageError for anything else, and for a stretch without length */
export function parseQuietHours(text: string): QuietHours {
  if (text.trim().toLowerCase() === 'never') return NEVER_QUIET;
  const match = /^\s*(\d{1,2}):(\d{2})\s*[-\u2013]\s*(\d{1,2}):(\d{2})\s*$/.exec(text);
  const hint = 'write them like 21:00-08:00, or never';
  if (!match) throw new UsageError(`"${text}" is no stretch of a day`, { hint });
  const [from, until] = [minutes(match[1], match[2]), minutes(match[3], match[4])];
  if (from === undefined || until === undefined)
    throw new UsageError(`"${text}" holds a time that no clock shows`, { hint });
  if (from === until) throw new UsageError(`"${text}" begins when it ends`, { hint });
  return { from, until };
}

/** `21:00-08:00`, or `never`: the inverse of `parseQuietHours`. */
export function formatQuietHours({ from, until }: QuietHours): string {
  if (from === until) return 'never';
  return `${clock(from)}-${clock(until)}`;
}

export function isQuiet(wall: Wall, { from, until }: QuietHours): boolean {
  if (from === until) return false;
  const minute = Number(wall.slice(11, 13)) * 60 + Number(wall.slice(14, 16));
  return from < until ? minute >= from && minute < until : minute >= from || minute < until;
}

/** When the quiet stretch ends that `instant` is in. */
export function quietEndAt(instant: number, zone: string, hours: QuietHours): number {
  const wall = wallAt(instant, zone);
  const today = at(wall, hours.until);
  const meaning = resolveWall(today > wall ? today : addDays(today, 1), zone);
  // The hour that comes twice in autumn: a stretch that reaches into it ends with the pass it is in.
  return meaning.kind === 'fold' && meaning.instant <= instant ? meaning.second : meaning.instant;
}

// Half an hour before the quiet begins: what is spread out, or tried again, is not pushed into it.
const EARLY_MS = 30 * 60_000;

export interface Moved {
  readonly runAt: number;
  readonly moved: 'earlier' | 'later' | null;
}

export interface MoveTerms {
  readonly dueAt: number;
  /** The recipient's. */
  readonly zone: string;
  readonly hours: QuietHours;
  /** True for a reminder of an appointment: it had better come too early than too late. */
  readonly isBefore: boolean;
  /** Nothing goes earlier than now. */
  readonly now: number;
}

/**
 * Out of the quiet hours: before an appointment earlier, as long as that is not past; else later, when they end.
 * Whether that is still of use is for the caller to see.
 */
export function moveOutOfQuiet({ dueAt, zone, hours, isBefore, now }: MoveTerms): Moved {
  if (!isQuiet(wallAt(dueAt, zone), hours)) return { runAt: dueAt, moved: null };
  const early = isBefore ? Math.max(lastLoudBefore(dueAt, zone, hours), now) : dueAt;
  if (early < dueAt && !isQuiet(wallAt(early, zone), hours)) return { runAt: early, moved: 'earlier' };
  return { runAt: quietEndAt(dueAt, zone, hours), moved: 'later' };
}

function lastLoudBefore(instant: number, zone: string, hours: QuietHours): number {
  const wall = wallAt(instant, zone);
  const today = at(wall, hours.from);
  const beginsAt = resolveWall(today <= wall ? today : addDays(today, -1), zone).instant;
  const early = beginsAt - EARLY_MS;
  // Where fewer than thirty minutes a day are not quiet, the last of them.
  return isQuiet(wallAt(early, zone), hours) ? beginsAt - 60_000 : early;
}

/** That minute of the day of `wall`. */
function at(wall: Wall, minute: number): Wall {
  return `${wall.slice(0, 10)}T${clock(minute)}:00`;
}

function minutes(hour: string | undefined, minute: string | undefined): number | undefined {
  const [hours, rest] = [Number(hour), Number(minute)];
  return hours > 23 || rest > 59 ? undefined : hours * 60 + rest;
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}
