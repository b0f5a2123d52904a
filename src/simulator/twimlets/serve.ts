// The Twimlets over HTTP, beside the REST API: no credentials, any method, as at twimlets.com.

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Random } from '../../core/clock.ts';
import type { Journal } from '../journal.ts';
import { isReachable, readUrl } from '../loopback.ts';
import { notFound } from '../rest/api-error.ts';
import { isFormType, refuse } from '../rest/server.ts';
import { tracksOf } from './holdmusic.ts';
import { TWIMLETS } from './table.ts';
import { toneFile } from './tone.ts';
import type { Twimlet, TwimletRequest } from './twimlet.ts';
import { parseVars } from './vars.ts';

export interface TwimletsOptions {
  readonly journal: Journal;
  readonly random: Random;
}

export function serveTwimlets(app: FastifyInstance, options: TwimletsOptions): void {
  for (const [name, twimlet] of Object.entries(TWIMLETS)) {
    app.all(`/${name}`, (request, reply) => answer(twimlet, { request, reply, ...options }));
  }
  app.get('/holdmusic/:bucket/:track', (request, reply) => {
    const { bucket = '', track = '' } = request.params as Record<string, string>;
    if (!tracksOf(bucket).includes(track)) return refuse(reply, notFound(request.url));
    return reply.type('audio/x-wav').send(toneFile());
  });
}

interface Asked extends TwimletsOptions {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

function answer(twimlet: Twimlet, { request, reply, journal, random }: Asked): FastifyReply {
  const told = twimlet({ ...varsOf(request), origin: originOf(request), random });
  if ('location' in told) return redirect(reply, told.location);
  if (told.email) journal.emit({ event: 'email', ...told.email });
  return reply.type('text/xml; charset=utf-8').send(told.twiml);
}

function varsOf({ url, body, headers }: FastifyRequest): Pick<TwimletRequest, 'query' | 'request'> {
  const mark = url.indexOf('?');
  const query = parseVars(mark < 0 ? '' : url.slice(mark + 1));
  const isForm = typeof body === 'string' && isFormType(headers['content-type'] ?? '');
  return { query, request: isForm ? new Map([...query, ...parseVars(body)]) : query };
}

/** Of the host that was asked, so that what is asked for next is asked of it too; of this server if it is neither. */
function originOf({ headers, socket }: FastifyRequest): string {
  const url = readUrl(`http://${headers.host}`);
  return url && isReachable(url) ? url.origin : `http://127.0.0.1:${socket.localPort}`;
}

/** A location that no header can hold is not sent, and the reply is empty, as PHP has it. */
function redirect(reply: FastifyReply, location: string): FastifyReply {
  reply.type('text/html; charset=utf-8');
  const plain = /[^\x20-\x7e]/.test(location) ? escapeBytes(location) : location;
  if (plain === undefined) return reply.send('');
  return reply.code(302).header('location', plain).send('');
}

function escapeBytes(location: string): string | undefined {
  const bytes = [...Buffer.from(location)];
  if (bytes.some((byte) => byte < 0x20 || byte === 0x7f)) return undefined;
  return bytes.map((byte) => (byte < 0x80 ? String.fromCharCode(byte) : `%${byte.toString(16)}`)).join('');
}
