import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatId, idRanges, parseId } from '../../src/core/id.ts';

const row = fc.integer({ min: 1, max: 2 ** 40 });

describe('formatId', () => {
  test.each([
    [0, '0'],
    [7, '7'],
    [31, 'z'],
    [32, '10'],
    [1000, 'z8'],
  ])('row %d is %s', (number, id) => {
    expect(formatId(number)).toBe(id);
  });

  test('never uses a letter that is misread', () => {
    fc.assert(fc.property(row, (number) => !/[ilou]/.test(formatId(number))));
  });
});

describe('parseId', () => {
  test('reads back what formatId wrote', () => {
    fc.assert(fc.property(row, (number) => parseId(formatId(number)) === number));
  });

  test('forgives case and misread letters', () => {
    expect(parseId('Z8')).toBe(parseId('z8'));
    expect(parseId('lo')).toBe(parseId('10'));
    expect(parseId('I0')).toBe(32);
  });

  test.each(['', 'u', 'a-b', ' 7', '+15005550006', '00000000000', 'cindy!'])('"%s" is no id', (text) => {
    expect(parseId(text)).toBeUndefined();
  });
});

describe('idRanges', () => {
  test('the first range is the exact match', () => {
    expect(idRanges('z8')[0]).toEqual([1000, 1000]);
  });

  test('holds exactly the rows whose id starts with the prefix', () => {
    const prefix = fc.integer({ min: 1, max: 40_000 });
    const number = fc.integer({ min: 1, max: 2_000_000 });
    fc.assert(
      fc.property(prefix, number, (start, candidate) => {
        const text = formatId(start);
        const inside = idRanges(text).some(([low, high]) => candidate >= low && candidate <= high);
        expect(inside).toBe(formatId(candidate).startsWith(text));
      }),
      {
        examples: [
          [1, 32],
          [1, 63],
          [1, 64],
          [1000, 1000],
          [1000, 32_000],
          [1000, 32_031],
          [1000, 32_032],
        ],
      },
    );
  });

  test('ranges do not overlap, and what is no id has none', () => {
    const ranges = idRanges('1');
    expect(ranges.every(([low], index) => index === 0 || low > (ranges[index - 1]?.[1] ?? 0))).toBe(true);
    expect(idRanges('cindy!')).toEqual([]);
  });
});
