// Which number a messaging service sends from.

import type { Message } from './message.ts';
import type { Account } from './world.ts';

/**
 * The number this person last heard from (Twilio's sticky sender), else the account's first that can text. Every
 * service has all of the account's numbers in its pool; null when there is none.
 */
export function pickSender(account: Account, message: Message): string | null {
  const service = message.messagingServiceSid;
  for (const one of account.messages.newest(message.to)) {
    if (one.messagingServiceSid === service && one.from !== null && account.numbers.find(one.from))
      return one.from;
  }
  return account.numbers.all().find(({ capabilities }) => capabilities.sms)?.number ?? null;
}
