// The wire's contract: one request out, one answer back, and an honest word on what may have left the machine.

import { UnhealthyError } from '../core/errors.ts';
import type { Countdown } from './countdown.ts';

export interface WireRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Host-relative, with query: `/2010-04-01/Accounts/AC…/Messages.json?PageSize=50`. */
  readonly path: string;
  /** Form parameters of a POST, in the order they are written; a list repeats its key. */
  readonly params?: Readonly<Record<string, string | readonly string[]>>;
}

export interface WireResponse {
  readonly status: number;
  /** Names in lower case; a repeated header is joined with `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface SendOptions {
  /** For the whole exchange, from the call of `send` to the last byte of the answer. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}

/** One account's way to Twilio. */
export interface Wire {
  /**
   * Sends once: no retry, no redirect followed (3xx is refused), bounded body size.
   * @throws WireError and nothing else, unless the path is malformed (TypeError, a bug)
   */
  send(request: WireRequest, options: SendOptions): Promise<WireResponse>;
  /** Cuts what is still in flight and lets go of the sockets. To drain, wait for your sends first. */
  close(): Promise<void>;
}

/** Basic authentication: the account SID and its auth token, or an API key (SK…) and its secret. */
export interface WireCredentials {
  readonly accountSid: string;
  readonly username: string;
  readonly password: string;
}

export interface WireOptions {
  /** An origin, as `twilioBaseUrl` gives it. */
  readonly baseUrl: string;
  /** Without them requests carry no authorization. */
  readonly credentials?: WireCredentials;
  /** Our version, for the User-Agent. */
  readonly version: string;
  /** Sockets kept to the host by a long-lived wire; also its greatest number of requests in flight. */
  readonly connections?: number;
  readonly maxBodyBytes?: number;
  /** PEM certificates to trust instead of Node's. */
  readonly ca?: string;
  /** A test's hand on the deadline. */
  readonly countdown?: Countdown;
}

// Twilio's own requests are answered within about 26 s, so a shorter wait would make outcomes unknown for nothing.
export const DEFAULT_TIMEOUT_MS = 30_000;

/** Why there is no answer. */
export type WireFault =
  | 'dns'
  | 'refused'
  | 'unreachable'
  | 'tls'
  | 'timeout'
  | 'aborted'
  | 'closed'
  | 'reset'
  | 'garbage'
  | 'too-large'
  | 'redirect';

export interface WireErrorDetails {
  /** `no`: not one byte of the request was handed to a socket. `maybe`: it may have arrived and been obeyed. */
  readonly sent: 'no' | 'maybe';
  readonly fault: WireFault;
  /** The system's own name for it, such as ECONNRESET. */
  readonly code?: string | undefined;
  readonly hint?: string;
}

/**
 * No answer to go by. Carries nothing of what was sent: the transport's own error is never attached, because
 * those hold headers and buffers, and a headers' dump is a leaked token.
 */
export class WireError extends UnhealthyError {
  readonly sent: 'no' | 'maybe';
  readonly fault: WireFault;
  readonly code: string | undefined;

  constructor(message: string, details: WireErrorDetails) {
    super(message, details.hint === undefined ? {} : { hint: details.hint });
    this.sent = details.sent;
    this.fault = details.fault;
    this.code = details.code;
  }
}
