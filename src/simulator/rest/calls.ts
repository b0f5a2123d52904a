// Calls: list, fetch, redirect, end, delete.

import { CALL_STATUSES, type Call, FINAL_CALL, planOf, type TwimlSource } from '../call.ts';
import { callText } from '../call-text.ts';
import type { Fields } from '../form.ts';
import { endLeg, limitLeg } from '../voice/life.ts';
import type { Account, World } from '../world.ts';
import { ApiError, badRequest, notFound } from './api-error.ts';
import { postCall, readTimeLimitMs, readTwiml } from './call-create.ts';
import { chosen, dated, equals, listAnswer } from './list.ts';
import { given, httpMethod, webhookUrl } from './params.ts';
import type { Resource, RestAnswer, RestRequest } from './resource.ts';

const FILTERS = [
  equals<Call>('To', (call) => call.to),
  equals<Call>('From', (call) => call.from),
  chosen('Status', CALL_STATUSES, (call: Call) => call.status),
  equals<Call>('ParentCallSid', (call) => call.parentCallSid),
  dated<Call>('StartTime', (call) => call.startedAt),
  dated<Call>('EndTime', (call) => call.endedAt),
];
const PARAMS = [
  'To',
  'From',
  'Status',
  'ParentCallSid',
  'StartTime',
  'StartTime<',
  'StartTime>',
  'EndTime',
  'EndTime<',
  'EndTime>',
];

/** The call a path names. Throws ApiError 20404. */
export function findCall({ account, sids, path }: RestRequest): Call {
  const call = account.calls.get(sids[0] ?? '');
  if (call === undefined) throw notFound(path);
  return call;
}

function listCalls(request: RestRequest): RestAnswer {
  return listAnswer(request, {
    book: request.account.calls,
    key: 'calls',
    filters: FILTERS,
    filedUnder: given(request.query, 'To'),
    cards: { party: 'From', status: 'Status', at: 'StartTime' },
    params: PARAMS,
    text: callText,
  });
}

function updateCall(request: RestRequest): RestAnswer {
  const { form } = request;
  const call = findCall(request);
  const status = given(form, 'Status');
  const source = readNewSource(form);
  const timeLimitMs = readTimeLimitMs(form);
  if (status !== undefined && status !== 'canceled' && status !== 'completed') {
    throw badRequest(20001, `Invalid Status: ${status}`);
  }
  if (FINAL_CALL.includes(call.status)) throw badRequest(21220, 'Call is not in-progress. Cannot redirect.');
  updatePlan(call, form);
  if (timeLimitMs !== undefined) setLimit(request, call, timeLimitMs);
  if (status !== undefined) hangUp(request, call, status);
  else if (source !== undefined) redirect(request, call, source);
  request.account.calls.touch(call);
  return { status: 200, bytes: callText(call), sid: call.sid };
}

function readNewSource(form: Fields): TwimlSource | undefined {
  const url = webhookUrl(form, 'Url', 21205);
  const twiml = readTwiml(form);
  if (url !== undefined && twiml !== undefined)
    throw badRequest(20001, "'Url' and 'Twiml' exclude each other");
  if (url !== undefined) return { url, method: httpMethod(form, 'Method') };
  return twiml === undefined ? undefined : { twiml };
}

function updatePlan(call: Call, form: Fields): void {
  const plan = planOf(call);
  const fallback = webhookUrl(form, 'FallbackUrl', 21205);
  const statusCallback = webhookUrl(form, 'StatusCallback', 21205);
  if (fallback !== undefined) plan.fallback = { url: fallback, method: httpMethod(form, 'FallbackMethod') };
  if (statusCallback !== undefined) {
    plan.statusCallback = { url: statusCallback, method: httpMethod(form, 'StatusCallbackMethod') };
  }
}

function setLimit({ world }: RestRequest, call: Call, timeLimitMs: number): void {
  planOf(call).timeLimitMs = timeLimitMs;
  const live = world.live.get(call.sid);
  if (live !== undefined && call.status === 'in-progress') limitLeg(live);
}

/** `canceled` ends what nobody has answered yet and leaves the rest alone; `completed` ends anything. */
function hangUp({ world }: RestRequest, call: Call, status: 'canceled' | 'completed'): void {
  const live = world.live.get(call.sid);
  if (live === undefined) return;
  if (call.status !== 'in-progress') endLeg(live, 'canceled', { by: 'near' });
  else if (status === 'completed') endLeg(live, 'completed', { by: 'near', sipCode: 200 });
}

/** Ends what an account that may not call any more has in its queue. */
export function dropQueuedCalls(world: World, account: Account): void {
  for (const call of account.calls.all()) {
    const live = call.status === 'queued' ? world.live.get(call.sid) : undefined;
    if (live) endLeg(live, 'canceled', { by: 'near' });
  }
}

function redirect({ world }: RestRequest, call: Call, source: TwimlSource): void {
  const live = world.live.get(call.sid);
  if (live === undefined || call.status !== 'in-progress') {
    throw badRequest(21220, 'Call is not in-progress. Cannot redirect.');
  }
  live.redirect(source);
}

function deleteCall(request: RestRequest): RestAnswer {
  const call = findCall(request);
  if (!FINAL_CALL.includes(call.status)) {
    throw new ApiError(409, 20009, 'Cannot delete this resource before it is complete');
  }
  request.account.calls.remove(call);
  return { status: 204, sid: call.sid };
}

export const CALLS: Resource = { get: listCalls, post: postCall, worksInTest: true };

export const CALL: Resource = {
  get: (request) => {
    const call = findCall(request);
    return { status: 200, bytes: callText(call), sid: call.sid };
  },
  post: updateCall,
  delete: deleteCall,
};
