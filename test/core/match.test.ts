// The heart of reconciliation, case by case: which of Twilio's rows is the send that nobody knows about.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wordsOf } from '../../src/core/content.ts';
import { DOUBT_MS, lookBackTo, matchCalls, matchMessages, SKEW_MS } from '../../src/core/match.ts';
import type { TwilioCall, TwilioMessage } from '../../src/core/twilio.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const CREATED = Date.parse('2026-11-23T09:00:00Z');
const TIMEOUT = 30_000;
const TO = '+12025550123';
const FROM = '+15005550006';
const SERVICE = `MG${'a'.repeat(32)}`;
const BODY = 'Hello, see you on Tuesday at half past two.';

const SOUGHT = {
  to: TO,
  from: FROM,
  words: wordsOf(BODY),
  createdAt: CREATED,
  leaseUntil: CREATED + MINUTE,
};

let serial = 0;
function message(change: Partial<TwilioMessage> = {}): TwilioMessage {
  serial += 1;
  return {
    accountSid: 'AC1',
    sid: `SM${String(serial).padStart(32, '0')}`,
    direction: 'outbound-api',
    from: FROM,
    to: TO,
    messagingServiceSid: null,
    body: BODY,
    status: 'sent',
    errorCode: null,
    errorMessage: null,
    numSegments: 1,
    numMedia: 0,
    priceMicros: null,
    priceUnit: 'USD',
    dateCreated: CREATED + 1_000,
    dateSent: null,
    dateUpdated: null,
    ...change,
  };
}

function call(change: Partial<TwilioCall> = {}): TwilioCall {
  serial += 1;
  return {
    accountSid: 'AC1',
    sid: `CA${String(serial).padStart(32, '0')}`,
    parentCallSid: null,
    direction: 'outbound-api',
    from: FROM,
    to: TO,
    status: 'completed',
    answeredBy: null,
    durationS: null,
    queueTimeMs: null,
    priceMicros: null,
    priceUnit: null,
    dateCreated: CREATED + 1_000,
    startTime: null,
    endTime: null,
    dateUpdated: null,
    ...change,
  };
}

const terms = { requestTimeoutMs: TIMEOUT, isBound: () => false };
const find = (rows: TwilioMessage[], sought: Partial<typeof SOUGHT> | { words: null } = {}) =>
  matchMessages({ ...SOUGHT, ...sought }, rows, terms).found;
const LAST = SOUGHT.leaseUntil + TIMEOUT;

