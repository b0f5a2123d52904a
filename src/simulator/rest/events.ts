// The monitor's events: the audit trail of the account.

import type { AuditEvent } from '../audit.ts';
import { iso8601 } from '../dates.ts';
import type { Fields } from '../form.ts';
import { badRequest, notFound } from './api-error.ts';
import { between, equals, listAnswer } from './list.ts';
import { given } from './params.ts';
import type { Resource, RestAnswer, RestRequest } from './resource.ts';

/** Every change comes over the API, from this machine. */
const SOURCE_IP = '127.0.0.1';

/** Of these a query may have one, beside the dates. */
const ONE_OF = ['ActorSid', 'EventType', 'ResourceSid', 'SourceIpAddress'];
const PARAMS = [...ONE_OF, 'StartDate', 'EndDate'];

/** By Twilio's description an actor is a user; the simulator has one for each account, with the account's digits. */
function userSid({ actorSid }: AuditEvent): string {
  return `US${actorSid.slice(2)}`;
}

const FILTERS = [
  equals<AuditEvent>('ActorSid', userSid),
  equals<AuditEvent>('EventType', ({ type }) => type),
  equals<AuditEvent>('ResourceSid', ({ resourceSid }) => resourceSid),
  equals<AuditEvent>('SourceIpAddress', () => SOURCE_IP),
  between<AuditEvent>(({ at }) => at),
];

/** Where the API has the resources of a SID's prefix. */
const PLACES: Readonly<Record<string, string>> = {
  AP: 'Applications',
  CA: 'Calls',
  CF: 'Conferences',
  PN: 'IncomingPhoneNumbers',
  QU: 'Queues',
  RE: 'Recordings',
  SK: 'Keys',
  UT: 'Usage/Triggers',
};

function resourcePath({ accountSid, resourceSid, resourceType }: AuditEvent): string {
  // Verified numbers have the same prefix as bought ones.
  const place = /caller/.test(resourceType) ? 'OutgoingCallerIds' : PLACES[resourceSid.slice(0, 2)];
  return place === undefined ? `/Accounts/${resourceSid}` : `/Accounts/${accountSid}/${place}/${resourceSid}`;
}

function eventJson(row: AuditEvent, origin: string): Record<string, unknown> {
  const api = `${origin}/2010-04-01`;
  return {
    account_sid: row.accountSid,
    actor_sid: userSid(row),
    actor_type: 'account',
    description: null,
    event_data: row.data,
    event_date: iso8601(row.at),
    event_type: row.type,
    links: { actor: `${api}/Accounts/${row.actorSid}`, resource: api + resourcePath(row) },
    resource_sid: row.resourceSid,
    resource_type: row.resourceType,
    sid: row.sid,
    source: 'api',
    source_ip_address: SOURCE_IP,
    url: `${origin}/v1/Events/${row.sid}`,
  };
}

function list(request: RestRequest): RestAnswer {
  const { account, query, origin } = request;
  checkFilters(query);
  return listAnswer(request, {
    book: account.events,
    key: 'events',
    filters: FILTERS,
    filedUnder: given(query, 'ResourceSid'),
    params: PARAMS,
    json: (row) => eventJson(row, origin),
  });
}

function checkFilters(query: Fields): void {
  const used = ONE_OF.filter((name) => given(query, name) !== undefined);
  if (used.length > 1) {
    throw badRequest(
      20001,
      `Only one of ${ONE_OF.join(', ')} can be used at a time, not ${used.join(' and ')}`,
    );
  }
}

export const EVENTS: Resource = { get: list };

export const EVENT: Resource = {
  get: ({ account, sids, path, origin }) => {
    const row = account.events.get(sids[0] ?? '');
    if (row === undefined) throw notFound(path);
    return { status: 200, body: eventJson(row, origin), sid: row.sid };
  },
};
