// The HTTP server under both APIs: takes any body as text, answers any rubbish, and closes at once.

import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { RemindError } from '../core/errors.ts';
import { refuseControl } from './control/routes.ts';
import { ApiError, errorBody, notFound, serverError } from './rest/api-error.ts';
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
    clientErrorHandler: (error, socket) => refuseRaw(error, socket),
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

/** Before there is a request to answer: what came is no HTTP, or has more headers than Node reads. */
function refuseRaw({ code }: NodeJS.ErrnoException, socket: Socket): void {
  if (code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const error =
    code === 'HPE_HEADER_OVERFLOW'
      ? new ApiError(431, 20001, 'Request header fields too large')
      : new ApiError(400, 20001, 'Bad request');
  const body = JSON.stringify(errorBody(error));
  const head = [
    `HTTP/1.1 ${error.status} ${STATUS_CODES[error.status]}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
