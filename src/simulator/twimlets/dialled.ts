// What forward, callme and simulring answer when their Dial has ended, and what all that dial write into it.

import { isTrue, urlEncode } from './php.ts';
import { response } from './twiml.ts';
import type { TwimletAnswer } from './twimlet.ts';
import { text, type Vars } from './vars.ts';

/** Undefined on the first run, before anything was dialled. */
export function afterDial(request: Vars): TwimletAnswer | undefined {
  const status = text(request, 'DialCallStatus');
  // What Twilio's API of 2008 called it; a present-day DialCallStatus of `answered` does not count as success.
  const oldStatus = text(request, 'DialStatus');
  if (!request.has('Dial') || (status === '' && oldStatus === '')) return undefined;
  const failUrl = text(request, 'FailUrl');
  if (status === 'completed' || oldStatus === 'answered' || failUrl === '') return hangup();
  return { location: failUrl };
}

export function hangup(): TwimletAnswer {
  return { twiml: response({ name: 'Hangup' }) };
}

/** Seconds, as they were given: what is no number is for Twilio to complain of. */
export function timeoutOr(fallback: number, request: Vars): string {
  const timeout = text(request, 'Timeout');
  return isTrue(timeout) ? timeout : String(fallback);
}

/** Relative, so that the callee is whispered to by the same host. */
export function whisperUrl(message: string): string {
  return `whisper?Message=${urlEncode(message)}`;
}
