// Puts a transport's failure into our words, taking over its code and nothing else.

import { WireError, type WireFault } from './wire.ts';

interface Failure {
  readonly fault: WireFault;
  readonly code?: string | undefined;
}

const DNS = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_FAIL',
  'EAI_NODATA',
  'EAI_NONAME',
  'ENODATA',
  'ESERVFAIL',
]);
const WORDS: Readonly<Record<WireFault, string>> = {
  dns: 'its name does not resolve',
  refused: 'it refuses connections',
  unreachable: 'no connection could be made',
  tls: 'no secure connection could be made',
  timeout: 'it did not answer in time',
  aborted: 'the exchange was stopped',
  closed: 'the connection was closed on our side',
  reset: 'the connection broke before the answer was complete',
  garbage: 'the answer is not HTTP',
  'too-large': 'the answer is too large',
  redirect: 'it redirects elsewhere, which is not followed: your credentials would go along',
};

/** A failure known by name, or a transport's error, as a WireError about `origin`. */
export function wireError(origin: string, sent: 'no' | 'maybe', failure: Failure): WireError {
  const { fault, code } = failure;
  const verb = sent === 'no' ? 'cannot reach' : 'no answer from';
  const tail = sent === 'no' ? 'nothing was sent' : 'the request may have arrived';
  const named = code === undefined ? '' : ` (${code})`;
  return new WireError(`${verb} ${origin}: ${WORDS[fault]}${named}; ${tail}`, {
    sent,
    fault,
    code,
    hint: hintFor(fault),
  });
}

/** Reads only `code` and `name`, and only when they look it: messages and properties may quote the request. */
export function readFailure(error: unknown, sent: 'no' | 'maybe'): Failure {
  const { code: raw, name } = (error ?? {}) as { code?: unknown; name?: unknown };
  const code = typeof raw === 'string' && /^[A-Z][A-Z0-9_]{1,47}$/.test(raw) ? raw : undefined;
  if (sent === 'no') return { fault: beforeSending(code), code };
  // undici's parser errors may have a name only; node's and its others begin with HPE_.
  const isGarbage = name === 'HTTPParserError' || /^(HPE_|UND_ERR_HEADERS_OVERFLOW)/.test(code ?? '');
  return { fault: isGarbage ? 'garbage' : 'reset', code };
}

function beforeSending(code: string | undefined): WireFault {
  if (code === undefined) return 'unreachable';
  if (DNS.has(code)) return 'dns';
  if (code === 'ECONNREFUSED') return 'refused';
  // OpenSSL's verification codes have no common prefix; these are the words in all of them.
  return /CERT|TLS|SSL|EPROTO|SIGNATURE|ISSUER|CRL/.test(code) ? 'tls' : 'unreachable';
}

function hintFor(fault: WireFault): string {
  if (fault === 'tls') return 'check the clock of this machine, and NODE_EXTRA_CA_CERTS behind a proxy';
  if (fault === 'redirect') return 'check REMIND_TWILIO_URL: it must be the API itself';
  return 'check the network and REMIND_TWILIO_URL, then: remind doctor';
}
