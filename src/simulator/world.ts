// What every part of the simulator shares: time, phones, accounts and their rows.

import type { Random } from '../core/clock.ts';
import { NotFoundError } from '../core/errors.ts';
import { type Books, openBooks } from './books.ts';
import type { VirtualClock } from './clock.ts';
import type { Faults } from './faults.ts';
import { type IncomingNumber, type NumberSettings, newNumber } from './incoming-number.ts';
import type { IncomingTextDraft } from './incoming-text.ts';
import type { Inventory } from './inventory/inventory.ts';
import type { Journal } from './journal.ts';
import type { Phones } from './phones.ts';
import { newSid } from './random.ts';
import { type TestCredentials, testCredentials } from './test-credentials.ts';
import type { Charged } from './usage.ts';
import type { DetectionLuck } from './voice/detection.ts';
import type { Leg } from './voice/leg.ts';
import type { Recorder } from './voice/recorder.ts';
import type { Room } from './voice/room.ts';
import type { WaitingLine } from './voice/waiting-line.ts';
import type { Webhooks } from './webhook.ts';

export const ACCOUNT_STATUSES = ['active', 'suspended', 'closed'] as const;
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number];

/** What an account is, besides its rows. Plain data: it is written to the state file as it is. */
export interface AccountFacts {
  readonly sid: string;
  authToken: string;
  /** Its own SID, or that of the account that made it. */
  readonly ownerSid: string;
  friendlyName: string;
  readonly createdAt: number;
  updatedAt: number;
  readonly type: 'Full' | 'Trial';
  status: AccountStatus;
  spentMicros: number;
  /** There once one has been made up. */
  past?: PastFacts | undefined;
}

/** What an account's made-up past holds. */
export interface PastFacts {
  readonly messages: number;
  readonly calls: number;
  readonly notifications: number;
  /** Who was texted and called. */
  readonly people: number;
  /** Those of them who said STOP. */
  readonly optOuts: number;
  readonly from: number;
  readonly until: number;
}

/** An account and all that belongs to it and to no other. */
export interface Account extends AccountFacts, Books {
  /** With these, nothing really happens. */
  readonly test: TestCredentials;
  /** When the queue of calls lets the next one go. */
  nextDialAt: number;
  /** When each sender may send its next segment. */
  readonly nextSendAt: Map<string, number>;
}

export interface World {
  readonly clock: VirtualClock;
  readonly sids: Random;
  readonly phones: Phones;
  /** Numbers that Twilio sells. */
  readonly inventory: Inventory;
  readonly journal: Journal;
  readonly webhooks: Webhooks;
  /** What goes wrong on order. */
  readonly faults: Faults;
  /** By SID, in the order they were opened. */
  readonly accounts: Map<string, Account>;
  /** Calls that are dialled, ringing or talking, by SID. */
  readonly live: Map<string, Leg>;
  /** Conferences that have not ended, queues that somebody is in or waits for, recordings that run; all by SID. */
  readonly rooms: Map<string, Room>;
  readonly waitingLines: Map<string, WaitingLine>;
  readonly recorders: Map<string, Recorder>;
  /** Calls a second for each account, segments a second for each sender; 0 is unlimited. */
  readonly cps: number;
  readonly mps: number;
  readonly detection: DetectionLuck;
  /** Where a text to a number of an account goes; handed in, since what it leads to may be another text. */
  readonly incomingText: (draft: IncomingTextDraft) => void;
  /** To be called after each change of an account's facts or of a transcript; books tell of their rows themselves. */
  readonly changed: () => void;
  /** Told of each account that is opened, before anything is in it: it may be kept somewhere. */
  readonly opened: (account: Account) => void;
  /** Told of each charge: what usage triggers hear. */
  readonly charged: (account: Account, charged: Charged) => void;
}

/** Opens an account, without rows or with those that are kept of it, and puts it into the world. */
export function openAccount(world: World, facts: AccountFacts): Account {
  const account: Account = {
    ...facts,
    ...openBooks(),
    test: testCredentials(facts.sid),
    nextDialAt: 0,
    nextSendAt: new Map(),
  };
  world.accounts.set(account.sid, account);
  world.opened(account);
  world.changed();
  return account;
}

/** Gives an account a number as if it had been bought. */
export function addNumber(world: World, account: Account, number: string): IncomingNumber {
  const row = newNumber({
    seq: account.numbers.nextSeq(),
    sid: newSid(world.sids, 'PN'),
    accountSid: account.sid,
    number,
    createdAt: world.clock.now(),
  });
  account.numbers.add(row);
  return row;
}

/** The account that owns a number, and the number. */
export function findNumber(world: World, number: string) {
  for (const account of world.accounts.values()) {
    const owned = account.numbers.find(number);
    if (owned) return { account, owned };
  }
  return undefined;
}

/** Changes what a number leads to. Throws NotFoundError for a number nobody has. */
export function setNumber(world: World, number: string, settings: Partial<NumberSettings>): void {
  const found = findNumber(world, number);
  if (found === undefined) throw new NotFoundError(`${number} is none of the simulated numbers`);
  Object.assign(found.owned, settings, { updatedAt: world.clock.now() });
  found.account.numbers.touch(found.owned);
}

/** An account's facts, apart from its rows. */
export function factsOf(account: Account): AccountFacts {
  const { sid, authToken, ownerSid, friendlyName, createdAt, updatedAt, type, status, spentMicros, past } =
    account;
  return { sid, authToken, ownerSid, friendlyName, createdAt, updatedAt, type, status, spentMicros, past };
}
