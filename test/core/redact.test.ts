// Secrets do not survive in what is shown.

import { describe, expect, test } from 'vitest';
import { redact } from '../../src/core/redact.ts';

const TOKEN = '0123456789abcdef0123456789abcdef';
const SID = `AC${'f'.repeat(32)}`;
const PAIR = btoa(`${SID}:${TOKEN}`);

describe('a secret is masked', () => {
  test.each([
    ['a known token', `token ${TOKEN} refused`, 'token [redacted] refused'],
    ['a known token in base64', `x ${btoa(TOKEN)} y`, 'x [redacted] y'],
    ['an Authorization header', `Authorization: Basic ${PAIR}`, 'Authorization: [redacted]'],
    ['a header in JSON', `{"authorization":"Basic ${PAIR}"}`, '{"authorization":"[redacted]"}'],
    ['a Basic pair alone', `sent Basic ${PAIR} to it`, 'sent Basic [redacted] to it'],
    ['a Bearer token', 'Bearer abcdefghijklmnopqrstuvwxyz', 'Bearer [redacted]'],
    ['a URL', `https://${SID}:${'a'.repeat(32)}@api.twilio.com/x`, 'https://[redacted]@api.twilio.com/x'],
    ['a variable of the environment', 'TWILIO_AUTH_TOKEN=abc123abc', 'TWILIO_AUTH_TOKEN=[redacted]'],
    ['a field', '{ authToken: "abc123abc", a: 1 }', '{ authToken: "[redacted]", a: 1 }'],
    ['an API secret', 'api_secret=abc123abc&b=1', 'api_secret=[redacted]&b=1'],
  ])('%s', (_name, text, expected) => {
    expect(redact(text, [TOKEN])).toBe(expected);
  });

  test('in its URL-encoded form', () => {
    expect(redact('a=p%40ss%2Fword1', ['p@ss/word1'])).toBe('a=[redacted]');
  });
});

describe('what is no secret stays', () => {
  test.each([
    ['a SID', `account ${SID}`],
    ['a URL without credentials', 'https://api.twilio.com:443/2010-04-01?a=b@c'],
    ['prose', 'Basic authentication is required'],
    ['a short secret, which would mask words', 'the cat sat'],
  ])('%s', (_name, text) => {
    expect(redact(text, [TOKEN, 'cat', ''])).toBe(text);
  });
});
