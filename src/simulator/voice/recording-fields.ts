// What callbacks and actions say of a recording.

import type { Call } from '../call.ts';
import type { Recording } from '../recording.ts';
import type { Account, World } from '../world.ts';

/** Where its sound is: at the simulator itself, which is where a test can fetch it. */
export function recordingUrl(world: World, { accountSid, sid }: Recording): string {
  return `${world.webhooks.home ?? ''}/2010-04-01/Accounts/${accountSid}/Recordings/${sid}`;
}

/** Whole seconds, as Twilio counts them. */
export function recordedSeconds({ durationMs }: Recording): number {
  return Math.ceil((durationMs ?? 0) / 1000);
}

export function soundFields(world: World, recording: Recording): [string, string][] {
  return [
    ['RecordingUrl', recordingUrl(world, recording)],
    ['RecordingSid', recording.sid],
    ['RecordingDuration', String(recordedSeconds(recording))],
  ];
}

/** The recording of a whole call, or of the Dial that made it; those started in other ways are not told of. */
export function recordingFields(world: World, account: Account, call: Call): [string, string][] {
  const isDialled = call.parentCallSid !== null;
  const filed = account.recordings.filed(call.parentCallSid ?? call.sid);
  const recording = filed.findLast(
    ({ source, startedAt }) =>
      source === (isDialled ? 'DialVerb' : 'OutboundAPI') && startedAt >= call.createdAt,
  );
  return recording === undefined ? [] : soundFields(world, recording);
}
