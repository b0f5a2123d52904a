import { describe, expect, it } from 'vitest';
import { ERROR_CODES, explainCode } from '../../src/gateway/error-codes.ts';

describe('the table of error codes', () => {
  it('has each code once, in order', () => {
    const codes = ERROR_CODES.map((entry) => entry.code);
    expect(codes).toEqual([...new Set(codes)].sort((a, b) => a - b));
    expect(codes.length).toBeGreaterThanOrEqual(60);
  });

  it.each(ERROR_CODES)('$code says what it means and what to do, in a clause each', ({ meaning, remedy }) => {
    for (const words of [meaning, remedy]) {
      expect(words).toMatch(/^[A-Za-z"'].{10,}[^.!\s]$/);
      expect(words.length).toBeLessThan(130);
    }
  });

  it.each([
    [20_003, 'halt'],
    [20_005, 'halt'],
    [10_001, 'halt'],
    [21_606, 'halt'],
    [30_034, 'halt'],
    [21_211, 'permanent'],
    [21_610, 'permanent'],
    [21_614, 'permanent'],
    [30_006, 'permanent'],
    [21_617, 'permanent'],
    // Geo permissions concern one country: other reminders must go on.
    [21_408, 'permanent'],
    [21_215, 'permanent'],
    [30_003, 'later'],
    [30_008, 'later'],
    [20_429, 'retry'],
    [21_611, 'retry'],
    [20_500, 'unknown'],
    [20_503, 'unknown'],
    [20_404, 'permanent'],
  ])('%i is %s', (code, expected) => {
    expect(explainCode(code)?.class).toBe(expected);
  });

  it('knows nothing of a code that is not in it', () => {
    expect(explainCode(99_999)).toBeUndefined();
    expect(explainCode(Number.NaN)).toBeUndefined();
  });
});
