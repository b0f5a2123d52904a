// The REST API over HTTP: who asks, for what, and what the faults leave of the answer.

import type { OutgoingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock, Random } from '../../core/clock.ts';
import { NO_FAULT, spare, type Verdict } from '../faults/verdict.ts';
import type { Faults } from '../faults.ts';
import { NO_FIELDS, parseForm } from '../form.ts';
import { newSid } from '../random.ts';
import type { Account, World } from '../world.ts';
import { ApiError, errorBody, methodNotAllowed, notFound, serverError, unauthorized } from './api-error.ts';
import { Outage } from './outage.ts';
import type { RequestLog } from './request-log.ts';
import type { Resource, RestAnswer, RestHandler, RestRequest } from './resource.ts';
import { API_PREFIX, findRoute } from './routes.ts';
import { cut, drip, faultsOf, isCut, judge, refuseFirst } from './spoil.ts';

export interface RestOptions {
  readonly world: World;
  readonly faults: Faults;
  readonly log: RequestLog;
  /** A stream of its own: how often a client polls must not change the SIDs that rows get. */
  readonly requestIds: Random;
  /** Delays are real: the client that waits does not run on virtual time. */
  readonly realClock: Clock;
  /** Aborted when the simulator stops. */
  readonly stopping: AbortSignal;
}

const MALFORMED = '{"sid": "';

export function serveRest(app: FastifyInstance, options: RestOptions): void {
  const logins = new Map<string, Account>();
  for (const account of options.world.accounts.values()) {
    const login = Buffer.from(`${account.sid}:${account.authToken}`).toString('base64');
    logins.set(`Basic ${login}`, account);
  }
  const serving = { ...options, logins, outage: new Outage(app.server, options) };
  app.all(`${API_PREFIX}*`, (request, reply) => answer(request, reply, serving));
}

interface Serving extends RestOptions {
  readonly logins: ReadonlyMap<string, Account>;
  readonly outage: Outage;
}

/** What is to be answered, and what the faults do to it. */
interface Outcome {
  readonly answer: RestAnswer;
  readonly error: ApiError | undefined;
  readonly verdict: Verdict;
}

async function answer(request: FastifyRequest, reply: FastifyReply, serving: Serving): Promise<unknown> {
  const { world, realClock, stopping } = serving;
  const mark = request.url.indexOf('?');
  const path = mark < 0 ? request.url : request.url.slice(0, mark);
  const query = mark < 0 ? NO_FIELDS : parseForm(request.url.slice(mark + 1));
  const form = isForm(request) ? parseForm(request.body as string) : NO_FIELDS;
  const at = world.clock.now();
  const outcome = spoil(decide(request, serving, { path, query, form }));
  const { verdict, error, answer } = outcome;
  serving.faults.count(verdict);
  serving.log.add({
    at,
    method: request.method,
    path,
    fields: request.method === 'POST' ? form : query,
    status: isCut(verdict) ? 0 : (error?.status ?? answer.status),
    code: error?.code || null,
    sid: answer.sid ?? null,
    fault: faultsOf(verdict),
  });
  if (verdict.delayMs > 0) await realClock.sleep(verdict.delayMs, stopping);
  if (isCut(verdict)) {
    reply.hijack();
    cut(reply.raw, verdict, serving.outage);
    return reply;
  }
  reply.header('twilio-request-id', newSid(serving.requestIds, 'RQ'));
  if (verdict.retryAfterSeconds !== undefined) reply.header('retry-after', verdict.retryAfterSeconds);
  if (error) return refuse(reply, error);
  if (answer.body === undefined) return reply.code(answer.status).send();
  const body = verdict.after === 'malformed' ? MALFORMED : JSON.stringify(answer.body);
  reply.code(answer.status).type('application/json; charset=utf-8');
  if (verdict.slowBodyMs === 0) return reply.send(body);
  reply.header('content-length', Buffer.byteLength(body)).hijack();
  reply.raw.writeHead(answer.status, reply.getHeaders() as OutgoingHttpHeaders);
  await drip(reply.raw, body, { ...serving, ms: verdict.slowBodyMs });
  return reply;
}

/** Twilio's own answer, unless a fault came before it. */
function decide(
  request: FastifyRequest,
  serving: Serving,
  asked: Pick<RestRequest, 'path' | 'query' | 'form'>,
): Outcome {
  const { world, logins } = serving;
  let verdict = NO_FAULT;
  try {
    const account = logins.get(request.headers.authorization ?? '');
    if (account === undefined) throw unauthorized();
    const route = findRoute(asked.path, account);
    if (route === undefined) throw notFound(asked.path);
    const { resource, sids } = route;
    verdict = judge(serving, request, asked.path);
    refuseFirst(verdict);
    const handler = handlerOf(resource, request.method);
    const lagMs = verdict.listLagMs;
    return { answer: handler({ ...asked, world, account, sids, lagMs }), error: undefined, verdict };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    // What was not accepted cannot be spoilt after it was.
    return { answer: { status: error.status }, error, verdict: spare(verdict) };
  }
}

function spoil(outcome: Outcome): Outcome {
  return outcome.verdict.after === 'error-after-accept' ? { ...outcome, error: serverError() } : outcome;
}

/** Sends Twilio's error body. */
export function refuse(reply: FastifyReply, error: ApiError): FastifyReply {
  if (error.status === 401) reply.header('www-authenticate', 'Basic realm="Twilio API"');
  return reply
    .code(error.status)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(errorBody(error)));
}

function handlerOf(resource: Resource, method: string): RestHandler {
  const handlers: Readonly<Record<string, RestHandler | undefined>> = {
    GET: resource.get,
    POST: resource.post,
    DELETE: resource.delete,
  };
  const handler = handlers[method];
  if (handler === undefined) throw methodNotAllowed();
  return handler;
}

function isForm({ headers, body }: FastifyRequest): boolean {
  return typeof body === 'string' && isFormType(headers['content-type'] ?? '');
}

/** True for the one content type whose body Twilio reads. */
export function isFormType(type: string): boolean {
  return /^application\/x-www-form-urlencoded *(;|$)/i.test(type);
}
