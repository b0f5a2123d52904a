import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refusalByAllowlist } from '../../src/gateway/allowlist.ts';

const OWN = ['(202) 555-0199', '+1 202 555 0123', '+4915112345678'];

describe('the allowlist', () => {
  it.each([
    ['own', OWN, '+12025550123', 'reminder', true],
    ['own', OWN, '+1 (202) 555-0123', 'reminder', true],
    ['own', OWN, '+12025550124', 'reminder', false],
    ['own', [], '+12025550123', 'reminder', false],
    // Written without a country it names no number at all: closed, not guessed.
    ['own', OWN, '+12025550199', 'reminder', false],
    ['own', OWN, '2025550123', 'reminder', false],
    ['own', OWN, '', 'reminder', false],
    ['own', OWN, '+', 'send', false],
    ['own', OWN, '++12025550123', 'send', false],
    ['own', OWN, '+012025550123', 'send', false],
    ['own', OWN, '+１２０２５５５０１２３', 'send', false],
    ['live', [], '+12025550124', 'reminder', true],
    ['live', OWN, '+12025550124', 'alarm', false],
    ['live', OWN, '+12025550123', 'alarm', true],
    ['live', [], 'cindy', 'reminder', false],
    ['simulator', [], '+12025550124', 'reminder', true],
    ['simulator', OWN, '+12025550124', 'reminder', false],
    ['simulator', OWN, '+12025550123', 'reminder', true],
  ] as const)('in mode %s with %j, %s for a %s: %s', (mode, numbers, to, purpose, allowed) => {
    expect(refusalByAllowlist({ mode, numbers }, to, purpose) === undefined).toBe(allowed);
  });

  it('in mode own lets through nothing that is not listed, whatever is typed', () => {
    fc.assert(
      fc.property(fc.string(), (to) => {
        const bare = to.replace(/[^0-9+]/g, '');
        const allowed = refusalByAllowlist({ mode: 'own', numbers: OWN }, to, 'reminder') === undefined;
        expect(allowed).toBe(bare === '+12025550123' || bare === '+4915112345678');
      }),
    );
  });
});
