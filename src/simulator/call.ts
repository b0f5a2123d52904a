// A voice call as the simulator keeps it.

import type { RecordingPlan } from './recording.ts';

export const CALL_STATUSES = [
  'queued',
  'ringing',
  'in-progress',
  'completed',
  'busy',
  'no-answer',
  'failed',
  'canceled',
] as const;
export type CallStatus = (typeof CALL_STATUSES)[number];

/** Statuses that are never left. */
export const FINAL_CALL: readonly CallStatus[] = ['completed', 'busy', 'no-answer', 'failed', 'canceled'];

export type CallDirection = 'inbound' | 'outbound-api' | 'outbound-dial';

export type HttpMethod = 'GET' | 'POST';

/** Progress events a status callback may ask for. */
export const CALL_EVENTS = ['initiated', 'ringing', 'answered', 'completed'] as const;
export type CallEvent = (typeof CALL_EVENTS)[number];

/** Where TwiML comes from: an inline document, or a URL to fetch it from. */
export type TwimlSource = { readonly twiml: string } | { readonly url: string; readonly method: HttpMethod };

/** A URL of the application's, and how it is asked. */
export interface WebTarget {
  readonly url: string;
  readonly method: HttpMethod;
}

/** Answering-machine detection, as asked for at creation. */
export interface DetectionPlan {
  readonly mode: 'Enable' | 'DetectMessageEnd';
  readonly timeoutMs: number;
  readonly speechThresholdMs: number;
  readonly speechEndMs: number;
  /** Of silence at the beginning, after which it gives up. */
  readonly silenceTimeoutMs: number;
  /** Does not hold the call up; the answer goes to the callback. */
  readonly async: boolean;
  readonly callback: string | null;
  readonly callbackMethod: HttpMethod;
}

/** What the creator of a call asked for. Status callback, fallback and time limit may be changed while it is live. */
export interface CallPlan {
  /** Null for a call that is told what to do by another, or by nobody. */
  readonly source: TwimlSource | null;
  fallback: WebTarget | null;
  statusCallback: WebTarget | null;
  readonly statusEvents: readonly CallEvent[];
  readonly sendDigits: string;
  readonly timeoutMs: number;
  timeLimitMs: number;
  readonly detection: DetectionPlan | null;
  /** Said first, until a key is pressed: a trial account's. */
  readonly notice?: string;
  /** Records the whole call. */
  readonly recording?: RecordingPlan | null;
}

/** Instants are virtual, in ms. Plain data: it is written to the state file as it is. */
export interface Call {
  readonly seq: number;
  readonly sid: string;
  readonly accountSid: string;
  readonly from: string;
  readonly to: string;
  /** Of the account's number or caller ID that called, or that was called; empty when it is neither. */
  readonly phoneNumberSid: string;
  readonly direction: CallDirection;
  /** The call whose TwiML made this one. */
  readonly parentCallSid: string | null;
  /** Who passed the call on to the number it was made to. */
  readonly forwardedFrom?: string | null;
  /** What the caller's name was looked up to be. */
  readonly callerName?: string | null;
  status: CallStatus;
  readonly createdAt: number;
  updatedAt: number;
  /** When it leaves the queue. */
  readonly dialAt: number;
  startedAt: number | null;
  endedAt: number | null;
  /** Whole seconds from answer to end; null unless it was answered and has ended. */
  durationSeconds: number | null;
  priceMicros: number | null;
  answeredBy: string | null;
  /** Number of the next status callback. */
  sequence: number;
  /** Null for a call of a past that was made up: half of the text of a row that nobody asks for a plan. */
  readonly plan: CallPlan | null;
}

const NOTHING_ASKED: CallPlan = {
  source: null,
  fallback: null,
  statusCallback: null,
  statusEvents: [],
  sendDigits: '',
  timeoutMs: 60_000,
  timeLimitMs: 14_400_000,
  detection: null,
};

export function planOf({ plan }: Call): CallPlan {
  return plan ?? NOTHING_ASKED;
}

/** The sub-resources Twilio lists, whether or not the simulator serves them. */
export function subresources(uri: string): Record<string, string> {
  return {
    events: `${uri}/Events.json`,
    notifications: `${uri}/Notifications.json`,
    payments: `${uri}/Payments.json`,
    recordings: `${uri}/Recordings.json`,
    siprec: `${uri}/Siprec.json`,
    streams: `${uri}/Streams.json`,
    transcriptions: `${uri}/Transcriptions.json`,
    user_defined_message_subscriptions: `${uri}/UserDefinedMessageSubscriptions.json`,
    user_defined_messages: `${uri}/UserDefinedMessages.json`,
  };
}

export function callUri({ accountSid, sid }: Call): string {
  return `/2010-04-01/Accounts/${accountSid}/Calls/${sid}`;
}
