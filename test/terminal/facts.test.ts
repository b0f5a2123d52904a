import { expect, test } from 'vitest';
import { factLines } from '../../src/terminal/facts.ts';

test('values stand below one another, and what is not known has no line', () => {
  const facts = [
    ['due', 'today'],
    ['receipt', null],
    ['\x1b[1mstate\x1b[22m', 'sent'],
  ] as const;
  expect(factLines(facts)).toEqual(['  due    today', '  \x1b[1mstate\x1b[22m  sent']);
  expect(factLines(facts.slice(0, 2), '')).toEqual(['due  today']);
  expect(factLines([])).toEqual([]);
});
