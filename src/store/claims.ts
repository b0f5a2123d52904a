// The delivery engine's statements on reminders: what is due, who took it, what came of it.

import type { HoldReason } from '../core/lifecycle.ts';
import type { QuietTerms } from '../core/quiet-hours.ts';
import type { Channel, OnUnknown, Priority } from '../core/reminder.ts';
import type { Sql } from './db.ts';

/** A due reminder with what a send needs of its tenant. */
export interface DueReminder {
  readonly id: number;
  readonly tenantId: number;
  readonly channel: Channel;
  readonly to: string;
  readonly from: string | null;
  readonly tenantSender: string | null;
  readonly body: string;
  readonly priority: Priority;
  readonly onUnknown: OnUnknown | null;
  readonly dueAt: number;
  readonly expiresAt: number;
  readonly attempts: number;
  readonly lastError: string | null;
}

/** What a claim reads: what is to be sent, and whether it may go now. */
export type Claimable = DueReminder & QuietTerms;

/** QuietTerms but for the priority, of a reminder `r` with its tenant `t` and its contact `c`, if it has one. */
export const QUIET_COLUMNS = `r.zone, r.any_hour as "anyHour",
    c.quiet_from as "contactQuietFrom", c.quiet_until as "contactQuietUntil",
    t.quiet_from as "tenantQuietFrom", t.quiet_until as "tenantQuietUntil"`;

/** Its columns, to be narrowed. */
export const DUE_COLUMNS = `
  select r.id, r.tenant_id as "tenantId", r.channel, r.to_number as "to", r.from_sender as "from",
    t.sender as "tenantSender", r.body, r.priority, r.on_unknown as "onUnknown", r.due_at as "dueAt",
    r.expires_at as "expiresAt", r.attempts, r.last_error as "lastError", ${QUIET_COLUMNS}
  from reminder r join tenant t on t.id = r.tenant_id left join contact c on c.id = r.contact_id`;

const DUE = `${DUE_COLUMNS}
  where r.state = 'scheduled' and r.priority = ? and r.run_at <= ? order by r.run_at limit ?`;

/** Scheduled reminders whose time has come, critical ones first, then by instant. */
export async function dueReminders(sql: Sql, now: number, limit: number): Promise<Claimable[]> {
  // Two index ranges instead of one sort: ten thousand overdue normal ones cost a critical one nothing.
  const found: Claimable[] = [];
  for (const priority of ['critical', 'normal']) {
    if (found.length >= limit) break;
    found.push(...(await sql.all<Claimable>(DUE, [priority, now, limit - found.length])));
  }
  return found;
}

/**
 * Of the calls that wait for the same person, whoever they come from, the one whose turn is before `call`'s: the critical
 * ones first, then by when they were due, however rarely each is asked about. Undefined when it is the first.
 */
export function firstBefore(
  sql: Sql,
  call: Pick<DueReminder, 'id' | 'to' | 'priority' | 'dueAt'>,
  now: number,
): Promise<Claimable | undefined> {
  return sql.get<Claimable>(
    `${DUE_COLUMNS}
     where r.to_number = ? and r.due_at <= ? and r.channel = 'call' and r.state = 'scheduled'
       and r.last_error like 'waits: %' and r.id <> ?
       and ((r.priority = 'critical' and ? = 'normal') or (r.priority = ? and (r.due_at, r.id) < (?, ?)))
     order by r.priority = 'critical' desc, r.due_at, r.id limit 1`,
    [call.to, now, call.id, call.priority, call.priority, call.dueAt, call.id],
  );
}

/** The next instant at which any reminder is to run; null when none is scheduled. */
export async function nextRunAt(sql: Sql): Promise<number | null> {
  const row = await sql.get<{ at: number | null }>(
    `select min(at) as at from (
       select min(run_at) as at from reminder where state = 'scheduled' and priority = 'critical'
       union all
       select min(run_at) as at from reminder where state = 'scheduled' and priority = 'normal')`,
  );
  return row?.at ?? null;
}

