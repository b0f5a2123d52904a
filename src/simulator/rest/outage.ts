// Closes the port for a while: the only way a server has to make clients meet a real ECONNREFUSED.

import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../core/clock.ts';

/** Until the port is there again, should somebody else have taken it meanwhile. */
const RETRY_MS = 50;

export interface OutageOptions {
  readonly realClock: Clock;
  readonly stopping: AbortSignal;
}

export class Outage {
  readonly #server: Server;
  readonly #options: OutageOptions;
  #isOn = false;

  constructor(server: Server, options: OutageOptions) {
    this.#server = server;
    this.#options = options;
  }

  /** Nothing listens. Connections from before may still be open: streams of events go on. */
  get isOn(): boolean {
    return this.#isOn;
  }

  /** Stops listening for so many real milliseconds. Does nothing while another outage lasts. */
  begin(ms: number): void {
    const address = this.#server.address();
    if (this.#isOn || address === null || typeof address === 'string') return;
    this.#isOn = true;
    this.#server.close();
    void this.#reopen(address, ms);
  }

  async #reopen(address: AddressInfo, ms: number): Promise<void> {
    const { realClock, stopping } = this.#options;
    await realClock.sleep(ms, stopping);
    if (stopping.aborted) return;
    const again = () => {
      this.#server.off('listening', done);
      void this.#reopen(address, RETRY_MS);
    };
    const done = () => {
      this.#server.off('error', again);
      this.#isOn = false;
    };
    this.#server.once('error', again).once('listening', done);
    this.#server.listen({ host: address.address, port: address.port });
  }
}
