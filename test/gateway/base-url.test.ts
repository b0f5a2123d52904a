import twilio from 'twilio';
import { describe, expect, it } from 'vitest';
import { RefusedError, UsageError } from '../../src/core/errors.ts';
import { type Place, twilioBaseUrl } from '../../src/gateway/base-url.ts';

/** The host that the official client would ask. */
async function officialHost(place: { edge?: string; region?: string }): Promise<string> {
  let asked = '';
  const client = twilio(`AC${'0'.repeat(32)}`, 'token', {
    edge: place.edge ?? '',
    region: place.region ?? '',
    httpClient: {
      request: async (options: { uri: string }) => {
        asked = new URL(options.uri).origin;
        return { statusCode: 200, body: {} };
      },
    } as unknown as twilio.RequestClient,
  });
  await client.balance.fetch();
  return asked;
}

describe('without a URL of its own', () => {
  it.each([
    [{}],
    [{ edge: 'dublin' }],
    [{ edge: 'sydney', region: 'au1' }],
    [{ edge: 'ashburn-ix', region: 'us1' }],
  ])('%j leads where the official client goes', async (place) => {
    expect(twilioBaseUrl(place)).toBe(await officialHost(place));
  });

  it.each([
    [{ region: 'au1' }, 'https://api.sydney.au1.twilio.com'],
    [{ region: 'us1' }, 'https://api.ashburn.us1.twilio.com'],
    [{ region: 'us2' }, 'https://api.umatilla.us2.twilio.com'],
    [{ region: 'xx9', edge: 'new-edge' }, 'https://api.new-edge.xx9.twilio.com'],
    [{ region: '', edge: '', twilioUrl: '' }, 'https://api.twilio.com'],
  ])('%j is %s', (place, url) => {
    expect(twilioBaseUrl(place)).toBe(url);
  });

  it.each<[Place]>([
    [{ region: 'xx9' }],
    [{ region: 'constructor' }],
    [{ edge: 'evil.example/' }],
    [{ edge: 'a.b' }],
    [{ edge: '-a' }],
    [{ edge: 'dublin', region: 'ie1.evil.example#' }],
    [{ edge: 'Dublin' }],
  ])('%j is refused', (place) => {
    expect(() => twilioBaseUrl(place)).toThrow(UsageError);
  });
});

describe('a URL of its own', () => {
  it.each([
    ['http://127.0.0.1:4010', 'http://127.0.0.1:4010'],
    ['http://127.0.0.1:4010/', 'http://127.0.0.1:4010'],
    ['http://127.9.9.9', 'http://127.9.9.9'],
    ['http://2130706433:80', 'http://127.0.0.1'],
    ['http://localhost:1', 'http://localhost:1'],
    ['http://[::1]:4010', 'http://[::1]:4010'],
    ['https://twilio.internal.example', 'https://twilio.internal.example'],
    ['HTTPS://Twilio.Internal.Example:443', 'https://twilio.internal.example'],
  ])('%s becomes %s', (twilioUrl, url) => {
    expect(twilioBaseUrl({ twilioUrl, edge: 'dublin', region: 'ie1' })).toBe(url);
  });

  it.each([
    '127.0.0.1:4010',
    'localhost',
    'ftp://127.0.0.1',
    'file:///etc/passwd',
    'http://user:pass@127.0.0.1',
    'http://127.0.0.1@evil.example',
    'http://127.0.0.1\\@evil.example',
    'http://127.0.0.1/api',
    'http://127.0.0.1/?x=1',
    'http://127.0.0.1/#x',
    'http://',
    'http:127.0.0.1',
    ' http://127.0.0.1/ x',
  ])('%s is not an origin', (twilioUrl) => {
    expect(() => twilioBaseUrl({ twilioUrl })).toThrow(UsageError);
  });

  it.each([
    'http://api.twilio.com',
    'http://192.168.1.5:4010',
    'http://0.0.0.0:4010',
    'http://127.0.0.1.evil.example',
    'http://localhost.evil.example',
    'http://[::ffff:127.0.0.1]',
    'http://[::2]',
  ])('%s would carry the token in clear', (twilioUrl) => {
    expect(() => twilioBaseUrl({ twilioUrl })).toThrow(RefusedError);
  });
});
