// Purchases that nobody knows the end of, looked for in the list of what the account has: bound by the number itself.

import type { OwnedNumber } from '../core/number.ts';
import type { Sql } from '../store/db.ts';
import { proveAbsent } from '../store/doubts.ts';
import { isSidBound, settleIntent } from '../store/intents.ts';
import { doubtedPurchases, type Purchase } from '../store/purchases.ts';
import type { NumberDeps } from './deps.ts';

// Twilio's clock and ours.
const SKEW_MS = 5 * 60_000;
// As for sends, whose last look is four graces after the outcome became unknown.
const GRACES = 4;

/** A purchase whose end is not known. */
export interface Doubt {
  readonly number: string;
  /** Its request may be on its way at this moment: whoever made it will know soon. */
  readonly isUnderWay: boolean;
}

/**
 * Settles them by `owned`, which was read whole and just now. What is not there counts as not bought only four graces
 * after its request must have ended. Returns those still in doubt.
 */
export async function settleDoubts(
  deps: Pick<NumberDeps, 'db' | 'door' | 'clock' | 'graceMs'>,
  owned: readonly OwnedNumber[],
): Promise<readonly Doubt[]> {
  const { accountSid } = deps.door;
  // Mostly there is none, and a transaction holds up whoever sends.
  if ((await doubtedPurchases(deps.db, accountSid)).length === 0) return [];
  return await deps.db.tx(async (sql) => {
    const now = deps.clock.now();
    const doubted: Doubt[] = [];
    for (const purchase of await doubtedPurchases(sql, accountSid)) {
      const isSettled = await settle(sql, purchase, { owned, accountSid, now, graceMs: deps.graceMs });
      const { number, outcome, leaseUntil } = purchase;
      if (!isSettled) doubted.push({ number, isUnderWay: outcome === 'pending' && now <= leaseUntil });
    }
    return doubted;
  });
}

interface Terms {
  readonly owned: readonly OwnedNumber[];
  readonly accountSid: string;
  readonly now: number;
  readonly graceMs: number;
}

async function settle(sql: Sql, purchase: Purchase, terms: Terms): Promise<boolean> {
  const { owned, accountSid, now, graceMs } = terms;
  const { intentId, number, at, leaseUntil, outcome } = purchase;
  const facts = { httpStatus: null, twilioCode: null };
  const found = owned.find((each) => each.number === number && (each.createdAt ?? at) >= at - SKEW_MS);
  if (found && !(await isSidBound(sql, accountSid, found.sid))) {
    return await settleIntent(
      sql,
      intentId,
      { ...facts, outcome: 'accepted', sid: found.sid, error: null },
      now,
    );
  }
  if (now <= leaseUntil) return false;
  if (outcome === 'pending') {
    const error = 'its buyer died or froze; it may have been bought';
    await settleIntent(sql, intentId, { ...facts, outcome: 'unknown', sid: null, error, lookAt: null }, now);
  }
  if (now < leaseUntil + GRACES * graceMs) return false;
  await proveAbsent(sql, intentId, now);
  return true;
}
