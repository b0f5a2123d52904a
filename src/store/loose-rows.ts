// Twilio's rows that no send of this database was given: kept when a list shows them, asked for when one is judged.

import type { TwilioCall, TwilioMessage } from '../core/twilio.ts';
import type { Sql } from './db.ts';
import { upsertCall, upsertMessage } from './twilio-rows.ts';

export type ListedRow =
  | { readonly kind: 'message'; readonly value: TwilioMessage }
  | { readonly kind: 'call'; readonly value: TwilioCall };

/** Keeps a row that is new here; what is known already is followed by other means. True when it was new. */
export async function keepRow(sql: Sql, row: ListedRow, now: number): Promise<boolean> {
  const { accountSid, sid } = row.value;
  const known = await sql.get(`select 1 from twilio_${row.kind} where account_sid = ? and sid = ?`, [
    accountSid,
    sid,
  ]);
  if (known !== undefined) return false;
  const seen = { fetchedAt: now, pollAt: null };
  if (row.kind === 'message') await upsertMessage(sql, row.value, seen);
  else await upsertCall(sql, row.value, seen);
  return true;
}

/** A message or call that the API was asked for, by whomever. */
export interface LooseRow {
  readonly kind: 'message' | 'call';
  readonly sid: string;
  readonly to: string;
  /** The messaging service, else the number; empty when Twilio shows neither. */
  readonly from: string;
  readonly number: string | null;
  readonly body: string | null;
  readonly status: string;
  /** Null for a message. */
  readonly answeredBy: string | null;
  readonly at: number;
}

const MESSAGE = { service: 'x.messaging_service_sid', body: 'x.body', answeredBy: 'null', where: '' };
const CALL = {
  service: 'null',
  body: 'null',
  answeredBy: 'x.answered_by',
  where: 'and x.parent_call_sid is null',
};

const loose = (kind: LooseRow['kind'], { service, body, answeredBy, where }: typeof CALL): string => `
  select '${kind}' as kind, x.sid, x.to_number as "to", coalesce(${service}, x.from_number, '') as "from",
    x.from_number as number, ${body} as body, x.status, ${answeredBy} as "answeredBy",
    x.date_created as at
  from twilio_${kind} x
  where x.account_sid = ? and x.direction = 'outbound-api' and x.intent_id is null and x.to_number is not null ${where}
    and x.date_created between ? and ?
    and not exists (select 1 from intent i where i.account_sid = x.account_sid and i.sid = x.sid)`;

const LOOSE = `${loose('message', MESSAGE)} union all ${loose('call', CALL)} order by at`;

interface Span {
  readonly accountSid: string;
  readonly from: number;
  readonly until: number;
}

/** Those made between the two instants, the oldest first. */
export function looseRows(sql: Sql, { accountSid, from, until }: Span): Promise<LooseRow[]> {
  const params = [accountSid, from, until];
  return sql.all<LooseRow>(LOOSE, [...params, ...params]);
}

const OWN = (kind: LooseRow['kind'], body: string): string => `
  select x.sid, '${kind}' as kind, x.to_number as "to", ${body} as body, x.date_created as at
  from intent i join twilio_${kind} x on x.account_sid = i.account_sid and x.sid = i.sid
  where i.account_sid = ? and i.to_number = ? and i.kind = '${kind}' and i.created_at >= ?
    and x.date_created is not null`;

/** What this database has sent to that number since. */
export function ownSends(
  sql: Sql,
  { accountSid, to, since }: { readonly accountSid: string; readonly to: string; readonly since: number },
): Promise<Pick<LooseRow, 'sid' | 'kind' | 'to' | 'body' | 'at'>[]> {
  const params = [accountSid, to, since];
  return sql.all(`${OWN('message', 'x.body')} union all ${OWN('call', 'null')}`, [...params, ...params]);
}

/** Binds a row to the request that it was, to be asked for again at `pollAt`. */
export async function bindLoose(
  sql: Sql,
  { kind, sid }: Pick<LooseRow, 'kind' | 'sid'>,
  bind: { readonly accountSid: string; readonly intentId: number; readonly pollAt: number | null },
): Promise<void> {
  await sql.run(
    `update twilio_${kind} set intent_id = ?, poll_at = ? where account_sid = ? and sid = ? and intent_id is null`,
    [bind.intentId, bind.pollAt, bind.accountSid, sid],
  );
}

/** What people texted between the two instants, the oldest first. */
export function textsIn(
  sql: Sql,
  { accountSid, from, until }: Span,
): Promise<{ sid: string; person: string; sender: string; body: string; at: number }[]> {
  return sql.all(
    `select sid, from_number as person, to_number as sender, coalesce(body, '') as body, date_created as at
     from twilio_message
     where account_sid = ? and direction = 'inbound' and from_number is not null and to_number is not null and intent_id is null
       and date_created between ? and ? order by at, sid`,
    [accountSid, from, until],
  );
}

/** A request that nobody knows the end of: it may explain one row that is not bound to anything. */
export interface OpenRequest {
  readonly kind: 'message' | 'call';
  readonly to: string;
  readonly createdAt: number;
  readonly leaseUntil: number;
  readonly isPending: 0 | 1;
}

const OPEN = (outcome: string, more = ''): string => `
  select kind, to_number as "to", created_at as "createdAt", lease_until as "leaseUntil",
    outcome = 'pending' as "isPending"
  from intent
  where outcome = '${outcome}' and account_sid = ? and kind in ('message', 'call') and target_sid is null
    and worker_id <> 'restore' ${more}`;

/** Those under way, of unknown outcome, or taken for absent since `since`. */
export function openRequests(sql: Sql, accountSid: string, since: number): Promise<OpenRequest[]> {
  return sql.all<OpenRequest>(
    `${OPEN('pending')} union all ${OPEN('unknown')} union all ${OPEN('absent', 'and created_at >= ?')}`,
    [accountSid, accountSid, accountSid, since],
  );
}

// Enough to meet every sender that is in use; there is no index by the time of an intent.
const NEWEST = 10_000;

/** The senders that this database sends from: those of tenants and rules, and of what was sent last. */
export async function knownSenders(sql: Sql): Promise<string[]> {
  const rows = await sql.all<{ sender: string }>(
    `select sender from tenant where sender is not null
     union select from_sender from rule where from_sender is not null and ended_at is null
     union select from_sender from (select from_sender from intent order by id desc limit ${NEWEST})`,
  );
  return rows.map(({ sender }) => sender);
}
