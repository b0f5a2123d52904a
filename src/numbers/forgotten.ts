// Numbers that were bought after a backup: the restored database does not know of them, and one a day is one a day.

import { counted } from '../core/count.ts';
import { RefusedError } from '../core/errors.ts';
import type { OwnedNumber } from '../core/number.ts';
import { boughtSids, PURCHASE_WINDOW_MS, purchasesSince, readPurchaseLimit } from '../store/purchases.ts';
import { lastRestored } from '../store/restored.ts';
import type { NumberDeps } from './deps.ts';

/**
 * Counts what Twilio shows as bought since the backup with what this database has bought. The door cannot: only whoever
 * has just read the account's numbers can.
 * @throws RefusedError when the day's numbers have been bought
 */
export async function assertNoneForgotten(
  { db, door, clock }: Pick<NumberDeps, 'db' | 'door' | 'clock'>,
  owned: readonly OwnedNumber[],
): Promise<void> {
  const restored = await lastRestored(db);
  if (!restored) return;
  const since = clock.now() - PURCHASE_WINDOW_MS;
  const known = await boughtSids(db, door.accountSid);
  const forgotten = owned.filter(
    ({ sid, createdAt }) => (createdAt ?? 0) > Math.max(restored.backupAt, since) && !known.has(sid),
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
