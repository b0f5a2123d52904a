// Twilio's magic numbers, which fail in known ways with test credentials, and for the account that owns the good one.
// https://www.twilio.com/docs/iam/test-credentials

import { GOOD_SENDER, hasMagic } from '../magic-number.ts';
import type { Account } from '../world.ts';
import { type ApiError, badRequest } from './api-error.ts';

type Refusal = (number: string) => ApiError;

const MESSAGE_FROM: Readonly<Record<string, Refusal>> = {
  '+15005550001': invalidFrom,
  '+15005550007': notSmsCapable,
  '+15005550008': (from) =>
    badRequest(21611, `This 'From' number ${from} has exceeded the maximum number of queued messages`),
};

const MESSAGE_TO: Readonly<Record<string, Refusal>> = {
  '+15005550001': invalidTo,
  '+15005550002': (to) => badRequest(21612, `The 'To' phone number ${to} is not currently reachable via SMS`),
  '+15005550003': (to) =>
    badRequest(
      21408,
      `Permission to send an SMS has not been enabled for the region indicated by the 'To' number: ${to}`,
    ),
  '+15005550004': unsubscribed,
  '+15005550009': (to) => badRequest(21614, `To number: ${to}, is not a mobile number`),
};

const CALL_FROM: Readonly<Record<string, Refusal>> = {
  '+15005550001': invalidFrom,
};

const CALL_TO: Readonly<Record<string, Refusal>> = {
  '+15005550001': (to) => badRequest(21217, `Phone number does not appear to be valid: ${to}`),
  '+15005550002': (to) => badRequest(21214, `'To' phone number cannot be reached: ${to}`),
  '+15005550003': (to) =>
    badRequest(
      21215,
      `Account not authorized to call ${to}. Perhaps you need to enable some international permissions`,
    ),
  '+15005550004': (to) => badRequest(21216, `Account not allowed to call ${to}`),
};

const PURCHASE: Readonly<Record<string, Refusal>> = {
  '+15005550000': (number) => badRequest(21422, `PhoneNumber ${number} is not available`),
  '+15005550001': (number) => badRequest(21421, `PhoneNumber is invalid: ${number}`),
};

/** Throws ApiError for a magic number that stands for a failure. */
export function checkMagic(
  kind: 'message' | 'call',
  account: Account,
  { from, to }: { readonly from: string | null; readonly to: string },
): void {
  if (!hasMagic(account)) return;
  const [senders, callees] = kind === 'message' ? [MESSAGE_FROM, MESSAGE_TO] : [CALL_FROM, CALL_TO];
  const refusal = (from !== null && senders[from]?.(from)) || callees[to]?.(to);
  if (refusal) throw refusal;
}

/** Throws ApiError for a magic number that cannot be bought. */
export function checkMagicPurchase(account: Account, number: string): void {
  const refusal = hasMagic(account) && PURCHASE[number]?.(number);
  if (refusal) throw refusal;
}

/** What a magic area code has for sale; undefined for any other. Throws ApiError for the one that is sold out. */
export function magicInAreaCode(account: Account, areaCode: string): string | undefined {
  if (!hasMagic(account)) return undefined;
  if (areaCode === '533') throw noneInAreaCode(areaCode);
  return areaCode === '500' ? GOOD_SENDER : undefined;
}

export function noneInAreaCode(areaCode: string): ApiError {
  return badRequest(21452, `No phone numbers found in area code ${areaCode}`);
}

export function unsubscribed(): ApiError {
  return badRequest(21610, 'Attempt to send to unsubscribed recipient');
}

export function invalidTo(to: string): ApiError {
  return badRequest(21211, `Invalid 'To' Phone Number: ${to}`);
}

export function invalidFrom(from: string): ApiError {
  return badRequest(21212, `Invalid From Number (caller ID): ${from}`);
}

export function notSmsCapable(from: string): ApiError {
  return badRequest(
    21606,
    `The 'From' phone number provided (${from}) is not a valid message-capable Twilio phone number for this destination.`,
  );
}
