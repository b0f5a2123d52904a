// X-Twilio-Signature, made as Twilio makes it.

import { createHmac } from 'node:crypto';

/**
 * Base64 HMAC-SHA1, keyed by the auth token, of the URL and of each POST field sorted by key, key and value
 * without a separator. Repeated values of a key count once, sorted. For a GET, pass no fields.
 * https://www.twilio.com/docs/usage/security
 */
export function twilioSignature(
  authToken: string,
  url: string,
  fields: Iterable<readonly [string, string]> = [],
): string {
  const values = new Map<string, Set<string>>();
  for (const [key, value] of fields) {
    const known = values.get(key);
    if (known) known.add(value);
    else values.set(key, new Set([value]));
  }
  let data = url;
  for (const key of [...values.keys()].sort()) {
    for (const value of [...(values.get(key) ?? [])].sort()) data += key + value;
  }
  return createHmac('sha1', authToken).update(data, 'utf8').digest('base64');
}
