import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCall, parseMessage, parseRow, priceMicros, RowError } from '../../src/gateway/rows.ts';

const AC = `AC${'a'.repeat(32)}`;
const SM = `SM${'1'.repeat(32)}`;
const CA = `CA${'2'.repeat(32)}`;

const MESSAGE = {
  account_sid: AC,
  api_version: '2010-04-01',
  body: 'Your appointment is at 2:30 pm',
  date_created: 'Thu, 24 Aug 2023 05:01:45 +0000',
  date_sent: 'Thu, 24 Aug 2023 05:01:46 +0000',
  date_updated: 'Thu, 24 Aug 2023 05:01:47 +0000',
  direction: 'outbound-api',
  error_code: null,
  error_message: null,
  from: '+15005550006',
  messaging_service_sid: null,
  num_media: '0',
  num_segments: '1',
  price: '-0.00750',
  price_unit: 'USD',
  sid: SM,
  status: 'delivered',
  subresource_uris: { media: '/x' },
  to: '+15005550001',
  uri: '/x',
  something_new: { in: ['next', 'year'] },
};

const CALL = {
  account_sid: AC,
  answered_by: 'machine_start',
  date_created: 'Fri, 01 Mar 2024 00:00:00 +0000',
  date_updated: 'Fri, 01 Mar 2024 00:01:00 +0000',
  direction: 'outbound-api',
  duration: '15',
  end_time: 'Fri, 01 Mar 2024 00:00:30 +0000',
  from: '+15005550006',
  parent_call_sid: null,
  price: '-0.01400',
  price_unit: 'USD',
  queue_time: '1000',
  sid: CA,
  start_time: 'Fri, 01 Mar 2024 00:00:15 +0000',
  status: 'completed',
  to: '+15005550001',
};

it('reads a message', () => {
  expect(parseMessage(MESSAGE)).toEqual({
    accountSid: AC,
    sid: SM,
    direction: 'outbound-api',
    from: '+15005550006',
    to: '+15005550001',
    messagingServiceSid: null,
    body: 'Your appointment is at 2:30 pm',
    status: 'delivered',
    errorCode: null,
    errorMessage: null,
    numSegments: 1,
    numMedia: 0,
    priceMicros: -7_500,
    priceUnit: 'USD',
    dateCreated: Date.UTC(2023, 7, 24, 5, 1, 45),
    dateSent: Date.UTC(2023, 7, 24, 5, 1, 46),
    dateUpdated: Date.UTC(2023, 7, 24, 5, 1, 47),
  });
});

it('reads a call', () => {
  expect(parseCall(CALL)).toEqual({
    accountSid: AC,
    sid: CA,
    parentCallSid: null,
    direction: 'outbound-api',
    from: '+15005550006',
    to: '+15005550001',
    status: 'completed',
    answeredBy: 'machine_start',
    durationS: 15,
    queueTimeMs: 1_000,
    priceMicros: -14_000,
    priceUnit: 'USD',
    dateCreated: Date.UTC(2024, 2, 1),
    startTime: Date.UTC(2024, 2, 1, 0, 0, 15),
    endTime: Date.UTC(2024, 2, 1, 0, 0, 30),
    dateUpdated: Date.UTC(2024, 2, 1, 0, 1),
  });
});

it('keeps null where Twilio knows nothing yet', () => {
  const fresh = {
    sid: SM,
    account_sid: AC,
    status: 'accepted',
    price: null,
    date_sent: null,
    from: null,
    body: '',
  };
  expect(parseMessage(fresh)).toMatchObject({
    priceMicros: null,
    dateSent: null,
    from: null,
    body: '',
    numSegments: null,
  });
  expect(parseCall({ ...CALL, duration: '', answered_by: '', parent_call_sid: '' })).toMatchObject({
    durationS: null,
    answeredBy: null,
    parentCallSid: null,
  });
});

it.each([
  ['30007', 30_007],
  [30_007, 30_007],
  [1.5, null],
  ['many', null],
  [{}, null],
])('reads the error code %j as %j', (code, expected) => {
  expect(parseMessage({ ...MESSAGE, error_code: code }).errorCode).toBe(expected);
});

it.each([
  ['Sat, 29 Feb 2020 23:59:59 +0000', Date.UTC(2020, 1, 29, 23, 59, 59)],
  ['Thu, 24 Aug 2023 05:01:45 GMT', Date.UTC(2023, 7, 24, 5, 1, 45)],
  ['Thu, 24 Aug 2023 05:01:45 -0130', Date.UTC(2023, 7, 24, 6, 31, 45)],
  ['24 Aug 2023 05:01:45 +0000', Date.UTC(2023, 7, 24, 5, 1, 45)],
  ['2023-08-24T05:01:45Z', null],
  ['1', null],
  ['Thu, 24 Foo 2023 05:01:45 +0000', null],
  [1_692_853_305, null],
])('reads the date %j as %j', (date, expected) => {
  expect(parseMessage({ ...MESSAGE, date_sent: date }).dateSent).toBe(expected);
});

describe('a price in micros', () => {
  it.each([
    ['-0.00750', -7_500],
    ['-0.0079', -7_900],
    ['0.29', 290_000],
    ['-1.1', -1_100_000],
    ['0', 0],
    ['-0.00000', 0],
    ['12', 12_000_000],
    ['3.', 3_000_000],
    ['-0.0000005', -1],
    ['0.00000049', 0],
    ['999999999.999999', 999_999_999_999_999],
    [-0.0075, -7_500],
    [null, null],
    ['', null],
    ['free', null],
    ['1e3', null],
    ['1,50', null],
  ])('%j is %j', (price, micros) => {
    expect(priceMicros(price)).toBe(micros);
  });

  it('is exact for every amount of six decimals', () => {
    fc.assert(
      fc.property(fc.integer({ min: -9_999_999_999, max: 9_999_999_999 }), (micros) => {
        const digits = String(Math.abs(micros)).padStart(7, '0');
        const price = `${micros < 0 ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`;
        expect(priceMicros(price)).toBe(micros);
      }),
    );
  });
});

describe('what is not a row', () => {
  it.each([
    [{ ...MESSAGE, sid: undefined }],
    [{ ...MESSAGE, sid: null }],
    [{ ...MESSAGE, sid: 'SM123' }],
    [{ ...MESSAGE, account_sid: 'me' }],
    [{ ...MESSAGE, status: '' }],
    [{ code: 21_211, message: 'no', status: 400 }],
    [[MESSAGE]],
    [null],
    ['SM'],
  ])('%j throws', (value) => {
    expect(() => parseMessage(value)).toThrow(RowError);
    expect(parseRow('message', JSON.stringify(value))).toBeUndefined();
  });

  it.each(['', '{"sid":', '<html>', '201'])('the body %j gives no row', (body) => {
    expect(parseRow('call', body)).toBeUndefined();
  });

  it('a body of the kind asked for gives one', () => {
    expect(parseRow('call', JSON.stringify(CALL))).toMatchObject({ kind: 'call', value: { sid: CA } });
    expect(parseRow('message', JSON.stringify(MESSAGE))).toMatchObject({
      kind: 'message',
      value: { sid: SM },
    });
  });
});
