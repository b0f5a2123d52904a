// The yes before something that is hard to take back.

import type { Prompts } from '../core/command.ts';
import { RefusedError } from '../core/errors.ts';

/**
 * Asks, unless `yes` says that `--yes` was given.
 * @throws RefusedError when the answer is no; UsageError when there is nobody to ask
 */
export async function assertConfirmed(
  ask: Pick<Prompts, 'confirm'>,
  question: string,
  yes: boolean | undefined,
): Promise<void> {
  if (yes || (await ask.confirm(question, { flag: '--yes' }))) return;
  throw new RefusedError('not confirmed; nothing was changed', { hint: 'answer y, or give --yes' });
}