/** Takes a due reminder into `processing` under its intent. */
export async function takeReminder(sql: Sql, id: number, intentId: number, now: number): Promise<void> {
  await sql.run(
    `update reminder set state = 'processing', intent_id = ?, attempts = attempts + 1, updated_at = ?
     where id = ? and state = 'scheduled'`,
    [intentId, now, id],
  );
}

export interface Landing {
  readonly to: 'sent' | 'failed' | 'unknown' | 'scheduled' | 'held' | 'expired';
  /** Set when it is `held`, and only then. */
  readonly holdReason?: HoldReason | null;
  readonly runAt?: number | null;
  readonly receipt?: string | null;
  readonly error?: string | null;
}

/**
 * Moves a reminder on after its send. The intent's id is the fencing token: a reminder that another claim has
 * taken since stays as it is. An outcome learned late moves it out of `unknown` too. False when fenced off.
 */
export async function landReminder(
  sql: Sql,
  { id, intentId }: { readonly id: number; readonly intentId: number },
  landing: Landing,
  now: number,
): Promise<boolean> {
  const { changes } = await sql.run(
    `update reminder set state = ?, hold_reason = ?, run_at = coalesce(?, run_at),
       receipt = coalesce(?, receipt), last_error = ?, updated_at = ?
     where id = ? and intent_id = ? and state in ('processing', 'unknown')`,
    [
      landing.to,
      landing.holdReason ?? null,
      landing.runAt ?? null,
      landing.receipt ?? null,
      landing.error ?? null,
      now,
      id,
      intentId,
    ],
  );
  return changes === 1;
}

/**
 * Lands a send that Twilio accepted. When the news is so late that the reminder already waits to be sent once
 * more, the second send is called off. False when another claim has taken it since, or a person decided.
 */
export async function landAccepted(
  sql: Sql,
  key: { readonly id: number; readonly intentId: number },
  receipt: string | null,
  now: number,
): Promise<boolean> {
  const landing = { to: 'sent', receipt } as const;
  if (await landReminder(sql, key, landing, now)) return true;
  // By the same legal steps as any send: taken, and accepted.
  const { changes } = await sql.run(
    `update reminder set state = 'processing' where id = ? and intent_id = ? and state = 'scheduled'`,
    [key.id, key.intentId],
  );
  return changes === 1 && (await landReminder(sql, key, landing, now));
}

/** Held reminders that are no longer of use, so that they can be reported as expired. */
export function expiredHeld(
  sql: Sql,
  now: number,
  limit: number,
): Promise<{ id: number; tenantId: number; to: string }[]> {
  return sql.all(
    `select id, tenant_id as "tenantId", to_number as "to" from reminder where state = 'held' and expires_at <= ? limit ?`,
    [now, limit],
  );
}

/** Reminders proved not to be at Twilio that a person was to decide about, and that are no longer of use. */
export function expiredAbsent(
  sql: Sql,
  now: number,
  limit: number,
): Promise<{ id: number; tenantId: number; to: string }[]> {
  return sql.all(
    `select r.id, r.tenant_id as "tenantId", r.to_number as "to"
     from reminder r join intent i on i.id = r.intent_id
     where r.state = 'unknown' and i.outcome = 'absent' and r.expires_at <= ? limit ?`,
    [now, limit],
  );
}

/** The depth figures of `remind status`. */
export async function overdue(sql: Sql, now: number): Promise<{ count: number; oldestDueAt: number | null }> {
  const row = await sql.get<{ count: number; oldestDueAt: number | null }>(
    `select count(*) as count, min(due_at) as "oldestDueAt" from reminder where state = 'scheduled' and run_at <= ?`,
    [now],
  );
  return row ?? { count: 0, oldestDueAt: null };
}

/** How many reminders are to go out on the day, by UTC, on which most are. */
export async function busiestDay(sql: Sql): Promise<number> {
  const row = await sql.get<{ n: number }>(
    `select count(*) as n from reminder where state = 'scheduled' group by due_at / 86400000 order by 1 desc limit 1`,
  );
  return row?.n ?? 0;
}
