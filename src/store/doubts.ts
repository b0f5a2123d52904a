// Sends in doubt: which are to be looked for at Twilio, what each look found, and what may wait for them.

import type { IntentDraft, IntentOutcome } from '../core/intent.ts';
import type { Channel, OnUnknown, Priority } from '../core/reminder.ts';
import type { Sql } from './db.ts';

/** A send of unknown outcome whose next look is due. */
export interface Doubt {
  readonly id: number;
  readonly reminderId: number | null;
  readonly kind: 'message' | 'call';
  readonly accountSid: string;
  readonly to: string;
  readonly from: string;
  readonly params: IntentDraft['params'];
  readonly createdAt: number;
  readonly leaseUntil: number;
  readonly unknownAt: number;
  /** Looks that counted so far. With the id, the fencing token of a look: only the first to come back counts. */
  readonly looks: number;
  /** The most rows that a look could not rule out. */
  readonly sightings: number;
}

type DoubtRow = Omit<Doubt, 'params'> & { readonly params: string };

const DOUBT = `select id, reminder_id as "reminderId", kind, account_sid as "accountSid", to_number as "to",
    from_sender as "from", params, created_at as "createdAt", lease_until as "leaseUntil",
    unknown_at as "unknownAt", looks, sightings
  from intent`;

/**
 * Takes up to `limit` looks that are due, the longest waiting first. Another process that asks meanwhile gets
 * others; a look that never comes back is due again at `until`.
 */
export async function takeLooks(
  sql: Sql,
  {
    accountSid,
    now,
    until,
    limit,
  }: {
    readonly accountSid: string;
    readonly now: number;
    readonly until: number;
    readonly limit: number;
  },
): Promise<Doubt[]> {
  const rows = await sql.all<DoubtRow>(
    `${DOUBT} where next_look_at <= ? and account_sid = ? order by next_look_at limit ?`,
    [now, accountSid, limit],
  );
  for (const { id } of rows) await sql.run('update intent set next_look_at = ? where id = ?', [until, id]);
  return rows.map(parse);
}

/** Calls made since `since` whose outcome nobody knows; without a tenant everybody's. */
export async function doubtedCalls(
  sql: Sql,
  {
    accountSid,
    tenantId,
    since,
  }: { readonly accountSid: string; readonly tenantId: number | null; readonly since: number },
): Promise<Doubt[]> {
  const rows = await sql.all<DoubtRow>(
    `${DOUBT} where outcome = 'unknown' and kind = 'call' and target_sid is null and created_at >= ?
       and account_sid = ? and (? is null or tenant_id = ?) order by id`,
    [since, accountSid, tenantId, tenantId],
  );
  return rows.map(parse);
}

function parse(row: DoubtRow): Doubt {
  return { ...row, params: JSON.parse(row.params) as Doubt['params'] };
}

/** True while a look is due. */
export async function isLookDue(sql: Sql, accountSid: string, now: number): Promise<boolean> {
  const params = [now, accountSid];
  return (
    (await sql.get('select 1 from intent where next_look_at <= ? and account_sid = ? limit 1', params)) !==
    undefined
  );
}

/** Puts every look that is due by then off until `at`: Twilio cannot be asked now. None of them counts. */
export async function postponeLooks(sql: Sql, accountSid: string, at: number): Promise<void> {
  await sql.run('update intent set next_look_at = ? where next_look_at < ? and account_sid = ?', [
    at,
    at,
    accountSid,
  ]);
}

type Token = Pick<Doubt, 'id' | 'looks'>;

/** Puts one look off until `at`; it has not counted. */
export async function postponeLook(sql: Sql, { id, looks }: Token, at: number): Promise<void> {
  await sql.run(
    'update intent set next_look_at = ? where id = ? and looks = ? and next_look_at is not null',
    [at, id, looks],
  );
}

/** Counts a look. False when it is too late: another look, or evidence, came first. */
export async function countLook(
  sql: Sql,
  { id, looks }: Token,
  { sightings, nextLookAt }: { readonly sightings: number; readonly nextLookAt: number | null },
): Promise<boolean> {
  const { changes } = await sql.run(
    `update intent set looks = looks + 1, sightings = ?, next_look_at = ?
     where id = ? and looks = ? and outcome = 'unknown' and next_look_at is not null`,
    [sightings, nextLookAt, id, looks],
  );
  return changes === 1;
}

