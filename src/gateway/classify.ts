// Turns an answer, or the lack of one, into a verdict: what may be done next without sending anything twice.

import { redact } from '../core/redact.ts';
import type { Verdict } from './door.ts';
import { explainCode } from './error-codes.ts';
import { retryAfterMs } from './retry-after.ts';
import { WireError, type WireRequest, type WireResponse } from './wire.ts';

type Method = WireRequest['method'];

/**
 * `hasRow`: the body of a 2xx answer to a POST held a usable resource. A verdict on a GET or DELETE is `accepted`
 * for any 2xx: what the body is worth is the reader's to say.
 *
 * The one rule: `retry`, which sends again, needs proof that Twilio did not process the request. Twilio has no
 * idempotency key, so without proof a POST is `unknown`.
 */
export function classifyAnswer(method: Method, answer: WireResponse | WireError, hasRow: boolean): Verdict {
  if (answer instanceof WireError) {
    const isSafe = answer.sent === 'no' || isRepeatable(method);
    return { class: isSafe ? 'retry' : 'unknown', message: answer.message };
  }
  const verdict = verdictOn(method, answer, hasRow);
  const requestId = answer.headers['twilio-request-id'];
  return requestId === undefined ? verdict : { ...verdict, requestId };
}

function verdictOn(method: Method, answer: WireResponse, hasRow: boolean): Verdict {
  const { status } = answer;
  if (status >= 200 && status < 300) {
    if (hasRow || isRepeatable(method)) return { class: 'accepted', message: 'Twilio accepted it' };
    return { class: 'unknown', message: `Twilio answered ${status}, but with nothing that can be read` };
  }
  const body = readError(answer.body);
  if (status === 429) {
    // Twilio says so of its own: "never processed and always safe to retry" (its pages on 20429).
    return { ...retry('too many requests at once', answer), twilioCode: body?.code };
  }
  if (status >= 400 && status < 500 && status !== 408) return refusal(answer, body);
  // 500 may come after Twilio has queued the message: its page on 20500 warns of duplicates. 503 would mean
  // "not processed", but it is also what a balancer says whose connection to Twilio broke after the request had
  // gone through, and the two look the same from here. 408, 502 and 504 are such go-betweens by definition.
  if (isRepeatable(method)) return { ...retry(`Twilio answered ${status}`, answer), twilioCode: body?.code };
  return {
    class: 'unknown',
    twilioCode: body?.code,
    message: `Twilio answered ${status}; it may have been processed all the same`,
  };
}

function refusal(answer: WireResponse, body: ErrorBody | undefined): Verdict {
  const { status } = answer;
  const known = body && explainCode(body.code);
  const isBarred = status === 401 || status === 403;
  if (body === undefined) {
    // Every refusal of Twilio's has a code. A proxy, a wrong address or a mock refuses all alike, so one wrong
    // setting must halt the sending and not fail a day's reminders one by one.
    const who = isBarred ? 'the credentials were refused' : 'something other than Twilio answered';
    return { class: 'halt', message: `${who} (HTTP ${status})` };
  }
  const message = `${body.code}: ${known?.meaning ?? redact(body.message)}`;
  if (known?.class === 'retry') return { ...retry(message, answer), twilioCode: body.code };
  // 401 and 403 are about us, whatever their code. An unknown code is about this request.
  const isHalt = isBarred ? known?.class !== 'permanent' : known?.class === 'halt';
  return { class: isHalt ? 'halt' : (known?.class ?? 'permanent'), twilioCode: body.code, message };
}

function retry(message: string, answer: WireResponse): Verdict {
  return { class: 'retry', message, retryAfterMs: retryAfterMs(answer.headers) };
}

// A second GET or DELETE does what the first did.
function isRepeatable(method: Method): boolean {
  return method !== 'POST';
}

interface ErrorBody {
  readonly code: number;
  readonly message: string;
}

/** Twilio's error body, old (`message`) or after RFC 9457 (`title`); undefined for anything else. */
function readError(body: string): ErrorBody | undefined {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return undefined;
  }
  const { code, message, title } = (json ?? {}) as Partial<Record<'code' | 'message' | 'title', unknown>>;
  if (typeof code !== 'number' || !Number.isSafeInteger(code)) return undefined;
  const words = [message, title].find((text) => typeof text === 'string');
  return { code, message: typeof words === 'string' ? words.slice(0, 300) : 'no reason given' };
}
