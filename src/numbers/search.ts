// What is for sale: a search at Twilio, with the price a month beside each.

import { countryCode } from '../core/country.ts';
import { UsageError } from '../core/errors.ts';
import type { NumberType, Offer } from '../core/number.ts';
import { NUMBER_TYPES } from '../core/number.ts';
import type { MonthlyPrice } from '../core/number-price.ts';
import { regionOf } from '../core/phone.ts';
import { parseOffers } from '../gateway/number-rows.ts';
import { searchNumbers } from '../gateway/requests.ts';
import { failureOf, read } from './ask-twilio.ts';
import type { NumberDeps } from './deps.ts';
import { pricing } from './owned.ts';

export interface Search {
  readonly country: string;
  readonly type: NumberType;
  readonly areaCode?: number | undefined;
  /** Digits and `*`, two to sixteen. */
  readonly contains?: string | undefined;
  readonly locality?: string | undefined;
  readonly needs?: readonly ('voice' | 'sms' | 'mms')[] | undefined;
  readonly limit: number;
}

export interface PricedOffer extends Offer {
  readonly type: NumberType;
  readonly price: MonthlyPrice;
}

/** Empty too where the country has no numbers of that type. */
export async function search(deps: NumberDeps, wish: Search): Promise<readonly PricedOffer[]> {
  const offers = await offersOf(deps, wish);
  const priceOf = pricing(deps);
  return await Promise.all(
    offers.map(async (offer) => ({
      ...offer,
      type: wish.type,
      price: (await priceOf(offer.number, wish.type)).price,
    })),
  );
}

async function offersOf(deps: NumberDeps, wish: Search): Promise<readonly Offer[]> {
  const { country, type, areaCode, contains, locality, needs = [], limit } = wish;
  const options = {
    ...(areaCode !== undefined && { areaCode }),
    ...(contains !== undefined && { contains }),
    ...(locality !== undefined && { inLocality: locality }),
    ...(needs.includes('voice') && { voiceEnabled: true }),
    ...(needs.includes('sms') && { smsEnabled: true }),
    ...(needs.includes('mms') && { mmsEnabled: true }),
    pageSize: limit,
  };
  const answer = await read(deps, searchNumbers(deps.door.accountSid, { country, type }, options));
  if (answer.httpStatus === 404) return [];
  const offers = answer.verdict.class === 'accepted' ? parseOffers(answer.body ?? '') : undefined;
  if (offers === undefined) throw failureOf(answer);
  return offers.slice(0, limit);
}

/** The offer of one number; undefined when no search shows it. */
export async function offerOf(deps: NumberDeps, number: string): Promise<PricedOffer | undefined> {
  const country = await regionOf(number);
  if (country === null) return undefined;
  for (const type of NUMBER_TYPES) {
    const offers = await search(deps, { country, type, contains: number, limit: 10 });
    const found = offers.find((offer) => offer.number === number);
    if (found) return found;
  }
  return undefined;
}

/** As typed: ISO 3166. @throws UsageError */
export function countryOf(text: string | undefined, fallback: string | undefined): string {
  const country = text ?? fallback;
  // Of letters that are no country's Twilio says as little as of a country without numbers.
  if (country !== undefined && country !== '') return countryCode(country);
  throw new UsageError('in which country?', {
    hint: 'two letters: --country US; or once and for all: remind config set country US',
  });
}
