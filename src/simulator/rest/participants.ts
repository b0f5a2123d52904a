// Who is in a conference: list, fetch by call or by label.

import type { Participant } from '../conference.ts';
import { participantJson } from '../conference-json.ts';
import { notFound } from './api-error.ts';
import { findConference } from './conferences.ts';
import { type Filter, listAnswer } from './list.ts';
import { given } from './params.ts';
import type { Resource, RestAnswer, RestRequest } from './resource.ts';

function flag(name: string, value: (row: Participant) => boolean): Filter<Participant> {
  return (query) => {
    const wanted = given(query, name)?.toLowerCase();
    return wanted === undefined ? undefined : (row) => String(value(row)) === wanted;
  };
}

/** Whoever has left, or never came, is no participant any more. */
const isHere: Filter<Participant> =
  () =>
  ({ status }) =>
    status !== 'complete' && status !== 'failed';

const FILTERS = [
  isHere,
  flag('Muted', ({ muted }) => muted),
  flag('Hold', ({ hold }) => hold),
  flag('Coaching', ({ coaching }) => coaching),
];

function list(request: RestRequest): RestAnswer {
  return listAnswer(request, {
    book: request.account.participants,
    key: 'participants',
    filters: FILTERS,
    filedUnder: findConference(request).sid,
    params: ['Muted', 'Hold', 'Coaching'],
    json: (row) => toJson(request, row),
  });
}

function toJson({ account }: RestRequest, row: Participant): Record<string, unknown> {
  const call = account.calls.get(row.sid);
  return participantJson(row, call === undefined ? 0 : call.dialAt - call.createdAt);
}

/** The participant a path names, by the SID of its call or by its label. Throws ApiError 20404. */
export function findParticipant(request: RestRequest): Participant {
  const { account, sids, path } = request;
  const conference = findConference(request);
  const name = sids[1] ?? '';
  const row = account.participants
    .filed(conference.sid)
    .findLast((one) => (one.sid === name || one.label === name) && one.status !== 'complete');
  if (row === undefined) throw notFound(path);
  return row;
}

export const PARTICIPANTS: Resource = { get: list };

export const PARTICIPANT: Resource = {
  get: (request) => {
    const row = findParticipant(request);
    return { status: 200, body: toJson(request, row), sid: row.sid };
  },
};
