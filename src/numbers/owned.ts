// The numbers the account has, as Twilio lists them now: with what they cost a month, and what is unknown settled first.

import { NotFoundError, UnhealthyError, UsageError } from '../core/errors.ts';
import type { OwnedNumber } from '../core/number.ts';
import { type MonthlyPrice, type MonthlyPrices, monthlyPrice, typeOfNumber } from '../core/number-price.ts';
import { isE164, parsePhone, regionOf } from '../core/phone.ts';
import { parseNumberPage } from '../gateway/number-rows.ts';
import { listNumbers } from '../gateway/requests.ts';
import type { WireRequest } from '../gateway/wire.ts';
import { boughtSids } from '../store/purchases.ts';
import { failureOf, read } from './ask-twilio.ts';
import type { NumberDeps } from './deps.ts';
import { type Doubt, settleDoubts } from './doubts.ts';

const PAGE_SIZE = 1_000;
// A hundred thousand numbers.
const MAX_PAGES = 100;

export interface PricedNumber extends OwnedNumber {
  readonly country: string | null;
  readonly price: MonthlyPrice;
  /** True when it was bought with this database. */
  readonly isOurs: boolean;
}

export interface Holdings {
  readonly numbers: readonly PricedNumber[];
  /** Numbers of which nobody knows whether they were bought. */
  readonly doubted: readonly Doubt[];
}

/** Asks for every page, then settles purchases of unknown outcome by it. The oldest number first. */
export async function readHoldings(deps: NumberDeps): Promise<Holdings> {
  const owned = await readOwned(deps);
  const doubted = await settleDoubts(deps, owned);
  const bought = await boughtSids(deps.db, deps.door.accountSid);
  const priceOf = pricing(deps);
  const numbers: PricedNumber[] = [];
  for (const number of owned) {
    const priced = await priceOf(number.number, number.type);
    numbers.push({ ...number, ...priced, isOurs: bought.has(number.sid) });
  }
  return { numbers, doubted };
}

/** @throws CredentialError, TwilioError, UnhealthyError when the whole list cannot be had */
export async function readOwned(deps: NumberDeps): Promise<readonly OwnedNumber[]> {
  const { accountSid } = deps.door;
  const numbers: OwnedNumber[] = [];
  let request: WireRequest | null = listNumbers(accountSid, { pageSize: PAGE_SIZE });
  for (let pages = 0; request !== null; pages += 1) {
    const answer = await read(deps, request);
    if (answer.verdict.class !== 'accepted') throw failureOf(answer);
    const page = parseNumberPage(accountSid, answer.body ?? '');
    if (page === undefined || pages === MAX_PAGES) {
      throw new UnhealthyError("the list of the account's numbers cannot be read", {
        hint: 'nothing was changed; try again later, or: remind doctor',
      });
    }
    numbers.push(...page.numbers);
    request = page.next;
  }
  return numbers.sort((a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0) || a.number.localeCompare(b.number));
}

type PriceOf = (
  number: string,
  type: OwnedNumber['type'],
) => Promise<{ readonly country: string | null; readonly price: MonthlyPrice }>;

/** Asks Twilio once for each country. */
export function pricing(deps: Pick<NumberDeps, 'prices'>): PriceOf {
  const known = new Map<string, Promise<MonthlyPrices | undefined>>();
  return async (number, type) => {
    const country = await regionOf(number);
    const asked = country === null ? undefined : (known.get(country) ?? deps.prices(country));
    if (country !== null && asked) known.set(country, asked);
    const isAmerican = country === 'US' || country === 'CA' || (country === null && number.startsWith('+1'));
    return { country, price: monthlyPrice(type ?? typeOfNumber(number), await asked, isAmerican) };
  };
}

/** As a person writes a number. @throws UsageError */
export async function readNumberText(text: string, country: string | undefined): Promise<string> {
  const bare = text.replace(/[\s().-]/g, '');
  // What is bought and released need not be one that a person could be called at.
  return isE164(bare) ? bare : (await parsePhone(text, { region: country })).e164;
}

/** The numbers named, by number, SID or name; each once. @throws NotFoundError, UsageError */
export async function findOwned<Row extends OwnedNumber>(
  rows: readonly Row[],
  words: readonly string[],
  country: string | undefined,
): Promise<readonly Row[]> {
  const found: Row[] = [];
  for (const word of words) {
    const named = rows.filter(({ sid, settings }) => sid === word || settings.friendlyName === word);
    if (named.length > 1) {
      throw new NotFoundError(`${named.length} numbers are called "${word}"`, {
        hint: 'name them by number',
      });
    }
    const row = named[0] ?? (await byNumber(rows, word, country));
    if (!found.includes(row)) found.push(row);
  }
  return found;
}

async function byNumber<Row extends OwnedNumber>(
  rows: readonly Row[],
  word: string,
  country: string | undefined,
): Promise<Row> {
  const number = await readNumberText(word, country).catch((error: unknown) => {
    if (error instanceof UsageError && /[a-z]/i.test(word)) return word;
    throw error;
  });
  const row = rows.find((each) => each.number === number);
  if (row) return row;
  throw new NotFoundError(`${number} is not a number of this account`, { hint: 'see: remind number list' });
}
