// Subaccounts: opened by an account, paid from its purse, suspended and closed by it.

import { messageCallback } from './callbacks.ts';
import type { MessageStatus } from './message.ts';
import { OPENING_BALANCE_MICROS } from './money.ts';
import { newSid } from './random.ts';
import { releaseNumber } from './rent.ts';
import { type Account, type AccountStatus, openAccount, type World } from './world.ts';

export function openSubaccount(world: World, owner: Account, name: string): Account {
  const now = world.clock.now();
  return openAccount(world, {
    sid: newSid(world.sids, 'AC'),
    authToken: world.sids.hex(16),
    ownerSid: owner.sid,
    friendlyName: name,
    createdAt: now,
    updatedAt: now,
    type: owner.type,
    status: 'active',
    spentMicros: 0,
  });
}

/** Calls under way go on, as at Twilio; nothing new begins. Closing releases the numbers for good. */
export function setStatus(world: World, account: Account, status: AccountStatus): void {
  account.status = status;
  account.updatedAt = world.clock.now();
  if (status === 'closed') {
    const actorSid = account.ownerSid;
    for (const row of [...account.numbers.all()]) releaseNumber(world, account, { row, actorSid });
  }
  if (status !== 'active') failQueued(world, account);
  world.changed();
}

const QUEUED: readonly MessageStatus[] = ['scheduled', 'accepted', 'queued'];

/** What was accepted and not sent yet will not be: 30002. */
function failQueued(world: World, account: Account): void {
  for (const message of account.messages.all()) {
    if (!QUEUED.includes(message.status)) continue;
    message.nextAt = null;
    message.status = 'failed';
    message.errorCode = 30002;
    message.errorMessage = 'Account suspended';
    message.updatedAt = world.clock.now();
    account.messages.touch(message);
    messageCallback(world, account, message);
  }
}

/** What is left in the one purse that an account and its subaccounts share. */
export function balanceMicros(world: World, { ownerSid }: Account): number {
  let left = OPENING_BALANCE_MICROS;
  for (const account of world.accounts.values()) {
    if (account.ownerSid === ownerSid) left -= account.spentMicros;
  }
  return left;
}
