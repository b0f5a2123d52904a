// The REST API over HTTP: who asks, for what, and what the faults leave of the answer.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock, Random } from '../../core/clock.ts';
import type { Faults, Verdict } from '../faults.ts';
import { NO_FIELDS, parseForm } from '../form.ts';
import { newSid } from '../random.ts';
import type { Account, World } from '../world.ts';
import {
  ApiError,
  errorBody,
  methodNotAllowed,
  notFound,
  serverError,
  tooManyRequests,
  unauthorized,
} from './api-error.ts';
import type { RequestLog } from './request-log.ts';
import type { Resource, RestAnswer, RestHandler, RestRequest } from './resource.ts';
import { API_PREFIX, findRoute } from './routes.ts';

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

const NO_VERDICT: Verdict = { before: undefined, after: undefined, delayMs: 0 };
const MALFORMED = '{"sid": "';

export function serveRest(app: FastifyInstance, options: RestOptions): void {
  const logins = new Map<string, Account>();
  for (const account of options.world.accounts.values()) {
    const login = Buffer.from(`${account.sid}:${account.authToken}`).toString('base64');
    logins.set(`Basic ${login}`, account);
  }
  app.all(`${API_PREFIX}*`, (request, reply) => answer(request, reply, { ...options, logins }));
}

interface Serving extends RestOptions {
  readonly logins: ReadonlyMap<string, Account>;
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
  const queryText = mark < 0 ? '' : request.url.slice(mark + 1);
  const formText = isForm(request) ? (request.body as string) : '';
  const query = queryText === '' ? NO_FIELDS : parseForm(queryText);
  const form = formText === '' ? NO_FIELDS : parseForm(formText);
  const at = world.clock.now();
  const outcome = spoil(decide(request, serving, { path, query, form }));
  const { verdict, error, answer } = outcome;
  const drops = verdict.after === 'drop-reply';
  serving.log.add({
    at,
    method: request.method,
    path,
    form: request.method === 'POST' ? formText : queryText,
    status: drops ? 0 : (error?.status ?? answer.status),
    code: error?.code ?? null,
    sid: answer.sid ?? null,
    fault: verdict.before ?? verdict.after ?? (verdict.delayMs > 0 ? 'delay' : null),
  });
  if (verdict.delayMs > 0) await realClock.sleep(verdict.delayMs, stopping);
  if (drops) {
    reply.hijack();
    request.raw.socket.destroy();
    return reply;
  }
  reply.header('twilio-request-id', newSid(serving.requestIds, 'RQ'));
  if (error) return refuse(reply, error);
  if (answer.body === undefined) return reply.code(answer.status).send();
  const body = verdict.after === 'malformed' ? MALFORMED : JSON.stringify(answer.body);
  return reply.code(answer.status).type('application/json; charset=utf-8').send(body);
}

/** Twilio's own answer, unless a fault came before it. */
function decide(
  request: FastifyRequest,
  { world, faults, logins }: Serving,
  asked: Pick<RestRequest, 'path' | 'query' | 'form'>,
): Outcome {
  let verdict = NO_VERDICT;
  try {
    const account = logins.get(request.headers.authorization ?? '');
    if (account === undefined) throw unauthorized();
    const route = findRoute(asked.path, account);
    if (route === undefined) throw notFound(asked.path);
    const { resource, sids } = route;
    if (request.method === 'POST' && resource.creates) verdict = faults.draw(resource.creates);
    if (verdict.before === 'error-before') throw serverError();
    if (verdict.before === 'rate-limit') throw tooManyRequests();
    const handler = handlerOf(resource, request.method);
    return { answer: handler({ ...asked, world, account, sids }), error: undefined, verdict };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    // What was not accepted cannot be spoilt after it was.
    return { answer: { status: error.status }, error, verdict: { ...verdict, after: undefined } };
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
