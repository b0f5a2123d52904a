// What Twilio says of numbers, read: all of a list or nothing, and prices in our currency only.

import { describe, expect, it, test } from 'vitest';
import { parsePrices } from '../../src/gateway/number-prices.ts';
import { parseNumberPage, parseOffers, readNumber } from '../../src/gateway/number-rows.ts';

const ACCOUNT = `AC${'0'.repeat(32)}`;
const PN = `PN${'5'.repeat(32)}`;
const ROW = {
  account_sid: ACCOUNT,
  sid: PN,
  phone_number: '+12025550142',
  friendly_name: 'reception',
  capabilities: { voice: true, sms: false, mms: true, fax: false },
  voice_url: 'https://remind.example/voice',
  voice_method: 'POST',
  trunk_sid: null,
  date_created: 'Thu, 24 Aug 2023 05:01:45 +0000',
};
const LIST = `/2010-04-01/Accounts/${ACCOUNT}/IncomingPhoneNumbers.json`;
const page = (rows: readonly object[], next: unknown = null) =>
  JSON.stringify({ incoming_phone_numbers: rows, next_page_uri: next });

describe('a number', () => {
  it('is read with its settings; what is not set is empty', () => {
    const read = readNumber(ACCOUNT, { path: LIST }, JSON.stringify(ROW));
    expect(read).toMatchObject({
      number: '+12025550142',
      sid: PN,
      type: null,
      capabilities: { voice: true, sms: false, mms: true },
      createdAt: Date.parse('2023-08-24T05:01:45Z'),
    });
    expect(read?.settings).toMatchObject({ friendlyName: 'reception', trunkSid: '', smsUrl: '' });
  });

  it.each(['local', 'mobile', 'toll free', 'tollfree', 'national', 'gold'])('of type %j', (type) => {
    const read = readNumber(ACCOUNT, { path: LIST }, JSON.stringify({ ...ROW, type }));
    const known: Record<string, string> = { 'toll free': 'toll-free', tollfree: 'toll-free' };
    expect(read?.type).toBe(type === 'gold' ? null : (known[type] ?? type));
  });

  it.each([
    ['another account’s', LIST, { ...ROW, account_sid: `AC${'9'.repeat(32)}` }],
    ['without a SID', LIST, { ...ROW, sid: undefined }],
    ['without a number', LIST, { ...ROW, phone_number: null }],
    ['asked for elsewhere', LIST.replace('IncomingPhoneNumbers', 'Messages'), ROW],
  ])('is none: %s', (_what, path, row) => {
    expect(readNumber(ACCOUNT, { path }, JSON.stringify(row))).toBeUndefined();
  });
});

describe('a page', () => {
  it('is read with the way to the next one', () => {
    const next = `${LIST}?Page=1&PageToken=PA${PN}`;
    expect(parseNumberPage(ACCOUNT, page([ROW, ROW], next))).toMatchObject({
      numbers: [{ sid: PN }, { sid: PN }],
      next: { method: 'GET', path: next },
    });
    expect(parseNumberPage(ACCOUNT, page([]))).toEqual({ numbers: [], next: null });
  });

  it.each([
    ['no JSON', '<html>'],
    ['no list', '{}'],
    ['no word on the next page', JSON.stringify({ incoming_phone_numbers: [] })],
    ['a row that cannot be read', page([ROW, { ...ROW, sid: 'x' }])],
    ['another account’s row', page([{ ...ROW, account_sid: `AC${'9'.repeat(32)}` }])],
    ['a next page elsewhere', page([ROW], 'https://evil.example/x')],
  ])('is none at all: %s', (_what, body) => {
    expect(parseNumberPage(ACCOUNT, body)).toBeUndefined();
  });
});

test('an offer has its capabilities in capitals', () => {
  const offer = {
    phone_number: '+12025550142',
    locality: 'Washington',
    region: 'DC',
    iso_country: 'US',
    address_requirements: 'none',
    capabilities: { voice: true, SMS: true, MMS: false },
  };
  expect(parseOffers(JSON.stringify({ available_phone_numbers: [offer] }))).toEqual([
    {
      number: '+12025550142',
      locality: 'Washington',
      area: 'DC',
      country: 'US',
      address: 'none',
      capabilities: { voice: true, sms: true, mms: false },
    },
  ]);
  expect(parseOffers('{}')).toBeUndefined();
});

test('prices are the account’s own, in dollars', () => {
  const prices = (unit: string) =>
    JSON.stringify({
      price_unit: unit,
      phone_number_prices: [
        { number_type: 'local', base_price: '1.15', current_price: '1.00' },
        { number_type: 'toll free', base_price: 2.15, current_price: 2.15 },
        { number_type: 'moon', base_price: '9', current_price: '9' },
      ],
    });
  expect(parsePrices(prices('usd'))).toEqual({ local: 1_000_000, 'toll-free': 2_150_000 });
  expect(parsePrices(prices('EUR'))).toBeUndefined();
  expect(parsePrices('<html>')).toBeUndefined();
});
