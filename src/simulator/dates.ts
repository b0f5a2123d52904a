// Twilio's dates: RFC 2822 going out, whatever its list filters take coming in.

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
export const DAY_MS = 86_400_000;
const DAY_S = 86_400;

const TWO = Array.from({ length: 60 }, (_, value) => String(value).padStart(2, '0'));

let lastSecond = Number.NaN;
let lastText = '';
let lastDay = Number.NaN;
let lastDayText = '';

/** `Thu, 24 Aug 2023 05:01:45 +0000`, or null for null: every date key is always present. */
export function rfc2822(instant: number | null): string | null {
  if (instant === null) return null;
  const second = Math.floor(instant / 1000);
  // Rows written under load share their second, rows of a page their day; formatting it all anew cost a tenth of a
  // create and of a page.
  if (second === lastSecond) return lastText;
  const day = Math.floor(second / DAY_S);
  if (day !== lastDay) {
    const date = new Date(second * 1000);
    lastDay = day;
    lastDayText = `${DAYS[date.getUTCDay()]}, ${TWO[date.getUTCDate()]} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
  }
  const inDay = second - day * DAY_S;
  lastSecond = second;
  lastText = `${lastDayText} ${TWO[Math.floor(inDay / 3600)]}:${TWO[Math.floor(inDay / 60) % 60]}:${TWO[inDay % 60]} +0000`;
  return lastText;
}

/** `2023-08-24T05:01:45Z`: how Twilio's younger products write an instant. */
export function iso8601(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}

/** A span of time, end excluded. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, and a time of day, perhaps with an offset. */
const ISO =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(Z|[+-]\d{2}:?\d{2})?)?)?)?$/i;
const RFC_2822 =
  /^(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}(?::\d{2})? (?:[+-]\d{4}|GMT|UTC)$/;

/**
 * What a date filter names: the whole of a day, a month or a year (which Twilio takes without saying so:
 * https://github.com/twilio/twilio-oai/issues/21), or a second. UTC unless the text has an offset. Undefined when it is
 * no date.
 */
export function parseFilterDate(text: string): Span | undefined {
  if (RFC_2822.test(text)) return secondAt(Date.parse(text));
  const [, year, month, day, time, offset = 'Z'] = ISO.exec(text) ?? [];
  if (year === undefined) return undefined;
  const date = `${year}-${month ?? '01'}-${day ?? '01'}`;
  const from = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(from) || !isSameDay(from, date)) return undefined;
  if (time !== undefined) return secondAt(Date.parse(`${date}T${time}${offset}`));
  if (day !== undefined) return { from, until: from + DAY_MS };
  const until = month === undefined ? Date.UTC(Number(year) + 1) : Date.UTC(Number(year), Number(month));
  return { from, until };
}

function secondAt(instant: number): Span | undefined {
  const from = Math.floor(instant / 1000) * 1000;
  return Number.isNaN(from) ? undefined : { from, until: from + 1000 };
}

// Date.parse takes 2026-02-31 for 3 March.
function isSameDay(instant: number, date: string): boolean {
  return new Date(instant).toISOString().startsWith(date);
}
