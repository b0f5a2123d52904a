// Opt-outs in the database: who wants no more and from whom, what that cancelled, and its end.

import type { Channel, Reminder } from '../core/reminder.ts';
import type { Sql, Value } from './db.ts';

/** How it was learned: a text, Twilio's refusal of a send (21610), or a person who was told. */
export type OptOutSource = 'text' | 'refusal' | 'hand';

export interface NewOptOut {
  /** E.164 */
  readonly person: string;
  /** The number or messaging service whose texts are unwanted; null for whatever the sender. */
  readonly sender: string | null;
  /** Null, without a sender: from anybody. */
  readonly tenantId: number | null;
  /** As it was written; for a refusal Twilio's code. */
  readonly word: string;
  readonly source: OptOutSource;
  readonly messageSid: string | null;
}

export interface OptOut extends NewOptOut {
  readonly id: number;
  readonly tenantName: string | null;
  readonly since: number;
  readonly endedAt: number | null;
  /** The word that took it back, or `hand`. */
  readonly endedBy: string | null;
  /** Reminders that it cancelled and that are still cancelled. */
  readonly cancelled: number;
}

const SELECT = `
  select o.id, o.person, o.sender, o.tenant_id as "tenantId", t.name as "tenantName", o.word, o.source,
    o.message_sid as "messageSid", o.since, o.ended_at as "endedAt", o.ended_by as "endedBy",
    (select count(*) from reminder r where r.opt_out_id = o.id and r.state = 'cancelled') as cancelled
  from opt_out o left join tenant t on t.id = o.tenant_id`;

/** Returns its id; null when it stands already. */
export async function insertOptOut(sql: Sql, optOut: NewOptOut, now: number): Promise<number | null> {
  const { changes, lastId } = await sql.run(
    `insert into opt_out (person, sender, tenant_id, word, source, message_sid, since)
     values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
    [optOut.person, optOut.sender, optOut.tenantId, optOut.word, optOut.source, optOut.messageSid, now],
  );
  return changes === 1 ? lastId : null;
}

export interface Send {
  readonly to: string;
  /** Null when none is known. */
  readonly from: string | null;
  readonly tenantId: number;
}

/**
 * SQL for whether the opt-out `o` stands against what that sender sends for that tenant. The trigger intent_opted_out
 * says the same of whatever is sent.
 */
export function standsAgainst(sender: string, tenantId: string): string {
  return `o.ended_at is null and (o.sender = ${sender} or exists (
    select 1 from opt_out_reach e where e.opt_out_id = o.id and e.tenant_id = ${tenantId}))`;
}

/** What this person has said against such a send; the first that stands. */
export function optOutAgainst(sql: Sql, { to, from, tenantId }: Send): Promise<OptOut | undefined> {
  return sql.get<OptOut>(
    `${SELECT} where o.person = ? and ${standsAgainst('?', '?')} order by o.id limit 1`,
    [to, from, tenantId],
  );
}

/** True when this person has any that stands: asked before each send, and nearly always false. */
export async function hasOptedOut(sql: Sql, person: string): Promise<boolean> {
  return (
    (await sql.get('select 1 from opt_out where person = ? and ended_at is null limit 1', [person])) !==
    undefined
  );
}

export function getOptOut(sql: Sql, id: number): Promise<OptOut | undefined> {
  return sql.get<OptOut>(`${SELECT} where o.id = ?`, [id]);
}

export interface OptOutFilter {
  readonly person?: string | undefined;
  /** Also those that were taken back. */
  readonly all: boolean;
  readonly limit: number;
}

/** The newest first. */
export function listOptOuts(sql: Sql, { person, all, limit }: OptOutFilter): Promise<OptOut[]> {
  const where = [...(person === undefined ? [] : ['o.person = ?']), ...(all ? [] : ['o.ended_at is null'])];
  const params: Value[] = [...(person === undefined ? [] : [person]), limit];
  return sql.all<OptOut>(
    `${SELECT} ${where.length > 0 ? `where ${where.join(' and ')}` : ''} order by o.since desc, o.id desc limit ?`,
    params,
  );
}

/** A reminder that is still to come, and what would send it. */
export interface OpenReminder {
  readonly id: number;
  readonly tenantId: number;
  readonly to: string;
  readonly from: string | null;
  readonly channel: Channel;
  readonly state: 'scheduled' | 'held';
}

/** Reminders to this person that are still to come. */
export function openRemindersTo(sql: Sql, person: string): Promise<OpenReminder[]> {
  return sql.all<OpenReminder>(
    `select r.id, r.tenant_id as "tenantId", r.to_number as "to", coalesce(r.from_sender, t.sender) as "from",
       r.channel, r.state
     from reminder r join tenant t on t.id = r.tenant_id
     where r.to_number = ? and r.state in ('scheduled', 'held') order by r.due_at, r.id`,
    [person],
  );
}

/** Cancels what its recipient does not want; false when it was not to come any more. */
export async function cancelUnwanted(
  sql: Sql,
  { id, optOutId, error }: { readonly id: number; readonly optOutId: number; readonly error: string },
  now: number,
): Promise<boolean> {
  const { changes } = await sql.run(
    `update reminder set state = 'cancelled', hold_reason = null, response = 'opted-out', opt_out_id = ?,
       last_error = ?, updated_at = ?
     where id = ? and state in ('scheduled', 'held')`,
    [optOutId, error, now, id],
  );
  return changes === 1;
}

/** Ends it; false when it has ended already. */
export async function endOptOut(
  sql: Sql,
  { id, by }: { readonly id: number; readonly by: string },
  now: number,
): Promise<boolean> {
  const { changes } = await sql.run(
    'update opt_out set ended_at = ?, ended_by = ? where id = ? and ended_at is null',
    [now, by, id],
  );
  return changes === 1;
}

export type CancelledReminder = Pick<
  Reminder,
  'id' | 'tenantId' | 'channel' | 'dueAt' | 'zone' | 'body' | 'state'
>;

/** Reminders that it cancelled, by due instant. */
export function remindersOfOptOut(sql: Sql, id: number): Promise<CancelledReminder[]> {
  return sql.all(
    `select id, tenant_id as "tenantId", channel, due_at as "dueAt", zone, body, state from reminder
     where opt_out_id = ? order by due_at, id`,
    [id],
  );
}

/** Lets those go again that it cancelled and whose time is still to come; returns their ids. */
export async function restoreWanted(sql: Sql, optOutId: number, now: number): Promise<number[]> {
  const rows = await sql.all<{ id: number }>(
    `select r.id from reminder r left join appointment a on a.id = r.appointment_id
     where r.opt_out_id = ? and r.state = 'cancelled' and r.due_at > ? and coalesce(a.state, 'booked') = 'booked'`,
    [optOutId, now],
  );
  for (const { id } of rows) {
    await sql.run(
      `update reminder set state = 'scheduled', response = null, opt_out_id = null, last_error = null,
         run_at = max(run_at, ?), updated_at = ?
       where id = ? and state = 'cancelled'`,
      [now, now, id],
    );
  }
  return rows.map(({ id }) => id);
}

/** The messaging services that have texted this person from this number. */
export async function servicesBehind(
  sql: Sql,
  { number, person }: { readonly number: string; readonly person: string },
): Promise<string[]> {
  const rows = await sql.all<{ service: string }>(
    `select distinct i.from_sender as service from intent i
       join twilio_message m on m.account_sid = i.account_sid and m.sid = i.sid
     where i.to_number = ? and i.kind = 'message' and i.from_sender glob 'MG*' and m.from_number = ?`,
    [person, number],
  );
  return rows.map(({ service }) => service);
}
