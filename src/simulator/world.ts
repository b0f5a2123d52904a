// What every part of the simulator shares: time, phones, accounts and their rows.

import type { Random } from '../core/clock.ts';
import { Book } from './book.ts';
import type { Call } from './call.ts';
import type { VirtualClock } from './clock.ts';
import type { Journal } from './journal.ts';
import type { Message } from './message.ts';
import type { Notification } from './notification.ts';
import type { Phones } from './phones.ts';
import { newSid } from './random.ts';
import type { LiveCall } from './voice/live-call.ts';
import type { Webhooks } from './webhook.ts';

/** An account and all that belongs to it and to no other. */
export interface Account {
  readonly sid: string;
  readonly authToken: string;
  friendlyName: string;
  readonly createdAt: number;
  /** Its own numbers, each with its SID. */
  readonly numbers: ReadonlyMap<string, string>;
  readonly messages: Book<Message>;
  readonly calls: Book<Call>;
  readonly notifications: Book<Notification>;
  spentMicros: number;
  /** When the queue of calls lets the next one go. */
  nextDialAt: number;
  /** When each sender may send its next segment. */
  readonly nextSendAt: Map<string, number>;
}

export interface World {
  readonly clock: VirtualClock;
  readonly sids: Random;
  readonly phones: Phones;
  readonly journal: Journal;
  readonly webhooks: Webhooks;
  readonly accounts: ReadonlyMap<string, Account>;
  /** Calls that are dialled, ringing or talking, by SID. */
  readonly live: Map<string, LiveCall>;
  /** Calls a second for each account, segments a second for each sender; 0 is unlimited. */
  readonly cps: number;
  readonly mps: number;
  /** To be called after each change of what a state file would hold. */
  readonly changed: () => void;
}

export interface AccountIdentity {
  readonly sid: string;
  readonly authToken: string;
  readonly createdAt: number;
  readonly numbers: readonly string[];
}

/** An account without rows. */
export function openAccount(identity: AccountIdentity, sids: Random): Account {
  return {
    sid: identity.sid,
    authToken: identity.authToken,
    friendlyName: 'Simulated account',
    createdAt: identity.createdAt,
    numbers: new Map(identity.numbers.map((number) => [number, newSid(sids, 'PN')])),
    messages: new Book((message) => message.to),
    calls: new Book((call) => call.to),
    notifications: new Book((notification) => notification.callSid ?? ''),
    spentMicros: 0,
    nextDialAt: 0,
    nextSendAt: new Map(),
  };
}
