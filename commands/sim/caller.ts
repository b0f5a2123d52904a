// What somebody on the simulator does, as flags and arguments say it; each complaint names its own.

import { UsageError } from '../../src/core/errors.ts';
import { readNumber } from '../../src/simulator/number.ts';
import { isTyped, parseDuration } from '../../src/simulator/phone-file-values.ts';

/** Throws UsageError. `what` is the argument: `<from>`. */
export function readParty(what: string, text: string): string {
  const number = readNumber(text);
  if (number !== undefined) return number;
  throw new UsageError(`${what}: "${text}" is no phone number`, { hint: 'such as +12025550101' });
}

export function checkDigits(flag: string, text: string | undefined): void {
  if (text === undefined || isTyped(text)) return;
  throw new UsageError(`${flag}: "${text}" has other keys than 0-9, * and #, and the pauses w and W`, {
    hint: `${flag} 1w4711#`,
  });
}

export function checkDuration(flag: string, text: string | undefined): void {
  if (text === undefined || parseDuration(text) !== undefined) return;
  throw new UsageError(`${flag}: "${text}" is no duration`, { hint: 'such as 500ms, 30s, 1m or "2 rings"' });
}
