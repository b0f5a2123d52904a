// What a request asks of a recording: of a new call, or of one in progress.

import type { Fields } from '../form.ts';
import { RECORDING_EVENTS, type RecordingEvent, type RecordingPlan } from '../recording.ts';
import { badRequest } from './api-error.ts';
import { boolean, given, httpMethod, webhookUrl } from './params.ts';

/** Null when the call is not to be recorded. Throws ApiError. */
export function readCallRecording(form: Fields): RecordingPlan | null {
  return boolean(form, 'Record') ? readRecordingPlan(form) : null;
}

/** Throws ApiError. */
export function readRecordingPlan(form: Fields): RecordingPlan {
  const url = webhookUrl(form, 'RecordingStatusCallback', 21205);
  const track = choice(form, 'RecordingTrack', ['both', 'inbound', 'outbound']);
  return {
    // A single track is a single channel.
    channels: choice(form, 'RecordingChannels', ['mono', 'dual']) === 'dual' && track === 'both' ? 2 : 1,
    track,
    trims: choice(form, 'Trim', ['trim-silence', 'do-not-trim']) === 'trim-silence',
    callback: url === undefined ? null : { url, method: httpMethod(form, 'RecordingStatusCallbackMethod') },
    events: readEvents(form),
  };
}

/** The first of the choices when none is given. */
function choice<Choice extends string>(
  form: Fields,
  name: string,
  choices: readonly [Choice, ...Choice[]],
): Choice {
  const text = given(form, name);
  if (text === undefined) return choices[0];
  const chosen = choices.find((known) => known === text);
  if (chosen === undefined) throw badRequest(20001, `The '${name}' parameter is none of ${choices}: ${text}`);
  return chosen;
}

/** Repeated, as the clients send a list, or in one value with spaces, as Twilio's text has it. */
function readEvents(form: Fields): readonly RecordingEvent[] {
  const names = (form.get('RecordingStatusCallbackEvent') ?? []).join(' ').split(/\s+/).filter(Boolean);
  if (names.length === 0) return ['completed'];
  return names.map((name) => {
    const event = RECORDING_EVENTS.find((known) => known === name);
    if (event === undefined) throw badRequest(20001, `Invalid 'RecordingStatusCallbackEvent': ${name}`);
    return event;
  });
}
