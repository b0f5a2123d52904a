// Transcribes recordings: the words are known, so it is never wrong.

import type { WebTarget } from '../call.ts';
import { callFields } from '../callbacks.ts';
import { deliver } from '../deliver.ts';
import { TRANSCRIPTION_MINUTE_MICROS } from '../money.ts';
import { newSid } from '../random.ts';
import type { Recording } from '../recording.ts';
import { charge } from '../usage.ts';
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
  const sid = newSid(world.sids, 'TR');
  world.clock.at(world.clock.now() + TRANSCRIBE_MS, () => {
    const minutes = Math.ceil(seconds / 60);
    const micros = minutes * TRANSCRIPTION_MINUTE_MICROS;
    charge(world, account, { item: 'transcriptions', usage: minutes, micros });
    if (callback === undefined) return;
    const fields: [string, string][] = [
      ...callFields(call, call.status),
      ['TranscriptionSid', sid],
      ['TranscriptionText', recording.words || NO_WORDS],
      ['TranscriptionStatus', 'completed'],
      ['TranscriptionUrl', `${recordingUrl(world, recording)}/Transcriptions/${sid}`],
      ['TranscriptionType', 'fast'],
      ['RecordingSid', recording.sid],
      ['RecordingUrl', recordingUrl(world, recording)],
    ];
    deliver(world, account, { owner: recording, callSid: call.sid, ...callback, fields });
  });
}
