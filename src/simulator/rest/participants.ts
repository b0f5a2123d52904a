// Who is in a conference: list, add, fetch by call or by label, change, put out.

import type { Participant } from '../conference.ts';
import { participantJson } from '../conference-json.ts';
import { endLeg } from '../voice/life.ts';
import { notFound } from './api-error.ts';
import { changeMember, findMember } from './conference-control.ts';
import { findConference } from './conferences.ts';
import { type Filter, listAnswer } from './list.ts';
import { given } from './params.ts';
import { addParticipant } from './participant-create.ts';
import type { Resource, RestAnswer, RestRequest } from './resource.ts';

function flag(name: string, value: (row: Participant) => boolean): Filter<Participant> {
  return (query) => {
    const wanted = given(query, name)?.toLowerCase();
    return wanted === undefined ? undefined : (row) => value(row) === (wanted === 'true');
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

/** Somebody who was called and has not come in is as far as the call is. */
function toJson({ account }: RestRequest, row: Participant): Record<string, unknown> {
  const call = account.calls.get(row.sid);
  if (call === undefined || row.status !== 'queued') return participantJson(row, 0);
  const status = COMING[call.status] ?? 'connecting';
  return participantJson({ ...row, status }, call.dialAt - call.createdAt);
}

const COMING: Readonly<Record<string, Participant['status']>> = { queued: 'queued', ringing: 'ringing' };

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

function answer(request: RestRequest, row: Participant, status: 200 | 201): RestAnswer {
  return { status, body: toJson(request, row), sid: row.sid };
}

function update(request: RestRequest): RestAnswer {
  findConference(request);
  const found = findMember(request);
  changeMember(request, found);
  return answer(request, found.member.row, 200);
}

/** Puts somebody out; hangs up on somebody who has not come in yet. */
function remove(request: RestRequest): RestAnswer {
  const { world } = request;
  const row = findParticipant(request);
  const member = world.rooms.get(row.conferenceSid)?.find(row.sid);
  const leg = world.live.get(row.sid);
  if (member !== undefined) member.kick();
  else if (leg !== undefined) endLeg(leg, leg.isAnswered ? 'completed' : 'canceled', { by: 'near' });
  return { status: 204, sid: row.sid };
}

export const PARTICIPANTS: Resource = {
  get: list,
  post: (request) => answer(request, addParticipant(request), 201),
};

export const PARTICIPANT: Resource = {
  get: (request) => {
    const row = findParticipant(request);
    return answer(request, row, 200);
  },
  post: update,
  delete: remove,
};
