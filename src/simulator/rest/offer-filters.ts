// How a search for numbers is narrowed: by the number, by what it can do, by where it is.

import { distanceMiles, type Position } from '../inventory/distance.ts';
import { findOffer, type Offer } from '../inventory/inventory.ts';
import type { Place } from '../inventory/north-america.ts';
import { readNumber } from '../number.ts';
import { numberPattern } from '../number-pattern.ts';
import { badRequest } from './api-error.ts';
import type { Filter } from './list.ts';
import { given, integer } from './params.ts';

type OfferFilter = Filter<Offer>;

const MILES = { fallback: 25, least: 1, most: 500, code: 20001 };

/** Two to sixteen digits, letters or stars, anywhere in the number. */
const containing: OfferFilter = (query) => {
  const text = given(query, 'Contains');
  if (text === undefined) return undefined;
  const pattern = numberPattern(text);
  if (pattern === undefined || text.length < 2 || text.length > 16) {
    throw badRequest(20001, `The 'Contains' parameter must be 2 to 16 digits, letters or *: ${text}`);
  }
  return ({ number }) => pattern.test(number);
};

const inAreaCode: OfferFilter = (query) => {
  const areaCode = given(query, 'AreaCode');
  if (areaCode === undefined) return undefined;
  return ({ number }) => number.startsWith(`+1${areaCode}`) && areaCode.length === 3;
};

/** `true` asks for numbers that can do it, `false` for those that cannot. */
function able(name: string, what: 'voice' | 'sms' | 'mms' | 'fax'): OfferFilter {
  return (query) => {
    const wanted = given(query, name)?.toLowerCase();
    if (wanted === undefined) return undefined;
    return ({ plan }) => plan.capabilities[what] === (wanted === 'true');
  };
}

function withoutAddress(name: string, needs: readonly string[]): OfferFilter {
  return (query) =>
    given(query, name)?.toLowerCase() === 'true' ? ({ plan }) => !needs.includes(plan.address) : undefined;
}

/** Without regard to case: people write `ca` and `san francisco`. */
function inPlace(name: string, value: (offer: Offer) => string | null | undefined): OfferFilter {
  return (query) => {
    const wanted = given(query, name)?.toLowerCase();
    return wanted === undefined ? undefined : (offer) => value(offer)?.toLowerCase() === wanted;
  };
}

/** Within `Distance` miles of a number or a point; only numbers of North America have a place. */
const near: OfferFilter = (query) => {
  const number = given(query, 'NearNumber');
  const point = given(query, 'NearLatLong');
  if (number === undefined && point === undefined) return undefined;
  const miles = integer(query, 'Distance', MILES);
  const center = point === undefined ? placeOf(number ?? '') : readPoint(point);
  return ({ range: { place } }) =>
    place !== null && center !== undefined && distanceMiles(center, place) <= miles;
};

function placeOf(text: string): Place | undefined {
  const number = readNumber(text);
  if (number === undefined) throw badRequest(21401, `NearNumber is not a phone number: ${text}`);
  // Any number of an area code stands for its place, also one that nobody sells.
  return findOffer(`${number.slice(0, 5)}5550100`)?.range.place ?? undefined;
}

function readPoint(text: string): Position {
  const parts = /^(-?\d{1,3}(?:\.\d+)?),\s*(-?\d{1,3}(?:\.\d+)?)$/.exec(text);
  if (!parts) throw badRequest(20001, `NearLatLong is not a latitude and a longitude: ${text}`);
  return { latitude: Number(parts[1]), longitude: Number(parts[2]) };
}

// Beta narrows nothing: none of the simulator's numbers is new to Twilio.
export const OFFER_FILTERS: readonly OfferFilter[] = [
  containing,
  inAreaCode,
  able('VoiceEnabled', 'voice'),
  able('SmsEnabled', 'sms'),
  able('MmsEnabled', 'mms'),
  able('FaxEnabled', 'fax'),
  withoutAddress('ExcludeAllAddressRequired', ['any', 'local', 'foreign']),
  withoutAddress('ExcludeLocalAddressRequired', ['local']),
  withoutAddress('ExcludeForeignAddressRequired', ['foreign']),
  near,
  inPlace('InRegion', ({ range }) => range.place?.region),
  inPlace('InLocality', ({ range }) => range.locality),
  inPlace('InPostalCode', ({ range }) => range.place?.postalCode),
  inPlace('InRateCenter', ({ range }) => range.place?.locality),
  inPlace('InLata', ({ range }) => range.place?.lata),
];

export const OFFER_PARAMS: readonly string[] = [
  'AreaCode',
  'Beta',
  'Contains',
  'Distance',
  'ExcludeAllAddressRequired',
  'ExcludeForeignAddressRequired',
  'ExcludeLocalAddressRequired',
  'FaxEnabled',
  'InLata',
  'InLocality',
  'InPostalCode',
  'InRateCenter',
  'InRegion',
  'MmsEnabled',
  'NearLatLong',
  'NearNumber',
  'PageSize',
  'SmsEnabled',
  'VoiceEnabled',
];
