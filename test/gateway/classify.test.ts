import { describe, expect, it } from 'vitest';
import { classifyAnswer } from '../../src/gateway/classify.ts';
import { WireError, type WireResponse } from '../../src/gateway/wire.ts';

function answer(status: number, body: unknown = '', headers: Record<string, string> = {}): WireResponse {
  return { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) };
}

const refused = (status: number, code: number, message = 'words of Twilio'): WireResponse =>
  answer(status, { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status });

describe('an answer to a POST', () => {
  it.each([
    ['201 with a row', answer(201, '{}'), true, 'accepted'],
    ['200 with a row', answer(200, '{}'), true, 'accepted'],
    ['201 with broken JSON', answer(201, '{"sid":"SM'), false, 'unknown'],
    ['204 with nothing', answer(204), false, 'unknown'],
    ['200 of a captive portal', answer(200, '<html>Welcome to Hotel Wi-Fi'), false, 'unknown'],
    ['429', refused(429, 20_429), false, 'retry'],
    ['429 of a proxy', answer(429, '<html>'), false, 'retry'],
    ['500', refused(500, 20_500), false, 'unknown'],
    ['502', answer(502, '<html>Bad gateway'), false, 'unknown'],
    ['503', refused(503, 20_503), false, 'unknown'],
    ['503 of a balancer', answer(503), false, 'unknown'],
    ['504', answer(504), false, 'unknown'],
    ['520', answer(520), false, 'unknown'],
    ['408', answer(408), false, 'unknown'],
    ['401', refused(401, 20_003), false, 'halt'],
    ['401 with no code', answer(401), false, 'halt'],
    ['401 with a new code', refused(401, 29_999), false, 'halt'],
    ['403', refused(403, 20_403), false, 'halt'],
    ['403 about test credentials', refused(403, 20_008), false, 'halt'],
    ['403 about one country', refused(403, 21_408), false, 'permanent'],
    ['403 about a delivery', refused(403, 30_003), false, 'halt'],
    ['400 about the account', refused(400, 20_005), false, 'halt'],
    ['400 about the sender', refused(400, 21_606), false, 'halt'],
    ['400 about the number', refused(400, 21_211), false, 'permanent'],
    ['400 about an opt-out', refused(400, 21_610), false, 'permanent'],
    ['400 about a country', refused(400, 21_408), false, 'permanent'],
    ['400 about a full queue', refused(400, 21_611), false, 'retry'],
    ['400 about a full queue of calls', refused(400, 22_005), false, 'retry'],
    ['400 with a new code', refused(400, 29_999), false, 'permanent'],
    ['404 of Twilio', refused(404, 20_404), false, 'permanent'],
    ['404 of something else', answer(404, '<html>Not found'), false, 'halt'],
    ['400 with a code in words', answer(400, { code: 'invalid' }), false, 'halt'],
    ['400 that is null', answer(400, 'null'), false, 'halt'],
    ['413', answer(413), false, 'halt'],
    [
      'an error after RFC 9457',
      answer(400, { type: 'x', title: 'No', status: 400, code: 21_211 }),
      false,
      'permanent',
    ],
  ])('%s', (_name, response, hasRow, expected) => {
    expect(classifyAnswer('POST', response, hasRow).class).toBe(expected);
  });

  it('that may have been processed is never to be repeated, whatever the body says', () => {
    const doubtful = Array.from({ length: 400 }, (_, n) => 200 + n).filter(
      (n) => n === 408 || n < 400 || n >= 500,
    );
    for (const status of doubtful) {
      for (const body of ['', '<html>', '{"code":20429,"message":"x"}', '{"code":21211}']) {
        expect(classifyAnswer('POST', answer(status, body), false).class, `${status} ${body}`).toBe(
          'unknown',
        );
      }
    }
  });
});

describe('an answer to a GET or DELETE', () => {
  it.each([
    [answer(200, '{}'), 'accepted'],
    [answer(204), 'accepted'],
    [refused(500, 20_500), 'retry'],
    [answer(502), 'retry'],
    [refused(503, 20_503), 'retry'],
    [answer(408), 'retry'],
    [refused(429, 20_429), 'retry'],
    [refused(404, 20_404), 'permanent'],
    [refused(401, 20_003), 'halt'],
  ])('%j', (response, expected) => {
    expect(classifyAnswer('GET', response, false).class).toBe(expected);
    expect(classifyAnswer('DELETE', response, false).class).toBe(expected);
  });
});

it.each([
  ['POST', 'no', 'retry'],
  ['POST', 'maybe', 'unknown'],
  ['GET', 'no', 'retry'],
  ['GET', 'maybe', 'retry'],
  ['DELETE', 'maybe', 'retry'],
] as const)('no answer to a %s that was sent: %s', (method, sent, expected) => {
  const error = new WireError('the line went dead', { sent, fault: 'reset', code: 'ECONNRESET' });
  expect(classifyAnswer(method, error, false)).toEqual({ class: expected, message: 'the line went dead' });
});

describe('a verdict', () => {
  it('carries Twilio’s request id and code, and says what the code means', () => {
    const response = { ...refused(400, 21_610), headers: { 'twilio-request-id': 'RQ123' } };
    expect(classifyAnswer('POST', response, false)).toEqual({
      class: 'permanent',
      twilioCode: 21_610,
      message: '21610: this person has opted out (STOP) of messages from this sender',
      requestId: 'RQ123',
    });
  });

  it('takes Twilio’s words for a code it does not know, in bounds and without secrets', () => {
    const words = `no good Authorization: Basic ${'QUM'.repeat(30)} ${'x'.repeat(1_000)}`;
    const { message } = classifyAnswer('POST', refused(400, 29_999, words), false);
    expect(message).toMatch(/^29999: no good/);
    expect(message).not.toContain('QUMQUM');
    expect(message.length).toBeLessThan(400);
  });

  it.each([
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': ' 0 ' }, 0],
    [{ 'retry-after': 'Wed, 21 Oct 2026 07:28:30 GMT', date: 'Wed, 21 Oct 2026 07:28:00 GMT' }, 30_000],
    [{ 'retry-after': 'Wed, 21 Oct 2026 07:27:00 GMT', date: 'Wed, 21 Oct 2026 07:28:00 GMT' }, 0],
    [{ 'retry-after': 'Wed, 21 Oct 2026 07:28:30 GMT' }, undefined],
    [{ 'retry-after': 'Wed, 99 Oct 2026 07:28:30 GMT', date: 'Wed, 21 Oct 2026 07:28:00 GMT' }, undefined],
    [{ 'retry-after': '-5' }, undefined],
    [{ 'retry-after': 'soon' }, undefined],
    [{}, undefined],
  ])('reads the wait from %j', (headers, expected) => {
    const verdict = classifyAnswer('POST', answer(429, '', headers as Record<string, string>), false);
    expect(verdict.retryAfterMs).toBe(expected);
  });
});
