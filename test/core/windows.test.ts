import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextAllowedAt, type WindowLimit } from '../../src/core/windows.ts';

const S = 1_000;
const CALLS: readonly WindowLimit[] = [
  { most: 1, windowMs: 60 * S },
  { most: 3, windowMs: 900 * S },
];

describe('nextAllowedAt', () => {
  test.each([
    ['nobody was called', [], 100 * S, 100 * S],
    ['the last call was long ago', [0], 100 * S, 100 * S],
    ['the last call is a minute back to the millisecond', [40 * S], 100 * S, 100 * S],
    ['the last call is not a minute back', [50 * S], 100 * S, 110 * S],
    ['three in a quarter of an hour', [0, 60 * S, 120 * S], 180 * S, 900 * S],
    ['the wider window is the longer wait', [0, 60 * S, 120 * S, 900 * S], 901 * S, 960 * S],
    ['one is planned for later', [200 * S], 100 * S, 260 * S],
  ])('%s', (_name, instants, from, expected) => {
    expect(nextAllowedAt(instants, CALLS, from)).toBe(expected);
  });

  test('what goes when it says never breaks a limit, whatever came before', () => {
    const limits = fc.array(
      fc.record({ most: fc.integer({ min: 1, max: 5 }), windowMs: fc.integer({ min: 1, max: 500 }) }),
      {
        minLength: 1,
        maxLength: 4,
      },
    );
    fc.assert(
      fc.property(limits, fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 40 }), (windows, steps) => {
        const sent: number[] = [];
        let now = 0;
        for (const step of steps) {
          now += step;
          const at = nextAllowedAt(sent, windows, now);
          expect(at).toBeGreaterThanOrEqual(now);
          sent.push(at);
          now = Math.max(now, at - 100);
          sent.sort((a, b) => a - b);
        }
        for (const { most, windowMs } of windows) {
          for (const end of sent) {
            expect(sent.filter((at) => at > end - windowMs && at <= end).length).toBeLessThanOrEqual(most);
          }
        }
      }),
    );
  });
});
