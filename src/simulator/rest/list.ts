// Lists as Twilio pages them: newest first, with host-relative links that stay right while rows are added.

import type { Book, BookRow } from '../book.ts';
import { DAY_MS, parseFilterDate, type Span } from '../dates.ts';
import { encodeForm, type Fields, field } from '../form.ts';
import { badRequest } from './api-error.ts';
import { type RestAnswer, type RestRequest, V1_PREFIX } from './resource.ts';

const DEFAULT_SIZE = 50;
const MAX_SIZE = 1000;

type Test<Row> = (row: Row) => boolean;

/** How one query parameter narrows a list. Undefined: it does not. */
export type Filter<Row> = (query: Fields) => Test<Row> | undefined;

export interface ListShape<Row extends BookRow> {
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
  readonly json: (row: Row) => unknown;
}

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
  });
  const first = found.rows[0];
  const last = found.rows.at(-1);
  // Walking back leaves the page just come from ahead; walking on, whether there is more was looked up.
  const hasNext = last !== undefined && (token?.backwards || found.more);
  return pageAnswer(request, {
    key: shape.key,
    params: shape.params,
    rows: found.rows.map(shape.json),
    page,
    size,
    next: hasNext ? `PA${last.sid}` : null,
    previous: page > 0 && first !== undefined ? `PB${first.sid}` : null,
  });
}

export interface Page {
  /** The JSON key of the rows. */
  readonly key: string;
  /** Query parameters that belong into the links. */
  readonly params: readonly string[];
  readonly rows: readonly unknown[];
  readonly page: number;
  readonly size: number;
  /** Tokens of the neighbours; null where there is none. */
  readonly next: string | null;
  readonly previous: string | null;
}

/** A page in Twilio's envelope: that of the 2010 API, or that of its younger products, whose links are absolute. */
export function pageAnswer({ path, query, origin }: RestRequest, shown: Page): RestAnswer {
  const { key, params, rows, page, size } = shown;
  const isYoung = path.startsWith(V1_PREFIX);
  const link = (number: number, mark?: string) =>
    (isYoung ? origin : '') + path + linkQuery(query, params, { size, number, mark });
  const first = link(0);
  const next = shown.next === null ? null : link(page + 1, shown.next);
  const previous = shown.previous === null ? null : link(page - 1, shown.previous);
  const self = link(page, field(query, 'PageToken'));
  if (isYoung) {
    const meta = {
      first_page_url: first,
      key,
      next_page_url: next,
      page,
      page_size: size,
      previous_page_url: previous,
      url: self,
    };
    return { status: 200, body: { [key]: rows, meta } };
  }
  const start = page * size;
  return {
    status: 200,
    body: {
      end: start + Math.max(0, rows.length - 1),
      first_page_uri: first,
      next_page_uri: next,
      page,
      page_size: size,
      previous_page_uri: previous,
      [key]: rows,
      start,
      uri: self,
    },
  };
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

/** `Name=`, on that UTC day; `Name<=` and `Name>=`, both inclusive. A row without the date matches none of them. */
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
  const day = on && Math.floor(on.from / DAY_MS) * DAY_MS;
  return {
    from: Math.max(from ?? Number.NEGATIVE_INFINITY, day ?? Number.NEGATIVE_INFINITY),
    until: Math.min(
      until ?? Number.POSITIVE_INFINITY,
      day === undefined ? Number.POSITIVE_INFINITY : day + DAY_MS,
    ),
  };
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

/** Which page is asked for. Throws ApiError for a size or a number that is none. */
export function pageOf(query: Fields): { readonly size: number; readonly page: number } {
  return { size: pageSize(query), page: wholeNumber(query, 'Page') ?? 0 };
}

/** Throws ApiError 20007 above a thousand. */
export function pageSize(query: Fields): number {
  const size = wholeNumber(query, 'PageSize') ?? DEFAULT_SIZE;
  if (size > MAX_SIZE) throw badRequest(20007, `Page size too large: ${size}; at most ${MAX_SIZE}`);
  return size === 0 ? DEFAULT_SIZE : size;
}

function wholeNumber(query: Fields, name: string): number | undefined {
  const text = field(query, name);
  if (text === undefined || text === '') return undefined;
  if (!/^\d{1,9}$/.test(text))
    throw badRequest(20001, `The '${name}' parameter is not a whole number: ${text}`);
  return Number(text);
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

function linkQuery(
  query: Fields,
  params: readonly string[],
  {
    size,
    number,
    mark,
  }: { readonly size: number; readonly number: number; readonly mark?: string | undefined },
): string {
  const pairs: [string, string][] = [
    ['PageSize', String(size)],
    ['Page', String(number)],
  ];
  if (mark !== undefined) pairs.push(['PageToken', mark]);
  return keptQuery(query, params, pairs);
}

/** `?` and those of the query's parameters that are named, then `more`; nothing at all when there are none. */
export function keptQuery(
  query: Fields,
  params: readonly string[],
  more: readonly (readonly [string, string])[] = [],
): string {
  const kept = [...query].filter(([key]) => params.includes(key));
  const pairs = kept.flatMap(([key, values]) => values.map((value) => [key, value] as const));
  const text = encodeForm([...pairs, ...more]);
  return text === '' ? '' : `?${text}`;
}
