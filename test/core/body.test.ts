import { describe, expect, test } from 'vitest';
import { cleanBody, MAX_BODY } from '../../src/core/body.ts';
import { UsageError } from '../../src/core/errors.ts';

describe('cleanBody', () => {
  test.each([
    ['words', 'See you at 9', 'See you at 9'],
    ['emoji, joined ones too', 'Hi 👩‍👩‍👧 🇯🇵', 'Hi 👩‍👩‍👧 🇯🇵'],
    ['right to left', 'שלום، مرحبا\u200f', 'שלום، مرحبا\u200f'],
    ['tabs and lines', 'one\ttwo\nthree', 'one\ttwo\nthree'],
    ['Windows lines', 'one\r\ntwo\r\n', 'one\ntwo'],
    ['space around', '  hello \n', 'hello'],
    ['a loose accent', 'Cafe\u0301', 'Caf\u00e9'],
    ['what looks like markup', '<b>&amp;</b> $1 {x}', '<b>&amp;</b> $1 {x}'],
  ])('%s pass', (_, text, body) => {
    expect(cleanBody(text)).toBe(body);
  });

  test.each([
    ['', 'is empty'],
    [' \n\t ', 'is empty'],
    ['\u00a0\u3000', 'is empty'],
    ['\u200b\u2060\ufeff\u00ad', 'is empty'],
    ['a\u0000b', 'a NUL at character 2'],
    ['\u0000', 'a NUL at character 1'],
    ['ring \u0007', 'control character U+0007 at character 6'],
    ['\u001b[31mred', 'control character U+001B at character 1'],
    ['c1 \u0085 x', 'control character U+0085'],
    ['half \ud83d', 'half of an emoji at character 6'],
    ['\ude00 other half', 'half of an emoji at character 1'],
  ])('%j is refused', (text, message) => {
    const refuse = () => cleanBody(text);
    expect(refuse).toThrow(UsageError);
    expect(refuse).toThrow(message);
  });

  test('1600 characters pass, 1601 do not', () => {
    expect(cleanBody('a'.repeat(MAX_BODY))).toHaveLength(1600);
    expect(() => cleanBody('a'.repeat(1601))).toThrow('the body has 1601 characters; 1600 is the most');
    expect(() => cleanBody('😀'.repeat(801))).toThrow('1602');
  });
});
