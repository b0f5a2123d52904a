// A base URL that requests, and so credentials, may be sent to.

import { UsageError } from '../core/errors.ts';
import { isLoopback } from '../core/loopback.ts';

/**
 * The URL's origin: no trailing slash.
 * @throws UsageError when it is no http(s) URL, holds more than a host, or would send credentials in clear text
 * off this machine.
 */
export function parseServiceUrl(text: string, { what }: { readonly what: string }): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new UsageError(`${what}: not an http or https URL`, { hint: 'such as http://127.0.0.1:4010' });
  }
  if (url.username || url.password || url.search || url.hash || url.pathname !== '/') {
    throw new UsageError(`${what}: a URL with nothing after the host, and no user or password, is wanted`, {
      hint: 'such as http://127.0.0.1:4010',
    });
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new UsageError(`${what}: ${url.host} over plain http would show the credentials to the network`, {
      hint: 'use https, or a server on this machine',
    });
  }
  return url.origin;
}
