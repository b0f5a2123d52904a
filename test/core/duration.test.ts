import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDuration, parseDuration, parseLeadTimes } from '../../src/core/duration.ts';
import { UsageError } from '../../src/core/errors.ts';

describe('parseDuration', () => {
  test.each([
    ['90s', 90_000],
    ['5m', 300_000],
    ['2h', 7_200_000],
    ['1d', 86_400_000],
    ['2w', 1_209_600_000],
    ['250ms', 250],
    ['1h30m', 5_400_000],
    ['1d2h3m4s5ms', 93_784_005],
    [' 5M ', 300_000],
    ['0s', 0],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });

  test.each([
    ['5', 'say the unit: 5s, 5m, 5h or 5d'],
    ['1.5h', 'no fractions: write 1h30m for an hour and a half'],
    ['', 'write 90s'],
    ['h', 'write 90s'],
    ['-5m', 'write 90s'],
    ['5m2h', 'write 90s'],
    ['1h1h', 'write 90s'],
    ['5 minutes', 'write 90s'],
    ['1y', 'write 90s'],
  ])('"%s" is refused', (text, hint) => {
    const refuse = () => parseDuration(text, '--expires');
    expect(refuse).toThrow(UsageError);
    expect(refuse).toThrow('--expires');
    expect(refuse).toThrow(expect.objectContaining({ hint: expect.stringContaining(hint) }));
  });

  test('more than a hundred years is refused, a number too great to count with included', () => {
    expect(() => parseDuration('36501d')).toThrow('a hundred years');
    expect(() => parseDuration(`${'9'.repeat(400)}h`)).toThrow('a hundred years');
  });
});

describe('formatDuration', () => {
  test.each([
    [0, '0s'],
    [90_000, '1m30s'],
    [7_200_000, '2h'],
    [604_800_000, '1w'],
    [691_200_000, '8d'],
    [1_500, '1s500ms'],
    [-300_000, '-5m'],
  ])('%d ms is %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  test('what it writes is read back as the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3_000_000_000_000 }), (ms) => {
        expect(parseDuration(formatDuration(ms))).toBe(ms);
      }),
    );
  });
});

describe('parseLeadTimes', () => {
  test('are given longest first, doubles once', () => {
    expect(parseLeadTimes('2h, 1d,120m')).toEqual([86_400_000, 7_200_000]);
  });

  test.each(['', '1d,', '2', ','])('"%s" is refused', (text) => {
    expect(() => parseLeadTimes(text)).toThrow('--before');
  });
});
