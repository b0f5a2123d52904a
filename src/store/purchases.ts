// Numbers bought: how many a day may be, which were of late, and which nobody knows of.

import type { IntentOutcome } from '../core/intent.ts';
import type { Db, Sql } from './db.ts';

export const PURCHASE_WINDOW_MS = 24 * 3_600_000;

// What Twilio refused, and what never left, spent nothing. Whatever else there is may have.
const BOUGHT = `kind = 'number' and target_sid is null and outcome not in ('rejected', 'not-sent', 'absent')`;

export async function readPurchaseLimit(sql: Sql): Promise<number> {
  const row = await sql.get<{ perDay: number }>(
    'select per_day as "perDay" from purchase_limit where id = 1',
  );
  if (!row) throw new Error('the limit of purchases is gone from the database');
  return row.perDay;
}

/** Makes it the limit that holds, for every process from the commit on, where it does not already. */
export async function bringPurchaseLimit(db: Db, perDay: number): Promise<void> {
  if ((await readPurchaseLimit(db)) === perDay) return;
  await db.tx((sql) => sql.run('update purchase_limit set per_day = ? where id = 1', [perDay]));
}

export interface Purchase {
  readonly intentId: number;
  readonly number: string;
  readonly outcome: IntentOutcome;
  readonly at: number;
  /** Twilio's, once it is known that it was bought. */
  readonly sid: string | null;
  /** The request must have been answered or given up by then. */
  readonly leaseUntil: number;
}

const COLUMNS = `id as "intentId", to_number as number, outcome, created_at as at, sid,
  lease_until as "leaseUntil"`;

/** Those that were bought after `since`, or may have been; the oldest first. */
export function purchasesSince(sql: Sql, since: number): Promise<Purchase[]> {
  return sql.all<Purchase>(
    `select ${COLUMNS} from intent where ${BOUGHT} and created_at > ? order by created_at`,
    [since],
  );
}

/** Those that nobody knows the end of: under way, or without an answer. */
export function doubtedPurchases(sql: Sql, accountSid: string): Promise<Purchase[]> {
  return sql.all<Purchase>(
    `select ${COLUMNS} from intent
     where kind = 'number' and target_sid is null and outcome in ('pending', 'unknown') and account_sid = ?
     order by id`,
    [accountSid],
  );
}

/** The SIDs of the numbers that were bought from here. */
export async function boughtSids(sql: Sql, accountSid: string): Promise<ReadonlySet<string>> {
  const rows = await sql.all<{ sid: string }>(
    `select sid from intent where kind = 'number' and target_sid is null and sid is not null and account_sid = ?`,
    [accountSid],
  );
  return new Set(rows.map(({ sid }) => sid));
}
