// Recordings while they run: started on a call, paused, resumed and stopped.

import type { Recording } from '../recording.ts';
import { callRecordingJson, conferenceRecordingJson } from '../recording-json.ts';
import { startRecording as begin, updateRecording } from '../voice/call-recording.ts';
import { badRequest, notFound } from './api-error.ts';
import { findCall } from './calls.ts';
import { findConference } from './conferences.ts';
import { oneOf, required } from './params.ts';
import { readRecordingPlan } from './recording-plan.ts';
import type { RestAnswer, RestRequest } from './resource.ts';

/** Twilio's name for the recording that runs at present. */
const CURRENT = 'Twilio.CURRENT';

/** POST Calls/{sid}/Recordings */
export function startRecording(request: RestRequest): RestAnswer {
  const call = findCall(request);
  const plan = readRecordingPlan(request.form, 'do-not-trim');
  const row = begin(request.world, call.sid, plan);
  if (row === undefined) throw badRequest(21220, 'Requested resource is not eligible for recording');
  return { status: 201, body: callRecordingJson(row), sid: row.sid };
}

/** POST Calls/{sid}/Recordings/{sid} */
export function updateCallRecording(request: RestRequest): RestAnswer {
  const call = findCall(request);
  const row = update(request, ({ callSid }) => callSid === call.sid);
  return { status: 200, body: callRecordingJson(row), sid: row.sid };
}

/** POST Conferences/{sid}/Recordings/{sid} */
export function updateConferenceRecording(request: RestRequest): RestAnswer {
  const conference = findConference(request);
  const row = update(request, ({ conferenceSid }) => conferenceSid === conference.sid);
  return { status: 200, body: conferenceRecordingJson(row), sid: row.sid };
}

function update(request: RestRequest, isMine: (row: Recording) => boolean): Recording {
  const { form, world } = request;
  required(form, 'Status');
  const status = oneOf(form, 'Status', ['in-progress', 'paused', 'stopped']) ?? 'stopped';
  const pauseBehavior = oneOf(form, 'PauseBehavior', ['skip', 'silence']) ?? 'silence';
  const row = findRecording(request, isMine);
  // A choice: Twilio's error for a call that is over is the nearest there is.
  if (!updateRecording(world, row.sid, { status, pauseBehavior })) {
    throw badRequest(21220, 'The recording is not in progress');
  }
  return row;
}

function findRecording(
  { account, world, sids, path }: RestRequest,
  isMine: (row: Recording) => boolean,
): Recording {
  const sid = sids[1] ?? '';
  const running = [...world.recorders.values()].map(({ row }) => row);
  const row = sid === CURRENT ? running.findLast(isMine) : account.recordings.get(sid);
  if (row === undefined || !isMine(row)) throw notFound(path);
  return row;
}
