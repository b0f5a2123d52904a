// What keeps a message that was accepted from being read, with Twilio's code for it.

import { isTollFree } from '../core/toll-free.ts';
import type { Message } from './message.ts';
import { isOptedOut } from './opt-out.ts';
import { textError } from './phones.ts';
import { MAX_QUEUE_MS, queueDelayMs } from './text-rate.ts';
import { type Account, findNumber, type World } from './world.ts';

export interface BadEnd {
  readonly status: 'failed' | 'undelivered';
  readonly code: number;
  readonly message: string;
}

export const EXPIRED: BadEnd = { status: 'failed', code: 30036, message: 'Validity Period Expired' };
export const LOOP: BadEnd = { status: 'failed', code: 14107, message: 'SMS send rate limit exceeded' };
const OVERFLOW: BadEnd = { status: 'failed', code: 30001, message: 'Queue overflow' };
const NO_SENDER: BadEnd = {
  status: 'failed',
  code: 21704,
  message: 'The Messaging Service contains no phone numbers',
};
const OPTED_OUT: BadEnd = {
  status: 'failed',
  code: 21610,
  message: 'Attempt to send to unsubscribed recipient',
};
const BLOCKED: BadEnd = { status: 'undelivered', code: 30004, message: 'Message blocked' };

/** A number of an account that is suspended (a choice: Twilio's pages say only that it receives nothing). */
const NOBODY_THERE: BadEnd = { status: 'undelivered', code: 30005, message: 'Unknown destination handset' };

/** The recipient said STOP to this number, and Twilio keeps the list. Of toll-free numbers the carriers keep it. */
export function isBlocked(account: Account, from: string, to: string): boolean {
  return !isTollFree(from) && isOptedOut(account, from, to);
}

/** On entering the queue. A plain sender refuses the same at creation, with 21610 and 21611. */
export function queueTrouble(world: World, account: Account, message: Message): BadEnd | undefined {
  const { from, to, messagingServiceSid: service } = message;
  if (from === null) return NO_SENDER;
  if (queueDelayMs(world, account, from) > MAX_QUEUE_MS) return OVERFLOW;
  return isOptedOut(account, service, to) || isBlocked(account, from, to) ? OPTED_OUT : undefined;
}

/** After it was handed to the carrier. */
export function carrierTrouble(world: World, account: Account, message: Message): BadEnd | undefined {
  const from = message.from ?? '';
  const owner = findNumber(world, message.to)?.account;
  if (owner && owner.status !== 'active') return NOBODY_THERE;
  if (isTollFree(from) && isOptedOut(account, from, message.to)) return BLOCKED;
  const error = textError(world.phones.get(message.to).kind);
  return error === null ? undefined : { status: 'undelivered', ...error };
}
