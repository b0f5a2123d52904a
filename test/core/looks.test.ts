import { expect, test } from 'vitest';
import { LOOKS, nextLookAt } from '../../src/core/looks.ts';

const GRACE = 120_000;
const UNKNOWN = 1_000_000;

test('three looks, at 1×, 2× and 4× of the grace after the outcome became unknown', () => {
  const instants = Array.from({ length: LOOKS }, (_, looks) => {
    const at = UNKNOWN + (looks === 0 ? 0 : GRACE * 2 ** (looks - 1));
    return nextLookAt({ unknownAt: UNKNOWN, looks }, { now: at, graceMs: GRACE }) - UNKNOWN;
  });
  expect(instants).toEqual([GRACE, 2 * GRACE, 4 * GRACE]);
});

test('looks that come late keep a distance', () => {
  const late = UNKNOWN + 24 * 3_600_000;
  for (const looks of [1, 2]) {
    const at = nextLookAt({ unknownAt: UNKNOWN, looks }, { now: late, graceMs: GRACE });
    expect(at).toBe(late + GRACE / 2);
  }
});
