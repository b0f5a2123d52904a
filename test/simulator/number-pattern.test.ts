import { expect, test } from 'vitest';
import { numberPattern } from '../../src/simulator/number-pattern.ts';

const NUMBER = '+12025550142';

test.each([
  ['+12025550142', true],
  ['2025550142', true],
  ['(202) 555-0142', true],
  ['0142', true],
  ['555*142', true],
  ['****', true],
  ['+1202', true],
  ['+202', false],
  ['555**142', false],
  ['JKL', true],
  ['jkl0', true],
  ['ABC', false],
])('%s', (pattern, matches) => {
  expect(numberPattern(pattern)?.test(NUMBER)).toBe(matches);
});

test.each([
  ['A', 2],
  ['C', 2],
  ['D', 3],
  ['P', 7],
  ['S', 7],
  ['T', 8],
  ['W', 9],
  ['Z', 9],
])('the letter %s is the key %i', (letter, key) => {
  expect(numberPattern(letter)?.test(String(key))).toBe(true);
  expect(numberPattern(letter)?.test(String(key === 9 ? 8 : key + 1))).toBe(false);
});

test.each(['', '?', '41?', '4+1', '[0]'])('%s is no pattern', (text) => {
  expect(numberPattern(text)).toBeUndefined();
});
