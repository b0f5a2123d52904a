// Recordings of a whole call: begun when it is answered, or by the REST API, which may also pause and stop any that runs.

import type { Recording, RecordingPlan, RecordingSource } from '../recording.ts';
import type { World } from '../world.ts';
import type { Leg } from './leg.ts';
import { Recorder } from './recorder.ts';

/** Records a leg until it ends or the recorder is stopped. */
export function recordLeg(leg: Leg, source: RecordingSource, plan: RecordingPlan): Recorder {
  const { world, account, call } = leg;
  const recorder = new Recorder({ world, account, callSid: call.sid, source, plan });
  recorder.whenStopped(leg.tap(recorder));
  return recorder;
}

/** Begins to record a call that is in progress; undefined for any other. */
export function startRecording(world: World, callSid: string, plan: RecordingPlan): Recording | undefined {
  const leg = world.live.get(callSid);
  return leg?.isAnswered ? recordLeg(leg, 'StartCallRecordingAPI', plan).row : undefined;
}

export interface RecordingChange {
  readonly status: 'paused' | 'in-progress' | 'stopped';
  /** What a pause leaves: nothing, or, when left out, silence. */
  readonly pauseBehavior?: 'skip' | 'silence';
}

/** Pauses, resumes or stops a recording, whatever began it. False when it does not run. */
export function updateRecording(
  world: World,
  sid: string,
  { status, pauseBehavior = 'silence' }: RecordingChange,
): boolean {
  const recorder = world.recorders.get(sid);
  if (recorder === undefined) return false;
  if (status === 'paused') recorder.pause(pauseBehavior);
  else if (status === 'in-progress') recorder.resume();
  else recorder.stop();
  return true;
}

/** The recording that `Twilio.CURRENT` names: the newest that runs on a call. */
export function currentRecording(world: World, callSid: string): Recording | undefined {
  return [...world.recorders.values()].findLast(({ row }) => row.callSid === callSid)?.row;
}
