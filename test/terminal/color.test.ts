// Colour: which flag and which variable wins.

import { describe, expect, test } from 'vitest';
import { loadStyle, wantsColor } from '../../src/terminal/color.ts';

describe('colour is on', () => {
  test.each([
    ['on a terminal', undefined, {}, true, true],
    ['not in a pipe', undefined, {}, false, false],
    ['by the flag in a pipe', 'on', {}, false, true],
    ['not against the flag', 'off', { FORCE_COLOR: '1' }, true, false],
    ['by the flag against NO_COLOR', 'on', { NO_COLOR: '1' }, true, true],
    ['not with NO_COLOR', undefined, { NO_COLOR: '1' }, true, false],
    ['with an empty NO_COLOR', undefined, { NO_COLOR: '' }, true, true],
    ['with FORCE_COLOR in a pipe', undefined, { FORCE_COLOR: '1' }, false, true],
    ['with an empty FORCE_COLOR in a pipe', undefined, { FORCE_COLOR: '' }, false, true],
    ['not with FORCE_COLOR=0', undefined, { FORCE_COLOR: '0' }, true, false],
    ['with FORCE_COLOR against NO_COLOR', undefined, { FORCE_COLOR: '1', NO_COLOR: '1' }, false, true],
    ['with CLICOLOR_FORCE in a pipe', undefined, { CLICOLOR_FORCE: '1' }, false, true],
    ['not with CLICOLOR_FORCE=0 in a pipe', undefined, { CLICOLOR_FORCE: '0' }, false, false],
    ['not with CLICOLOR=0', undefined, { CLICOLOR: '0' }, true, false],
    ['not on a dumb terminal', undefined, { TERM: 'dumb' }, true, false],
    ['as auto says', 'auto', {}, true, true],
  ])('%s', (_name, flag, env, isTty, expected) => {
    expect(wantsColor({ flag, env, isTty })).toBe(expected);
  });

  test('another word is a usage error', () => {
    expect(() => wantsColor({ flag: 'yes', env: {}, isTty: true })).toThrow(
      '--color: "yes" is not one of on, off, auto',
    );
  });
});

test('styles write the sixteen colours, or nothing', async () => {
  expect((await loadStyle(true)).red('a')).toBe('\x1b[31ma\x1b[39m');
  expect((await loadStyle(false)).red('a')).toBe('a');
});
