// Days and ranges of time as views are asked for: --on, --since, --until.

import { parseDuration } from '../core/duration.ts';
import { UsageError } from '../core/errors.ts';
import { addDays } from '../core/wall.ts';
import { resolveWhen } from '../core/when.ts';
import { resolveWall } from '../core/zone.ts';

export interface SpanWords {
  readonly on?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

/** Half open: from `from` until before `until`. */
export interface Span {
  readonly from: number | undefined;
  readonly until: number | undefined;
}

export interface SpanTerms {
  readonly now: number;
  /** Asked only when a day or a local time is to be understood. @throws UsageError when there is none */
  zone(): string;
}

/** @throws UsageError */
export async function readSpan({ on, since, until }: SpanWords, terms: SpanTerms): Promise<Span> {
  if (on !== undefined) {
    if (since !== undefined || until !== undefined)
      throw new UsageError('--on goes without --since and --until', { hint: '--on names a whole day' });
    const day = await readDay(on, terms);
    return { from: startOfDay(day, terms.zone()), until: startOfDay(addDays(day, 1), terms.zone()) };
  }
  const from = since === undefined ? undefined : await readEdge(since, terms, 'since');
  const end = until === undefined ? undefined : await readEdge(until, terms, 'until');
  if (from !== undefined && end !== undefined && end <= from)
    throw new UsageError('--until is not after --since: nothing can be between them', {
      hint: 'exchange them',
    });
  return { from, until: end };
}

/** A duration is so long ago; a day is its beginning for --since and its end for --until. */
async function readEdge(text: string, terms: SpanTerms, edge: 'since' | 'until'): Promise<number> {
  if (/^\s*\d[\da-z]*\s*$/i.test(text) && !/^\s*\d+(am|pm)\s*$/i.test(text)) {
    return terms.now - parseDuration(text, `--${edge}`);
  }
  if (isDay(text)) {
    const day = await readDay(text, terms);
    return startOfDay(edge === 'since' ? day : addDays(day, 1), terms.zone());
  }
  return (await resolveWhen(text, { now: terms.now, zone: terms.zone() })).instant;
}

function isDay(text: string): boolean {
  return /^\s*(\d{4}-\d{2}-\d{2}|today|tomorrow|yesterday|(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?)\s*$/i.test(
    text,
  );
}

/** The day's wall time at its last minute. The last, since a weekday's name means today until today is over. */
async function readDay(text: string, terms: SpanTerms): Promise<string> {
  if (text.trim() === '') {
    throw new UsageError('no day is named', { hint: 'name one: today, tomorrow, mon, 2026-12-01' });
  }
  let zone: string;
  try {
    zone = terms.zone();
  } catch (error) {
    // What no zone makes a day is told first: a zone would be of no help.
    await lastMinute(text, terms.now, 'UTC');
    throw error;
  }
  return await lastMinute(text, terms.now, zone);
}

async function lastMinute(text: string, now: number, zone: string): Promise<string> {
  try {
    return (await resolveWhen(`${text.trim()} 23:59`, { now, zone })).wall;
  } catch (error) {
    // It would speak of an hour that nobody typed.
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`cannot read "${text.trim()}" as a day`, {
      hint: 'such as today, tomorrow, mon, 2026-12-01',
      cause: error,
    });
  }
}

function startOfDay(wall: string, zone: string): number {
  return resolveWall(`${wall.slice(0, 10)}T00:00:00`, zone).instant;
}
