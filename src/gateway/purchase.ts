// Buying and giving up numbers at the door: a capability of its own, with guards that sending does not have.

import { counted } from '../core/count.ts';
import type { IntentDraft } from '../core/intent.ts';
import type { Mode } from '../core/mode.ts';
import { isPurchase, isRelease } from '../core/number.ts';
import type { Sql } from '../store/db.ts';
import { PURCHASE_WINDOW_MS, purchasesSince, readPurchaseLimit } from '../store/purchases.ts';
import type { Refusal } from './reserve.ts';

/** The capability. A door without it sends, and buys nothing. */
export interface Purchases {
  readonly mode: Mode;
  /** What shows that a test is running, in words; undefined when nothing does. */
  readonly testRunner: () => string | undefined;
}

type Deed = Pick<IntentDraft, 'kind' | 'targetSid' | 'method'>;

/** Why this may not be bought or given up here, however it came about; asked again just before the wire. */
export function refusalOfPurchase(
  deed: Deed,
  purchases: Purchases | undefined,
): Pick<Refusal, 'message' | 'hint'> | undefined {
  if (!isPurchase(deed) && !isRelease(deed)) return undefined;
  const what = isPurchase(deed) ? 'numbers are bought' : 'numbers are released';
  if (purchases === undefined) {
    return { message: `${what} with remind number alone`, hint: 'see: remind help number' };
  }
  if (purchases.mode === 'simulator') return undefined;
  const runner = purchases.testRunner();
  if (runner === undefined) return undefined;
  return {
    message: `no ${what} by a test: ${runner}`,
    hint: 'a test that buys looks green and costs money: run it on a simulator (remind sim run), or buy by hand in a shell of your own',
  };
}

/** Asks whether it may be, and whether the day's number has been bought. The trigger intent_bought enforces the latter. */
export async function guardPurchase(
  sql: Sql,
  draft: Deed,
  { now, purchases }: { readonly now: number; readonly purchases?: Purchases | undefined },
): Promise<Refusal | undefined> {
  const refusal = refusalOfPurchase(draft, purchases);
  if (refusal) return { hold: null, ...refusal };
  if (!isPurchase(draft)) return undefined;
  const [most, bought] = [await readPurchaseLimit(sql), await purchasesSince(sql, now - PURCHASE_WINDOW_MS)];
  if (bought.length < most) return undefined;
  const which = bought.map(({ number }) => number).join(', ');
  return {
    hold: null,
    message: `${counted(most, 'number')} a day may be bought; within the last 24 hours: ${which}`,
    hint: `wait, or raise it: remind config set numbers.perDay ${most + 1}`,
  };
}
