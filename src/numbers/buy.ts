// Buying one number: what it would cost beside what there is, then one intent, one request, and no second try.

import { RefusedError, UnhealthyError } from '../core/errors.ts';
import type { IntentDraft } from '../core/intent.ts';
import type { OwnedNumber } from '../core/number.ts';
import type { MonthlyPrice } from '../core/number-price.ts';
import { guardPurchase, refusalOfPurchase } from '../gateway/purchase.ts';
import { buyNumber } from '../gateway/requests.ts';
import type { Reservation } from '../gateway/reserve.ts';
import { getIntent } from '../store/intents.ts';
import { carryOut, failureOf, mayHaveBeenDone, numberDraft } from './ask-twilio.ts';
import type { NumberDeps } from './deps.ts';
import { settleDoubts } from './doubts.ts';
import { assertNoneForgotten } from './forgotten.ts';
import { pricing, readHoldings, readNumberText, readOwned } from './owned.ts';
import { offerOf, type PricedOffer } from './search.ts';

export interface Wanted {
  /** As typed. */
  readonly number: string;
  readonly name?: string | undefined;
  /** AD…, where the country asks for one. */
  readonly addressSid?: string | undefined;
  readonly bundleSid?: string | undefined;
}

/** What a purchase would come to. */
export interface Quote {
  readonly number: string;
  /** Undefined when no search shows it for sale: a purchase may fail. */
  readonly offer: PricedOffer | undefined;
  readonly price: MonthlyPrice;
  /** What the account has, without it. */
  readonly owned: { readonly count: number; readonly micros: number };
}

/**
 * Changes nothing, but settles purchases of unknown outcome.
 * @throws RefusedError when the account has it already, or it may have been bought and nobody knows yet
 */
export async function quote(deps: NumberDeps, { number: text }: Wanted): Promise<Quote> {
  const deed = { kind: 'number', targetSid: null } as const;
  assertNoTest(deps, deed);
  const number = await readNumberText(text, deps.country);
  const { numbers, doubted } = await readHoldings(deps);
  const had = numbers.find((each) => each.number === number);
  if (had) {
    throw new RefusedError(`${number} is the account's already (${had.sid})`, { hint: 'nothing was bought' });
  }
  const doubt = doubted.find((each) => each.number === number);
  if (doubt) throw doubt.isUnderWay ? underWay(number) : inDoubt(number);
  await assertNoneForgotten(deps, numbers);
  await assertAllowed(deps, deed);
  const offer = await offerOf(deps, number);
  const price = offer?.price ?? (await pricing(deps)(number, null)).price;
  const micros = numbers.reduce((sum, each) => sum + each.price.micros, 0);
  return { number, offer, price, owned: { count: numbers.length, micros } };
}

/** @throws RefusedError by a guard, TwilioError when Twilio refuses, UnhealthyError when nobody knows */
export async function buy(deps: NumberDeps, wanted: Wanted, { number }: Quote): Promise<OwnedNumber> {
  const { door, clock, db } = deps;
  const { params } = buyNumber(door.accountSid, {
    ...(wanted.name !== undefined && { friendlyName: wanted.name }),
    ...(wanted.addressSid !== undefined && { addressSid: wanted.addressSid }),
    ...(wanted.bundleSid !== undefined && { bundleSid: wanted.bundleSid }),
    phoneNumber: number,
  });
  const draft = numberDraft({ to: number, targetSid: null, params });
  const intentId = admitted(await db.tx((sql) => door.reserve(sql, draft, clock.now())));
  const exchanged = await carryOut(deps, intentId, null);
  if (exchanged.verdict.class === 'accepted' && exchanged.number) return exchanged.number;
  if (!mayHaveBeenDone(exchanged)) throw failureOf(exchanged);
  return await lookFor(deps, number, intentId);
}

type Deed = Pick<IntentDraft, 'kind' | 'targetSid' | 'method'>;

/** Asked before anything else, so that a test does not so much as look. @throws RefusedError */
export function assertNoTest({ purchases }: NumberDeps, deed: Deed): void {
  const refusal = refusalOfPurchase(deed, purchases);
  if (refusal) throw new RefusedError(refusal.message, { hint: refusal.hint });
}

/** Asked before a person is, and again by the door. @throws RefusedError by a guard */
async function assertAllowed({ db, purchases, clock }: NumberDeps, deed: Deed): Promise<void> {
  const refusal = await guardPurchase(db, deed, { now: clock.now(), purchases });
  if (refusal) throw new RefusedError(refusal.message, { hint: refusal.hint });
}

/** @throws RefusedError with what the guard said */
export function admitted(reservation: Reservation): number {
  if (reservation.ok) return reservation.intentId;
  const { message, hint } = reservation.refusal;
  throw new RefusedError(message, { hint });
}

/** No answer came. It is looked for at once; what is not there yet may still turn up. */
async function lookFor(deps: NumberDeps, number: string, intentId: number): Promise<OwnedNumber> {
  const owned = await readOwned(deps).catch(() => undefined);
  if (owned === undefined) throw inDoubt(number);
  await settleDoubts(deps, owned);
  const intent = await getIntent(deps.db, intentId);
  const found = owned.find(({ sid }) => sid === intent?.sid);
  if (found) return found;
  throw inDoubt(number);
}

function underWay(number: string): RefusedError {
  return new RefusedError(`${number} is being bought by another command at this moment; nothing was bought`, {
    hint: 'see what comes of it: remind number list',
  });
}

function inDoubt(number: string): UnhealthyError {
  return new UnhealthyError(`nobody knows yet whether ${number} was bought: Twilio did not answer`, {
    hint: 'it is not asked for again before Twilio is proved not to have it; look with: remind number list',
  });
}
