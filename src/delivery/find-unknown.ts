// Before a recall: calls of unknown outcome are looked for at Twilio, since one that rings can still be cancelled.

import type { Clock } from '../core/clock.ts';
import type { Door } from '../gateway/door.ts';
import { bindEvidence } from '../gateway/evidence.ts';
import { insertExchange } from '../store/api-log.ts';
import type { Db } from '../store/db.ts';
import { type Doubt, doubtedCalls } from '../store/doubts.ts';
import { matched } from './conclude.ts';
import { look } from './look.ts';

export interface FindDeps {
  readonly db: Db;
  readonly door: Door;
  readonly clock: Clock;
  readonly requestTimeoutMs: number;
}

/** Binds those that Twilio shows. The others stay in doubt, and such a look does not count among theirs. */
export async function findUnknownCalls(
  deps: FindDeps,
  wanted: { readonly tenantId: number | null; readonly since: number },
): Promise<void> {
  const { accountSid } = deps.door;
  for (const doubt of await doubtedCalls(deps.db, { accountSid, ...wanted })) await find(deps, doubt);
}

async function find({ db, door, clock, requestTimeoutMs }: FindDeps, doubt: Doubt): Promise<void> {
  const sight = await look(door, doubt);
  await db.tx(async (sql) => {
    for (const log of sight.logs) await insertExchange(sql, log);
    if (!('rows' in sight)) return;
    const match = await matched(sql, doubt, sight.rows, { requestTimeoutMs });
    if (match.found !== 'one') return;
    const row = sight.rows.find(({ value }) => value.sid === match.row.sid);
    const { id: intentId, reminderId } = doubt;
    if (row) await bindEvidence(sql, { intentId, reminderId, row }, clock.now());
  });
}
