// What is held back and waits to be let go, and the two ways it can leave: back to `scheduled`, or expired.

import type { HoldReason } from '../core/lifecycle.ts';
import type { Waiting } from '../core/release.ts';
import type { Channel } from '../core/reminder.ts';
import type { Sql } from './db.ts';
import { ordinary, stands } from './send-scopes.ts';

export interface WaitingReminder extends Waiting {
  readonly tenantName: string;
  readonly body: string;
  /** Null for one that is scheduled and overdue. */
  readonly holdReason: HoldReason | null;
}

const COLUMNS = `
  select r.id, r.tenant_id as "tenantId", t.name as "tenantName", r.channel, r.to_number as "to", r.priority,
    r.body, r.due_at as "dueAt", r.expires_at as "expiresAt", r.hold_reason as "holdReason"
  from reminder r join tenant t on t.id = r.tenant_id`;

/** Reminders held for this reason. */
export function heldFor(sql: Sql, reason: HoldReason): Promise<WaitingReminder[]> {
  return sql.all<WaitingReminder>(`${COLUMNS} where r.state = 'held' and r.hold_reason = ?`, [reason]);
}

/** Reminders that should have gone by now, and that nobody has taken. */
export function overdueReminders(sql: Sql, now: number): Promise<WaitingReminder[]> {
  return sql.all<WaitingReminder>(`${COLUMNS} where r.state = 'scheduled' and r.run_at <= ?`, [now]);
}

/** When a recipient was sent calls, or texts, since `since`: ascending, and without what never left. */
export async function sendsTo(
  sql: Sql,
  { channel, to, since }: { readonly channel: Channel; readonly to: string; readonly since: number },
): Promise<number[]> {
  const rows = await sql.all<{ at: number }>(
    `select created_at as at from intent
     where to_number = ? and kind = ? and created_at > ? and ${ordinary('intent')} and ${stands('intent')}
     order by created_at`,
    [to, channel === 'call' ? 'call' : 'message', since],
  );
  return rows.map(({ at }) => at);
}

/** Held for that reason, or overdue. */
const WAITING = `id = ? and (state = 'scheduled' or (state = 'held' and hold_reason = coalesce(?, 'paused')))`;

type Held = Pick<WaitingReminder, 'id' | 'holdReason'>;

/** Lets a reminder that is held for that reason, or overdue, go at `runAt`. False when it has moved on since. */
export async function letGo(
  sql: Sql,
  { id, holdReason, runAt }: Held & { readonly runAt: number },
  now: number,
): Promise<boolean> {
  const { changes } = await sql.run(
    `update reminder set state = 'scheduled', hold_reason = null, run_at = ?, updated_at = ?
     where ${WAITING}`,
    [runAt, now, id, holdReason],
  );
  return changes === 1;
}

/** Expires a reminder that was held for that reason, or overdue, until it was of no more use. */
export async function letExpire(
  sql: Sql,
  { id, holdReason, error }: Held & { readonly error: string },
  now: number,
): Promise<boolean> {
  const { changes } = await sql.run(
    `update reminder set state = 'expired', hold_reason = null, last_error = ?, updated_at = ?
     where ${WAITING}`,
    [error, now, id, holdReason],
  );
  return changes === 1;
}
