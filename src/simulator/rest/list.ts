// Lists as Twilio pages them: newest first, with host-relative links that stay right while rows are added.

import type { Book, BookRow } from '../book.ts';
import { DAY_MS, parseFilterDate, type Span } from '../dates.ts';
import { type Fields, field } from '../form.ts';
import { badRequest } from './api-error.ts';
import { pageAnswer, pageOf, rowBytes } from './page.ts';
import { oneOf } from './params.ts';
import type { RestAnswer, RestRequest } from './resource.ts';

type Test<Row> = (row: Row) => boolean;

/** Rows that were read ahead, as they will go into the page; each is taken out by the page that shows it. */
const READY = new WeakMap<object, Buffer>();

/** How one query parameter narrows a list. Undefined: it does not. */
export type Filter<Row> = (query: Fields) => Test<Row> | undefined;

/** A row as JSON; as its text where that can be made faster. */
type Shown<Row> =
  | { readonly json: (row: Row) => object; readonly text?: never }
  | { readonly text: (row: Row) => string; readonly json?: never };

export type ListShape<Row extends BookRow> = Shown<Row> & {
  readonly book: Book<Row>;
  /** The JSON key of the rows. */
  readonly key: string;
  readonly filters: readonly Filter<Row>[];
  /** The value under which the book files its rows, if the query names one. */
  readonly filedUnder?: string | undefined;
  /** The query parameters that ask for what is on a row's card, so that a shelf need not read the other rows. */
  readonly cards?: { readonly party?: string; readonly status?: string; readonly at?: string };
  /** Query parameters that belong into the links. */
  readonly params: readonly string[];
};

/** Answers a list request. Throws ApiError for a bad page size, token or date. */
export function listAnswer<Row extends BookRow>(request: RestRequest, shape: ListShape<Row>): RestAnswer {
  const { query } = request;
  const { size, page } = pageOf(query);
  const token = readToken(query, shape.book);
  const tests = shape.filters.map((filter) => filter(query)).filter((test) => test !== undefined);
  if (request.lagMs) tests.push(isSettled(request.world.clock.now() - request.lagMs));
  const found = shape.book.page({
    key: shape.filedUnder,
    matches: (row) => tests.every((test) => test(row)),
    narrow: narrowing(query, shape.cards ?? {}),
    beyond: token?.sid,
    backwards: token?.backwards ?? false,
    skip: token === undefined ? page * size : 0,
    limit: size,
    ahead: (row) => READY.set(row, bytesOf(row, shape)),
  });
  const first = found.rows[0];
  const last = found.rows.at(-1);
  // Walking back leaves the page just come from ahead; walking on, whether there is more was looked up.
  const hasNext = last !== undefined && (token?.backwards || found.more);
  return pageAnswer(request, {
    key: shape.key,
    params: shape.params,
    rows: found.rows.map((row) => takeReady(row) ?? bytesOf(row, shape)),
    page,
    size,
    next: hasNext ? `PA${last.sid}` : null,
    previous: page > 0 && first !== undefined ? `PB${first.sid}` : null,
  });
}

function bytesOf<Row extends BookRow>(row: Row, { json, text }: ListShape<Row>): Buffer {
  return rowBytes(text ? text(row) : JSON.stringify(json(row)));
}

/** Taken out, since whoever changes the row from here on makes it stale. */
function takeReady(row: object): Buffer | undefined {
  const bytes = READY.get(row);
  READY.delete(row);
  return bytes;
}

/** A row that was there at that instant: lists of Twilio's may be a moment behind, and a fault makes them so. */
function isSettled(instant: number): (row: BookRow) => boolean {
  return ({ createdAt, at }: BookRow & { readonly createdAt?: number; readonly at?: number }) =>
    (createdAt ?? at ?? 0) <= instant;
}

/** Equality with a row's value. */
export function equals<Row>(name: string, value: (row: Row) => string | null): Filter<Row> {
  return (query) => {
    const wanted = field(query, name);
    return wanted === undefined || wanted === '' ? undefined : (row) => value(row) === wanted;
  };
}

/** Equality with one of a few words. Any other is refused with 20001 when it is asked for. */
export function chosen<Row, Word extends string>(
  name: string,
  words: readonly Word[],
  value: (row: Row) => Word,
): Filter<Row> {
  return (query) => {
    const wanted = oneOf(query, name, words);
    return wanted === undefined ? undefined : (row) => value(row) === wanted;
  };
}

/** `Name=`, on that UTC day, or in that month or year; `Name<=` and `Name>=`, both inclusive. A row without the date matches none of them. */
export function dated<Row>(name: string, value: (row: Row) => number | null): Filter<Row> {
  return (query) => {
    const span = readSpan(query, name);
    if (span === undefined) return undefined;
    return (row) => {
      const instant = value(row);
      return instant !== null && instant >= span.from && instant < span.until;
    };
  };
}

/** What all the filters of one date leave; undefined when there is none. */
function readSpan(query: Fields, name: string): Span | undefined {
  const on = readDate(query, name);
  const until = readDate(query, `${name}<`)?.until;
  const from = readDate(query, `${name}>`)?.from;
  if (on === undefined && until === undefined && from === undefined) return undefined;
  const days = on && wholeDays(on);
  return {
    from: Math.max(from ?? Number.NEGATIVE_INFINITY, days?.from ?? Number.NEGATIVE_INFINITY),
    until: Math.min(until ?? Number.POSITIVE_INFINITY, days?.until ?? Number.POSITIVE_INFINITY),
  };
}

/** The day of an instant; a day, a month or a year is what it is. */
function wholeDays({ from, until }: Span): Span {
  const midnight = Math.floor(from / DAY_MS) * DAY_MS;
  return { from: midnight, until: Math.max(until, midnight + DAY_MS) };
}

function narrowing(query: Fields, { party, status, at }: NonNullable<ListShape<BookRow>['cards']>) {
  return {
    party: party && (field(query, party) || undefined),
    status: status && (field(query, status) || undefined),
    ...(at && readSpan(query, at)),
  };
}

/** `StartDate` and `EndDate`, both inclusive: a day, or an instant to the second. */
export function between<Row>(value: (row: Row) => number): Filter<Row> {
  return (query) => {
    const from = readDate(query, 'StartDate')?.from ?? Number.NEGATIVE_INFINITY;
    const until = readDate(query, 'EndDate')?.until ?? Number.POSITIVE_INFINITY;
    return (row) => value(row) >= from && value(row) < until;
  };
}

function readDate(query: Fields, name: string) {
  const text = field(query, name);
  if (text === undefined || text === '') return undefined;
  const span = parseFilterDate(text);
  if (span === undefined) throw badRequest(20001, `The '${name}' parameter is not a date: ${text}`);
  return span;
}

interface Token {
  readonly sid: string;
  readonly backwards: boolean;
}

/** `PA` and the last SID of the page before, or `PB` and the first of the page after. */
function readToken<Row extends BookRow>(query: Fields, book: Book<Row>): Token | undefined {
  const text = field(query, 'PageToken');
  if (text === undefined || text === '') return undefined;
  const sid = text.slice(2);
  if (!/^P[AB]/.test(text) || !book.knows(sid)) throw badRequest(20001, `Invalid PageToken: ${text}`);
  return { sid, backwards: text.startsWith('PB') };
}
