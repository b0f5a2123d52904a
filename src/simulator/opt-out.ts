// Who has said STOP to whom: Twilio's words, how far they reach, and what it answers by itself.
// https://support.twilio.com/hc/en-us/articles/223134027 and, for toll-free numbers, …/360058144374.

import { isTollFree } from '../core/toll-free.ts';
import type { Message } from './message.ts';
import type { Account, World } from './world.ts';

/** Plain data: it is written to the state file as it is. */
export interface OptOut {
  readonly seq: number;
  /** `SCOPE/RECIPIENT`, which a recipient can have once. */
  readonly sid: string;
  /** A sending number, or a messaging service: no message of that scope reaches the recipient. */
  readonly scope: string;
  readonly recipient: string;
  /** As it was written: stop, Quit, … */
  readonly word: string;
  readonly at: number;
}

export type Keyword = 'stop' | 'start' | 'help';

const WORDS: Readonly<Record<string, Keyword>> = {
  STOP: 'stop',
  STOPALL: 'stop',
  UNSUBSCRIBE: 'stop',
  CANCEL: 'stop',
  END: 'stop',
  QUIT: 'stop',
  // Added in 2025, with the FCC's rule on revoking consent.
  OPTOUT: 'stop',
  REVOKE: 'stop',
  START: 'start',
  YES: 'start',
  UNSTOP: 'start',
  HELP: 'help',
  INFO: 'help',
};

// The carriers' own list for toll-free numbers is shorter; YES does not undo a STOP there.
const TOLL_FREE_WORDS: Readonly<Record<string, Keyword>> = {
  STOP: 'stop',
  START: 'start',
  UNSTOP: 'start',
  HELP: 'help',
  INFO: 'help',
};

/** The word alone counts, in any case: “STOP PLEASE” is a message like any other. */
export function readKeyword(body: string, to: string): Keyword | undefined {
  const word = body.trim().toUpperCase();
  const words = isTollFree(to) ? TOLL_FREE_WORDS : WORDS;
  return Object.hasOwn(words, word) ? words[word] : undefined;
}

export function isOptedOut(account: Account, scope: string | null, recipient: string): boolean {
  return scope !== null && account.optOuts.find(`${scope}/${recipient}`) !== undefined;
}

/** Applies the word of an inbound text, if it is one; returns what Twilio or the carrier answers, if anything. */
export function applyKeyword(world: World, account: Account, inbound: Message): string | undefined {
  const number = inbound.to;
  const recipient = inbound.from ?? '';
  const keyword = readKeyword(inbound.body, number);
  if (keyword === undefined) return undefined;
  const wasOut = isOptedOut(account, number, recipient);
  if (keyword === 'stop') {
    optOut(world, account, inbound);
    return wasOut ? undefined : stopAnswer(inbound);
  }
  if (keyword === 'start') {
    for (const scope of scopesOf(account, number, recipient)) {
      const row = account.optOuts.find(`${scope}/${recipient}`);
      if (row) account.optOuts.remove(row);
    }
    return startAnswer(inbound, wasOut);
  }
  // The carriers' list comes before Twilio's answer, which on other numbers is nobody's to stop.
  return wasOut && isTollFree(number) ? undefined : 'Reply STOP to unsubscribe. Msg&Data Rates May Apply.';
}

function optOut(world: World, account: Account, inbound: Message): void {
  const recipient = inbound.from ?? '';
  for (const scope of scopesOf(account, inbound.to, recipient)) {
    if (isOptedOut(account, scope, recipient)) continue;
    account.optOuts.add({
      seq: account.optOuts.nextSeq(),
      sid: `${scope}/${recipient}`,
      scope,
      recipient,
      word: inbound.body.trim(),
      at: world.clock.now(),
    });
  }
}

/**
 * The number that was texted, and every messaging service that wrote to this person from it: Twilio opts a person
 * out of the whole service, and the simulator knows of a service only what was sent through it.
 */
function scopesOf(account: Account, number: string, recipient: string): ReadonlySet<string> {
  const scopes = new Set([number]);
  for (const { from, messagingServiceSid } of account.messages.filed(recipient)) {
    if (from === number && messagingServiceSid !== null) scopes.add(messagingServiceSid);
  }
  return scopes;
}

function stopAnswer({ to }: Message): string {
  return isTollFree(to)
    ? 'NETWORK MSG: You replied with the word "stop" which blocks all texts sent from this number. Text back "unstop" to receive messages again.'
    : 'You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe.';
}

function startAnswer({ to, body }: Message, wasOut: boolean): string | undefined {
  if (isTollFree(to)) {
    const word = body.trim().toLowerCase();
    return wasOut
      ? `NETWORK MSG: You have replied "${word}" and will begin receiving messages again from this number.`
      : undefined;
  }
  return 'You have successfully been re-subscribed to messages from this number. Reply HELP for help. Reply STOP to unsubscribe. Msg&Data Rates May Apply.';
}
