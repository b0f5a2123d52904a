// Sealed secrets: opened by their passphrase only, refused when changed or greedy.

import { describe, expect, it } from 'vitest';
import { CredentialError, UnhealthyError } from '../../../src/core/errors.ts';
import { seal, unseal } from '../../../src/store/backup/seal.ts';
import { testRandom } from '../../clock.ts';

describe('sealed secrets', () => {
  const plain = Buffer.from('{"authToken":"very-secret"}');

  it('open with their passphrase only, however it was typed, and show nothing', async () => {
    const sealed = await seal(plain, 'café au lait', testRandom().hex);
    expect(sealed.toString()).not.toContain('very-secret');
    expect((await unseal(sealed, 'cafe\u0301 au lait')).equals(plain)).toBe(true);
    await expect(unseal(sealed, 'tea')).rejects.toThrow(CredentialError);
  });

  it('do not open once changed', async () => {
    const fields = JSON.parse((await seal(plain, 'pass', testRandom().hex)).toString()) as Record<
      string,
      unknown
    >;
    const flipped = Buffer.from(String(fields['data']), 'base64');
    flipped[0] = (flipped[0] ?? 0) ^ 1;
    const changed = { ...fields, data: flipped.toString('base64') };
    await expect(unseal(Buffer.from(JSON.stringify(changed)), 'pass')).rejects.toThrow(CredentialError);
    const greedy = { ...fields, N: 2 ** 30 };
    await expect(unseal(Buffer.from(JSON.stringify(greedy)), 'pass')).rejects.toThrow(UnhealthyError);
    const short = { ...fields, tag: String(fields['tag']).slice(0, 8) };
    await expect(unseal(Buffer.from(JSON.stringify(short)), 'pass')).rejects.toThrow(CredentialError);
  });

  it.each(['', '{}', '[]', 'null', '{"kdf":"none"}'])('are refused as %j', async (text) => {
    await expect(unseal(Buffer.from(text), 'pass')).rejects.toThrow(UnhealthyError);
  });
});
