// POST Calls: checks what Twilio checks and puts the call into the queue.

import { CALL_EVENTS, type CallEvent, type CallPlan, type DetectionPlan, type TwimlSource } from '../call.ts';
import { callText } from '../call-text.ts';
import type { Fields } from '../form.ts';
import { readNumber } from '../number.ts';
import { mayReach, TRIAL_NOTICE } from '../trial.ts';
import { callDelayMs, createCall } from '../voice/outbound.ts';
import type { Account, World } from '../world.ts';
import { badRequest } from './api-error.ts';
import { checkMagic, invalidFrom, invalidTo } from './magic.ts';
import { boolean, given, httpMethod, integer, webhookUrl } from './params.ts';
import { readRecordingPlan } from './recording-plan.ts';
import type { RestAnswer, RestRequest } from './resource.ts';

const MAX_TWIML = 4_000;
const MAX_TIMEOUT_S = 600;
const DAY_S = 86_400;
const DEFAULT_LIMIT_S = 14_400;
/** A day's worth of calls at the account's rate: Twilio queues no more. */
const MAX_QUEUE_MS = 86_400_000;

export function postCall({ world, account, form }: RestRequest): RestAnswer {
  const parties = readParties(account, form);
  const plan = withNotice(account, readPlan(account, form));
  checkQueue(world, account);
  const call = createCall(world, account, { ...parties, plan });
  return { status: 201, bytes: callText(call), sid: call.sid };
}

/** Throws ApiError 22005 when a day's worth of calls waits already. */
export function checkQueue(world: World, account: Account): void {
  if (callDelayMs(world, account) > MAX_QUEUE_MS) throw badRequest(22005, 'Call Queue Full');
}

/** Who calls whom. Throws ApiError for a number that cannot, or may not. */
export function readParties(account: Account, form: Fields): { readonly from: string; readonly to: string } {
  const to = readAddress(form) ?? readParty(form, 'To');
  const from = readParty(form, 'From');
  checkMagic('call', account, { from, to });
  if (!mayCallFrom(account, from) && !isVouchedFor(account, form, from)) {
    throw badRequest(
      21210,
      `'From' phone number not verified: ${from} is neither a number nor a verified caller ID of this account`,
    );
  }
  if (from === to) throw badRequest(21211, `'To' and 'From' number cannot be the same: ${to}`);
  if (!mayReach(account, to)) {
    throw badRequest(
      21219,
      `The number ${to} is unverified. Trial accounts may only make calls to verified numbers.`,
    );
  }
  return { from, to };
}

function mayCallFrom({ numbers, callerIds }: Account, from: string): boolean {
  return numbers.find(from) !== undefined || callerIds.find(from) !== undefined;
}

/** A client or a SIP endpoint, of which the simulator has none: the call is made, and nobody answers it. */
function readAddress(form: Fields): string | undefined {
  const text = given(form, 'To') ?? '';
  return /^(?:client:[\w.+-]{1,121}|sips?:[^\s@]+@[^\s@]+)$/i.test(text) ? text : undefined;
}

/** The token of a call that came in lets another one show its caller: what passes it on need not own that number. */
function isVouchedFor({ calls }: Account, form: Fields, from: string): boolean {
  const [, sid] = /^\{"parentCallInfoToken":"(CA\w{32})"\}$/.exec(given(form, 'CallToken') ?? '') ?? [];
  const call = sid === undefined ? undefined : calls.get(sid);
  return call?.direction === 'inbound' && call.from === from;
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

function withNotice({ type }: Account, plan: CallPlan): CallPlan {
  return type === 'Trial' ? { ...plan, notice: TRIAL_NOTICE } : plan;
}

/** Throws ApiError. An application stands for the URLs and the status callback, whatever else is given. */
export function readPlan(account: Account, asked: Fields): CallPlan {
  const form = withApplication(account, asked);
  return { source: readSource(form), ...readTerms(form) };
}

function withApplication({ applications }: Account, form: Fields): Fields {
  const sid = given(form, 'ApplicationSid');
  if (sid === undefined) return form;
  const application = applications.get(sid);
  if (application === undefined) throw badRequest(21218, `Invalid ApplicationSid: ${sid}`);
  return new Map([
    ...form,
    ['Url', [application.voiceUrl]],
    ['Method', [application.voiceMethod]],
    ['FallbackUrl', [application.voiceFallbackUrl]],
    ['FallbackMethod', [application.voiceFallbackMethod]],
    ['StatusCallback', [application.statusCallback]],
    ['StatusCallbackMethod', [application.statusCallbackMethod]],
  ]);
}

/** How a call is to be made and told of, whatever is then said in it. Throws ApiError. */
export function readTerms(form: Fields): Omit<CallPlan, 'source'> {
  const statusCallback = webhookUrl(form, 'StatusCallback', 21205);
  const fallback = webhookUrl(form, 'FallbackUrl', 21205);
  return {
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
    recording: boolean(form, 'Record') ? readRecordingPlan(form, 'trim-silence') : null,
  };
}

/** A Url wins over a Twiml beside it. */
function readSource(form: Fields): TwimlSource {
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
