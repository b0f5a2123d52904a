// Takes up what was under way when the simulator stopped: calls that wait are dialled, all else was cut off.

import type { Call } from '../call.ts';
import type { Account, World } from '../world.ts';
import { priceCall } from './life.ts';
import { startCall } from './outbound.ts';

/** `savedAt` is when the rows were written. */
export function restoreVoice(world: World, account: Account, savedAt: number): void {
  for (const call of account.calls.all()) restoreCall(world, account, { call, savedAt });
  for (const recording of account.recordings.all()) {
    if (
      recording.status !== 'in-progress' &&
      recording.status !== 'paused' &&
      recording.status !== 'processing'
    ) {
      continue;
    }
    const { startedAt, pausedAt, pausedMs } = recording;
    recording.durationMs ??= (pausedAt ?? savedAt) - startedAt - pausedMs;
    recording.pausedAt = null;
    recording.status = recording.durationMs === 0 ? 'absent' : 'completed';
    recording.updatedAt = savedAt;
    account.recordings.touch(recording);
  }
  for (const conference of account.conferences.all()) {
    if (conference.status === 'completed') continue;
    conference.status = 'completed';
    conference.endReason = 'last-participant-left';
    conference.updatedAt = savedAt;
    account.conferences.touch(conference);
  }
  for (const participant of [...account.participants.all()]) account.participants.remove(participant);
  for (const member of [...account.queueMembers.all()]) account.queueMembers.remove(member);
}

interface SavedCall {
  readonly call: Call;
  readonly savedAt: number;
}

/** Only a call of the REST API waits to be dialled; one that a Dial made was ringing already. */
function restoreCall(world: World, account: Account, { call, savedAt }: SavedCall): void {
  if (call.status === 'queued' && call.direction === 'outbound-api') {
    startCall(world, account, call);
    return;
  }
  if (call.status === 'in-progress' || call.status === 'ringing' || call.status === 'queued') {
    const talked = call.status === 'in-progress';
    if (talked) call.durationSeconds = Math.ceil((savedAt - (call.startedAt ?? savedAt)) / 1000);
    call.status = talked ? 'completed' : 'failed';
    call.endedAt = savedAt;
    call.updatedAt = savedAt;
    account.calls.touch(call);
  }
  if (call.priceMicros === null) priceCall(world, account, call);
}
