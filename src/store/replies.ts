// What people texted: each text once, what it meant, and what a person has to decide about it.

import type { Sql, Value } from './db.ts';

export const REPLY_MEANINGS = ['stop', 'start', 'confirm', 'cancel', 'contact', 'doubt', 'other'] as const;
export type ReplyMeaning = (typeof REPLY_MEANINGS)[number];

export interface NewReply {
  readonly accountSid: string;
  readonly messageSid: string;
  /** Who texted. */
  readonly person: string;
  /** The number that was texted. */
  readonly sender: string;
  readonly body: string;
  readonly receivedAt: number;
}

/** What was made of it. */
export interface Heeded {
  readonly meaning: ReplyMeaning;
  readonly tenantId: number | null;
  readonly reminderId: number | null;
  /** `open` for what a person has to decide. */
  readonly review: 'open' | null;
}

export interface Reply extends NewReply, Omit<Heeded, 'review'> {
  readonly id: number;
  readonly contactName: string | null;
  readonly review: 'open' | 'opted-out' | 'dismissed' | null;
  readonly reviewedAt: number | null;
}

const SELECT = `
  select p.id, p.account_sid as "accountSid", p.message_sid as "messageSid", p.person, p.sender, p.body,
    p.received_at as "receivedAt", p.meaning, p.tenant_id as "tenantId", p.reminder_id as "reminderId", p.review,
    p.reviewed_at as "reviewedAt",
    (select c.name from contact c where c.phone = p.person and c.removed_at is null order by c.id limit 1)
      as "contactName"
  from reply p`;

/** True when this text has been heeded before. */
export async function isHeeded(sql: Sql, accountSid: string, messageSid: string): Promise<boolean> {
  const params = [accountSid, messageSid];
  return (
    (await sql.get('select 1 from reply where account_sid = ? and message_sid = ?', params)) !== undefined
  );
}

export async function insertReply(sql: Sql, text: NewReply, heeded: Heeded): Promise<number> {
  const { lastId } = await sql.run(
    `insert into reply (account_sid, message_sid, person, sender, body, received_at, meaning, tenant_id, reminder_id,
       review)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      text.accountSid,
      text.messageSid,
      text.person,
      text.sender,
      text.body,
      text.receivedAt,
      heeded.meaning,
      heeded.tenantId,
      heeded.reminderId,
      heeded.review,
    ],
  );
  return lastId;
}

export function getReply(sql: Sql, id: number): Promise<Reply | undefined> {
  return sql.get<Reply>(`${SELECT} where p.id = ?`, [id]);
}

/** What waits for a decision, the longest waiting first. */
export function openReviews(sql: Sql, limit: number): Promise<Reply[]> {
  return sql.all<Reply>(`${SELECT} where p.review = 'open' order by p.received_at, p.id limit ?`, [limit]);
}

export async function countOpenReviews(sql: Sql): Promise<number> {
  const row = await sql.get<{ n: number }>(`select count(*) as n from reply where review = 'open'`);
  return row?.n ?? 0;
}

/** Once: what was decided before stays as it is. */
export async function decideReview(
  sql: Sql,
  { id, review }: { readonly id: number; readonly review: 'opted-out' | 'dismissed' },
  now: number,
): Promise<void> {
  await sql.run(`update reply set review = ?, reviewed_at = ? where id = ? and review = 'open'`, [
    review,
    now,
    id,
  ]);
}

/** A person says what it meant: from now on it counts as if that had been clear. */
export async function understandReply(
  sql: Sql,
  { id, meaning, tenantId, reminderId }: Omit<Heeded, 'review'> & { readonly id: number },
  now: number,
): Promise<void> {
  await sql.run(
    `update reply set review = null, meaning = ?, tenant_id = ?, reminder_id = ?, reviewed_at = ?
     where id = ? and review = 'open'`,
    [meaning, tenantId, reminderId, now, id],
  );
}

/** What this person texted, newest first. */
export function repliesOf(sql: Sql, person: string, limit: number): Promise<Reply[]> {
  const params: Value[] = [person, limit];
  return sql.all<Reply>(
    `${SELECT} where p.person = ? order by p.received_at desc, p.id desc limit ?`,
    params,
  );
}

/** How far an account's inbound texts have been read. */
export interface InboundMark {
  /** When they are read next, by whatever process. */
  readonly nextAt: number;
  /** By Twilio's clock: everything before has been read. Null until anything was. */
  readonly seenTo: number | null;
}

const key = (accountSid: string): string => `inbound:${accountSid}`;

export async function readInboundMark(sql: Sql, accountSid: string): Promise<InboundMark | undefined> {
  const row = await sql.get<{ value: string }>('select value from setting where key = ?', [key(accountSid)]);
  return row && (JSON.parse(row.value) as InboundMark);
}

export async function writeInboundMark(
  sql: Sql,
  accountSid: string,
  mark: InboundMark,
  now: number,
): Promise<void> {
  await sql.run(
    `insert into setting (key, value, updated_at) values (?, ?, ?)
     on conflict (key) do update set value = excluded.value, updated_at = excluded.updated_at`,
    [key(accountSid), JSON.stringify(mark), now],
  );
}
