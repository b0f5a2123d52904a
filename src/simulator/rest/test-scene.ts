// The world that test credentials see: one account with nothing but the magic number, and a time that never comes.

import type { Clock } from '../../core/clock.ts';
import { VirtualClock } from '../clock.ts';
import { NOTHING_FOR_SALE } from '../inventory/inventory.ts';
import { Journal } from '../journal.ts';
import { GOOD_SENDER } from '../magic-number.ts';
import { Webhooks } from '../webhook.ts';
import { type Account, addNumber, openAccount, type World } from '../world.ts';

/**
 * Made for one request and dropped after it. What is created there is checked like anything else and answered in
 * full, but is never sent, rung, charged, called back or seen again.
 */
export function openTestScene(world: World, account: Account): { world: World; account: Account } {
  const now = world.clock.now();
  const still: Clock = { now: () => now, at: () => () => {}, sleep: () => new Promise(() => {}) };
  const clock = new VirtualClock(still, { start: now, speed: 0 });
  const webhooks = new Webhooks(still);
  webhooks.send = () => new Promise(() => {});
  const scene: World = {
    ...world,
    clock,
    webhooks,
    journal: new Journal(clock, () => null),
    inventory: NOTHING_FOR_SALE,
    accounts: new Map(),
    live: new Map(),
    changed: () => {},
  };
  const { accountSid, authToken } = account.test;
  const test = openAccount(scene, {
    sid: accountSid,
    authToken,
    ownerSid: accountSid,
    friendlyName: account.friendlyName,
    createdAt: account.createdAt,
    updatedAt: account.updatedAt,
    // A trial's own rules would hide the magic numbers.
    type: 'Full',
    status: 'active',
    spentMicros: 0,
  });
  addNumber(scene, test, GOOD_SENDER);
  return { world: scene, account: test };
}
