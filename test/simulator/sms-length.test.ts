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
])('%s', (_what, body, segments) => {
  expect(countSegments(body)).toBe(segments);
});
