// Transcribes recordings: the words are known, so it is never wrong.

import { chargeTranscription } from '../billing.ts';
import type { WebTarget } from '../call.ts';
import { callFields } from '../callbacks.ts';
import { deliver } from '../deliver.ts';
import { newSid } from '../random.ts';
import type { Recording } from '../recording.ts';
import type { Transcription } from '../transcription.ts';
import { warn } from './attributes.ts';
import type { Leg } from './leg.ts';
import { recordedSeconds, recordingUrl } from './recording-fields.ts';

const TRANSCRIBE_MS = 5_000;
/** Twilio transcribes what is longer than the first and shorter than the second, in seconds. */
const SHORTEST_S = 2;
const LONGEST_S = 120;
/** Said instead of words when the sound had none. */
const NO_WORDS = '(a sound without words)';

export function transcribe(leg: Leg, recording: Recording, callback: WebTarget | undefined): void {
  const { world, account, call } = leg;
  const seconds = recordedSeconds(recording);
  if (seconds <= SHORTEST_S || seconds >= LONGEST_S) {
    warn(leg, 13617, `Record: Recording length is out of range for transcription: ${seconds} s`);
    return;
  }
  const row = openTranscription(leg, recording);
  world.clock.at(world.clock.now() + TRANSCRIBE_MS, () => {
    complete(leg, row, recording);
    if (callback === undefined) return;
    const fields: [string, string][] = [
      ...callFields(call, call.status),
      ['TranscriptionSid', row.sid],
      ['TranscriptionText', row.text ?? ''],
      ['TranscriptionStatus', 'completed'],
      ['TranscriptionUrl', `${recordingUrl(world, recording)}/Transcriptions/${row.sid}`],
      ['TranscriptionType', 'fast'],
      ['RecordingSid', recording.sid],
      ['RecordingUrl', recordingUrl(world, recording)],
    ];
    deliver(world, account, { owner: recording, callSid: call.sid, ...callback, fields });
  });
}

function openTranscription({ world, account }: Leg, { sid, durationMs }: Recording): Transcription {
  const now = world.clock.now();
  const row: Transcription = {
    seq: account.transcriptions.nextSeq(),
    sid: newSid(world.sids, 'TR'),
    accountSid: account.sid,
    recordingSid: sid,
    createdAt: now,
    updatedAt: now,
    status: 'in-progress',
    durationMs: durationMs ?? 0,
    text: null,
    priceMicros: null,
  };
  account.transcriptions.add(row);
  return row;
}

function complete({ world, account }: Leg, row: Transcription, recording: Recording): void {
  row.status = 'completed';
  row.text = recording.words || NO_WORDS;
  row.updatedAt = world.clock.now();
  chargeTranscription(world, account, row);
  // One that was deleted meanwhile stays deleted.
  if (account.transcriptions.get(row.sid) === row) account.transcriptions.touch(row);
}
