// Rows as machines read them.

import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvCell, csvRow, tabRow, toJson } from '../../src/terminal/records.ts';

describe('a CSV cell', () => {
  test.each([
    ['plain', 'abc', 'abc'],
    ['a comma', 'a,b', '"a,b"'],
    ['a quote', 'say "hi"', '"say ""hi"""'],
    ['a line break', 'a\nb', '"a\nb"'],
    ['nothing', null, ''],
    ['absent', undefined, ''],
    ['a number', -5, '-5'],
    ['a truth', true, 'true'],
    ['a list', ['a', 1], '"[""a"",1]"'],
    ['a phone number', '+15555550100', '+15555550100'],
    ['a negative number as text', '-5.2', '-5.2'],
    ['a formula', '=HYPERLINK("x")', '"\'=HYPERLINK(""x"")"'],
    ['a formula after a plus', '+1+cmd|x', "'+1+cmd|x"],
    ['a formula after a minus', '-2+3', "'-2+3"],
    ['a formula after an at', '@SUM(A1)', "'@SUM(A1)"],
  ])('%s', (_name, value, expected) => {
    expect(csvCell(value)).toBe(expected);
  });
});

test('a CSV record reads back as it was', () => {
  // Two cells at least: a record of one empty cell is an empty line, which readers skip.
  const word = fc.string().filter((text) => !/^[=@+\-\t\r]/.test(text));
  fc.assert(
    fc.property(fc.array(word, { minLength: 2 }), (values) => {
      expect(parse(`${csvRow(values)}\r\n`)).toEqual([values]);
    }),
  );
});

test('a tab row has one tab between cells and no line break', () => {
  expect(tabRow(['a\tb', 'c\nd', null, 5])).toBe('a b\tc d\t\t5');
});

test('JSON escapes the control characters that terminals obey, and reads back the same', () => {
  const value = { body: 'a\x9b2J\x7f\u0085b' };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be found
  expect(toJson(value)).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
  expect(JSON.parse(toJson(value))).toEqual(value);
});
