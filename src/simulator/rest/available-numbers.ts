// AvailablePhoneNumbers: the countries with numbers for sale, and searches among those numbers.

import type { Country, NumberType } from '../inventory/countries.ts';
import type { Offer } from '../inventory/inventory.ts';
import { forSale } from '../inventory/sale.ts';
import { formatNumber } from '../number.ts';
import { notFound } from './api-error.ts';
import { OFFER_FILTERS, OFFER_PARAMS } from './offer-filters.ts';
import { keptQuery, pageSize } from './page.ts';
import type { Resource, RestAnswer, RestRequest } from './resource.ts';

function uriOf({ account }: RestRequest, below = ''): string {
  return `/2010-04-01/Accounts/${account.sid}/AvailablePhoneNumbers${below}.json`;
}

// How Twilio spells the types in paths.
const PATHS: Readonly<Record<NumberType, string>> = {
  local: 'Local',
  toll_free: 'TollFree',
  mobile: 'Mobile',
  national: 'National',
};

function countryJson(request: RestRequest, { code, name, plans }: Country): Record<string, unknown> {
  const links = (Object.keys(plans) as NumberType[]).map((type) => [
    type,
    uriOf(request, `/${code}/${PATHS[type]}`),
  ]);
  return {
    beta: false,
    country: name,
    country_code: code,
    subresource_uris: Object.fromEntries(links),
    uri: uriOf(request, `/${code}`),
  };
}

function listCountries(request: RestRequest): RestAnswer {
  const countries = request.world.inventory.countries.map((country) => countryJson(request, country));
  return { status: 200, body: { countries, uri: uriOf(request) } };
}

function fetchCountry(request: RestRequest): RestAnswer {
  const code = request.sids[0]?.toUpperCase();
  const country = request.world.inventory.countries.find((one) => one.code === code);
  if (country === undefined) throw notFound(request.path);
  return { status: 200, body: countryJson(request, country) };
}

/** One page, as at Twilio: a search for numbers is narrowed, not paged. A type that a country lacks is a 404. */
function search(request: RestRequest, type: NumberType): RestAnswer {
  const { world, query, sids, path } = request;
  const offers = world.inventory.offers(sids[0]?.toUpperCase() ?? '', type);
  if (offers === undefined) throw notFound(path);
  const tests = OFFER_FILTERS.map((filter) => filter(query)).filter((test) => test !== undefined);
  const found = forSale(world, offers).filter((offer) => tests.every((test) => test(offer)));
  const rows = found.slice(0, pageSize(query)).map(offerJson);
  return { status: 200, body: { available_phone_numbers: rows, uri: path + keptQuery(query, OFFER_PARAMS) } };
}

function offerJson({ number, country, plan, range }: Offer): Record<string, unknown> {
  const { place, locality } = range;
  return {
    address_requirements: plan.address,
    beta: false,
    capabilities: plan.capabilities,
    friendly_name: formatNumber(number),
    iso_country: country.code,
    lata: place?.lata ?? null,
    latitude: place === null ? null : place.latitude.toFixed(6),
    locality,
    longitude: place === null ? null : place.longitude.toFixed(6),
    phone_number: number,
    postal_code: place?.postalCode ?? null,
    rate_center: place?.locality.toUpperCase() ?? null,
    region: place?.region ?? null,
  };
}

export const COUNTRIES_WITH_NUMBERS: Resource = { get: listCountries };
export const COUNTRY_WITH_NUMBERS: Resource = { get: fetchCountry };
export const LOCAL_OFFERS: Resource = { get: (request) => search(request, 'local') };
export const TOLL_FREE_OFFERS: Resource = { get: (request) => search(request, 'toll_free') };
export const MOBILE_OFFERS: Resource = { get: (request) => search(request, 'mobile') };
export const NATIONAL_OFFERS: Resource = { get: (request) => search(request, 'national') };
