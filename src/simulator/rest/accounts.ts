// Accounts and their balance.

import { rfc2822 } from '../dates.ts';
import { OPENING_BALANCE_MICROS } from '../money.ts';
import type { Account } from '../world.ts';
import { given } from './params.ts';
import type { Resource, RestAnswer, RestRequest } from './resource.ts';

const SUBRESOURCES = {
  addresses: 'Addresses',
  applications: 'Applications',
  authorized_connect_apps: 'AuthorizedConnectApps',
  available_phone_numbers: 'AvailablePhoneNumbers',
  balance: 'Balance',
  calls: 'Calls',
  conferences: 'Conferences',
  connect_apps: 'ConnectApps',
  incoming_phone_numbers: 'IncomingPhoneNumbers',
  keys: 'Keys',
  messages: 'Messages',
  notifications: 'Notifications',
  outgoing_caller_ids: 'OutgoingCallerIds',
  queues: 'Queues',
  recordings: 'Recordings',
  short_codes: 'SMS/ShortCodes',
  signing_keys: 'SigningKeys',
  sip: 'SIP',
  transcriptions: 'Transcriptions',
  usage: 'Usage',
};

function accountJson(account: Account): Record<string, unknown> {
  const uri = `/2010-04-01/Accounts/${account.sid}`;
  return {
    auth_token: account.authToken,
    date_created: rfc2822(account.createdAt),
    date_updated: rfc2822(account.createdAt),
    friendly_name: account.friendlyName,
    owner_account_sid: account.sid,
    sid: account.sid,
    status: 'active',
    subresource_uris: Object.fromEntries(
      Object.entries(SUBRESOURCES).map(([key, name]) => [key, `${uri}/${name}.json`]),
    ),
    type: 'Full',
    uri: `${uri}.json`,
  };
}

function show({ account }: RestRequest): RestAnswer {
  return { status: 200, body: accountJson(account), sid: account.sid };
}

function rename(request: RestRequest): RestAnswer {
  request.account.friendlyName = given(request.form, 'FriendlyName') ?? request.account.friendlyName;
  request.world.changed();
  return show(request);
}

function balance({ account }: RestRequest): RestAnswer {
  const left = (OPENING_BALANCE_MICROS - account.spentMicros) / 1e6;
  return { status: 200, body: { account_sid: account.sid, balance: left.toFixed(4), currency: 'USD' } };
}

/** The accounts a login can see: itself. One page, since there is one row. */
function list({ account, path }: RestRequest): RestAnswer {
  const uri = `${path}?PageSize=50&Page=0`;
  const page = { end: 0, page: 0, page_size: 50, start: 0 };
  const links = { first_page_uri: uri, next_page_uri: null, previous_page_uri: null, uri };
  return { status: 200, body: { ...page, ...links, accounts: [accountJson(account)] } };
}

export const ACCOUNTS: Resource = { get: list };
export const ACCOUNT: Resource = { get: show, post: rename };
export const BALANCE: Resource = { get: balance };
