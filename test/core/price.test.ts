import { describe, expect, test } from 'vitest';
import { estimateCall, estimateMessage, formatMicros, rateFor } from '../../src/core/price.ts';

describe('rateFor', () => {
  const [us, japan, elsewhere] = ['+12025550123', '+819012345678', '+8801712345678'].map(rateFor);

  test.each([
    ['+16135550123', us],
    ['+818012345678', japan],
    ['+18765550123', elsewhere],
    ['+12425550123', elsewhere],
    ['+37060000000', elsewhere],
  ])('%s has the rate of its country', (to, rate) => {
    expect(rateFor(to)).toBe(rate);
  });

  test('countries of two and of three digits are told apart, and none is free', () => {
    expect(rateFor('+353861234567')).not.toBe(rateFor('+33639980001'));
    expect(rateFor('+353861234567')).not.toBe(elsewhere);
    for (const rate of [us, japan, elsewhere]) {
      expect(rate?.segmentMicros).toBeGreaterThan(0);
      expect(rate?.minuteMicros).toBeGreaterThan(0);
    }
  });

  test('a country that is not in the table is taken for a dear one', () => {
    expect(elsewhere?.segmentMicros).toBeGreaterThan(japan?.segmentMicros ?? Number.POSITIVE_INFINITY);
  });
});

test('texts cost by the segment', () => {
  expect(estimateMessage('+12025550123', 3)).toBe(3 * rateFor('+12025550123').segmentMicros);
  expect(Number.isInteger(estimateMessage('+447700900123', 7))).toBe(true);
});

test.each([
  [0, 0],
  [1, 1],
  [60, 1],
  [61, 2],
  [600, 10],
])('a call of %d s costs %d minutes', (seconds, minutes) => {
  expect(estimateCall('+819012345678', seconds)).toBe(minutes * rateFor('+819012345678').minuteMicros);
});

test.each([
  [0, '$0.00'],
  [8_300, '$0.0083'],
  [12_500, '$0.0125'],
  [150_000, '$0.15'],
  [151_000, '$0.151'],
  [83, '$0.0001'],
  [999_999, '$1.00'],
  [12_400_000, '$12.40'],
  [1_250_000_000, '$1250.00'],
  [-7_500, '-$0.0075'],
])('%d micros are %s', (micros, text) => {
  expect(formatMicros(micros)).toBe(text);
});
