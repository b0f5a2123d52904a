import { expect, test } from 'vitest';
import { assertConfirmed } from '../../src/terminal/confirm.ts';

const answering = (answer: boolean) => ({ confirm: async () => answer });

test('goes on with --yes without asking, and when the answer is yes', async () => {
  const nobody = { confirm: () => Promise.reject(new Error('asked')) };
  await expect(assertConfirmed(nobody, 'Remove it?', true)).resolves.toBeUndefined();
  await expect(assertConfirmed(answering(true), 'Remove it?', undefined)).resolves.toBeUndefined();
});

test('a no refuses, and says that nothing happened', async () => {
  await expect(assertConfirmed(answering(false), 'Remove it?', false)).rejects.toMatchObject({
    message: 'not confirmed; nothing was changed',
    exitCode: 5,
  });
});
