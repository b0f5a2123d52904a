// Replies of one JSON object a line, as things happen.

import type { FastifyReply } from 'fastify';
import type { Cancel } from '../../core/clock.ts';
import { RemindError } from '../../core/errors.ts';

/** A reader this far behind is not reading; holding on to its lines would eat the memory of a long run. */
const MAX_BEHIND_BYTES = 16 * 1024 * 1024;

/** Sends what `subscribe` is told of until the reader leaves or the server closes its sockets. */
export function streamLines<Item>(
  reply: FastifyReply,
  subscribe: (send: (item: Item) => void) => Cancel,
  opening: readonly Item[] = [],
): void {
  const send = openLines(reply);
  for (const item of opening) send(item);
  const cancel = subscribe(send);
  reply.raw.on('close', cancel);
}

/**
 * Sends each step of a piece of work, then what it returned as `last` shows it. The work goes on when the reader
 * leaves. What it throws before its first step is thrown; later, it is the last line.
 */
export async function streamWork<Step, Result>(
  reply: FastifyReply,
  work: AsyncGenerator<Step, Result>,
  last: (result: Result) => unknown,
): Promise<void> {
  let step = await work.next();
  const send = openLines(reply);
  try {
    for (; !step.done; step = await work.next()) send(step.value);
    send(last(step.value));
  } catch (error) {
    if (!(error instanceof RemindError)) throw error;
    send({ error: error.message, hint: error.hint ?? null });
  } finally {
    reply.raw.end();
  }
}

function openLines(reply: FastifyReply): (item: unknown) => void {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' });
  raw.flushHeaders();
  return (item) => {
    if (raw.destroyed) return;
    raw.write(`${JSON.stringify(item)}\n`);
    if (raw.writableLength > MAX_BEHIND_BYTES) raw.destroy();
  };
}
