import { expect, test } from 'vitest';
import { formatNumber, readNumber } from '../../src/simulator/number.ts';

test.each([
  ['+14155550123', '+14155550123'],
  ['(415) 555-0123', '+14155550123'],
  ['1 415 555 0123', '+14155550123'],
  ['+44 20 7946 0958', '+442079460958'],
  ['+15005550001', '+15005550001'],
])('%s is read as %s', (text, number) => {
  expect(readNumber(text)).toBe(number);
});

test.each(['', '+', '+1415555012', '+11155550123', '555-0123', '+0123456789', 'Cindy', '+1234567890123456'])(
  '%j is no number',
  (text) => {
    expect(readNumber(text)).toBeUndefined();
  },
);

test('American numbers are formatted, others are not', () => {
  expect(formatNumber('+14158675309')).toBe('(415) 867-5309');
  expect(formatNumber('+442079460958')).toBe('+442079460958');
});
