// The HTTP server under both APIs: takes any body as text, answers any rubbish, and closes at once.

import Fastify, { type FastifyInstance } from 'fastify';
import { RemindError } from '../core/errors.ts';
import { refuseControl } from './control/routes.ts';
import { ApiError, notFound, serverError } from './rest/api-error.ts';
import { isFormType, refuse } from './rest/server.ts';

// Far above anything Twilio takes, so that a megabyte of body meets the API's own checks, not the transport's.
const BODY_LIMIT_BYTES = 8 * 1024 * 1024;

export function createHttp(): FastifyInstance {
  const app = Fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    exposeHeadRoutes: false,
    // Open streams and idle keep-alive connections must not hold up a stop.
    forceCloseConnections: true,
    routerOptions: { querystringParser: () => ({}), ignoreTrailingSlash: false, maxParamLength: 4096 },
    frameworkErrors: (_error, request, reply) => refuse(reply, notFound(request.url)) as never,
  });
  // Twilio reads forms and ignores any other body; a type that is not even well formed would be a 415 here.
  app.addHook('onRequest', (request, _reply, next) => {
    const type = request.headers['content-type'];
    if (type !== undefined && !isFormType(type)) request.headers['content-type'] = 'text/plain';
    next();
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.setNotFoundHandler((request, reply) => refuse(reply, notFound(request.url.split('?')[0] ?? '')));
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    if (error instanceof RemindError) return refuseControl(reply, error);
    const status = error.statusCode ?? 500;
    if (status < 500) return refuse(reply, new ApiError(status, 20001, error.message));
    return refuse(reply, serverError());
  });
  return app;
}
