// Randomness has the right shape; its quality is the operating system's.

import { expect, it } from 'vitest';
import { systemRandom } from '../../src/system/random.ts';

it('draws numbers from 0 up to but not including 1, and not always the same', () => {
  const drawn = Array.from({ length: 200 }, () => systemRandom.next());
  expect(drawn.every((x) => x >= 0 && x < 1)).toBe(true);
  expect(new Set(drawn).size).toBe(200);
});

it('gives as many bytes of lower-case hex as asked', () => {
  expect(systemRandom.hex(16)).toMatch(/^[0-9a-f]{32}$/);
});
