// POST Calls: checks what Twilio checks and puts the call into the queue.

import {
  CALL_EVENTS,
  type CallEvent,
  type CallPlan,
  callJson,
  type DetectionPlan,
  type TwimlSource,
} from '../call.ts';
import type { Fields } from '../form.ts';
import { readNumber } from '../number.ts';
import { callDelayMs, createCall } from '../voice/outbound.ts';
import { badRequest } from './api-error.ts';
import { checkMagic, GOOD_SENDER, invalidFrom, invalidTo } from './magic.ts';
import { boolean, given, httpMethod, integer, webhookUrl } from './params.ts';
import type { RestAnswer, RestRequest } from './resource.ts';

const MAX_TWIML = 4_000;
const MAX_TIMEOUT_S = 600;
const DAY_S = 86_400;
const DEFAULT_LIMIT_S = 14_400;
/** A day's worth of calls at the account's rate: Twilio queues no more. */
const MAX_QUEUE_MS = 86_400_000;

export function postCall({ world, account, form }: RestRequest): RestAnswer {
  const to = readParty(form, 'To');
  const from = readParty(form, 'From');
  checkMagic('call', { from, to });
  if (from !== GOOD_SENDER && account.numbers.find(from) === undefined) {
    throw badRequest(21210, `'From' phone number not verified: ${from} is none of this account's numbers`);
  }
  if (from === to) throw badRequest(21211, `'To' and 'From' number cannot be the same: ${to}`);
  const plan = readPlan(form);
  if (callDelayMs(world, account) > MAX_QUEUE_MS) throw badRequest(22005, 'Call Queue Full');
  const call = createCall(world, account, { from, to, plan });
  return { status: 201, body: callJson(call), sid: call.sid };
}

function readParty(form: Fields, name: 'To' | 'From'): string {
  const text = given(form, name);
  if (text === undefined) {
    throw name === 'To'
      ? badRequest(21201, "No 'To' number is specified")
      : badRequest(21213, "No 'From' number is specified");
  }
  const number = readNumber(text);
  if (number !== undefined) return number;
  throw name === 'To' ? invalidTo(text) : invalidFrom(text);
}

function readPlan(form: Fields): CallPlan {
  const statusCallback = webhookUrl(form, 'StatusCallback', 21205);
  const fallback = webhookUrl(form, 'FallbackUrl', 21205);
  return {
    source: readSource(form),
    fallback: fallback === undefined ? null : { url: fallback, method: httpMethod(form, 'FallbackMethod') },
    statusCallback:
      statusCallback === undefined
        ? null
        : { url: statusCallback, method: httpMethod(form, 'StatusCallbackMethod') },
    statusEvents: readEvents(form),
    sendDigits: readSendDigits(form),
    timeoutMs: readTimeoutMs(form),
    timeLimitMs: readTimeLimitMs(form) ?? DEFAULT_LIMIT_S * 1000,
    detection: readDetection(form),
  };
}

/** A Url wins over a Twiml beside it. */
function readSource(form: Fields): TwimlSource {
  if (given(form, 'ApplicationSid') !== undefined) throw badRequest(21218, 'Invalid ApplicationSid');
  const url = webhookUrl(form, 'Url', 21205);
  if (url !== undefined) return { url, method: httpMethod(form, 'Method') };
  const twiml = readTwiml(form);
  if (twiml === undefined) throw badRequest(21205, "A 'Url' or 'Twiml' parameter is required");
  return { twiml };
}

export function readTwiml(form: Fields): string | undefined {
  const twiml = given(form, 'Twiml');
  if (twiml !== undefined && twiml.length > MAX_TWIML) {
    throw badRequest(20001, `The 'Twiml' parameter is longer than ${MAX_TWIML} characters`);
  }
  return twiml;
}

export function readTimeLimitMs(form: Fields): number | undefined {
  if (given(form, 'TimeLimit') === undefined) return undefined;
  return integer(form, 'TimeLimit', { fallback: DEFAULT_LIMIT_S, least: 1, most: DAY_S, code: 20001 }) * 1000;
}

// Twilio takes more than ten minutes for ten minutes.
function readTimeoutMs(form: Fields): number {
  const rule = { fallback: 60, least: 0, most: Number.MAX_SAFE_INTEGER, code: 20001 };
  return Math.min(integer(form, 'Timeout', rule), MAX_TIMEOUT_S) * 1000;
}

function readSendDigits(form: Fields): string {
  const digits = given(form, 'SendDigits') ?? '';
  if (!/^[0-9A-D#*wW]{0,32}$/.test(digits)) throw badRequest(21206, `Invalid SendDigits: ${digits}`);
  return digits;
}

function readEvents(form: Fields): readonly CallEvent[] {
  const names = (form.get('StatusCallbackEvent') ?? []).filter((name) => name !== '');
  if (names.length === 0) return ['completed'];
  return names.map((name) => {
    const event = CALL_EVENTS.find((known) => known === name);
    if (event === undefined) throw badRequest(21626, `Invalid 'StatusCallbackEvent': ${name}`);
    return event;
  });
}

/** SendDigits turns detection off, as at Twilio. */
function readDetection(form: Fields): DetectionPlan | null {
  const mode = given(form, 'MachineDetection');
  if (mode === undefined || given(form, 'SendDigits') !== undefined) return null;
  if (mode !== 'Enable' && mode !== 'DetectMessageEnd') {
    throw badRequest(20001, `Invalid MachineDetection: ${mode}`);
  }
  const range = (name: string, fallback: number, least: number, most: number) =>
    integer(form, name, { fallback, least, most, code: 20001 });
  return {
    mode,
    timeoutMs: range('MachineDetectionTimeout', 30, 3, 59) * 1000,
    speechThresholdMs: range('MachineDetectionSpeechThreshold', 2_400, 1_000, 6_000),
    speechEndMs: range('MachineDetectionSpeechEndThreshold', 1_200, 500, 5_000),
    silenceTimeoutMs: range('MachineDetectionSilenceTimeout', 5_000, 2_000, 10_000),
    async: boolean(form, 'AsyncAmd'),
    callback: webhookUrl(form, 'AsyncAmdStatusCallback', 21205) ?? null,
    callbackMethod: httpMethod(form, 'AsyncAmdStatusCallbackMethod'),
  };
}
