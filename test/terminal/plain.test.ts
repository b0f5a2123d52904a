// Text from the database or the network cannot command the terminal.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadStyle } from '../../src/terminal/color.ts';
import { plain, plainLine, plainStyled } from '../../src/terminal/plain.ts';

describe('plain text', () => {
  test.each([
    ['keeps words, tabs and lines', 'a\tb\nc', 'a\tb\nc'],
    ['keeps emoji, accents and Hebrew', 'é 👩‍👩‍👧 שלום', 'é 👩‍👩‍👧 שלום'],
    ['loses a colour', '\x1b[31mred\x1b[0m', 'red'],
    ['loses a cleared screen', 'a\x1b[2J\x1b[Hb', 'ab'],
    ['loses a window title with its words', 'a\x1b]0;owned\x07b', 'ab'],
    ['loses a link with its address', '\x1b]8;;http://x\x1b\\text\x1b]8;;\x1b\\', 'text'],
    ['loses a clipboard write that does not end', 'a\x1b]52;c;aGk=', 'a'],
    ['loses a carriage return that would overwrite', 'safe\rEVIL', 'safeEVIL'],
    ['loses a backspace, a bell and NUL', 'a\x08\x07\x00b', 'ab'],
    ['loses eight-bit control characters', 'a\x9b31mb\x9dc', 'a31mbc'],
    ['loses marks that turn the reading order', '+1555\u202e0010\u2066', '+15550010'],
    ['loses a lone escape', 'a\x1b', 'a'],
    ['loses an escape before another', '\x1b\x1b[2Jx', 'x'],
  ])('%s', (_name, text, expected) => {
    expect(plain(text)).toBe(expected);
  });

  test('never holds a control character, whatever came in', () => {
    const nasty = fc.array(
      fc.oneof(
        fc.constantFrom('\x1b', '[', ']', '\x9b', '2J', '31m', '\x07', '\\', 'a', ';', '\r'),
        fc.string(),
      ),
    );
    fc.assert(
      fc.property(nasty, (parts) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be found
        expect(plain(parts.join(''))).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/);
      }),
    );
  });
});

test('one line holds no line break', () => {
  expect(plainLine('a\r\n\tb\nc')).toBe('a b c');
});

test('styled text keeps our styles and no others', async () => {
  const { red, bold } = await loadStyle(true);
  const ours = `${bold('a')} ${red('b')}`;
  expect(plainStyled(ours)).toBe(ours);
  expect(plainStyled(`${red('b\x1b[2J')}\x1b[8mhidden\x1b]0;t\x07`)).toBe(`${red('b')}hidden`);
});
