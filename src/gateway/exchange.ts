// The door's second half: one committed intent, one request, one honest verdict, one line in the log.

import type { Clock } from '../core/clock.ts';
import { crashPoint } from '../core/crash-point.ts';
import { UnhealthyError } from '../core/errors.ts';
import type { IntentKind } from '../core/intent.ts';
import { SETTLE_MARGIN_MS } from '../core/lease.ts';
import { describeStop, holdOf, isStoppable, type Stop } from '../core/stop.ts';
import type { ApiExchange } from '../store/api-log.ts';
import type { StoredIntent } from '../store/intents.ts';
import { type Allowlist, refusalByAllowlist } from './allowlist.ts';
import { classifyAnswer } from './classify.ts';
import type { Committed } from './committed.ts';
import type { Exchanged, Read, TwilioRow, Verdict } from './door.ts';
import { encodeForm } from './form.ts';
import { isNumberPath, readNumber } from './number-rows.ts';
import { listedKind, parsePage } from './pages.ts';
import { type Purchases, refusalOfPurchase } from './purchase.ts';
import { parseRow } from './rows.ts';
import { type Wire, WireError, type WireRequest, type WireResponse } from './wire.ts';

export interface ExchangeDeps {
  readonly committed: Committed;
  readonly wire: Wire;
  readonly clock: Clock;
  /** Measures how long a request took, also when `clock` is virtual. */
  readonly realClock: Clock;
  readonly accountSid: string;
  readonly allowlist: Allowlist;
  readonly requestTimeoutMs: number;
  /** Without it nothing is bought or given up. */
  readonly purchases?: Purchases | undefined;
}

/**
 * Sends a committed, pending intent. The row is read on a second connection, which sees only what is committed:
 * what is sent is what a crash would leave behind.
 * @throws Error when there is no such intent, or its end is known: a bug in the caller.
 */
export async function exchangeIntent(deps: ExchangeDeps, intentId: number): Promise<Exchanged> {
  crashPoint('request:begun');
  const seen = await orUnhealthy(deps.committed.read(intentId));
  if (seen instanceof UnhealthyError) return unsent(intentId, unread(seen));
  const { intent, stop } = seen;
  if (!intent) throw new Error(`intent ${intentId} is not committed; nothing was sent`);
  // Taken for lost by another process while this one slept. Only the claimer sends, and it has not: nobody need look.
  if (intent.outcome === 'unknown') return unsent(intentId, FENCED);
  if (intent.outcome !== 'pending')
    throw new Error(`intent ${intentId} is ${intent.outcome}; nothing was sent`);
  const veto = lastLook(deps, intent) ?? stopped(intent, stop);
  if (veto) return unsent(intentId, veto);
  const request = requestOf(intent);
  crashPoint('request:before-wire');
  const answer = put(deps, request, intent.id);
  crashPoint('request:on-wire');
  const read = await answer;
  crashPoint('request:answered');
  return { intentId, ...read };
}

function unsent(intentId: number, verdict: Verdict): Exchanged {
  return { intentId, verdict, httpStatus: null, row: undefined, log: undefined };
}

const FENCED: Verdict = { class: 'retry', message: 'its lease was over; this process was held up' };

function unread(error: UnhealthyError): Verdict {
  return { class: 'retry', message: `nothing was sent: ${error.message}` };
}

async function orUnhealthy<T>(reading: Promise<T>): Promise<T | UnhealthyError> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof UnhealthyError) return error;
    throw error;
  }
}

/** A stop that came after the intent was written, by whatever process: the last thing asked before the wire. */
function stopped(intent: StoredIntent, stop: Stop | undefined): Verdict | undefined {
  if (!stop || !isStoppable(intent)) return undefined;
  return { class: 'held', hold: holdOf(stop), message: describeStop(stop) };
}

/** What changed since the intent was written: its lease, its use, the allowlist of this very process. */
function lastLook(deps: ExchangeDeps, intent: StoredIntent): Verdict | undefined {
  const now = deps.clock.now();
  if (intent.expiresAt !== null && now > intent.expiresAt) {
    return { class: 'expired', message: 'it had become too late when it was about to be sent' };
  }
  if (now + deps.requestTimeoutMs + SETTLE_MARGIN_MS > intent.leaseUntil) {
    return { class: 'retry', message: 'its lease was too short for a request; this process was held up' };
  }
  if (isForAnother(intent)) {
    return { class: 'permanent', message: `its request is not for ${intent.to}, for whom it was allowed` };
  }
  const refusal =
    intent.kind === 'number'
      ? refusalOfPurchase(intent, deps.purchases)?.message
      : refusalByAllowlist(deps.allowlist, intent.to, intent.purpose);
  return refusal === undefined ? undefined : { class: 'permanent', message: refusal };
}

