// Endless replies: one JSON object a line, as things happen.

import type { FastifyReply } from 'fastify';
import type { Cancel } from '../../core/clock.ts';

/** A reader this far behind is not reading; holding on to its lines would eat the memory of a long run. */
const MAX_BEHIND_BYTES = 16 * 1024 * 1024;

/** Sends what `subscribe` is told of until the reader leaves or the server closes its sockets. */
export function streamLines<Item>(
  reply: FastifyReply,
  subscribe: (send: (item: Item) => void) => Cancel,
  opening: readonly Item[] = [],
): void {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' });
  raw.flushHeaders();
  const send = (item: Item) => {
    raw.write(`${JSON.stringify(item)}\n`);
    if (raw.writableLength > MAX_BEHIND_BYTES) raw.destroy();
  };
  for (const item of opening) send(item);
  const cancel = subscribe(send);
  raw.on('close', cancel);
}
