// Guesses at what a nearly right word was meant to be.

import { describe, expect, test } from 'vitest';
import { didYouMean, suggest } from '../../src/core/suggest.ts';

const KNOWN = ['list', 'show', 'schedule', 'send', 'sim', 'cancel', 'contact', 'completion'];

describe('suggests', () => {
  test.each([
    ['a letter left out', 'lst', ['list']],
    ['a letter too many', 'lisst', ['list']],
    ['a wrong letter', 'shaw', ['show']],
    ['two wrong letters in a long word', 'snedule', ['schedule']],
    ['neighbours swapped', 'cancle', ['cancel']],
    ['the beginning of a word', 'sched', ['schedule']],
    ['each that begins so', 'co', ['contact', 'completion']],
    ['whatever the case', 'LIST', ['list']],
    ['nothing for another word', 'zebra', []],
    ['nothing for one letter', 's', []],
    ['nothing for nothing', '', []],
  ])('%s', (_name, word, expected) => {
    expect([...suggest(word, KNOWN)].sort()).toEqual([...expected].sort());
  });
});

test('asks for at most three, the nearest first', () => {
  expect(didYouMean('sed', ['seed', 'send', 'sad', 'set', 'bed'])).toMatch(
    /^did you mean \w+ or \w+ or \w+\?$/,
  );
  expect(didYouMean('lst', ['last', 'lst2', 'list'])).toContain('list');
  expect(didYouMean('zebra', KNOWN)).toBeUndefined();
});
