// X-Twilio-Signature, made as Twilio makes it.

import { createHmac } from 'node:crypto';

/**
 * Base64 HMAC-SHA1, keyed by the auth token, of the URL and of each POST field sorted by key, key and value
 * without a separator. Repeated values of a key count once, sorted. For a GET, pass no fields.
 * https://www.twilio.com/docs/usage/security
 */
export function twilioSignature(authToken: string, url: string, fields: Iterable<Field> = []): string {
  let data = url;
  let last: Field | undefined;
  for (const field of [...fields].sort(byCodeUnits)) {
    if (last !== undefined && field[0] === last[0] && field[1] === last[1]) continue;
    data += field[0] + field[1];
    last = field;
  }
  return createHmac('sha1', authToken).update(data, 'utf8').digest('base64');
}

type Field = readonly [string, string];

/** Neither by letters nor by locale: `Z` comes before `a`. */
function byCodeUnits(a: Field, b: Field): number {
  if (a[0] !== b[0]) return a[0] < b[0] ? -1 : 1;
  return a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0;
}
