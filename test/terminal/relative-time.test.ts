// Instants as a person says them.

import { expect, test } from 'vitest';
import { relativeTime } from '../../src/terminal/relative-time.ts';

const NOW = 1_800_000_000_000;

test.each([
  [0, 'now'],
  [980, 'now'],
  [-980, 'now'],
  [1000, 'in 1 s'],
  [-58_000, '58 s ago'],
  [-59_000, '1 min ago'],
  [60_000, 'in 1 min'],
  [-120_000, '2 min ago'],
  [2 * 3_600_000 - 900, 'in 2 h'],
  [3 * 3_600_000 + 58 * 60_000, 'in 3 h'],
  [86_400_000, 'in 1 d'],
  [-400 * 86_400_000, '400 d ago'],
])('%d ms away is "%s"', (distance, expected) => {
  expect(relativeTime(NOW + distance, NOW)).toBe(expected);
});
