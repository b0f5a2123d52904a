// Errors of core's readers, told with the setting that was read.

import { RemindError, UsageError } from '../core/errors.ts';

/** `REMIND_TZ: "EST" is an offset, …` with the hint it had; what is no error of ours stays as it is. */
export function named(what: string, error: unknown): unknown {
  if (!(error instanceof RemindError)) return error;
  return new UsageError(`${what}: ${error.message}`, {
    ...(error.hint !== undefined && { hint: error.hint }),
    cause: error,
  });
}
