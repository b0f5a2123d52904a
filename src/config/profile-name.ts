// What a profile may be called: its name becomes a file name and must mean one file everywhere.

import { UsageError } from '../core/errors.ts';

export const DEFAULT_PROFILE = 'default';

// Lower case only: on a disk that folds case, `Work` and `work` would share a database.
const NAME = /^[a-z0-9][a-z0-9_-]{0,31}$/;

/**
 * Returns the name.
 * @throws UsageError for a name with slashes, dots, capitals or more than 32 characters.
 */
export function assertProfileName(name: string): string {
  if (NAME.test(name)) return name;
  throw new UsageError(`${JSON.stringify(name)} cannot be the name of a profile`, {
    hint: 'use up to 32 lower-case letters, digits, - and _, such as salon or work-2',
  });
}
