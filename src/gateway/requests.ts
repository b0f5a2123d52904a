// Twilio's verbs as requests: the same method, path and parameters as the official client's (proved in tests).

import type { LocalListInstancePageOptions } from 'twilio/lib/rest/api/v2010/account/availablePhoneNumberCountry/local.js';
import type {
  CallContextUpdateOptions,
  CallListInstanceCreateOptions,
  CallListInstancePageOptions,
} from 'twilio/lib/rest/api/v2010/account/call.js';
import type {
  IncomingPhoneNumberContextUpdateOptions,
  IncomingPhoneNumberListInstanceCreateOptions,
  IncomingPhoneNumberListInstancePageOptions,
} from 'twilio/lib/rest/api/v2010/account/incomingPhoneNumber.js';
import type {
  MessageListInstanceCreateOptions,
  MessageListInstancePageOptions,
} from 'twilio/lib/rest/api/v2010/account/message.js';
import type { NumberType } from '../core/number.ts';
import { encodeForm, type FormParams } from './form.ts';
import {
  CALL_CREATE,
  CALL_LIST,
  CALL_UPDATE,
  MESSAGE_CREATE,
  MESSAGE_LIST,
  NUMBER_CREATE,
  NUMBER_LIST,
  NUMBER_UPDATE,
  OFFER_LIST,
  toParams,
} from './parameters.ts';
import type { WireRequest } from './wire.ts';

export interface PostRequest extends WireRequest {
  readonly method: 'POST';
  readonly params: FormParams;
}

export interface GetRequest extends WireRequest {
  readonly method: 'GET';
}

/** Not idempotent: a second one is a second message. */
export function createMessage(accountSid: string, options: MessageListInstanceCreateOptions): PostRequest {
  return post(`${account(accountSid)}/Messages.json`, toParams(MESSAGE_CREATE, options));
}

/** Not idempotent: a second one rings a second time. */
export function createCall(accountSid: string, options: CallListInstanceCreateOptions): PostRequest {
  return post(`${account(accountSid)}/Calls.json`, toParams(CALL_CREATE, options));
}

/** Changes a call that is going on: its TwiML, or its end. */
export function updateCall(accountSid: string, sid: string, options: CallContextUpdateOptions): PostRequest {
  return post(`${account(accountSid)}/Calls/${segment(sid)}.json`, toParams(CALL_UPDATE, options));
}

/** Only a message that Twilio was asked to schedule can be cancelled. */
export function cancelMessage(accountSid: string, sid: string): PostRequest {
  return post(`${account(accountSid)}/Messages/${segment(sid)}.json`, { Status: 'canceled' });
}

export function fetchMessage(accountSid: string, sid: string): GetRequest {
  return get(`${account(accountSid)}/Messages/${segment(sid)}.json`);
}

export function fetchCall(accountSid: string, sid: string): GetRequest {
  return get(`${account(accountSid)}/Calls/${segment(sid)}.json`);
}

/** Newest DateSent first; messages not sent yet sort unpredictably. At most 1,000 a page. */
export function listMessages(accountSid: string, options: MessageListInstancePageOptions = {}): GetRequest {
  return get(`${account(accountSid)}/Messages.json`, toParams(MESSAGE_LIST, options));
}

/** `startTime` alone means on that day. At most 1,000 a page. */
export function listCalls(accountSid: string, options: CallListInstancePageOptions = {}): GetRequest {
  return get(`${account(accountSid)}/Calls.json`, toParams(CALL_LIST, options));
}

/** The numbers the account owns. */
export function listNumbers(
  accountSid: string,
  options: IncomingPhoneNumberListInstancePageOptions = {},
): GetRequest {
  return get(`${account(accountSid)}/IncomingPhoneNumbers.json`, toParams(NUMBER_LIST, options));
}

export function fetchNumber(accountSid: string, sid: string): GetRequest {
  return get(`${account(accountSid)}/IncomingPhoneNumbers/${segment(sid)}.json`);
}

/** Not idempotent, and billed each month from now on: a number is bought. */
export function buyNumber(
  accountSid: string,
  options: IncomingPhoneNumberListInstanceCreateOptions,
): PostRequest {
  return post(`${account(accountSid)}/IncomingPhoneNumbers.json`, toParams(NUMBER_CREATE, options));
}

export function updateNumber(
  accountSid: string,
  sid: string,
  options: IncomingPhoneNumberContextUpdateOptions,
): PostRequest {
  const path = `${account(accountSid)}/IncomingPhoneNumbers/${segment(sid)}.json`;
  return post(path, toParams(NUMBER_UPDATE, options));
}

/** Gives a number up. There is no way to get the same one back. */
export function releaseNumber(accountSid: string, sid: string): WireRequest {
  return { method: 'DELETE', path: `${account(accountSid)}/IncomingPhoneNumbers/${segment(sid)}.json` };
}

// How Twilio spells them in paths.
const OFFER_TYPES: Readonly<Record<NumberType, string>> = {
  local: 'Local',
  mobile: 'Mobile',
  'toll-free': 'TollFree',
  national: 'National',
};

/** What is for sale in a country (ISO 3166). One page: a search is narrowed, not paged. */
export function searchNumbers(
  accountSid: string,
  { country, type }: { readonly country: string; readonly type: NumberType },
  options: LocalListInstancePageOptions = {},
): GetRequest {
  const path = `${account(accountSid)}/AvailablePhoneNumbers/${segment(country)}/${OFFER_TYPES[type]}.json`;
  return get(path, toParams(OFFER_LIST, options));
}

/** Status and type (Trial or Full). A standard API key is refused here (20003) although it may send. */
export function fetchAccount(accountSid: string): GetRequest {
  return get(`${account(accountSid)}.json`);
}

export function fetchBalance(accountSid: string): GetRequest {
  return get(`${account(accountSid)}/Balance.json`);
}

/**
 * The page behind a `next_page_uri`. The address comes from an answer, so it must stay inside the account:
 * throws TypeError otherwise.
 */
export function nextPage(accountSid: string, uri: string): GetRequest {
  // Resolved first, so that neither `//elsewhere/` nor `/../` gets past the comparison.
  const { origin, pathname, search } = new URL(uri, 'http://host.invalid');
  if (origin !== 'http://host.invalid' || !pathname.startsWith(`${account(accountSid)}/`)) {
    throw new TypeError('the next page is outside this account');
  }
  return { method: 'GET', path: pathname + search };
}

function get(path: string, query: FormParams = {}): GetRequest {
  const encoded = encodeForm(query);
  return { method: 'GET', path: encoded === '' ? path : `${path}?${encoded}` };
}

function post(path: string, params: FormParams): PostRequest {
  return { method: 'POST', path, params };
}

function account(sid: string): string {
  return `/2010-04-01/Accounts/${segment(sid)}`;
}

// A SID with a slash or a question mark would ask for something else.
function segment(sid: string): string {
  if (!/^[A-Za-z0-9]+$/.test(sid)) throw new TypeError(`not a SID: ${JSON.stringify(sid)}`);
  return sid;
}
