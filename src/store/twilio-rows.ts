// Twilio's truth in the database: status, price and dates of messages and calls, by account and SID.

import { FINAL_CALL_STATUSES, FINAL_MESSAGE_STATUSES } from '../core/receipt.ts';
import type { TwilioCall, TwilioMessage } from '../core/twilio.ts';
import type { Sql } from './db.ts';

/** Where a row came from and when to ask again; `pollAt` null once nothing can change. */
export interface Sighting {
  readonly fetchedAt: number;
  readonly pollAt: number | null;
  readonly intentId?: number | null;
}

const words = (list: readonly string[]): string => list.map((word) => `'${word}'`).join(', ');

// News may come late or out of order: a final status stays whatever is said afterwards.
const keepFinal = (table: string, finals: readonly string[]): string =>
  `status = case when ${table}.status in (${words(finals)})
     and not (${table}.status = 'delivered' and excluded.status = 'read')
     then ${table}.status else excluded.status end`;

const UPSERT_MESSAGE = `
  insert into twilio_message (account_sid, sid, intent_id, direction, from_number, to_number,
    messaging_service_sid, body, status, error_code, error_message, num_segments, num_media, price_micros,
    price_unit, date_created, date_sent, date_updated, fetched_at, poll_at)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  on conflict (account_sid, sid) do update set
    intent_id = coalesce(twilio_message.intent_id, excluded.intent_id), from_number = excluded.from_number,
    body = excluded.body, ${keepFinal('twilio_message', FINAL_MESSAGE_STATUSES)},
    error_code = coalesce(excluded.error_code, twilio_message.error_code),
    error_message = coalesce(excluded.error_message, twilio_message.error_message),
    num_segments = excluded.num_segments, num_media = excluded.num_media,
    price_micros = coalesce(excluded.price_micros, twilio_message.price_micros),
    price_unit = coalesce(excluded.price_unit, twilio_message.price_unit),
    date_sent = coalesce(excluded.date_sent, twilio_message.date_sent),
    date_updated = excluded.date_updated, fetched_at = excluded.fetched_at, poll_at = excluded.poll_at,
    polls = twilio_message.polls + 1`;

export async function upsertMessage(sql: Sql, row: TwilioMessage, seen: Sighting): Promise<void> {
  await sql.run(UPSERT_MESSAGE, [
    row.accountSid,
    row.sid,
    seen.intentId ?? null,
    row.direction,
    row.from,
    row.to,
    row.messagingServiceSid,
    row.body,
    row.status,
    row.errorCode,
    row.errorMessage,
    row.numSegments,
    row.numMedia,
    row.priceMicros,
    row.priceUnit,
    row.dateCreated,
    row.dateSent,
    row.dateUpdated,
    seen.fetchedAt,
    seen.pollAt,
  ]);
}

const UPSERT_CALL = `
  insert into twilio_call (account_sid, sid, intent_id, parent_call_sid, direction, from_number, to_number,
    status, answered_by, duration_s, queue_time_ms, price_micros, price_unit, date_created, start_time,
    end_time, date_updated, fetched_at, poll_at)
  values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  on conflict (account_sid, sid) do update set
    intent_id = coalesce(twilio_call.intent_id, excluded.intent_id),
    ${keepFinal('twilio_call', FINAL_CALL_STATUSES)},
    answered_by = coalesce(excluded.answered_by, twilio_call.answered_by),
    duration_s = coalesce(excluded.duration_s, twilio_call.duration_s),
    queue_time_ms = coalesce(excluded.queue_time_ms, twilio_call.queue_time_ms),
    price_micros = coalesce(excluded.price_micros, twilio_call.price_micros),
    price_unit = coalesce(excluded.price_unit, twilio_call.price_unit),
    start_time = coalesce(excluded.start_time, twilio_call.start_time),
    end_time = coalesce(excluded.end_time, twilio_call.end_time),
    date_updated = excluded.date_updated, fetched_at = excluded.fetched_at, poll_at = excluded.poll_at,
    polls = twilio_call.polls + 1`;

