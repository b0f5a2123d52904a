// The REST API over HTTP: who asks, for what, and what the faults leave of the answer.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../../core/clock.ts';
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
import type { Resource, RestAnswer, RestRequest } from './resource.ts';
import { API_PREFIX, findRoute } from './routes.ts';

export interface RestOptions {
  readonly world: World;
  readonly faults: Faults;
  readonly log: RequestLog;
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

interface Handled extends RestAnswer {
  readonly error?: ApiError | undefined;
}

async function answer(request: FastifyRequest, reply: FastifyReply, serving: Serving): Promise<unknown> {
  const { world, log, realClock, stopping } = serving;
  const at = world.clock.now();
  const mark = request.url.indexOf('?');
  const path = mark < 0 ? request.url : request.url.slice(0, mark);
  const query = mark < 0 ? NO_FIELDS : parseForm(request.url.slice(mark + 1));
  const form = isForm(request) ? parseForm(request.body as string) : NO_FIELDS;
  let verdict = NO_VERDICT;
  const handled = attempt(() => {
    const account = serving.logins.get(request.headers.authorization ?? '');
    if (account === undefined) throw unauthorized();
    const route = findRoute(path, account);
    if (route === undefined) throw notFound(path);
    const { resource, sids } = route;
    if (request.method === 'POST' && resource.creates) verdict = serving.faults.draw(resource.creates);
    if (verdict.before === 'error-before') throw serverError();
    if (verdict.before === 'rate-limit') throw tooManyRequests();
    return handle(request.method, resource, { world, account, path, sids, query, form });
  });
  const spoilt = handled.status === 201 ? verdict.after : undefined;
  const drops = spoilt === 'drop-reply';
  const error = spoilt === 'error-after-accept' ? serverError() : handled.error;
  log.add({
    at,
    method: request.method,
    path,
    fields: request.method === 'POST' ? form : query,
    status: drops ? 0 : (error?.status ?? handled.status),
    code: error?.code ?? null,
    sid: handled.sid ?? null,
    fault: verdict.before ?? spoilt ?? (verdict.delayMs > 0 ? 'delay' : null),
  });
  if (verdict.delayMs > 0) await realClock.sleep(verdict.delayMs, stopping);
  if (drops) {
    reply.hijack();
    request.raw.socket.destroy();
    return reply;
  }
  reply.header('twilio-request-id', newSid(world.sids, 'RQ'));
  if (error) return refuse(reply, error);
  if (handled.body === undefined) return reply.code(handled.status).send();
  const body = spoilt === 'malformed' ? MALFORMED : JSON.stringify(handled.body);
  return reply.code(handled.status).type('application/json; charset=utf-8').send(body);
}

/** Sends Twilio's error body. */
export function refuse(reply: FastifyReply, error: ApiError): FastifyReply {
  if (error.status === 401) reply.header('www-authenticate', 'Basic realm="Twilio API"');
  return reply
    .code(error.status)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(errorBody(error)));
}

function attempt(work: () => RestAnswer): Handled {
  try {
    return work();
  } catch (error) {
    if (error instanceof ApiError) return { status: error.status, error };
    throw error;
  }
}

function handle(method: string, resource: Resource, request: RestRequest): RestAnswer {
  const handler =
    method === 'GET'
      ? resource.get
      : method === 'POST'
        ? resource.post
        : method === 'DELETE'
          ? resource.delete
          : undefined;
  if (handler === undefined) throw methodNotAllowed();
  return handler(request);
}

function isForm({ headers, body }: FastifyRequest): boolean {
  return (
    typeof body === 'string' &&
    (headers['content-type'] ?? '').toLowerCase().startsWith('application/x-www-form-urlencoded')
  );
}
