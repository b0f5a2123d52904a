// What a bought number costs: a month in advance, again and again until it is released.

import { isTollFree } from '../core/toll-free.ts';
import { audit } from './audit.ts';
import type { IncomingNumber } from './incoming-number.ts';
import { findOffer } from './inventory/inventory.ts';
import { type BilledItem, charge } from './usage.ts';
import type { Account, World } from './world.ts';

/** US list prices (https://www.twilio.com/en-us/phone-numbers/pricing); other countries are taken for alike. */
const LOCAL_MICROS = 1_150_000;
const TOLL_FREE_MICROS = 2_150_000;

/** A number was bought: charges its first month, and each one after it while the account keeps the number. */
export function startRent(world: World, account: Account, row: IncomingNumber): void {
  payMonth(world, account, row);
}

/** Takes up the rent of a number read from a state file, or handed over by another account. */
export function resumeRent(world: World, account: Account, row: IncomingNumber): void {
  const { rentDueAt } = row;
  if (rentDueAt === null) return;
  world.clock.at(rentDueAt, () => {
    // Released or handed over in the meantime: what is paid stays paid, and nothing more is.
    if (account.numbers.get(row.sid) === row && row.rentDueAt === rentDueAt) payMonth(world, account, row);
  });
}

/** Gives a number back: it is for sale again, and nothing that was paid comes back. */
export function releaseNumber(
  world: World,
  account: Account,
  { row, actorSid }: { readonly row: IncomingNumber; readonly actorSid: string },
): void {
  account.numbers.remove(row);
  const data = { phone_number: row.number };
  audit(world, account, { resource: 'phone-number', sid: row.sid, verb: 'deleted', data, actorSid });
}

function payMonth(world: World, account: Account, row: IncomingNumber): void {
  const item = itemOf(row.number);
  const micros = item === 'phonenumbers-tollfree' ? TOLL_FREE_MICROS : LOCAL_MICROS;
  charge(world, account, { item, usage: 1, micros });
  row.rentDueAt = monthAfter(row.rentDueAt ?? world.clock.now(), row.createdAt);
  account.numbers.touch(row);
  resumeRent(world, account, row);
}

function itemOf(number: string): BilledItem {
  const type = findOffer(number)?.type;
  if (type === 'toll_free' || isTollFree(number)) return 'phonenumbers-tollfree';
  return type === 'mobile' ? 'phonenumbers-mobile' : 'phonenumbers-local';
}

/** The same day and time of the next month, UTC; the month's last day when it has no such day. */
export function monthAfter(instant: number, since: number): number {
  const from = new Date(instant);
  const [year, month] = [from.getUTCFullYear(), from.getUTCMonth() + 1];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const day = Math.min(new Date(since).getUTCDate(), lastDay);
  return Date.UTC(year, month, day) + (instant % 86_400_000);
}
