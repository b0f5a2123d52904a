// Conferences: list, fetch, announce to, end.

import { CONFERENCE_STATUSES, type Conference } from '../conference.ts';
import { conferenceJson } from '../conference-json.ts';
import { notFound } from './api-error.ts';
import { changeConference } from './conference-control.ts';
import { chosen, dated, equals, listAnswer } from './list.ts';
import { given } from './params.ts';
import type { Resource, RestAnswer, RestRequest } from './resource.ts';

const FILTERS = [
  chosen('Status', CONFERENCE_STATUSES, ({ status }: Conference) => status),
  equals<Conference>('FriendlyName', ({ friendlyName }) => friendlyName),
  dated<Conference>('DateCreated', ({ createdAt }) => createdAt),
  dated<Conference>('DateUpdated', ({ updatedAt }) => updatedAt),
];
const PARAMS = [
  'Status',
  'FriendlyName',
  'DateCreated',
  'DateCreated<',
  'DateCreated>',
  'DateUpdated',
  'DateUpdated<',
  'DateUpdated>',
];

/** The conference a path names. Throws ApiError 20404. */
export function findConference({ account, sids, path }: RestRequest): Conference {
  const row = account.conferences.get(sids[0] ?? '');
  if (row === undefined) throw notFound(path);
  return row;
}

function list(request: RestRequest): RestAnswer {
  return listAnswer(request, {
    book: request.account.conferences,
    key: 'conferences',
    filters: FILTERS,
    filedUnder: given(request.query, 'FriendlyName'),
    cards: { status: 'Status', at: 'DateCreated' },
    params: PARAMS,
    json: conferenceJson,
  });
}

export const CONFERENCES: Resource = { get: list };

export const CONFERENCE: Resource = {
  get: (request) => {
    const row = findConference(request);
    return { status: 200, body: conferenceJson(row), sid: row.sid };
  },
  post: (request) => {
    const row = findConference(request);
    changeConference(request, row);
    return { status: 200, body: conferenceJson(row), sid: row.sid };
  },
};