export async function upsertCall(sql: Sql, row: TwilioCall, seen: Sighting): Promise<void> {
  await sql.run(UPSERT_CALL, [
    row.accountSid,
    row.sid,
    seen.intentId ?? null,
    row.parentCallSid,
    row.direction,
    row.from,
    row.to,
    row.status,
    row.answeredBy,
    row.durationS,
    row.queueTimeMs,
    row.priceMicros,
    row.priceUnit,
    row.dateCreated,
    row.startTime,
    row.endTime,
    row.dateUpdated,
    seen.fetchedAt,
    seen.pollAt,
  ]);
}

/** A row whose end is not known yet and that may be asked for again. */
export interface PollDue {
  readonly kind: 'message' | 'call';
  readonly accountSid: string;
  readonly sid: string;
  readonly polls: number;
  readonly dateCreated: number | null;
  readonly reminderId: number | null;
  readonly intentId: number | null;
}

/** Messages and calls to be asked for now, the longest waiting first. */
export function duePolls(sql: Sql, accountSid: string, now: number, limit: number): Promise<PollDue[]> {
  return sql.all<PollDue>(
    `select * from (
       select 'message' as kind, m.account_sid as "accountSid", m.sid, m.polls, m.date_created as "dateCreated",
         i.reminder_id as "reminderId", i.id as "intentId", m.poll_at as at
       from twilio_message m left join intent i on i.id = m.intent_id
       where m.poll_at is not null and m.poll_at <= ? and m.account_sid = ?
       union all
       select 'call', c.account_sid, c.sid, c.polls, c.date_created, i.reminder_id, i.id, c.poll_at
       from twilio_call c left join intent i on i.id = c.intent_id
       where c.poll_at is not null and c.poll_at <= ? and c.account_sid = ?)
     order by at limit ?`,
    [now, accountSid, now, accountSid, limit],
  );
}

/** When the next poll is due; null when every row has reached its end. */
export async function nextPollAt(sql: Sql): Promise<number | null> {
  const row = await sql.get<{ at: number | null }>(
    `select min(at) as at from (
       select min(poll_at) as at from twilio_message where poll_at is not null
       union all select min(poll_at) from twilio_call where poll_at is not null)`,
  );
  return row?.at ?? null;
}

/** Puts the next look off, or ends it with null: for a poll that failed, or one that went on long enough. */
export async function postponePoll(sql: Sql, poll: PollDue, pollAt: number | null): Promise<void> {
  const table = poll.kind === 'message' ? 'twilio_message' : 'twilio_call';
  await sql.run(`update ${table} set poll_at = ?, polls = polls + 1 where account_sid = ? and sid = ?`, [
    pollAt,
    poll.accountSid,
    poll.sid,
  ]);
}

/** Writes Twilio's word on a reminder's newest send into its receipt; true when that was news. */
export async function writeReceipt(
  sql: Sql,
  { reminderId, intentId }: { readonly reminderId: number; readonly intentId: number },
  receipt: string,
  now: number,
): Promise<boolean> {
  const { changes } = await sql.run(
    `update reminder set receipt = ?, updated_at = ? where id = ? and intent_id = ? and receipt is not ?`,
    [receipt, now, reminderId, intentId, receipt],
  );
  return changes === 1;
}

/** The newest send of a reminder, while its end is not known; undefined once it is. */
export function pollOfReminder(sql: Sql, reminderId: number): Promise<PollDue | undefined> {
  return sql.get<PollDue>(
    `select 'message' as kind, m.account_sid as "accountSid", m.sid, m.polls, m.date_created as "dateCreated",
       i.reminder_id as "reminderId", i.id as "intentId"
     from reminder r join intent i on i.id = r.intent_id
       join twilio_message m on m.account_sid = i.account_sid and m.sid = i.sid
     where r.id = ? and m.poll_at is not null
     union all
     select 'call', c.account_sid, c.sid, c.polls, c.date_created, i.reminder_id, i.id
     from reminder r join intent i on i.id = r.intent_id
       join twilio_call c on c.account_sid = i.account_sid and c.sid = i.sid
     where r.id = ? and c.poll_at is not null
     limit 1`,
    [reminderId, reminderId],
  );
}
