// Giving numbers up: what would stop working first, then one intent and one request each.

import { NotFoundError, UnhealthyError, UsageError } from '../core/errors.ts';
import { releaseNumber } from '../gateway/requests.ts';
import { type SenderUse, senderUse } from '../store/sender-use.ts';
import { carryOut, failureOf, mayHaveBeenDone, numberDraft } from './ask-twilio.ts';
import { admitted, assertNoTest } from './buy.ts';
import type { NumberDeps } from './deps.ts';
import { findOwned, type PricedNumber, readHoldings, readOwned } from './owned.ts';

/** A number with what depends on it here. */
export interface NumberInUse extends PricedNumber {
  readonly use: SenderUse;
  /** True for the sender of the profile. */
  readonly isDefault: boolean;
}

/** Either the numbers themselves, or all that were bought since an instant. */
export interface Chosen {
  readonly words: readonly string[];
  readonly boughtSince: number | undefined;
}

/** @throws NotFoundError, UsageError when nothing, or both, is named */
export async function chooseNumbers(deps: NumberDeps, chosen: Chosen): Promise<readonly NumberInUse[]> {
  const { words, boughtSince } = chosen;
  if ((words.length === 0) === (boughtSince === undefined)) {
    throw new UsageError(
      words.length === 0 ? 'which number?' : 'numbers and --bought-since exclude each other',
      {
        hint: 'remind number release +12025550123, or --bought-since 2026-11-01',
      },
    );
  }
  assertNoTest(deps, { kind: 'number', targetSid: '', method: 'DELETE' });
  const { numbers } = await readHoldings(deps);
  const rows =
    boughtSince === undefined ? await findOwned(numbers, words, deps.country) : since(numbers, boughtSince);
  if (rows.length === 0)
    throw new NotFoundError('no number was bought since then', { hint: 'see: remind number list' });
  return await Promise.all(rows.map((row) => inUse(deps, row)));
}

export function since<Row extends PricedNumber>(rows: readonly Row[], instant: number): readonly Row[] {
  return rows.filter(({ createdAt }) => createdAt !== null && createdAt >= instant);
}

export async function inUse(deps: NumberDeps, number: PricedNumber): Promise<NumberInUse> {
  const use = await senderUse(deps.db, number.number, deps.defaultFrom);
  return { ...number, use, isDefault: deps.defaultFrom === number.number };
}

export interface ReleasedNumber {
  readonly number: NumberInUse;
  /** Why it is still there, or nobody knows; null when it was given up. */
  readonly problem: Error | null;
}

/** One after the other; one that fails does not keep the others. @throws RefusedError by a guard */
export async function releaseNumbers(
  deps: NumberDeps,
  numbers: readonly NumberInUse[],
): Promise<readonly ReleasedNumber[]> {
  const released: ReleasedNumber[] = [];
  for (const number of numbers) released.push({ number, problem: await release(deps, number) });
  return released;
}

async function release(deps: NumberDeps, { number, sid }: NumberInUse): Promise<Error | null> {
  const { door, db, clock } = deps;
  const { method } = releaseNumber(door.accountSid, sid);
  const draft = numberDraft({ to: number, targetSid: sid, params: {}, method: method as 'DELETE' });
  const intentId = admitted(await db.tx((sql) => door.reserve(sql, draft, clock.now())));
  const exchanged = await carryOut(deps, intentId, sid);
  if (exchanged.verdict.class === 'accepted' || exchanged.httpStatus === 404) return null;
  if (!mayHaveBeenDone(exchanged)) return failureOf(exchanged);
  // Looked for at once: what the account no longer has was given up.
  const owned = await readOwned(deps).catch(() => undefined);
  if (owned?.every((each) => each.sid !== sid)) return null;
  return new UnhealthyError(`nobody knows whether ${number} was released: Twilio did not answer`, {
    hint: 'look with: remind number list',
  });
}
