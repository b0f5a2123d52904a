// The bytes behind media URLs, which need no credentials at Twilio: recordings' sounds and messages' pictures.

import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { field, NO_FIELDS, parseForm } from '../form.ts';
import { isLoopbackUrl, readUrl } from '../loopback.ts';
import { type SoundFile, soundFile } from '../recorded-sound.ts';
import type { Recording } from '../recording.ts';
import type { World } from '../world.ts';
import { type ApiError, badRequest, notFound } from './api-error.ts';
import { CONSTANT_HEADERS } from './reply.ts';

type Refuse = (reply: FastifyReply, error: ApiError) => FastifyReply;

const ACCOUNT = '/2010-04-01/Accounts/:account';
/** Sounds that Twilio does not make are not found, as opposed to refused: they need no credentials either. */
const SOUND = ':file(^RE[0-9a-fA-F]{32}(?:\\.(?:wav|mp3|ogg|aac|flac|m4a|opus|webm))?$)';

/** To be called before the API's own routes: whatever ends in `.json`, and every other method, is theirs. */
export function serveMediaFiles(app: FastifyInstance, world: World, refuse: Refuse): void {
  for (const owner of ['', '/Calls/:owner', '/Conferences/:owner']) {
    app.route({
      method: ['GET', 'HEAD'],
      url: `${ACCOUNT}${owner}/Recordings/${SOUND}`,
      handler: (request, reply) => {
        const found = findSound(world, request);
        return 'read' in found ? sendFile(request, reply, found) : refuse(reply, found);
      },
    });
  }
  app.route({
    method: ['GET', 'HEAD'],
    url: `${ACCOUNT}/Messages/:owner/Media/:file(^ME[0-9a-fA-F]{32}$)`,
    handler: (request, reply) => {
      const { account, owner, file } = request.params as Record<string, string>;
      const media = world.accounts.get(account ?? '')?.media.get(file ?? '');
      if (media === undefined || media.messageSid !== owner) return refuse(reply, notFound(request.url));
      const url = readUrl(media.url);
      // The picture is where its sender has it. One beyond this machine is not fetched: a pixel stands for it.
      if (url && isLoopbackUrl(url)) return reply.headers(CONSTANT_HEADERS).redirect(media.url, 307);
      return reply.headers(CONSTANT_HEADERS).type('image/png').send(PIXEL);
    },
  });
}

/** One pixel, transparent. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

function findSound(world: World, request: FastifyRequest): SoundFile | ApiError {
  const { account, file = '' } = request.params as Record<string, string>;
  const [sid = '', ending = 'wav'] = file.split('.');
  const path = request.url.split('?')[0] ?? '';
  if (ending !== 'wav' && ending !== 'mp3') return notFound(path);
  const row = world.accounts.get(account ?? '')?.recordings.get(sid);
  // Until it is complete there is nothing to hear, and a deleted one is silent for good.
  if (row === undefined || row.status !== 'completed') return notFound(path);
  const mark = request.url.indexOf('?');
  const query = mark < 0 ? NO_FIELDS : parseForm(request.url.slice(mark + 1));
  const asked = field(query, 'RequestedChannels');
  if (asked !== undefined && asked !== '1' && asked !== '2') {
    return badRequest(20001, `Invalid RequestedChannels: ${asked}`);
  }
  const channels = channelsOf(row, asked);
  return soundFile(ending, { durationMs: row.durationMs ?? 0, channels });
}

/** Twilio keeps both sides of a call and mixes them on request; of one side, and of a conference, it has one channel. */
function channelsOf({ channels, source, track }: Recording, asked: '1' | '2' | undefined): 1 | 2 {
  const isMixed =
    source === 'RecordVerb' || source === 'Conference' || source === 'StartConferenceRecordingAPI';
  if (isMixed || track !== 'both') return 1;
  return asked === undefined ? channels : asked === '2' ? 2 : 1;
}

const CHUNK_BYTES = 64 * 1024;

function sendFile(request: FastifyRequest, reply: FastifyReply, file: SoundFile): FastifyReply {
  const { size } = file;
  reply.headers(CONSTANT_HEADERS).type(file.type).header('accept-ranges', 'bytes');
  const range = readRange(request.headers.range, size);
  if (range === 'beyond') return reply.code(416).header('content-range', `bytes */${size}`).send();
  const { from, until } = range ?? { from: 0, until: size };
  if (range) reply.code(206).header('content-range', `bytes ${from}-${until - 1}/${size}`);
  reply.header('content-length', until - from);
  return request.method === 'HEAD' ? reply.send() : reply.send(Readable.from(chunks(file, from, until)));
}

/** A client that reads slowly holds one chunk, not the recording. */
function* chunks(file: SoundFile, from: number, until: number): Generator<Buffer> {
  for (let at = from; at < until; at += CHUNK_BYTES) yield file.read(at, Math.min(CHUNK_BYTES, until - at));
}

/** One range of bytes, its end excluded; undefined sends all, as for any range that is not understood. */
function readRange(
  header: string | undefined,
  size: number,
): { readonly from: number; readonly until: number } | 'beyond' | undefined {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return undefined;
  if (first === '')
    return Number(last) === 0 ? 'beyond' : { from: Math.max(0, size - Number(last)), until: size };
  const until = last === '' ? size : Math.min(size, Number(last) + 1);
  if (Number(first) >= size) return 'beyond';
  return Number(first) < until ? { from: Number(first), until } : undefined;
}
