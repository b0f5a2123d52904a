// Recordings of the account, of a call, of a conference: list, fetch, delete; started and changed next door.

import { DAY_MS } from '../dates.ts';
import type { Fields } from '../form.ts';
import type { Recording } from '../recording.ts';
import { callRecordingJson, conferenceRecordingJson, recordingJson } from '../recording-json.ts';
import { ApiError, notFound } from './api-error.ts';
import { findCall } from './calls.ts';
import { findConference } from './conferences.ts';
import { dated, equals, type Filter, type ListShape, listAnswer } from './list.ts';
import { boolean } from './params.ts';
import { startRecording, updateCallRecording, updateConferenceRecording } from './recording-control.ts';
import type { Resource, RestAnswer, RestRequest } from './resource.ts';

/** How long Twilio keeps what it knows of a deleted recording; its sound is gone at once. */
const KEPT_MS = 40 * DAY_MS;

const CREATED = dated<Recording>('DateCreated', ({ createdAt }) => createdAt);
const DATES = ['DateCreated', 'DateCreated<', 'DateCreated>'];

/** Whether a recording is there for this request; a deleted one, if asked for, for forty days. */
function isThere({ status, updatedAt }: Recording, query: Fields, now: number): boolean {
  if (status !== 'deleted') return true;
  return boolean(query, 'IncludeSoftDeleted') && updatedAt > now - KEPT_MS;
}

type Narrowed = Pick<ListShape<Recording>, 'filedUnder' | 'json'> & {
  readonly filters?: readonly Filter<Recording>[];
  readonly params?: readonly string[];
};

function listOf(request: RestRequest, { filters = [], params = [], ...shape }: Narrowed): RestAnswer {
  const { account, world } = request;
  const isKept: Filter<Recording> = (query) => (row) => isThere(row, query, world.clock.now());
  return listAnswer(request, {
    book: account.recordings,
    key: 'recordings',
    filters: [isKept, CREATED, ...filters],
    params: [...DATES, ...params],
    ...shape,
  });
}

function list(request: RestRequest): RestAnswer {
  return listOf(request, {
    filters: [
      equals<Recording>('CallSid', ({ callSid }) => callSid),
      equals<Recording>('ConferenceSid', ({ conferenceSid }) => conferenceSid),
    ],
    filedUnder: request.query.get('CallSid')?.[0] || undefined,
    params: ['CallSid', 'ConferenceSid', 'IncludeSoftDeleted'],
    json: (row) => recordingJson(row, request.origin),
  });
}

/** The recording a path ends in. Throws ApiError 20404. */
export function findRecording({ account, sids, path, query, world }: RestRequest): Recording {
  const row = account.recordings.get(sids.at(-1) ?? '');
  if (row === undefined || !isThere(row, query, world.clock.now())) throw notFound(path);
  return row;
}

/** The recording that a path names below its call. Throws ApiError 20404. */
export function findCallRecording(request: RestRequest): Recording {
  const row = findRecording(request);
  if (row.callSid !== findCall(request).sid) throw notFound(request.path);
  return row;
}

/** The recording that a path names below its conference. Throws ApiError 20404. */
export function findConferenceRecording(request: RestRequest): Recording {
  const row = findRecording(request);
  if (row.conferenceSid !== findConference(request).sid) throw notFound(request.path);
  return row;
}

function remove({ account, world, path }: RestRequest, row: Recording): RestAnswer {
  if (row.status === 'deleted') throw notFound(path);
  if (row.status !== 'completed' && row.status !== 'absent') {
    throw new ApiError(409, 20009, 'Cannot delete this resource before it is complete');
  }
  row.status = 'deleted';
  row.updatedAt = world.clock.now();
  account.recordings.touch(row);
  return { status: 204, sid: row.sid };
}

const show = (row: Recording, body: unknown): RestAnswer => ({ status: 200, body, sid: row.sid });

export const RECORDINGS: Resource = { get: list };

export const RECORDING: Resource = {
  get: (request) => {
    const row = findRecording(request);
    return show(row, recordingJson(row, request.origin));
  },
  delete: (request) => remove(request, findRecording(request)),
};

export const CALL_RECORDINGS: Resource = {
  get: (request) => listOf(request, { filedUnder: findCall(request).sid, json: callRecordingJson }),
  post: startRecording,
};

export const CALL_RECORDING: Resource = {
  get: (request) => {
    const row = findCallRecording(request);
    return show(row, callRecordingJson(row));
  },
  post: updateCallRecording,
  delete: (request) => remove(request, findCallRecording(request)),
};

export const CONFERENCE_RECORDINGS: Resource = {
  get: (request) => {
    const { sid } = findConference(request);
    return listOf(request, {
      filters: [
        () =>
          ({ conferenceSid }) =>
            conferenceSid === sid,
      ],
      json: conferenceRecordingJson,
    });
  },
};

export const CONFERENCE_RECORDING: Resource = {
  get: (request) => {
    const row = findConferenceRecording(request);
    return show(row, conferenceRecordingJson(row));
  },
  post: updateConferenceRecording,
  delete: (request) => remove(request, findConferenceRecording(request)),
};
