import { expect, test } from 'vitest';
import { countSegments } from '../../src/simulator/sms-length.ts';

test.each([
  ['nothing', '', 1],
  ['160 plain characters', 'a'.repeat(160), 1],
  ['161 plain characters', 'a'.repeat(161), 2],
  ['306 plain characters', 'a'.repeat(306), 2],
  ['307 plain characters', 'a'.repeat(307), 3],
  ['80 euro signs, two places each', '€'.repeat(80), 1],
  ['81 euro signs', '€'.repeat(81), 2],
  ['70 characters with a curly quote', `’${'a'.repeat(69)}`, 1],
  ['71 characters with a curly quote', `’${'a'.repeat(70)}`, 2],
  ['35 emoji of two units each', '👍'.repeat(35), 1],
  ['36 emoji', '👍'.repeat(36), 2],
  ['67 emoji: 33 a part, as none is cut in two', '😀'.repeat(67), 3],
  ['100 emoji', '😀'.repeat(100), 4],
  ['800 emoji', '😀'.repeat(800), 25],
  ['an emoji that moves to the second part', `${'中'.repeat(66)}😀${'中'.repeat(66)}`, 3],
  ['153 carets: 76 a part, as none leaves its escape', '^'.repeat(153), 3],
  ['1600 euro signs', '€'.repeat(1600), 22],
  ['a caret among emoji takes one unit', `${'^'.repeat(67)}😀${'^'.repeat(65)}`, 2],
])('%s', (_what, body, segments) => {
  expect(countSegments(body)).toBe(segments);
});