/** The guards asked about `to`; the request must be for nobody else. A change of nothing would make something new. */
function isForAnother({ kind, targetSid, to, params }: StoredIntent): boolean {
  if (targetSid !== null) return !SID.test(targetSid);
  if (kind === 'call-update') return true;
  return params[kind === 'number' ? 'PhoneNumber' : 'To'] !== to;
}

const RESOURCES: Readonly<Record<IntentKind, string>> = {
  message: 'Messages',
  call: 'Calls',
  'call-update': 'Calls',
  number: 'IncomingPhoneNumbers',
};

const MESSAGE_SID = /^(SM|MM)/;
// A slash in it would lead elsewhere.
const SID = /^[A-Z]{2}[A-Za-z0-9]+$/;

/** The request that an intent stands for: something new, or a change of `targetSid`. */
export function requestOf(
  intent: Pick<StoredIntent, 'accountSid' | 'kind' | 'targetSid' | 'params' | 'method'>,
): WireRequest {
  const { accountSid, kind, targetSid, method } = intent;
  // A change is a change: whether of a call or of a message, the SID says.
  const resource = targetSid !== null && MESSAGE_SID.test(targetSid) ? RESOURCES.message : RESOURCES[kind];
  const target = targetSid === null ? '' : `/${targetSid}`;
  const path = `/2010-04-01/Accounts/${accountSid}/${resource}${target}.json`;
  return method === 'DELETE' ? { method, path } : { method: 'POST', path, params: intent.params };
}

/** Puts a request on the wire and turns whatever comes back, or does not, into a verdict and a log line. */
export async function put(deps: ExchangeDeps, request: WireRequest, intentId: number | null): Promise<Read> {
  const at = deps.clock.now();
  const startedAt = deps.realClock.now();
  const answer = await attempt(deps, request);
  const durationMs = Math.max(0, deps.realClock.now() - startedAt);
  const good = answer instanceof WireError || answer.status < 200 || answer.status > 299 ? undefined : answer;
  const listed = listedKind(request);
  const number = good && readNumber(deps.accountSid, request, good.body);
  const row = good && !listed && !isNumberPath(request) ? rowOf(deps, request, good) : undefined;
  const verdict = classifyAnswer(request.method, answer, (row ?? number) !== undefined);
  return {
    verdict,
    httpStatus: answer instanceof WireError ? null : answer.status,
    row,
    number,
    body: good?.body,
    page: good && listed ? parsePage(listed, deps.accountSid, good.body) : undefined,
    log: logLine({ deps, request, answer, verdict, at, durationMs, intentId }),
  };
}

async function attempt(deps: ExchangeDeps, request: WireRequest): Promise<WireResponse | WireError> {
  try {
    return await deps.wire.send(request, { timeoutMs: deps.requestTimeoutMs });
  } catch (error) {
    if (error instanceof WireError) return error;
    throw error;
  }
}

/** The row in a good answer. One of another account is none: it cannot be what was asked for. */
function rowOf(deps: ExchangeDeps, request: WireRequest, answer: WireResponse): TwilioRow | undefined {
  const row = parseRow(request.path.includes('/Calls') ? 'call' : 'message', answer.body);
  return row?.value.accountSid === deps.accountSid ? row : undefined;
}

interface Line {
  readonly deps: ExchangeDeps;
  readonly request: WireRequest;
  readonly answer: WireResponse | WireError;
  readonly verdict: Verdict;
  readonly at: number;
  readonly durationMs: number;
  readonly intentId: number | null;
}

function logLine({ deps, request, answer, verdict, at, durationMs, intentId }: Line): ApiExchange {
  const failed = answer instanceof WireError;
  return {
    at,
    accountSid: deps.accountSid,
    intentId,
    method: request.method,
    url: request.path,
    request: request.params ? encodeForm(request.params) : null,
    status: failed ? null : answer.status,
    response: failed ? null : answer.body,
    error: failed ? answer.message : null,
    durationMs,
    requestId: verdict.requestId ?? null,
  };
}
