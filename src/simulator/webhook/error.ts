// What goes wrong with a webhook, by Twilio's codes, and what a retry policy may make of it.

/**
 * What a retry policy can name: `ct`, no connection or no TLS; `rt`, a connection and no whole reply in time.
 * Anything else is never tried again.
 */
export type Failure = 'ct' | 'rt' | 'final';

/** A webhook that gave no reply, with Twilio's code for it (https://www.twilio.com/docs/api/errors). */
export class WebhookError extends Error {
  readonly code: number;
  readonly failure: Failure;
  constructor(code: number, message: string, failure: Failure = 'final') {
    super(message);
    this.name = 'WebhookError';
    this.code = code;
    this.failure = failure;
  }
}

const EXPIRED = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);
const WRONG_NAME = 'ERR_TLS_CERT_ALTNAME_INVALID';
/** OpenSSL's words for a certificate that leads to no root this machine trusts. */
const NO_PATH = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** There was no connection. */
export function connectFailure(error: Error): WebhookError {
  // localhost is two addresses; when both refuse, the message is in the parts.
  const first = error instanceof AggregateError ? error.errors[0] : error;
  return new WebhookError(11205, first instanceof Error ? first.message : error.message, 'ct');
}

/** There was a connection and no TLS on it. */
export function tlsFailure(error: Error & { readonly code?: string }): WebhookError {
  const code = error.code ?? '';
  if (code === WRONG_NAME) return new WebhookError(11235, error.message, 'ct');
  if (EXPIRED.has(code)) return new WebhookError(11236, error.message, 'ct');
  if (NO_PATH.has(code)) return new WebhookError(11237, error.message, 'ct');
  return new WebhookError(11220, error.message, 'ct');
}
