// The wire of one-shot commands: node:http(s), because importing undici costs a short run 95 ms.

import { type ClientRequest, Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import type { Wire, WireOptions } from './wire.ts';
import type { Attempt } from './wire-attempt.ts';
import { wireOver } from './wire-over.ts';

/** Opens no socket before the first send; sockets are kept for the next one. */
export function openHttpWire(options: WireOptions): Wire {
  const base = new URL(options.baseUrl);
  const secure = base.protocol === 'https:';
  const agent = secure
    ? new HttpsAgent({ keepAlive: true, ...(options.ca === undefined ? {} : { ca: options.ca }) })
    : new HttpAgent({ keepAlive: true });
  return wireOver(
    {
      carry({ method, path }, { headers, body }, attempt) {
        const request = secure ? httpsRequest : httpRequest;
        const outgoing = request(base, { agent, method, path, headers });
        follow(outgoing, attempt, secure);
        outgoing.end(body);
      },
      async release() {
        agent.destroy();
      },
    },
    options,
  );
}

function follow(outgoing: ClientRequest, attempt: Attempt, secure: boolean): void {
  attempt.cut = () => outgoing.destroy();
  outgoing.on('error', (error) => attempt.fail(error));
  // Node tells of a connection that was switched to another protocol (101) by nothing else.
  outgoing.on('close', () => attempt.giveUp('reset'));
  outgoing.on('socket', (socket) => watchDeparture(socket, attempt, secure));
  outgoing.on('response', (incoming) => {
    attempt.head(incoming.statusCode ?? 0, incoming.headers);
    incoming.on('data', (chunk: Buffer) => attempt.data(chunk));
    incoming.on('error', (error) => attempt.fail(error));
    incoming.on('end', () => attempt.end());
  });
}

// Node holds the request back until the socket is connected (and secure), then writes it in the same turn.
// A socket that is already open, as a kept one is, has been written to by the time we see it.
function watchDeparture(socket: Socket, attempt: Attempt, secure: boolean): void {
  if (socket.connecting) socket.once(secure ? 'secureConnect' : 'connect', () => attempt.departing());
  else attempt.departing();
}
