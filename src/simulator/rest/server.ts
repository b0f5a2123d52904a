// The REST API over HTTP: who asks, for what, and what the faults leave of the answer.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock, Random } from '../../core/clock.ts';
import { NO_FAULT, spare, type Verdict } from '../faults/verdict.ts';
import type { Faults } from '../faults.ts';
import { NO_FIELDS, parseForm } from '../form.ts';
import { newSid } from '../random.ts';
import type { World } from '../world.ts';
import { admit } from './access.ts';
import {
  ApiError,
  errorBody,
  methodNotAllowed,
  noCredentials,
  notFound,
  serverError,
  tooManyRequests,
  unauthorized,
} from './api-error.ts';
import { Concurrency, SERVICE_MS } from './concurrency.ts';
import { identify, type Login } from './login.ts';
import { serveMediaFiles } from './media-files.ts';
import { Outage } from './outage.ts';
import { type Body, CONSTANT_HEADERS, sendBody, sendHead } from './reply.ts';
import type { RequestLog } from './request-log.ts';
import { type Resource, type RestAnswer, type RestHandler, type RestRequest, V1_PREFIX } from './resource.ts';
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
  /** Requests of an account at once; one more is a 429. 0 is no limit. */
  readonly maxConcurrent: number;
}

const MALFORMED = '{"sid": "';
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

export function serveRest(app: FastifyInstance, options: RestOptions): void {
  const serving = {
    ...options,
    concurrency: new Concurrency(options.maxConcurrent),
    outage: new Outage(app.server, options),
  };
  serveMediaFiles(app, options.world, refuse);
  for (const prefix of [API_PREFIX, V1_PREFIX]) {
    app.options(`${prefix}*`, (_request, reply) => reply.headers(CONSTANT_HEADERS).code(200).send());
    app.route({
      method: METHODS,
      url: `${prefix}*`,
      handler: (request, reply) => answer(request, reply, serving),
    });
  }
}

interface Serving extends RestOptions {
  readonly concurrency: Concurrency;
  readonly outage: Outage;
}

/** What is to be answered, and what the faults do to it. */
interface Outcome {
  readonly answer: RestAnswer;
  readonly error: ApiError | undefined;
  readonly verdict: Verdict;
}

async function answer(request: FastifyRequest, reply: FastifyReply, serving: Serving): Promise<unknown> {
  const { world, realClock, stopping, concurrency } = serving;
  const mark = request.url.indexOf('?');
  const path = mark < 0 ? request.url : request.url.slice(0, mark);
  const queryText = mark < 0 ? '' : request.url.slice(mark + 1);
  const formText = isForm(request) ? (request.body as string) : '';
  const query = queryText === '' ? NO_FIELDS : parseForm(queryText);
  const form = formText === '' ? NO_FIELDS : parseForm(formText);
  const origin = `http://${request.headers.host ?? ''}`;
  const at = world.clock.now();
  const arrivedAt = realClock.now();
  const login = identify(world, request.headers.authorization);
  const underWay = login === undefined ? 1 : concurrency.enter(login.account.sid);
  try {
    const asked = { path, query, form, origin, login, underWay };
    const outcome = spoil(decide(request, serving, asked));
    const { verdict, error, answer } = outcome;
    serving.faults.count(verdict);
    serving.log.add({
      at,
      method: request.method,
      path,
      form: request.method === 'POST' ? formText : queryText,
      status: isCut(verdict) ? 0 : (error?.status ?? answer.status),
      code: error?.code || null,
      sid: answer.sid ?? null,
      fault: faultsOf(verdict),
    });
    const delayMs = Math.max(verdict.delayMs, concurrency.isLimited ? SERVICE_MS : 0);
    if (delayMs > 0) await realClock.sleep(delayMs, stopping);
    if (isCut(verdict)) {
      reply.hijack();
      cut(reply.raw, verdict, serving.outage);
      return reply;
    }
    const body = bodyOf(outcome);
    sendHead(reply, {
      status: error?.status ?? answer.status,
      body,
      requestId: newSid(serving.requestIds, 'RQ'),
      underWay,
      tookMs: realClock.now() - arrivedAt,
      retryAfterSeconds: verdict.retryAfterSeconds,
    });
    if (body === undefined || verdict.slowBodyMs === 0) sendBody(reply.raw, body);
    else await drip(reply.raw, body, { ...serving, ms: verdict.slowBodyMs });
    return reply;
  } finally {
    if (login !== undefined) concurrency.leave(login.account.sid);
  }
}

function bodyOf({ error, answer, verdict }: Outcome): Body | undefined {
  if (error) return JSON.stringify(errorBody(error));
  if (answer.body === undefined && answer.bytes === undefined) return undefined;
  return verdict.after === 'malformed' ? MALFORMED : (answer.bytes ?? JSON.stringify(answer.body));
}

type Asked = Pick<RestRequest, 'path' | 'query' | 'form' | 'origin'> & {
  readonly login: Login | undefined;
  readonly underWay: number;
};

/** Twilio's own answer, unless a fault came before it. */
function decide(request: FastifyRequest, serving: Serving, { login, underWay, ...asked }: Asked): Outcome {
  const { world, concurrency } = serving;
  let verdict = NO_FAULT;
  try {
    if (login === undefined) throw request.headers.authorization ? unauthorized() : noCredentials();
    if (concurrency.isTooMany(underWay)) throw tooManyRequests();
    const route = findRoute(asked.path);
    if (route === undefined) throw notFound(asked.path);
    const { resource, sids } = route;
    const scene = admit(world, login, { route, method: request.method });
    verdict = judge(serving, request, asked.path);
    refuseFirst(verdict);
    const handler = handlerOf(resource, request.method);
    const lagMs = verdict.listLagMs;
    const answer = handler({ ...asked, ...scene, login, sids, lagMs });
    serving.faults.keepFor(answer.sid, verdict.ofWebhooks);
    return { answer, error: undefined, verdict };
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
    .headers(CONSTANT_HEADERS)
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
