import { expect, test } from 'vitest';
import { monthAfter } from '../../src/simulator/rent.ts';

const at = (text: string) => Date.parse(`${text}:00Z`);

test.each([
  ['2026-01-01T12:30', '2026-01-01T12:30', '2026-02-01T12:30'],
  ['2026-12-15T00:00', '2026-12-15T00:00', '2027-01-15T00:00'],
  ['2026-01-31T23:59', '2026-01-31T23:59', '2026-02-28T23:59'],
  ['2028-01-31T23:59', '2028-01-31T23:59', '2028-02-29T23:59'],
  // A short month does not move the day for good.
  ['2026-02-28T23:59', '2026-01-31T23:59', '2026-03-31T23:59'],
])('after %s, bought on %s, comes %s', (instant, since, next) => {
  expect(new Date(monthAfter(at(instant), at(since))).toISOString()).toBe(new Date(at(next)).toISOString());
});
