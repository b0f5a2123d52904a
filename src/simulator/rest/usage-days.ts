// The days that a question about usage covers: its dates, and the periods they fall into.

import { DAY_MS, parseFilterDate } from '../dates.ts';
import { type Fields, field } from '../form.ts';
import { usageDay } from '../usage.ts';
import type { Days } from '../usage-report.ts';
import { badRequest } from './api-error.ts';

export type Step = 'day' | 'month' | 'year';

/** `StartDate` and `EndDate`: `YYYY-MM-DD`, or an offset from today such as `-30days`. Throws ApiError 20001. */
export function readDays(query: Fields, now: number, fallback: Days): Days {
  return {
    from: readDay(query, 'StartDate', now) ?? fallback.from,
    until: readDay(query, 'EndDate', now) ?? fallback.until,
  };
}

function readDay(query: Fields, name: string, now: number): string | undefined {
  const text = field(query, name);
  if (text === undefined || text === '') return undefined;
  const offset = /^([+-]\d{1,5})days?$/.exec(text);
  if (offset) return usageDay(now + Number(offset[1]) * DAY_MS);
  const span = parseFilterDate(text);
  if (span === undefined) throw badRequest(20001, `The '${name}' parameter is not a date: ${text}`);
  // Of a month or a year it is the last day that ends a span.
  return usageDay(name === 'EndDate' ? span.until - 1 : span.from);
}

/** The first and the last day of the month, or the year, `back` before that of an instant. */
export function periodAt(now: number, step: Step, back: number): Days {
  const date = new Date(now);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  if (step === 'day') return span(Date.UTC(year, month, day - back), Date.UTC(year, month, day - back + 1));
  if (step === 'month') return span(Date.UTC(year, month - back, 1), Date.UTC(year, month - back + 1, 1));
  return span(Date.UTC(year - back, 0, 1), Date.UTC(year - back + 1, 0, 1));
}

function span(start: number, end: number): Days {
  return { from: usageDay(start), until: usageDay(end - 1) };
}

/**
 * The periods that days fall into, newest first. The first and the last are cut to the days asked for, so that
 * all of them together add up to the whole.
 */
export function periodsOf({ from, until }: Days, step: Step): readonly Days[] {
  const periods: Days[] = [];
  const last = Date.parse(until);
  for (let back = 0; from <= until; back += 1) {
    const period = periodAt(last, step, back);
    periods.push({
      from: period.from < from ? from : period.from,
      until: period.until > until ? until : period.until,
    });
    if (period.from <= from) break;
  }
  return periods;
}
