// Usage records: the bill of an account and its subaccounts, by category, over all time or by period.

import type { Fields } from '../form.ts';
import { usageDay } from '../usage.ts';
import { USAGE_CATEGORIES } from '../usage-categories.ts';
import {
  type Days,
  describeCategory,
  type Figures,
  familyOf,
  itemsOf,
  sumUsage,
  TOTAL,
  unitsOf,
} from '../usage-report.ts';
import type { Account } from '../world.ts';
import { badRequest, notFound } from './api-error.ts';
import { pageAnswer, pageOf, rowBytes } from './page.ts';
import { given } from './params.ts';
import type { Resource, RestAnswer, RestRequest } from './resource.ts';
import { periodAt, periodsOf, readDays, type Step } from './usage-days.ts';

const PARAMS = ['Category', 'StartDate', 'EndDate', 'IncludeSubaccounts'];

const SUBRESOURCES = {
  all_time: 'AllTime',
  daily: 'Daily',
  last_month: 'LastMonth',
  monthly: 'Monthly',
  this_month: 'ThisMonth',
  today: 'Today',
  yearly: 'Yearly',
  yesterday: 'Yesterday',
};

type Name = (typeof SUBRESOURCES)[keyof typeof SUBRESOURCES];

const STEPS: Partial<Record<Name, Step>> = { Daily: 'day', Monthly: 'month', Yearly: 'year' };

/** Those that cover one period, whatever dates are asked for. */
const FIXED: Partial<Record<Name, readonly [Step, number]>> = {
  Today: ['day', 0],
  Yesterday: ['day', 1],
  ThisMonth: ['month', 0],
  LastMonth: ['month', 1],
};

/** Every category has a record in every period, newest period first; which of the two comes first is a choice. */
function list(request: RestRequest, name: Name | undefined): RestAnswer {
  const { query, world, account } = request;
  const { size, page: asked } = pageOf(query);
  const page = readToken(query) ?? asked;
  const categories = readCategories(query);
  const accounts = given(query, 'IncludeSubaccounts') === 'false' ? [account] : familyOf(world, account);
  const periods = periodsAsked(request, accounts, name);
  const total = categories.length * periods.length;
  const rows: Buffer[] = [];
  for (let index = page * size; index < Math.min((page + 1) * size, total); index += 1) {
    const category = categories[index % categories.length] as string;
    const days = periods[Math.floor(index / categories.length)] as Days;
    const figures = sumUsage(accounts, itemsOf(category), days);
    rows.push(
      rowBytes(
        JSON.stringify(recordJson({ account, name, category, days, figures, asOf: world.clock.now() })),
      ),
    );
  }
  return pageAnswer(request, {
    key: 'usage_records',
    params: PARAMS,
    rows,
    page,
    size,
    next: (page + 1) * size < total ? toToken(page + 1) : null,
    previous: page > 0 && total > 0 ? toToken(page - 1) : null,
  });
}

// Twilio's tokens here are the number of the page in base64: APMQ== is page 1.
function toToken(page: number): string {
  return `AP${Buffer.from(String(page)).toString('base64')}`;
}

function readToken(query: Fields): number | undefined {
  const token = given(query, 'PageToken');
  if (token === undefined) return undefined;
  const page = Buffer.from(token.slice(2), 'base64').toString('latin1');
  if (!token.startsWith('AP') || !/^\d{1,9}$/.test(page))
    throw badRequest(20001, `Invalid PageToken: ${token}`);
  return Number(page);
}

function readCategories(query: Fields): readonly string[] {
  const category = given(query, 'Category');
  if (category === undefined) return USAGE_CATEGORIES;
  if (!USAGE_CATEGORIES.includes(category)) throw badRequest(20001, `Invalid Category: ${category}`);
  return [category];
}

function periodsAsked({ query, world }: RestRequest, accounts: readonly Account[], name: Name | undefined) {
  const now = world.clock.now();
  const today = usageDay(now);
  const fixed = name === undefined ? undefined : FIXED[name];
  // The present month ends today: of days to come there is nothing to tell.
  if (fixed) return [clip(periodAt(now, ...fixed), { from: '', until: today })];
  const known = { from: firstDay(accounts), until: today };
  const days = readDays(query, now, known);
  const step = name === undefined ? undefined : STEPS[name];
  return step === undefined ? [days] : periodsOf(clip(days, known), step);
}

function clip(days: Days, { from, until }: Days): Days {
  return {
    from: days.from < from ? from : days.from,
    until: days.until > until ? until : days.until,
  };
}

/** Of the oldest account, or of the oldest charge where a seeded past reaches further back. */
function firstDay(accounts: readonly Account[]): string {
  const days = accounts.map(({ createdAt }) => usageDay(createdAt));
  for (const { usage } of accounts) for (const { day } of usage.all()) days.push(day);
  return days.reduce((first, day) => (day < first ? day : first));
}

interface Shown {
  readonly account: Account;
  readonly name: Name | undefined;
  readonly category: string;
  readonly days: Days;
  readonly figures: Figures;
  readonly asOf: number;
}

/** Twilio's JSON: counts are texts, and here, unlike anywhere else, the price is a number. */
function recordJson({ account, name, category, days, figures, asOf }: Shown): Record<string, unknown> {
  const base = `/2010-04-01/Accounts/${account.sid}/Usage/Records`;
  const path = name === undefined ? base : `${base}/${name}`;
  const units = unitsOf(category);
  const price = figures.priceMicros / 1e6;
  return {
    account_sid: account.sid,
    api_version: '2010-04-01',
    as_of: `${new Date(asOf).toISOString().slice(0, 19)}+00:00`,
    category,
    count: category === TOTAL ? null : String(figures.count),
    count_unit: units.count,
    description: describeCategory(category),
    end_date: days.until,
    price,
    price_unit: 'usd',
    start_date: days.from,
    subresource_uris: Object.fromEntries(
      Object.entries(SUBRESOURCES).map(([key, sub]) => [key, `${base}/${sub}.json?Category=${category}`]),
    ),
    uri: `${path}.json?Category=${category}&StartDate=${days.from}&EndDate=${days.until}`,
    usage: String(category === TOTAL ? price : figures.usage),
    usage_unit: units.usage,
  };
}

function isName(text: string | undefined): text is Name {
  return Object.values(SUBRESOURCES).includes(text ?? '');
}

export const USAGE_RECORDS: Resource = { get: (request) => list(request, undefined) };

/** The name of the period stands where other resources have a SID. */
export const USAGE_PERIOD: Resource = {
  get: (request) => {
    const [name] = request.sids;
    if (!isName(name)) throw notFound(request.path);
    return list(request, name);
  },
};
