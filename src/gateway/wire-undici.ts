// The wire of long-lived processes: an undici pool, one request at a time on each kept socket.

import { type Dispatcher, Pool } from 'undici';
import type { Wire, WireOptions } from './wire.ts';
import type { Attempt } from './wire-attempt.ts';
import { wireOver } from './wire-over.ts';

const DEFAULT_CONNECTIONS = 20;

/** Opens no socket before the first send. More sends than connections wait their turn, deadline running. */
export function openUndiciWire(options: WireOptions): Wire {
  const pool = new Pool(options.baseUrl, {
    connections: options.connections ?? DEFAULT_CONNECTIONS,
    // A broken socket must put one request in doubt, not several.
    pipelining: 1,
    allowH2: false,
    // The attempt's own deadline covers the whole exchange; these would only cover gaps.
    headersTimeout: 0,
    bodyTimeout: 0,
    ...(options.ca === undefined ? {} : { connect: { ca: options.ca } }),
  });
  return wireOver(
    {
      carry({ method, path }, { headers, body }, attempt) {
        pool.dispatch({ method, path, headers, body: body ?? null }, reportTo(attempt));
      },
      release: () => pool.destroy(),
    },
    options,
  );
}

function reportTo(attempt: Attempt): Dispatcher.DispatchHandler {
  let starts = 0;
  return {
    // Called on an open socket, just before the first byte. A second call would be undici sending again what it
    // took for unsent; a given-up attempt may only now have reached the head of the queue. Neither may leave.
    onRequestStart(controller) {
      starts += 1;
      if (starts > 1) attempt.giveUp('reset');
      attempt.cut = () => controller.abort(new Error('given up'));
      if (attempt.settled) attempt.cut();
      else attempt.departing();
    },
    onRequestUpgrade(_controller, _status, _headers, socket) {
      attempt.giveUp('reset');
      socket.destroy();
    },
    onResponseStart: (_controller, status, headers) => attempt.head(status, headers),
    onResponseData: (_controller, chunk) => attempt.data(chunk),
    onResponseEnd: () => attempt.end(),
    onResponseError: (_controller, error) => attempt.fail(error),
  };
}
