import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import twilio from 'twilio';
import { expect, test } from 'vitest';
import { twilioSignature } from '../../src/simulator/signature.ts';

test('a known request has a known signature', () => {
  const fields = Object.entries({
    CallSid: 'CA1234567890ABCDE',
    Caller: '+14158675310',
    Digits: '1234',
    From: '+14158675310',
    To: '+18005551212',
  });
  const url = 'https://example.com/myapp.php?foo=1&bar=2';
  expect(twilioSignature('12345', url, fields)).toBe('L/OH5YylLD5NRKLltdqwSvS0BnU=');
});

test("the official client's check accepts every signature, whatever is in the fields", () => {
  const text = fc.string({ unit: 'grapheme' });
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9a-f]{8,32}$/), fc.dictionary(text, text), (token, params) => {
      const url = 'http://127.0.0.1:3000/voice?a=1';
      const signature = twilioSignature(token, url, Object.entries(params));
      expect(twilio.validateRequest(token, signature, url, params)).toBe(true);
    }),
  );
});

test('repeated fields are signed as the official client checks them', () => {
  const fields = [
    ['a', 'z'],
    ['a', 'b'],
    ['a', 'c'],
    ['a', 'z'],
  ] as const;
  const signature = twilioSignature('t', 'http://localhost/x', fields);
  expect(twilio.validateRequest('t', signature, 'http://localhost/x', { a: ['z', 'b', 'c', 'z'] })).toBe(
    true,
  );
});

test('a changed field, URL or token breaks it', () => {
  const url = 'http://localhost/x';
  const signature = twilioSignature('t', url, [['a', '1']]);
  expect(twilioSignature('t', url, [['a', '2']])).not.toBe(signature);
  expect(twilioSignature('t', `${url}?`, [['a', '1']])).not.toBe(signature);
  expect(twilioSignature('u', url, [['a', '1']])).not.toBe(signature);
});

test.each([
  'http://localhost/x',
  'http://127.0.0.1:3000/x',
  'https://127.0.0.1:8443/x?a=1',
  'https://user:secret@localhost:8443/x',
  'http://user@localhost/x',
  'http://[::1]:3000/x',
  'http://localhost/x?a=%2B1415&b=c+d&b=&%C3%A9',
  'http://localhost/?',
])('the official client accepts the signature of %s', (url) => {
  const params = { From: '+14155550123', Empty: '' };
  const signature = twilioSignature('t', url, Object.entries(params));
  expect(twilio.validateRequest('t', signature, url, params)).toBe(true);
});

test('a GET is signed by its URL alone', () => {
  const url = 'http://localhost/x?CallSid=CA1&From=%2B1415';
  expect(twilio.validateRequest('t', twilioSignature('t', url), url, {})).toBe(true);
});

test('fields are sorted by code units, whatever the order they came in', () => {
  const fields = [
    ['a', '1'],
    ['_x', '2'],
    ['Z', '3'],
    ['B', '4'],
    ['1', '5'],
    ['Ä', '6'],
    ['a', ''],
    ['a[b]', '7'],
    ['aa', '8'],
  ] as const;
  const params = { a: ['1', ''], _x: '2', Z: '3', B: '4', '1': '5', Ä: '6', 'a[b]': '7', aa: '8' };
  const signature = twilioSignature('t', 'http://localhost/x', fields);
  expect(twilio.validateRequest('t', signature, 'http://localhost/x', params)).toBe(true);
  expect(twilioSignature('t', 'http://localhost/x', [...fields].reverse())).toBe(signature);
  // The data spelled out, so that nobody has to trust two programs that may be wrong alike.
  const spelled = createHmac('sha1', 't').update('http://localhost/x15B4Z3_x2aa1a[b]7aa8Ä6').digest('base64');
  expect(signature).toBe(spelled);
});
