// What numbers of a country cost this account a month, by Twilio's pricing product: pricing.twilio.com.

import type { NumberType } from '../core/number.ts';
import type { MonthlyPrices } from '../core/number-price.ts';
import { listOf, reading, typeOf } from './number-rows.ts';
import { object, priceMicros, text } from './rows.ts';
import type { WireRequest } from './wire.ts';

/** By ISO 3166. The path names no account: the credentials do. */
export function fetchNumberPrices(country: string): WireRequest {
  if (!/^[A-Za-z]{2}$/.test(country)) throw new TypeError(`not a country: ${JSON.stringify(country)}`);
  return { method: 'GET', path: `/v1/PhoneNumbers/Countries/${country}` };
}

/** Undefined when it cannot be read, or is in another currency than ours. */
export function parsePrices(body: string): MonthlyPrices | undefined {
  return reading(() => {
    const json = object(JSON.parse(body));
    if (text(json['price_unit']).toUpperCase() !== 'USD') return undefined;
    const prices: Partial<Record<NumberType, number>> = {};
    for (const item of listOf(json, 'phone_number_prices').map(object)) {
      const type = typeOf(item['number_type']);
      const micros = priceMicros(item['current_price']) ?? priceMicros(item['base_price']);
      if (type !== null && micros !== null) prices[type] = micros;
    }
    return prices;
  });
}
