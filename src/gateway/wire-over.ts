// Makes a wire of a transport: what both wires do alike, so that they cannot come to differ.

import type { SendOptions, Wire, WireOptions, WireRequest, WireResponse } from './wire.ts';
import { Attempt } from './wire-attempt.ts';
import { messageWriter, type WireMessage } from './wire-message.ts';

export interface Transport {
  /** Starts the exchange and reports to `attempt`; throws nothing. */
  carry(request: WireRequest, message: WireMessage, attempt: Attempt): void;
  /** Lets go of the sockets; nothing is in flight any more. */
  release(): Promise<void>;
}

export function wireOver(transport: Transport, options: WireOptions): Wire {
  const write = messageWriter(options);
  const inFlight = new Set<Attempt>();
  let closed = false;

  return {
    async send(request: WireRequest, sendOptions: SendOptions): Promise<WireResponse> {
      const message = write(request);
      const attempt = new Attempt({ ...options, ...sendOptions });
      inFlight.add(attempt);
      try {
        if (closed) attempt.giveUp('closed');
        if (!attempt.settled) transport.carry(request, message, attempt);
        return await attempt.outcome;
      } finally {
        inFlight.delete(attempt);
      }
    },
    async close() {
      closed = true;
      for (const attempt of inFlight) attempt.giveUp('closed');
      await transport.release();
    },
  };
}
