// Recurring reminders in the database: a rule, and how far its occurrences have been made into reminders.

import type { CatchUp, OnUnknown, Priority, Via } from '../core/reminder.ts';
import type { Sql } from './db.ts';

export interface Rule {
  readonly id: number;
  readonly tenantId: number;
  readonly contactId: number | null;
  readonly cron: string;
  readonly zone: string;
  readonly catchUp: CatchUp;
  readonly via: Via;
  /** Whom it is for, when that was given by hand. */
  readonly name: string | null;
  /** E.164 */
  readonly to: string;
  readonly from: string | null;
  readonly template: string;
  /** JSON, as a reminder keeps it. */
  readonly variables: string | null;
  readonly priority: Priority;
  readonly onUnknown: OnUnknown | null;
  readonly expiresAfterMs: number;
  readonly dedupeKey: string | null;
  /** The newest occurrence that has its reminders: nothing is made for an instant that is not later. */
  readonly newestAt: number;
  readonly newestKey: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly endedAt: number | null;
}

export type NewRule = Omit<Rule, 'id' | 'createdAt' | 'updatedAt' | 'endedAt'>;

const COLUMNS = `id, tenant_id as "tenantId", contact_id as "contactId", cron, zone, catch_up as "catchUp", via, name,
  to_number as "to", from_sender as "from", template, variables, priority, on_unknown as "onUnknown",
  expires_after_ms as "expiresAfterMs", dedupe_key as "dedupeKey", newest_at as "newestAt",
  newest_key as "newestKey", created_at as "createdAt", updated_at as "updatedAt", ended_at as "endedAt"`;

/** Stores a rule and returns its id. Fails on a second dedupe key. */
export async function insertRule(sql: Sql, rule: NewRule, now: number): Promise<number> {
  const { lastId } = await sql.run(
    `insert into rule (tenant_id, contact_id, cron, zone, catch_up, via, name, to_number, from_sender, template,
       variables, priority, on_unknown, expires_after_ms, dedupe_key, newest_at, newest_key, created_at, updated_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      rule.tenantId,
      rule.contactId,
      rule.cron,
      rule.zone,
      rule.catchUp,
      rule.via,
      rule.name,
      rule.to,
      rule.from,
      rule.template,
      rule.variables,
      rule.priority,
      rule.onUnknown,
      rule.expiresAfterMs,
      rule.dedupeKey,
      rule.newestAt,
      rule.newestKey,
      now,
      now,
    ],
  );
  return lastId;
}

export function getRule(sql: Sql, id: number): Promise<Rule | undefined> {
  return sql.get<Rule>(`select ${COLUMNS} from rule where id = ?`, [id]);
}

export function ruleByDedupeKey(sql: Sql, tenantId: number, key: string): Promise<Rule | undefined> {
  return sql.get<Rule>(`select ${COLUMNS} from rule where tenant_id = ? and dedupe_key = ?`, [tenantId, key]);
}

/** Rules whose newest occurrence has come, so that the one after it is to be made; the longest waiting first. */
export function rulesToAdvance(sql: Sql, now: number, limit: number): Promise<Rule[]> {
  return sql.all<Rule>(
    `select ${COLUMNS} from rule where ended_at is null and newest_at <= ? order by newest_at limit ?`,
    [now, limit],
  );
}

/** When the next rule is to be advanced; null when none goes on. */
export async function nextAdvanceAt(sql: Sql): Promise<number | null> {
  const row = await sql.get<{ at: number | null }>(
    'select min(newest_at) as at from rule where ended_at is null',
  );
  return row?.at ?? null;
}

/** Moves the rule forward, never back: a clock that was set back makes nothing twice. */
export async function advanceRule(
  sql: Sql,
  id: number,
  newest: { readonly at: number; readonly key: string },
  now: number,
): Promise<void> {
  await sql.run(
    'update rule set newest_at = ?, newest_key = ?, updated_at = ? where id = ? and newest_at < ?',
    [newest.at, newest.key, now, id, newest.at],
  );
}

/** Ends the rule, or with null lets it go on. */
export async function setRuleEnd(sql: Sql, id: number, endedAt: number | null, now: number): Promise<void> {
  await sql.run('update rule set ended_at = ?, updated_at = ? where id = ?', [endedAt, now, id]);
}

/** Rules of a tenant that go on, to a contact or a number. */
export function rulesTo(
  sql: Sql,
  tenantId: number,
  who: { readonly contactId?: number | undefined; readonly to?: string | undefined },
): Promise<Rule[]> {
  return sql.all<Rule>(
    `select ${COLUMNS} from rule
     where tenant_id = ? and ended_at is null and (contact_id = ? or to_number = ?) order by id`,
    [tenantId, who.contactId ?? null, who.to ?? null],
  );
}