describe('a text', () => {
  test.each<[string, Partial<TwilioMessage>, 'one' | 'none' | 'unclear']>([
    ['as it was sent', {}, 'one'],
    ['with a trial prefix', { body: `Sent from your Twilio trial account - ${BODY}` }, 'one'],
    ['SmartEncoded', { body: BODY.replace(',', '').replaceAll(' ', '\u00a0') }, 'one'],
    ['that failed', { status: 'failed', errorCode: 30003 }, 'one'],
    ['that Twilio queued as the lease ended', { dateCreated: LAST }, 'one'],
    ['at the far end of the clocks’ skew', { dateCreated: LAST + SKEW_MS }, 'one'],
    ['at the near end of it', { dateCreated: CREATED - SKEW_MS }, 'one'],
    ['just beyond the far end', { dateCreated: LAST + SKEW_MS + 1 }, 'unclear'],
    ['just beyond the near end', { dateCreated: CREATED - SKEW_MS - 1 }, 'unclear'],
    ['an hour off, as by a clock that was set', { dateCreated: CREATED - HOUR }, 'unclear'],
    ['a day before', { dateCreated: CREATED - DOUBT_MS }, 'unclear'],
    ['two days before', { dateCreated: CREATED - DOUBT_MS - 1 }, 'none'],
    ['two days after', { dateCreated: LAST + DOUBT_MS + 1 }, 'none'],
    ['of no date', { dateCreated: null }, 'unclear'],
    ['whose words Twilio does not keep', { body: '' }, 'unclear'],
    ['whose words are null', { body: null }, 'unclear'],
    ['whose words are stars', { body: '*****' }, 'unclear'],
    ['whose words say so', { body: '[Redacted]' }, 'unclear'],
    ['without words an hour off', { body: '', dateCreated: CREATED - HOUR }, 'none'],
    ['with other words', { body: 'Hello, see you on Tuesday at half past three.' }, 'none'],
    ['to somebody else', { to: '+12025550124' }, 'none'],
    ['from another number', { from: '+15005550007' }, 'none'],
    ['from no number yet', { from: null }, 'none'],
    ['that came in', { direction: 'inbound' }, 'none'],
    ['that answered one', { direction: 'outbound-reply' }, 'none'],
    ['that a call’s TwiML sent', { direction: 'outbound-call' }, 'none'],
  ])('%s', (_what, change, found) => {
    expect(find([message(change), message({ body: 'something else' })])).toBe(found);
  });

  test.each<[string, string, Partial<TwilioMessage>, 'one' | 'none']>([
    ['a service, before it chose a number', SERVICE, { from: null, messagingServiceSid: SERVICE }, 'one'],
    ['a service, whatever number it chose', SERVICE, { from: '+1999', messagingServiceSid: SERVICE }, 'one'],
    ['a service written otherwise', SERVICE.toUpperCase(), { messagingServiceSid: SERVICE }, 'one'],
    ['another service', SERVICE, { messagingServiceSid: `MG${'b'.repeat(32)}` }, 'none'],
    ['a number of no service', SERVICE, { messagingServiceSid: null }, 'none'],
    ['a name', 'SmileDental', { from: 'SmileDental' }, 'one'],
    ['a name in capitals', 'SmileDental', { from: 'SMILEDENTAL' }, 'one'],
    ['a short code', '12345', { from: '12345' }, 'one'],
  ])('from %s', (_what, from, change, found) => {
    expect(find([message(change)], { from })).toBe(found);
  });

  test('whose words we do not know can never be told for certain', () => {
    expect(find([message()], { words: null })).toBe('unclear');
    expect(find([message({ to: '+12025550124' })], { words: null })).toBe('none');
  });

  test('that another send was given is none', () => {
    const [mine, theirs] = [message(), message()];
    const isBound = (sid: string) => sid === theirs.sid;
    expect(matchMessages(SOUGHT, [theirs], { ...terms, isBound })).toEqual({ found: 'none' });
    expect(matchMessages(SOUGHT, [theirs, mine], { ...terms, isBound })).toEqual({ found: 'one', row: mine });
  });

  test('there twice is told of, with both', () => {
    const [one, two] = [message(), message()];
    expect(matchMessages(SOUGHT, [one, two], terms)).toEqual({ found: 'several', rows: [one, two] });
  });

  test('that stands on two pages is one', () => {
    const one = message();
    expect(matchMessages(SOUGHT, [one, message({ body: 'x' }), one], terms)).toEqual({
      found: 'one',
      row: one,
    });
  });

  test('in its time wins over an equal one an hour off, and over one without words', () => {
    const mine = message();
    const rows = [message({ dateCreated: CREATED - HOUR }), message({ body: '' }), mine];
    expect(matchMessages(SOUGHT, rows, terms)).toEqual({ found: 'one', row: mine });
  });
});

describe('a call', () => {
  const sought = { ...SOUGHT, words: null };
  test.each<[string, Partial<TwilioCall>, 'one' | 'none' | 'unclear']>([
    ['as it was placed', {}, 'one'],
    ['still in the queue', { status: 'queued', startTime: null }, 'one'],
    ['nobody answered', { status: 'no-answer' }, 'one'],
    ['an hour off', { dateCreated: CREATED + 2 * HOUR }, 'unclear'],
    ['two days off', { dateCreated: CREATED - 2 * 24 * HOUR }, 'none'],
    ['to somebody else', { to: '+12025550124' }, 'none'],
    ['from another number', { from: '+15005550007' }, 'none'],
    ['that is a leg of another', { parentCallSid: `CA${'f'.repeat(32)}` }, 'none'],
    ['that TwiML dialled', { direction: 'outbound-dial' }, 'none'],
    ['that came in', { direction: 'inbound' }, 'none'],
  ])('%s', (_what, change, found) => {
    expect(matchCalls(sought, [call(change), call({ to: '+12025550199' })], terms).found).toBe(found);
  });

  test('there twice is told of: nothing tells them apart', () => {
    expect(matchCalls(sought, [call(), call()], terms).found).toBe('several');
  });
});

test('lists are read back as far as a row can cast doubt, and no further', () => {
  fc.assert(
    fc.property(fc.integer({ min: -80 * HOUR, max: 80 * HOUR }), (offset) => {
      const dateCreated = CREATED + offset;
      const found = find([message({ dateCreated })]);
      if (dateCreated < lookBackTo(SOUGHT)) expect(found).toBe('none');
    }),
  );
});
