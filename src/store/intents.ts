// Intents in the database: written before a request, settled after it, never deleted.

import { contentKey } from '../core/content.ts';
import type { Intent, IntentDraft, IntentKind, IntentOutcome } from '../core/intent.ts';
import type { Mode } from '../core/mode.ts';
import type { Sql } from './db.ts';

/** What the writer of an intent adds to the draft. */
export interface IntentTerms {
  readonly accountSid: string;
  readonly mode: Mode;
  readonly workerId: string;
  readonly now: number;
  readonly leaseUntil: number;
  /** The draft's `contentKey`, where it has been reckoned already: it takes longer than the guards do. */
  readonly contentKey?: string | null;
  /** What it may cost, in micros of USD; unsaid it counts as a dear one. */
  readonly estimatedMicros?: number;
}

/**
 * Writes the intent as `pending` and returns its id. Fails on a second try with the same number, and while an
 * equal one is in doubt.
 */
export async function insertIntent(sql: Sql, draft: IntentDraft, terms: IntentTerms): Promise<number> {
  const { lastId } = await sql.run(
    `insert into intent (tenant_id, reminder_id, kind, purpose, attempt, account_sid, mode, to_number,
       from_sender, target_sid, params, content_key, estimated_micros, expires_at, worker_id, created_at, lease_until,
       method)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      draft.tenantId,
      draft.reminderId,
      draft.kind,
      draft.purpose,
      draft.attempt,
      terms.accountSid,
      terms.mode,
      draft.to,
      draft.from,
      draft.targetSid,
      JSON.stringify(draft.params),
      terms.contentKey === undefined ? contentKey(draft) : terms.contentKey,
      terms.estimatedMicros ?? null,
      draft.expiresAt,
      terms.workerId,
      terms.now,
      terms.leaseUntil,
      draft.method ?? 'POST',
    ],
  );
  return lastId;
}

export interface StoredIntent extends Intent {
  readonly outcome: IntentOutcome;
  readonly sid: string | null;
  readonly httpStatus: number | null;
  readonly twilioCode: number | null;
  readonly error: string | null;
  readonly settledAt: number | null;
  /** When its outcome became unknown, if it ever was. */
  readonly unknownAt: number | null;
  /** When it is looked for at Twilio next; null when it is not. */
  readonly nextLookAt: number | null;
}

const COLUMNS = `id, tenant_id as "tenantId", reminder_id as "reminderId", kind, purpose, attempt,
  account_sid as "accountSid", mode, to_number as "to", from_sender as "from",
  target_sid as "targetSid", method, params, expires_at as "expiresAt",
  worker_id as "workerId", created_at as "createdAt", lease_until as "leaseUntil", outcome, sid,
  http_status as "httpStatus", twilio_code as "twilioCode", error, settled_at as "settledAt",
  unknown_at as "unknownAt", next_look_at as "nextLookAt"`;

type Row = Omit<StoredIntent, 'params'> & { readonly params: string };

function parse(row: Row): StoredIntent {
  return { ...row, params: JSON.parse(row.params) as IntentDraft['params'] };
}

export async function getIntent(sql: Sql, id: number): Promise<StoredIntent | undefined> {
  const [intent] = await intentsById(sql, [id]);
  return intent;
}

const BY_ID = `select ${COLUMNS} from intent where id in (select value from json_each(?))`;

/** Those of them that there are. */
export async function intentsById(sql: Sql, ids: readonly number[]): Promise<StoredIntent[]> {
  const rows = await sql.all<Row>(BY_ID, [JSON.stringify(ids)]);
  return rows.map(parse);
}

export async function intentsOfReminder(sql: Sql, reminderId: number): Promise<StoredIntent[]> {
  const rows = await sql.all<Row>(`select ${COLUMNS} from intent where reminder_id = ? order by attempt`, [
    reminderId,
  ]);
  return rows.map(parse);
}

interface Settled {
  readonly sid: string | null;
  readonly httpStatus: number | null;
  readonly twilioCode: number | null;
  readonly error: string | null;
}

/** What an answer, or the lack of one, says about a request. */
export type Settlement =
  | (Settled & { readonly outcome: 'accepted' | 'rejected' | 'not-sent' })
  // With the first instant at which it is looked for at Twilio; null for what cannot be.
  | (Settled & { readonly outcome: 'unknown'; readonly lookAt: number | null });

/**
 * Records what became of the request. Evidence is welcome late: one whose lease ran out (`unknown`) is settled as
 * well, and even one that was taken for absent when Twilio turns out to have it. What is settled otherwise is not
 * touched, and why it was unknown is kept. False when nothing changed.
 */
export async function settleIntent(sql: Sql, id: number, settled: Settlement, now: number): Promise<boolean> {
  const { outcome } = settled;
  const { changes } = await sql.run(
    `update intent set outcome = ?, sid = ?, http_status = coalesce(?, http_status), twilio_code = ?,
       error = coalesce(?, error), settled_at = ?, unknown_at = case ? when 'unknown' then ? else unknown_at end,
       next_look_at = ?
     where id = ? and (outcome = 'pending' or (outcome = 'unknown' and ? <> 'unknown')
       or (outcome = 'absent' and ? = 'accepted'))`,
    [
      outcome,
      settled.sid,
      settled.httpStatus,
      settled.twilioCode,
      settled.error,
      now,
      outcome,
      now,
      outcome === 'unknown' ? settled.lookAt : null,
      id,
      outcome,
      outcome,
    ],
  );
  return changes === 1;
}

/** True when some intent was given this SID. */
export async function isSidBound(sql: Sql, accountSid: string, sid: string): Promise<boolean> {
  const params = [accountSid, sid];
  return (await sql.get('select 1 from intent where account_sid = ? and sid = ?', params)) !== undefined;
}

/** Pending intents whose lease has run out: their sender died or froze, and what it did is not known. */
export function expiredIntents(
  sql: Sql,
  now: number,
  limit: number,
): Promise<{ id: number; reminderId: number | null; kind: IntentKind; workerId: string }[]> {
  return sql.all(
    `select id, reminder_id as "reminderId", kind, worker_id as "workerId" from intent
     where outcome = 'pending' and lease_until < ? order by lease_until limit ?`,
    [now, limit],
  );
}

/** How many requests have no known end: pending ones, and those that may have been sent and that nobody gave up. */
export async function countOpenIntents(sql: Sql): Promise<{ pending: number; unknown: number }> {
  const row = await sql.get<{ pending: number; unknown: number }>(
    `select (select count(*) from intent where outcome = 'pending') as pending,
            (select count(*) from intent where outcome = 'unknown' and target_sid is null and closed_at is null) as unknown`,
  );
  return row ?? { pending: 0, unknown: 0 };
}
