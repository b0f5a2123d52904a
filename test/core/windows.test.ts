import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextAllowedAt, nextGapAt, type WindowLimit } from '../../src/core/windows.ts';

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

describe('nextGapAt', () => {
  test.each([
    ['nobody was called', [], 100 * S, 100 * S],
    ['the last call is not a minute back', [50 * S], 100 * S, 110 * S],
    ['one is planned for later, with room before it', [50 * S, 300 * S], 100 * S, 110 * S],
    ['one is planned too soon after', [50 * S, 160 * S], 100 * S, 220 * S],
    ['three are planned close together', [200 * S, 260 * S, 320 * S], 180 * S, 1_100 * S],
    ['two are planned close together', [200 * S, 260 * S], 100 * S, 100 * S],
  ])('%s', (_name, instants, from, expected) => {
    expect(nextGapAt(instants, CALLS, from)).toBe(expected);
  });

  test('keeps every window, and finds the first instant that does', () => {
    const limits = fc.array(
      fc.record({ most: fc.integer({ min: 1, max: 3 }), windowMs: fc.integer({ min: 1, max: 20 }) }),
      { minLength: 1, maxLength: 3 },
    );
    const holds = (instants: readonly number[], windows: readonly WindowLimit[]): boolean =>
      windows.every(({ most, windowMs }) =>
        instants.every((end) => instants.filter((at) => at > end - windowMs && at <= end).length <= most),
      );
    fc.assert(
      fc.property(limits, fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 8 }), (windows, wishes) => {
        const planned: number[] = [];
        for (const wish of wishes) {
          const at = nextGapAt(planned, windows, wish);
          for (let earlier = wish; earlier < at; earlier += 1) {
            expect(holds([...planned, earlier], windows)).toBe(false);
          }
          planned.push(at);
          planned.sort((a, b) => a - b);
          expect(holds(planned, windows)).toBe(true);
        }
      }),
    );
  });
});
