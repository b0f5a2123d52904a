// Records a whole leg, both ways: a call that was to be recorded when it was made, or one recorded on request.

import type { RecordingPlan, RecordingSource } from '../recording.ts';
import type { Leg } from './leg.ts';
import { Recorder } from './recorder.ts';

/** From now on, until the leg ends or the recorder is stopped. */
export function recordLeg(leg: Leg, source: RecordingSource, plan: RecordingPlan): Recorder {
  const { world, account, call } = leg;
  const recorder = new Recorder({ world, account, callSid: call.sid, source, plan });
  recorder.whenStopped(leg.tap(recorder));
  return recorder;
}
