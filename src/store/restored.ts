// A restored database: what it remembers of its restore, and what it writes down of sends that it had forgotten.

import type { CaughtUp } from '../core/caught-up.ts';
import type { Mode } from '../core/mode.ts';
import type { Unsent } from '../core/rebind.ts';
import type { Channel } from '../core/reminder.ts';
import type { Sql } from './db.ts';
import { readSetting, writeSetting } from './settings.ts';
import { beginStop, endStop, openStops } from './stops.ts';

export interface Restored {
  /** The instant that the backup shows. */
  readonly backupAt: number;
  readonly restoredAt: number;
  /** Twilio's lists have been read to their end, and what they said is written down, as of this instant; null until then. */
  readonly readTo: number | null;
  /** A reading that was cut short: what comes next. */
  readonly cursor: Cursor | null;
  readonly learned: CaughtUp;
}

export interface Cursor {
  readonly kind: 'message' | 'call';
  readonly startedAt: number;
  /** The path of the next page; null for the first one. */
  readonly next: string | null;
}

const KEY = 'restored';
const NOTHING: CaughtUp = { sent: 0, unclear: 0, optedOut: 0, unmatched: 0 };

/** Undefined when the database was never restored, or all that has been let go since. */
export async function readRestored(sql: Sql): Promise<Restored | undefined> {
  if (!(await openStops(sql)).some(({ kind }) => kind === 'restored')) return undefined;
  return await lastRestored(sql);
}

/** Whether or not all has been let go since; undefined when the database was never restored. */
export async function lastRestored(sql: Sql): Promise<Restored | undefined> {
  const text = await readSetting(sql, KEY);
  return text === undefined ? undefined : (JSON.parse(text) as Restored);
}

export async function writeRestored(sql: Sql, restored: Restored, now: number): Promise<void> {
  await writeSetting(sql, KEY, JSON.stringify(restored), now);
}

/** Holds all sending until it is known what was sent after `backupAt`. A restore of a restore looks back further. */
export async function holdRestored(
  sql: Sql,
  { backupAt, reason }: { readonly backupAt: number; readonly reason: string },
  now: number,
): Promise<void> {
  const before = await readRestored(sql);
  const from = Math.min(backupAt, before && before.readTo === null ? before.backupAt : backupAt);
  await endStop(sql, { kind: 'restored', tenantId: null }, now);
  await beginStop(sql, { kind: 'restored', tenantId: null, reason }, now);
  const restored = { backupAt: from, restoredAt: now, readTo: null, cursor: null, learned: NOTHING };
  await writeRestored(sql, restored, now);
}

/** A reminder with what it takes to write its send down. */
export interface Forgotten extends Omit<Unsent, 'words'> {
  readonly tenantId: number;
  /** Its own sender, in lower case. */
  readonly from: string | null;
  readonly body: string;
  readonly attempts: number;
}

/** Reminders to this number that could have gone by `until` and are not known to. */
export function forgottenTo(
  sql: Sql,
  { channel, to, until, expiredSince }: Wanted,
): Promise<readonly Forgotten[]> {
  return sql.all<Forgotten>(
    `select id, tenant_id as "tenantId", channel, to_number as "to", body, attempts,
       lower(from_sender) as "from", expires_at as "expiresAt",
       min(due_at, run_at) as "dueAt",
       case when rule_id is null and import_id is null then created_at end as "madeAt"
     from reminder where to_number = ? and channel = ? and min(due_at, run_at) <= ?
       and (state in ('scheduled', 'held') or (state = 'expired' and updated_at >= ?))`,
    [to, channel, until, expiredSince],
  );
}

interface Wanted {
  readonly channel: Channel;
  readonly to: string;
  readonly until: number;
  /** What has expired since the restore had its time before: it may have been sent. */
  readonly expiredSince: number;
}

/** The messages and calls that reminders are in doubt about, since a restore. */
export async function doubtedSids(sql: Sql, accountSid: string): Promise<ReadonlySet<string>> {
  const rows = await sql.all<{ sid: string }>(
    `select target_sid as "sid" from intent
     where outcome = 'unknown' and account_sid = ? and worker_id = 'restore' and target_sid is not null`,
    [accountSid],
  );
  return new Set(rows.map(({ sid }) => sid));
}

/** A send that Twilio has, of a reminder that did not know. */
export interface Recalled {
  readonly reminder: Forgotten;
  readonly accountSid: string;
  readonly mode: Mode;
  readonly sid: string;
  readonly from: string;
  readonly at: number;
  /** Twilio's body; null for a call. */
  readonly body: string | null;
}

/**
 * Takes a reminder into `processing` under an intent that says what Twilio has: accepted under its SID, or unknown
 * when it may be another's. Undefined when the reminder has gone another way meanwhile.
 */
export async function recallSend(
  sql: Sql,
  { reminder, accountSid, mode, sid, from, at, body }: Recalled,
  { outcome, error }: { readonly outcome: 'accepted' | 'unknown'; readonly error: string | null },
  now: number,
): Promise<number | undefined> {
  // By legal steps: what is held or has expired is let go first.
  const { changes } = await sql.run(
    `update reminder set state = 'scheduled', hold_reason = null where id = ? and state in ('scheduled', 'held', 'expired')`,
    [reminder.id],
  );
  if (changes === 0) return undefined;
  const isCall = reminder.channel === 'call';
  const params = isCall ? { To: reminder.to, From: from } : { To: reminder.to, Body: body ?? '' };
  // Filed under that message or call, as its changes are, of which no guard of sends is asked: it was sent long ago, and
  // nothing is held back by refusing to know. Settled, it can never be sent.
  const { lastId } = await sql.run(
    `insert into intent (tenant_id, reminder_id, kind, purpose, attempt, account_sid, mode, to_number, from_sender,
       target_sid, params, worker_id, created_at, lease_until, outcome, sid, settled_at, unknown_at, error, estimated_micros)
     values (?, ?, ?, 'reminder', ?, ?, ?, ?, ?, ?, ?, 'restore', ?, ?, ?, ?, ?, ?, ?, 0)`,
    [
      reminder.tenantId,
      reminder.id,
      isCall ? 'call' : 'message',
      reminder.attempts + 1,
      accountSid,
      mode,
      reminder.to,
      from,
      sid,
      JSON.stringify(params),
      at,
      at,
      outcome,
      outcome === 'accepted' ? sid : null,
      now,
      outcome === 'unknown' ? now : null,
      error,
    ],
  );
  await sql.run(
    `update reminder set state = 'processing', intent_id = ?, attempts = attempts + 1, updated_at = ?
     where id = ? and state = 'scheduled'`,
    [lastId, now, reminder.id],
  );
  return lastId;
}
