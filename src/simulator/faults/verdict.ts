// What becomes of one request or one callback when faults strike it.

import type { Aim } from './aim.ts';
import type { FaultSpec } from './spec.ts';

/** What is to happen to one request. */
export interface Verdict {
  readonly before: 'error-before' | 'error-503' | 'rate-limit' | 'refuse-connection' | undefined;
  readonly after: 'drop-reply' | 'error-after-accept' | 'malformed' | undefined;
  readonly delayMs: number;
  readonly slowBodyMs: number;
  readonly listLagMs: number;
  /** Of `before`. */
  readonly retryAfterSeconds: number | undefined;
  /** How long nothing listens; 0 resets this one connection only. */
  readonly closedMs: number;
  readonly strikes: readonly Strike[];
  /** What the request wants for whatever Twilio then sends about the thing it makes or changes. */
  readonly ofWebhooks: readonly FaultSpec[];
}

/** What is to happen to one status callback. */
export interface CallbackVerdict {
  readonly fate: 'lose-callback' | 'duplicate-callback' | 'reorder-callbacks' | undefined;
  readonly delayMs: number;
  /** Signed with another token. */
  readonly isForged: boolean;
}

/** One fault that hit; `armed` is missing when the request itself asked for it. */
export interface Strike {
  readonly spec: FaultSpec;
  readonly armed?: Armed;
}

/** A fault in force. */
export interface Armed {
  readonly spec: FaultSpec;
  readonly aim: Aim;
  /** Of its stream. */
  readonly label: string;
  left: number;
  struck: number;
}

export const NO_FAULT: Verdict = {
  before: undefined,
  after: undefined,
  delayMs: 0,
  slowBodyMs: 0,
  listLagMs: 0,
  retryAfterSeconds: undefined,
  closedMs: 0,
  strikes: [],
  ofWebhooks: [],
};

export const NO_CALLBACK_FAULT: CallbackVerdict = { fate: undefined, delayMs: 0, isForged: false };

/** Adds one that struck: of those that end a request the first wins, all others add up. */
export function combine(verdict: Verdict, strike: Strike): Verdict {
  const { name, delayMs = 0, retryAfterSeconds } = strike.spec;
  const strikes = [...verdict.strikes, strike];
  switch (name) {
    case 'delay':
      return { ...verdict, strikes, delayMs: verdict.delayMs + delayMs };
    case 'slow-body':
      return { ...verdict, strikes, slowBodyMs: verdict.slowBodyMs + delayMs };
    case 'list-lag':
      return { ...verdict, strikes, listLagMs: Math.max(verdict.listLagMs, delayMs) };
    case 'error-before':
    case 'error-503':
    case 'rate-limit':
    case 'refuse-connection':
      if (isSpoilt(verdict)) return verdict;
      return { ...verdict, strikes, before: name, retryAfterSeconds, closedMs: delayMs };
    case 'drop-reply':
    case 'error-after-accept':
    case 'malformed':
      return isSpoilt(verdict) ? verdict : { ...verdict, strikes, after: name };
    default:
      return verdict;
  }
}

function isSpoilt({ before, after }: Verdict): boolean {
  return before !== undefined || after !== undefined;
}

/** What is left of it for a request that was not accepted: it may come late, and that is all. */
export function spare(verdict: Verdict): Verdict {
  if (verdict.strikes.length === 0) return verdict;
  const strikes = verdict.strikes.filter(({ spec: { name } }) => name === 'delay' || name === verdict.before);
  return { ...verdict, strikes, after: undefined, slowBodyMs: 0, listLagMs: 0 };
}

/** Likewise for a callback. */
export function combineCallback(verdict: CallbackVerdict, { name, delayMs = 0 }: FaultSpec): CallbackVerdict {
  switch (name) {
    case 'delay-callback':
      return { ...verdict, delayMs: verdict.delayMs + delayMs };
    case 'wrong-signature':
      return { ...verdict, isForged: true };
    case 'lose-callback':
    case 'duplicate-callback':
    case 'reorder-callbacks':
      return verdict.fate === undefined ? { ...verdict, fate: name } : verdict;
    default:
      return verdict;
  }
}
