// What a request will cost, told from its own parameters: no caller can forget to say it.

import type { IntentDraft } from './intent.ts';
import { estimateCall, estimateMessage } from './price.ts';
import { countSegments } from './segments.ts';

// Letters of GSM-7 that count once, the usual ones: whoever has no others is counted without looking at each.
const PLAIN = /^[A-Za-z0-9 .,:;!?'"()/@&%*=<>#+_$\n-]*$/;
const [ALONE, JOINED] = [160, 153];
// Voices speak about 15 letters a second; silence before, between and after.
const LETTERS_A_SECOND = 15;
const PAUSES_S = 3;
// What a script at a URL says is not known; a minute more than most do.
const UNKNOWN_CALL_S = 120;
// Twilio's list price of a picture is some two and a half texts.
const MEDIA_SEGMENTS = 3;

/** Micros of USD at about list price; a call when it is answered. Nothing for what changes a call. */
export function estimateSend({
  kind,
  targetSid,
  to,
  params,
}: Pick<IntentDraft, 'kind' | 'targetSid' | 'to' | 'params'>): number {
  if (targetSid !== null) return 0;
  if (kind === 'message') return estimateMessage(to, segmentsOfSend({ params }));
  if (kind !== 'call') return 0;
  const twiml = params['Twiml'];
  return estimateCall(to, twiml === undefined ? UNKNOWN_CALL_S : spokenSeconds(textOf(twiml)));
}

/** As many segments as a message counts for. */
export function segmentsOfSend({ params }: Pick<IntentDraft, 'params'>): number {
  const media = params['MediaUrl'] === undefined ? 0 : MEDIA_SEGMENTS;
  return segmentsOf(textOf(params['Body'])) + media;
}

function textOf(value: string | readonly string[] | undefined): string {
  return typeof value === 'string' ? value : '';
}

function segmentsOf(body: string): number {
  if (!PLAIN.test(body)) return countSegments(body).segments;
  return body.length <= ALONE ? 1 : Math.ceil(body.length / JOINED);
}

/** The words between the tags, each as often as its tag says. */
function spokenSeconds(twiml: string): number {
  const said = Array.from(twiml.matchAll(/<(\w+)([^<>]*)>([^<>]+)/g), ([, , attributes = '', words = '']) => {
    const loop = Number(/\bloop="(\d+)"/.exec(attributes)?.[1] ?? 1);
    return words.length * Math.max(1, loop);
  });
  return said.reduce((sum, letters) => sum + letters, 0) / LETTERS_A_SECOND + PAUSES_S;
}
