// What Twilio's error codes mean in our words, and what to do about each.

import { ACCOUNT_CODES } from './codes/account.ts';
import type { CodeClass } from './codes/code-row.ts';
import { DELIVERY_CODES } from './codes/delivery.ts';
import { RECIPIENT_CODES } from './codes/recipient.ts';
import { REQUEST_CODES } from './codes/request.ts';

export interface CodeMeaning {
  readonly code: number;
  readonly class: CodeClass;
  /** A clause without capital and full stop: "the number is a landline". */
  readonly meaning: string;
  /** What to do, in the same form. */
  readonly remedy: string;
}

/** In ascending order of code. Classes follow Twilio's error dictionary; the words are ours. */
export const ERROR_CODES: readonly CodeMeaning[] = [
  ...ACCOUNT_CODES,
  ...RECIPIENT_CODES,
  ...DELIVERY_CODES,
  ...REQUEST_CODES,
]
  .map((row): CodeMeaning => ({ code: row[0], class: row[1], meaning: row[2], remedy: row[3] }))
  .sort((a, b) => a.code - b.code);

const BY_CODE = new Map(ERROR_CODES.map((entry) => [entry.code, entry]));

/** Undefined for a code that this table does not have: Twilio has 2,000, most of which a reminder never meets. */
export function explainCode(code: number): CodeMeaning | undefined {
  return BY_CODE.get(code);
}

// About the sender alone: the others of the account may go on.
const SENDERS = new Set([
  21_210, 21_212, 21_606, 21_659, 21_660, 21_661, 21_701, 21_703, 21_704, 21_705, 30_023, 30_027, 30_032,
  30_033, 30_034, 30_035,
]);

/** True for a code that halts what one sender sends, and not the whole account. */
export function isAboutSender(code: number): boolean {
  return SENDERS.has(code);
}
