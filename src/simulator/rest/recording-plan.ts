// How a request wants something recorded, by the parameters that calls, participants and recordings share.

import type { Fields } from '../form.ts';
import { RECORDING_EVENTS, type RecordingEvent, type RecordingPlan } from '../recording.ts';
import { httpMethod, oneOf, webhookUrl } from './params.ts';

/** Throws ApiError 20001. */
export function readRecordingPlan(
  form: Fields,
  trimByDefault: 'trim-silence' | 'do-not-trim',
): RecordingPlan {
  const callback = webhookUrl(form, 'RecordingStatusCallback', 20001);
  const trim = oneOf(form, 'Trim', ['trim-silence', 'do-not-trim']) ?? trimByDefault;
  return {
    channels: oneOf(form, 'RecordingChannels', ['mono', 'dual']) === 'dual' ? 2 : 1,
    track: oneOf(form, 'RecordingTrack', ['inbound', 'outbound', 'both']) ?? 'both',
    trims: trim === 'trim-silence',
    callback:
      callback === undefined
        ? null
        : { url: callback, method: httpMethod(form, 'RecordingStatusCallbackMethod') },
    events: readEvents(form),
  };
}

/** Repeated, or several in one, separated by spaces. Those that only some resources know are taken and never told. */
function readEvents(form: Fields): readonly RecordingEvent[] {
  const words = (form.get('RecordingStatusCallbackEvent') ?? []).flatMap((text) => text.split(/\s+/));
  const known = RECORDING_EVENTS.filter((event) => words.includes(event));
  return words.some((word) => word !== '') ? known : ['completed'];
}
