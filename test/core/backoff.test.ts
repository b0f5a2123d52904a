import fc from 'fast-check';
import { expect, test } from 'vitest';
import { backoff } from '../../src/core/backoff.ts';
import type { Random } from '../../src/core/clock.ts';

const fixed = (value: number): Random => ({ next: () => value, hex: () => '' });
const pace = { baseMs: 1_000, capMs: 60_000 };

test.each([
  [1, 0, 500],
  [1, 0.999999, 1_000],
  [2, 0.5, 1_500],
  [6, 0, 16_000],
  [7, 0.999999, 60_000],
  [2_000, 0, 30_000],
  [0, 0, 500],
])('after try %d, drawing %d, it waits %d ms', (attempt, drawn, ms) => {
  expect(backoff(attempt, { ...pace, random: fixed(drawn) })).toBe(ms);
});

test('the server’s wait is never undercut, and is spread out', () => {
  const wait = (drawn: number) => backoff(1, { ...pace, random: fixed(drawn), retryAfterMs: 20_000 });
  expect(wait(0)).toBe(20_000);
  expect(wait(0.999999)).toBe(20_500);
});

test('a server’s wait shorter than ours does not hurry us', () => {
  expect(backoff(7, { ...pace, random: fixed(0), retryAfterMs: 10 })).toBe(30_000);
});

test('it stays within half the step and the cap, a whole number of ms', () => {
  const drawn = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), drawn, (attempt, value) => {
      const ms = backoff(attempt, { ...pace, random: fixed(value) });
      const step = Math.min(pace.capMs, pace.baseMs * 2 ** (attempt - 1));
      expect(Number.isInteger(ms)).toBe(true);
      expect(ms).toBeGreaterThanOrEqual(step / 2);
      expect(ms).toBeLessThanOrEqual(step);
    }),
  );
});
