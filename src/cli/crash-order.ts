// REMIND_CRASH_AT: has this process killed at a labelled point, on a simulator's database and on no other.

import { existsSync } from 'node:fs';
import { armCrashPoints, CRASH_POINTS, parseCrashOrder } from '../core/crash-point.ts';
import { UsageError } from '../core/errors.ts';
import { didYouMean } from '../core/suggest.ts';
import { readOnly } from '../store/read-only.ts';
import { readStamp } from '../store/stamp.ts';
import { signalSelf } from '../system/signal-self.ts';

/**
 * Arms what `order` says when the database at `path` carries a simulator's stamp, which no database loses or gets
 * later. Says whether it did.
 * @throws UsageError for an order that nobody can carry out
 */
export async function obeyCrashOrder(order: string, path: string): Promise<boolean> {
  const parsed = parseCrashOrder(order);
  if (parsed === undefined) {
    const hint = didYouMean(order.replace(/[#=].*/, ''), CRASH_POINTS);
    throw new UsageError(`REMIND_CRASH_AT: "${order}" is no crash point`, hint === undefined ? {} : { hint });
  }
  if (!existsSync(path)) return false;
  const stamp = await readOnly(path, readStamp).catch(() => undefined);
  if (stamp?.mode !== 'simulator') return false;
  let left = parsed.nth;
  armCrashPoints((point) => {
    if (point !== parsed.point) return;
    left -= 1;
    if (left === 0) signalSelf(parsed.signal);
  });
  return true;
}