/** After the last look: Twilio does not have it. */
export async function proveAbsent(sql: Sql, id: number, now: number): Promise<void> {
  await sql.run(
    `update intent set outcome = 'absent', settled_at = ?, next_look_at = null where id = ? and outcome = 'unknown'`,
    [now, id],
  );
}

/** Ends the doubt although the outcome stays unknown: nobody looks, and no equal send waits any more. */
export async function closeDoubt(sql: Sql, id: number, now: number): Promise<void> {
  await sql.run(
    `update intent set closed_at = ?, next_look_at = null, content_key = null where id = ? and outcome = 'unknown'`,
    [now, id],
  );
}

/** A send that an equal one has to wait for. */
export interface Equal {
  readonly id: number;
  readonly outcome: Extract<IntentOutcome, 'pending' | 'unknown'>;
  readonly reminderId: number | null;
}

/** The send in doubt that could not be told from `draft` at Twilio; there is one at the most. */
export async function equalInDoubt(
  sql: Sql,
  draft: Pick<IntentDraft, 'kind' | 'from' | 'to'>,
  { accountSid, contentKey }: { readonly accountSid: string; readonly contentKey: string | null },
): Promise<Equal | undefined> {
  if (contentKey === null) return undefined;
  return sql.get<Equal>(
    `select id, outcome, reminder_id as "reminderId" from intent
     where account_sid = ? and kind = ? and from_sender = ? and to_number = ? and content_key = ?
       and outcome in ('pending', 'unknown')`,
    [accountSid, draft.kind, draft.from, draft.to, contentKey],
  );
}

/** A reminder of unknown outcome with all that decides whether it goes out again. */
export interface DoubtedReminder {
  readonly id: number;
  readonly tenantId: number;
  readonly channel: Channel;
  readonly priority: Priority;
  readonly to: string;
  readonly expiresAt: number;
  readonly onUnknown: OnUnknown | null;
  readonly tenantOnUnknown: OnUnknown | null;
  /** True for a send that a person watched. */
  readonly isWatched: boolean;
  readonly appointmentState: 'booked' | 'cancelled' | null;
  readonly appointmentChangedAt: number | null;
  readonly importState: string | null;
  readonly ruleEndedAt: number | null;
}

/** Undefined when the reminder has gone another way since. */
export async function doubtedReminder(sql: Sql, intentId: number): Promise<DoubtedReminder | undefined> {
  const row = await sql.get<Omit<DoubtedReminder, 'isWatched'> & { readonly isWatched: number }>(
    `select r.id, r.tenant_id as "tenantId", r.channel, r.priority, r.to_number as "to",
       r.expires_at as "expiresAt", r.on_unknown as "onUnknown", t.on_unknown as "tenantOnUnknown",
       case when i.purpose = 'send' then 1 else 0 end as "isWatched", a.state as "appointmentState",
       a.updated_at as "appointmentChangedAt", m.state as "importState", u.ended_at as "ruleEndedAt"
     from intent i join reminder r on r.id = i.reminder_id and r.intent_id = i.id
       join tenant t on t.id = r.tenant_id left join appointment a on a.id = r.appointment_id
       left join import m on m.id = r.import_id left join rule u on u.id = r.rule_id
     where i.id = ? and r.state = 'unknown'`,
    [intentId],
  );
  return row && { ...row, isWatched: row.isWatched === 1 };
}

/** When the next look is; how many reminders of unknown outcome no look will settle. */
export async function doubtFigures(
  sql: Sql,
): Promise<{ readonly nextLookAt: number | null; readonly unresolved: number }> {
  const row = await sql.get<{ nextLookAt: number | null; unresolved: number }>(
    `select (select min(next_look_at) from intent where next_look_at is not null) as "nextLookAt",
       (select count(*) from reminder r join intent i on i.id = r.intent_id
        where r.state = 'unknown' and i.next_look_at is null) as unresolved`,
  );
  return row ?? { nextLookAt: null, unresolved: 0 };
}
