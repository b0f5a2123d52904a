// The yes before a number is bought or given up: a person's, and a script's.

import { describe, expect, it } from 'vitest';
import { assertMeant } from '../../commands/number/needs.ts';
import { testContext } from './context.ts';

const NUMBER = '+12025550111';
const wish = { question: 'Buy it?', expected: NUMBER, yes: undefined, confirm: undefined };

async function asked(
  options: { tty: boolean; input?: boolean; answer?: boolean },
  given: { yes?: boolean; confirm?: string } = {},
) {
  const { context, questions } = await testContext({
    tty: options.tty,
    flags: { input: options.input ?? true },
    ...(options.answer !== undefined && { answers: { [`--confirm=${NUMBER}`]: options.answer } }),
  });
  const result = await assertMeant(context, { ...wish, ...given }).then(
    () => 'meant',
    (error: { exitCode: number }) => error.exitCode,
  );
  return { result, questions };
}

describe('on a terminal', () => {
  it('a person answers', async () => {
    expect(await asked({ tty: true, answer: true })).toEqual({ result: 'meant', questions: ['Buy it?'] });
    expect(await asked({ tty: true, answer: false })).toMatchObject({ result: 5 });
  });

  it('--yes is an answer, unless nobody is to be asked', async () => {
    expect(await asked({ tty: true }, { yes: true })).toEqual({ result: 'meant', questions: [] });
    expect(await asked({ tty: true, input: false }, { yes: true })).toEqual({ result: 5, questions: [] });
  });
});

describe('in a script', () => {
  it.each([
    [{}, 2],
    [{ yes: true }, 5],
    [{ confirm: NUMBER }, 'meant'],
    [{ confirm: '+1 (202) 555-0111' }, 'meant'],
    [{ confirm: '+12025550112' }, 5],
    [{ confirm: '' }, 5],
    [{ confirm: 'yes' }, 5],
    [{ yes: true, confirm: '+12025550112' }, 5],
  ])('%j: %s', async (given, result) => {
    expect((await asked({ tty: false }, given)).result).toBe(result);
  });
});
