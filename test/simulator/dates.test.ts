import { expect, test } from 'vitest';
import { DAY_MS, parseFilterDate, rfc2822 } from '../../src/simulator/dates.ts';

test('dates are written as Twilio writes them', () => {
  expect(rfc2822(Date.UTC(2023, 7, 24, 5, 1, 45, 999))).toBe('Thu, 24 Aug 2023 05:01:45 +0000');
  expect(rfc2822(Date.UTC(2024, 1, 29))).toBe('Thu, 29 Feb 2024 00:00:00 +0000');
  expect(rfc2822(null)).toBeNull();
});

const NINE = Date.UTC(2026, 2, 1, 9);

test.each([
  ['2026-03-01', Date.UTC(2026, 2, 1), DAY_MS],
  ['2026-03', Date.UTC(2026, 2, 1), 31 * DAY_MS],
  ['2026-12', Date.UTC(2026, 11, 1), 31 * DAY_MS],
  ['2026', Date.UTC(2026, 0, 1), 365 * DAY_MS],
  ['2024', Date.UTC(2024, 0, 1), 366 * DAY_MS],
  ['2026-03-01T09:00:00Z', NINE, 1000],
  ['2026-03-01T09:00:00', NINE, 1000],
  ['2026-03-01 09:00:00.250', NINE, 1000],
  ['2026-03-01T10:00:00+01:00', NINE, 1000],
  ['Sun, 01 Mar 2026 09:00:00 +0000', NINE, 1000],
])('a filter takes %s', (text, from, length) => {
  expect(parseFilterDate(text)).toEqual({ from, until: from + length });
});

test.each([
  'tomorrow',
  'tomorrow 2026',
  'May 2026',
  '2026-02-31',
  '2026-02-31T09:00:00Z',
  '2026-13-01',
  '2026-13',
  '2026-03-01T25:00:00Z',
  '20260301',
  '2026-',
  '',
  '12',
])('a filter refuses %j', (text) => {
  expect(parseFilterDate(text)).toBeUndefined();
});
