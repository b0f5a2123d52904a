// Reads Twilio's JSON about numbers: those of the account, those for sale, and what they cost.

import {
  type Capabilities,
  NUMBER_SETTING_KEYS,
  NUMBER_SETTINGS,
  NUMBER_TYPES,
  type NumberSettings,
  type NumberType,
  type Offer,
  type OwnedNumber,
} from '../core/number.ts';
import { nextPage } from './requests.ts';
import { instant, type Json, object, RowError, required, sid, text } from './rows.ts';
import type { WireRequest } from './wire.ts';

const NUMBERS = /\/IncomingPhoneNumbers(?:\/|\.json)/;
const ONE = /\/IncomingPhoneNumbers(?:\/PN[0-9a-f]{32})?\.json$/i;

/** True for whatever is about numbers of the account. */
export function isNumberPath({ path }: Pick<WireRequest, 'path'>): boolean {
  return NUMBERS.test(path);
}

/** The number in the answer to such a request; undefined for a list, and for what cannot be read or is another account's. */
export function readNumber(
  accountSid: string,
  { path }: Pick<WireRequest, 'path'>,
  body: string,
): OwnedNumber | undefined {
  if (!ONE.test(path)) return undefined;
  const number = reading(() => parseNumber(JSON.parse(body)));
  return number?.accountSid === accountSid ? number : undefined;
}

export interface NumberPage {
  readonly numbers: readonly OwnedNumber[];
  /** The request for what follows; null on the last page. */
  readonly next: WireRequest | null;
}

/** All of it or nothing: a number that is overlooked counts as not there. */
export function parseNumberPage(accountSid: string, body: string): NumberPage | undefined {
  return reading(() => {
    const json = object(JSON.parse(body));
    const numbers = listOf(json, 'incoming_phone_numbers').map(parseNumber);
    const uri = json['next_page_uri'];
    if (uri === undefined) throw new RowError('the answer is no page');
    if (numbers.some((number) => number.accountSid !== accountSid)) throw new RowError("another account's");
    return { numbers, next: uri === null ? null : nextPage(accountSid, String(uri)) };
  });
}

export function parseOffers(body: string): readonly Offer[] | undefined {
  return reading(() => listOf(object(JSON.parse(body)), 'available_phone_numbers').map(parseOffer));
}

// Twilio's words for the types, in prices and elsewhere.
const TYPE_WORDS: Readonly<Record<string, NumberType>> = {
  local: 'local',
  mobile: 'mobile',
  national: 'national',
  'toll free': 'toll-free',
  tollfree: 'toll-free',
  toll_free: 'toll-free',
};

function parseNumber(value: unknown): OwnedNumber {
  const json = object(value);
  return {
    accountSid: sid(json, 'account_sid'),
    sid: sid(json, 'sid'),
    number: required(json, 'phone_number'),
    type: typeOf(json['type']),
    capabilities: capabilitiesOf(json),
    settings: Object.fromEntries(
      NUMBER_SETTING_KEYS.map((key) => [key, text(json[NUMBER_SETTINGS[key].json])]),
    ) as NumberSettings,
    createdAt: instant(json, 'date_created'),
  };
}

function parseOffer(value: unknown): Offer {
  const json = object(value);
  return {
    number: required(json, 'phone_number'),
    locality: text(json['locality']) || null,
    area: text(json['region']) || null,
    country: text(json['iso_country']) || null,
    capabilities: capabilitiesOf(json),
    address: text(json['address_requirements']) || 'none',
  };
}

export function typeOf(word: unknown): NumberType | null {
  const type = TYPE_WORDS[text(word).toLowerCase()];
  return type !== undefined && NUMBER_TYPES.includes(type) ? type : null;
}

// Of a number they are in small letters, of one for sale in capitals, but for voice.
function capabilitiesOf(json: Json): Capabilities {
  const given = (json['capabilities'] ?? {}) as Json;
  const can = (name: string): boolean => given[name] === true || given[name.toUpperCase()] === true;
  return { voice: can('voice'), sms: can('sms'), mms: can('mms') };
}

export function listOf(json: Json, key: string): readonly unknown[] {
  const list = json[key];
  if (!Array.isArray(list)) throw new RowError(`the answer has no ${key}`);
  return list;
}

export function reading<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    // TypeError: the next page is outside the account.
    if (error instanceof RowError || error instanceof SyntaxError || error instanceof TypeError) {
      return undefined;
    }
    throw error;
  }
}
