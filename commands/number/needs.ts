// What the commands on numbers share: their service, and the yes before what costs money or cannot be taken back.

import type { Context } from '../../src/core/command.ts';
import { RefusedError } from '../../src/core/errors.ts';
import type { NumberDeps } from '../../src/numbers/deps.ts';

export interface NumberNeeds {
  /** Opens a door that may buy. */
  numbers(): Promise<NumberDeps>;
}

export interface Confirming {
  readonly question: string;
  /** What `--confirm` has to say: the number, or how many there are. */
  readonly expected: string;
  readonly yes: boolean | undefined;
  readonly confirm: string | undefined;
}

/**
 * A person on a terminal answers, or gives `--yes`; a script has to say what it means with `--confirm`, since a `--yes`
 * that somebody once wrote into it says yes to whatever comes.
 * @throws RefusedError unless it is meant; UsageError when there is nobody to ask
 */
export async function assertMeant(
  { ask, out, flags }: Pick<Context, 'ask' | 'out' | 'flags'>,
  { question, expected, yes, confirm }: Confirming,
): Promise<void> {
  const hint = `--confirm=${expected}`;
  if (confirm !== undefined) {
    if (confirm.replace(/[\s().-]/g, '') === expected) return;
    throw new RefusedError(`--confirm=${confirm} is not what this is about: ${expected}`, {
      hint: `nothing was changed; if it is meant: ${hint}`,
    });
  }
  if (yes && out.isTty && flags.input) return;
  if (yes) {
    throw new RefusedError('--yes is for a person on a terminal; nothing was changed', {
      hint: `in a script name what it is about: ${hint}`,
    });
  }
  if (await ask.confirm(question, { flag: hint })) return;
  throw new RefusedError('not confirmed; nothing was changed', { hint: `answer y, or give --yes` });
}
