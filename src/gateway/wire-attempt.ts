// One try at one exchange, whatever carries it: settles once, and knows what may have left the machine.

import type { Cancel } from '../core/clock.ts';
import { monotonicCountdown } from './countdown.ts';
import type { SendOptions, WireFault, WireOptions, WireResponse } from './wire.ts';
import { readFailure, wireError } from './wire-fault.ts';

// A page of 1,000 messages is about 1.5 MB; an answer of more than five times that is not one of Twilio's.
const MAX_BODY_BYTES = 8 * 1024 * 1024;

type AttemptOptions = SendOptions & Pick<WireOptions, 'baseUrl' | 'maxBodyBytes' | 'countdown'>;

export class Attempt {
  readonly outcome: Promise<WireResponse>;
  /** Set by the transport: cuts the socket when the attempt is given up. */
  cut: () => void = () => {};
  readonly #options: AttemptOptions;
  readonly #stopCountdown: Cancel;
  readonly #onAbort = (): void => this.giveUp('aborted');
  readonly #chunks: Buffer[] = [];
  #size = 0;
  #sent: 'no' | 'maybe' = 'no';
  #head: Omit<WireResponse, 'body'> | undefined;
  #settled = false;
  #resolve!: (response: WireResponse) => void;
  #reject!: (error: Error) => void;

  constructor(options: AttemptOptions) {
    this.#options = options;
    this.outcome = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    const countdown = options.countdown ?? monotonicCountdown;
    this.#stopCountdown = countdown(options.timeoutMs, () => this.giveUp('timeout'));
    options.signal?.addEventListener('abort', this.#onAbort);
    if (options.signal?.aborted === true) this.giveUp('aborted');
  }

  /** True once answered or given up: a transport that has not yet written must then write nothing. */
  get settled(): boolean {
    return this.#settled;
  }

  /** To be called before the first byte of the request is handed to a socket. There is no way back. */
  departing(): void {
    this.#sent = 'maybe';
  }

  /** The answer's head; one of a 1xx is replaced by that of the answer behind it. */
  head(status: number, headers: Readonly<Record<string, string | string[] | undefined>>): void {
    if (status >= 300 && status < 400) this.giveUp('redirect');
    else this.#head = { status, headers: flatten(headers) };
  }

  data(chunk: Buffer): void {
    this.#size += chunk.length;
    if (this.#size > (this.#options.maxBodyBytes ?? MAX_BODY_BYTES)) this.giveUp('too-large');
    else this.#chunks.push(chunk);
  }

  end(): void {
    if (this.#head === undefined) this.giveUp('reset');
    else if (this.#settle()) {
      this.#resolve({ ...this.#head, body: Buffer.concat(this.#chunks).toString('utf8') });
    }
  }

  /** The transport's own failure; of its error only the code is read. */
  fail(error: unknown): void {
    if (!this.#settle()) return;
    this.#reject(wireError(this.#options.baseUrl, this.#sent, readFailure(error, this.#sent)));
  }

  giveUp(fault: WireFault): void {
    if (!this.#settle()) return;
    this.#reject(wireError(this.#options.baseUrl, this.#sent, { fault }));
    this.cut();
  }

  #settle(): boolean {
    if (this.#settled) return false;
    this.#settled = true;
    this.#stopCountdown();
    this.#options.signal?.removeEventListener('abort', this.#onAbort);
    return true;
  }
}

function flatten(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const flat: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name.toLowerCase()] = typeof value === 'string' ? value : value.join(', ');
  }
  return flat;
}
