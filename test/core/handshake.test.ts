import { expect, test } from 'vitest';
import { handshakeProof, verifyHandshake } from '../../src/core/handshake.ts';

const answer = { simulator: 1, accountSid: 'AC1', proof: handshakeProof('fresh') };

test('a proof of the nonce is accepted and gives the account', () => {
  expect(verifyHandshake('fresh', answer)).toEqual({ accountSid: 'AC1' });
});

test.each([
  ['another nonce', 'stale', answer],
  ['a wrong proof', 'fresh', { ...answer, proof: 'f'.repeat(64) }],
  ['a short proof', 'fresh', { ...answer, proof: 'ff' }],
  ['no proof', 'fresh', { simulator: 1, accountSid: 'AC1' }],
  ['another product', 'fresh', { ...answer, simulator: 2 }],
  ['no account', 'fresh', { ...answer, accountSid: undefined }],
  ['nothing', 'fresh', null],
  ['a web page', 'fresh', '<html>'],
])('%s proves nothing', (_what, nonce, given) => {
  expect(verifyHandshake(nonce, given)).toBeUndefined();
});

test('the proof never changes: another version of the program has to agree', () => {
  expect(handshakeProof('0123456789abcdef')).toMatchInlineSnapshot(
    `"84f0541fb7343b4813b67201889eb8c9b1b9ea3c512369cad1100816f6d260de"`,
  );
});
