// Recordings while they run: started on a call, paused, resumed and stopped.

import type { Recording } from '../recording.ts';
import { callRecordingJson, conferenceRecordingJson } from '../recording-json.ts';
import { recordLeg } from '../voice/leg-recorder.ts';
import type { Recorder } from '../voice/recorder.ts';
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
  const leg = request.world.live.get(call.sid);
  if (!leg?.isAnswered) throw badRequest(21220, 'Requested resource is not eligible for recording');
  const { row } = recordLeg(leg, 'StartCallRecordingAPI', plan);
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
  const { form } = request;
  required(form, 'Status');
  const status = oneOf(form, 'Status', ['in-progress', 'paused', 'stopped']);
  const behavior = oneOf(form, 'PauseBehavior', ['skip', 'silence']) ?? 'silence';
  const recorder = findRecorder(request, isMine);
  if (status === 'paused') recorder.pause(behavior);
  else if (status === 'in-progress') recorder.resume();
  else recorder.stop();
  return recorder.row;
}

function findRecorder(
  { account, world, sids, path }: RestRequest,
  isMine: (row: Recording) => boolean,
): Recorder {
  const sid = sids[1] ?? '';
  if (sid !== CURRENT) {
    const row = account.recordings.get(sid);
    if (row === undefined || !isMine(row)) throw notFound(path);
  }
  const running = [...world.recorders.values()].filter(
    ({ row }) => row.accountSid === account.sid && isMine(row),
  );
  const found = sid === CURRENT ? running.at(-1) : running.find(({ row }) => row.sid === sid);
  if (found !== undefined) return found;
  // A choice: Twilio's error for a call that is over is the nearest there is.
  if (sid === CURRENT) throw notFound(path);
  throw badRequest(21220, 'The recording is not in progress');
}
