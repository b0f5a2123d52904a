// Words of which only a few are allowed: the values of flags and of an import's columns.

import { UsageError } from '../core/errors.ts';

/** The one of `allowed` that `text` is, in any case. @throws UsageError naming `what` and all that is allowed */
export function choiceOf<T extends string>(what: string, text: string, allowed: readonly T[]): T {
  const word = text.trim().toLowerCase();
  const choice = allowed.find((each) => each === word);
  if (choice !== undefined) return choice;
  throw new UsageError(`${what}: "${text}" is not one of ${allowed.join(', ')}`);
}
