import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, countToWall, makeWall, wallParts, wallToCount, weekday } from '../../src/core/wall.ts';

const base = { year: 2026, month: 2, day: 1, hour: 9, minute: 30, second: 0 };

describe('makeWall', () => {
  test('writes a wall time', () => {
    expect(makeWall(base)).toBe('2026-02-01T09:30:00');
  });

  test.each([
    ['30 February', { day: 30 }],
    ['29 February of a common year', { day: 29 }],
    ['31 April', { month: 4, day: 31 }],
    ['month 13', { month: 13 }],
    ['month 0', { month: 0 }],
    ['day 0', { day: 0 }],
    ['24:00', { hour: 24, minute: 0 }],
    ['25:00', { hour: 25 }],
    ['minute 60', { minute: 60 }],
    ['second 60', { second: 60 }],
    ['a year of five digits', { year: 12026 }],
  ])('there is no %s', (_, change) => {
    expect(makeWall({ ...base, ...change })).toBeUndefined();
  });

  test('29 February of a leap year exists', () => {
    expect(makeWall({ ...base, year: 2028, day: 29 })).toBe('2028-02-29T09:30:00');
  });
});

test('parts and count lead back to the same wall time', () => {
  const seconds = fc.integer({ min: 0, max: 4_000_000_000 });
  fc.assert(
    fc.property(seconds, (second) => {
      const wall = countToWall(second * 1000);
      expect(wallToCount(wall)).toBe(second * 1000);
      expect(makeWall(wallParts(wall))).toBe(wall);
    }),
  );
});

test('days are added on the calendar, over months and years', () => {
  expect(addDays('2026-12-31T23:59:30', 1)).toBe('2027-01-01T23:59:30');
  expect(addDays('2028-03-01T00:00:00', -1)).toBe('2028-02-29T00:00:00');
});

test('the weekday is the calendar’s', () => {
  expect(weekday('2026-11-24T23:59:59')).toBe(2);
  expect(weekday('2026-11-29T00:00:00')).toBe(0);
});
