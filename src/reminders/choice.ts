// Words of which only a few are allowed: the values of flags and of an import's columns.

import { UsageError } from '../core/errors.ts';
import type { Priority } from '../core/reminder.ts';

/** The one of `allowed` that `text` is, in any case. @throws UsageError naming `what` and all that is allowed */
export function choiceOf<T extends string>(what: string, text: string, allowed: readonly T[]): T {
  const word = text.trim().toLowerCase();
  const choice = allowed.find((each) => each === word);
  if (choice !== undefined) return choice;
  throw new UsageError(`${what}: "${text}" is not one of ${allowed.join(', ')}`);
}

/** @throws UsageError for `--any-hour` on what is not critical */
export function assertMayGoAnyHour(priority: Priority | undefined): void {
  if (priority !== 'critical')
    throw new UsageError('--any-hour is for what is critical', { hint: 'add --priority critical' });
}
