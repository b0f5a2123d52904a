// Numbers that were bought after a backup: the restored database does not know of them, and one a day is one a day.

import { counted } from '../core/count.ts';
import { RefusedError } from '../core/errors.ts';
import { PURCHASE_WINDOW_MS, purchasesSince, readPurchaseLimit } from '../store/purchases.ts';
import { lastRestored } from '../store/restored.ts';
import type { NumberDeps } from './deps.ts';
import type { PricedNumber } from './owned.ts';

/**
 * Counts what Twilio shows as bought since the backup with what this database has bought. The door cannot: only whoever
 * has just read the account's numbers can.
 * @throws RefusedError when the day's numbers have been bought
 */
export async function assertNoneForgotten(
  { db, clock }: Pick<NumberDeps, 'db' | 'clock'>,
  owned: readonly PricedNumber[],
): Promise<void> {
  const restored = await lastRestored(db);
  if (!restored) return;
  const since = clock.now() - PURCHASE_WINDOW_MS;
  const forgotten = owned.filter(
    ({ createdAt, isOurs }) => !isOurs && (createdAt ?? 0) > Math.max(restored.backupAt, since),
  );
  const most = await readPurchaseLimit(db);
  const bought = (await purchasesSince(db, since)).length;
  if (forgotten.length === 0 || bought + forgotten.length < most) return;
  const which = forgotten.map(({ number }) => number).join(', ');
  throw new RefusedError(
    `${counted(most, 'number')} a day may be bought; bought since the backup that was restored: ${which}`,
    { hint: `wait a day, or raise it: remind config set numbers.perDay ${most + 1}` },
  );
}
