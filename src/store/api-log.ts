// The API log: every exchange with Twilio, kept for two weeks, then gone from the file's bytes.

import type { Sql } from './db.ts';

export interface ApiExchange {
  readonly at: number;
  readonly accountSid: string;
  readonly intentId: number | null;
  readonly method: string;
  readonly url: string;
  readonly request: string | null;
  readonly status: number | null;
  readonly response: string | null;
  readonly error: string | null;
  readonly durationMs: number;
  readonly requestId: string | null;
}

export async function insertExchange(sql: Sql, exchange: ApiExchange): Promise<number> {
  const { lastId } = await sql.run(
    `insert into api_log (at, account_sid, intent_id, method, url, request, status, response, error,
       duration_ms, request_id)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      exchange.at,
      exchange.accountSid,
      exchange.intentId,
      exchange.method,
      exchange.url,
      exchange.request,
      exchange.status,
      exchange.response,
      exchange.error,
      exchange.durationMs,
      exchange.requestId,
    ],
  );
  return lastId;
}

export function exchangesOfReminder(sql: Sql, reminderId: number): Promise<(ApiExchange & { id: number })[]> {
  return sql.all(
    `select l.id, l.at, l.account_sid as "accountSid", l.intent_id as "intentId", l.method, l.url, l.request,
       l.status, l.response, l.error, l.duration_ms as "durationMs", l.request_id as "requestId"
     from api_log l join intent i on i.id = l.intent_id where i.reminder_id = ? order by l.id`,
    [reminderId],
  );
}

/**
 * Deletes up to `limit` exchanges older than `before`; returns how many. The connection's secure_delete
 * overwrites them with zeroes; what the write-ahead log still holds goes with the next checkpoint.
 */
export async function purgeExchanges(sql: Sql, before: number, limit: number): Promise<number> {
  const { changes } = await sql.run(
    'delete from api_log where id in (select id from api_log where at < ? order by at limit ?)',
    [before, limit],
  );
  return changes;
}
