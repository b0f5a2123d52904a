// Accounts and their balance.

import { audit, changesOf } from '../audit.ts';
import { Book, type BookRow } from '../book.ts';
import { rfc2822 } from '../dates.ts';
import { balanceMicros, openSubaccount, setStatus } from '../subaccount.ts';
import { familyOf } from '../usage-report.ts';
import { ACCOUNT_STATUSES, type Account, type AccountStatus } from '../world.ts';
import { badRequest } from './api-error.ts';
import { dropQueuedCalls } from './calls.ts';
import { chosen, equals, listAnswer } from './list.ts';
import { given } from './params.ts';
import type { Resource, RestAnswer, RestRequest } from './resource.ts';
import { nameSetting } from './settings.ts';

/** Twilio's own limit for an account that did not ask for more. */
const MAX_SUBACCOUNTS = 1_000;

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
    date_updated: rfc2822(account.updatedAt),
    friendly_name: account.friendlyName,
    owner_account_sid: account.ownerSid,
    sid: account.sid,
    status: account.status,
    subresource_uris: Object.fromEntries(
      Object.entries(SUBRESOURCES).map(([key, name]) => [key, `${uri}/${name}.json`]),
    ),
    type: account.type,
    uri: `${uri}.json`,
  };
}

function show({ account }: RestRequest): RestAnswer {
  return { status: 200, body: accountJson(account), sid: account.sid };
}

interface AccountRow extends BookRow {
  readonly account: Account;
}

/** The accounts a login can see: itself and those it owns. Closed ones stay listed. */
function list(request: RestRequest): RestAnswer {
  const book = new Book<AccountRow>(({ sid }) => sid);
  for (const account of familyOf(request.world, request.account))
    book.add({ seq: book.nextSeq(), sid: account.sid, account });
  return listAnswer(request, {
    book,
    key: 'accounts',
    filters: [
      equals('FriendlyName', ({ account }) => account.friendlyName),
      chosen('Status', ACCOUNT_STATUSES, ({ account }: AccountRow) => account.status),
    ],
    params: ['FriendlyName', 'Status'],
    json: ({ account }) => accountJson(account),
  });
}

function create({ world, account: owner, form }: RestRequest): RestAnswer {
  if (owner.ownerSid !== owner.sid) throw badRequest(21101, 'Subaccounts cannot contain subaccounts');
  if (familyOf(world, owner).length > MAX_SUBACCOUNTS) {
    throw badRequest(21480, 'Reached maximum number of subaccounts');
  }
  const account = openSubaccount(world, owner, nameSetting(form) ?? defaultName(world.clock.now()));
  audit(world, account, {
    resource: 'account',
    sid: account.sid,
    verb: 'created',
    data: { friendly_name: account.friendlyName },
    actorSid: owner.sid,
  });
  return { status: 201, body: accountJson(account), sid: account.sid };
}

/** `SubAccount Created at 2014-10-03 09:48 am`, UTC. */
function defaultName(now: number): string {
  const [date = '', time = ''] = new Date(now).toISOString().split('T');
  const hour = Number(time.slice(0, 2));
  const twelve = String(hour % 12 === 0 ? 12 : hour % 12).padStart(2, '0');
  return `SubAccount Created at ${date} ${twelve}${time.slice(2, 5)} ${hour < 12 ? 'am' : 'pm'}`;
}

function update(request: RestRequest): RestAnswer {
  const { world, account, form, login } = request;
  const name = nameSetting(form);
  const status = readStatus(request);
  const before = accountJson(account);
  account.friendlyName = name ?? account.friendlyName;
  account.updatedAt = world.clock.now();
  if (status !== undefined && status !== account.status) {
    setStatus(world, account, status);
    if (status !== 'active') dropQueuedCalls(world, account);
  }
  const { auth_token: _, ...after } = accountJson(account);
  audit(world, account, {
    resource: 'account',
    sid: account.sid,
    verb: 'updated',
    data: changesOf(before, after),
    actorSid: login.account.sid,
  });
  world.changed();
  return show(request);
}

/** Only an account that owns it may change a status, and what is closed stays closed. Throws ApiError. */
function readStatus({ account, form, login }: RestRequest): AccountStatus | undefined {
  const text = given(form, 'Status')?.toLowerCase();
  if (text === undefined) return undefined;
  const status = (['active', 'suspended', 'closed'] as const).find((one) => one === text);
  if (status === undefined) throw badRequest(21475, `Unable to update Status, invalid Status: ${text}`);
  if (account === login.account) {
    throw badRequest(
      21477,
      'Unable to update Status for parent accounts, status updates restricted to subaccounts only',
    );
  }
  if (account.status === 'closed' && status !== 'closed') {
    throw badRequest(21479, 'Unable to update Status for subaccount, subaccount has been closed.');
  }
  return status;
}

/** A subaccount has no purse of its own: this is its owner's. */
function balance({ world, account }: RestRequest): RestAnswer {
  const left = balanceMicros(world, account) / 1e6;
  return { status: 200, body: { account_sid: account.sid, balance: left.toFixed(4), currency: 'USD' } };
}

export const ACCOUNTS: Resource = { get: list, post: create, needsToken: true };
export const ACCOUNT: Resource = { get: show, post: update, needsToken: true };
export const BALANCE: Resource = { get: balance };
