// The bytes of a request apart from its path: headers and form, the same on either wire.

import { encodeForm } from './form.ts';
import type { WireCredentials, WireOptions, WireRequest } from './wire.ts';

export interface WireMessage {
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined for a method without a body. */
  readonly body: string | undefined;
}

/** Fills in what every request of one wire has in common, once. */
export function messageWriter(options: WireOptions): (request: WireRequest) => WireMessage {
  const common = {
    ...(options.credentials === undefined ? {} : { authorization: basic(options.credentials) }),
    'user-agent': `remind/${options.version}`,
    accept: 'application/json',
    'accept-charset': 'utf-8',
  };
  return (request) => {
    assertPath(request.path);
    if (request.method !== 'POST') return { headers: common, body: undefined };
    const body = encodeForm(request.params ?? {});
    const headers = {
      ...common,
      'content-type': 'application/x-www-form-urlencoded',
      // Encoded forms are ASCII: as many bytes as characters.
      'content-length': String(body.length),
    };
    return { headers, body };
  };
}

function basic({ username, password }: WireCredentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}

// `//host` or a line break in a path that came from outside could take the credentials elsewhere.
function assertPath(path: string): void {
  if (!/^\/(?!\/)[\x21-\x7e]*$/.test(path)) throw new TypeError('a request path must be host-relative');
}
