import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readFailure, wireError } from '../../src/gateway/wire-fault.ts';

describe('a transport’s failure', () => {
  it.each([
    ['ENOTFOUND', 'no', 'dns'],
    ['EAI_AGAIN', 'no', 'dns'],
    ['ECONNREFUSED', 'no', 'refused'],
    ['EHOSTUNREACH', 'no', 'unreachable'],
    ['ENETUNREACH', 'no', 'unreachable'],
    ['ECONNRESET', 'no', 'unreachable'],
    ['EMFILE', 'no', 'unreachable'],
    ['UND_ERR_CONNECT_TIMEOUT', 'no', 'unreachable'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'no', 'tls'],
    ['CERT_HAS_EXPIRED', 'no', 'tls'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'no', 'tls'],
    ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'no', 'tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'no', 'tls'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'no', 'tls'],
    ['EPROTO', 'no', 'tls'],
    ['ECONNRESET', 'maybe', 'reset'],
    ['ECONNREFUSED', 'maybe', 'reset'],
    ['EPIPE', 'maybe', 'reset'],
    ['UND_ERR_SOCKET', 'maybe', 'reset'],
    ['HPE_INVALID_CONSTANT', 'maybe', 'garbage'],
    ['HPE_HEADER_OVERFLOW', 'maybe', 'garbage'],
    ['UND_ERR_HEADERS_OVERFLOW', 'maybe', 'garbage'],
  ] as const)('%s when sent: %s is %s', (code, sent, fault) => {
    expect(readFailure(Object.assign(new Error('x'), { code }), sent)).toEqual({ fault, code });
  });

  it.each([
    undefined,
    null,
    'text',
    { code: 7 },
    { code: 'Authorization: Basic QUM6eA==' },
    { code: 'a'.repeat(99) },
  ])('takes no code from %j', (error) => {
    expect(readFailure(error, 'no')).toEqual({ fault: 'unreachable', code: undefined });
  });
});

it('says where, why, what became of the request, and what to do', () => {
  const error = wireError('https://api.twilio.com', 'no', { fault: 'dns', code: 'ENOTFOUND' });
  expect(error.message).toBe(
    'cannot reach https://api.twilio.com: its name does not resolve (ENOTFOUND); nothing was sent',
  );
  expect(error.hint).toMatch(/doctor/);
  expect(error).toMatchObject({
    name: 'WireError',
    sent: 'no',
    fault: 'dns',
    code: 'ENOTFOUND',
    exitCode: 7,
  });
  expect(wireError('https://api.twilio.com', 'maybe', { fault: 'timeout' }).message).toBe(
    'no answer from https://api.twilio.com: it did not answer in time; the request may have arrived',
  );
  expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('cause');
});
