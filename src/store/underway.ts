// What is still under way at Twilio, or on its way there: what a recall looks through.

import { FINAL_CALL_STATUSES, FINAL_MESSAGE_STATUSES } from '../core/receipt.ts';
import type { Sql } from './db.ts';

/** A message or call of ours whose end is not known. */
export interface OpenSend {
  readonly kind: 'message' | 'call';
  readonly sid: string;
  readonly status: string;
  readonly intentId: number;
  readonly reminderId: number | null;
  readonly tenantId: number;
  readonly to: string;
  readonly from: string;
}

const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ');

const openIn = (kind: OpenSend['kind'], finals: readonly string[]): string => `
  select '${kind}' as kind, x.sid, x.status, i.id as "intentId", i.reminder_id as "reminderId",
    i.tenant_id as "tenantId", i.to_number as "to", i.from_sender as "from"
  from twilio_${kind} x join intent i on i.id = x.intent_id
  where x.poll_at is not null and x.account_sid = ? and x.status not in (${quoted(finals)})
    and (? is null or i.tenant_id = ?) and i.purpose <> 'alarm'`;

const OPEN_SENDS = `${openIn('call', FINAL_CALL_STATUSES)} union all ${openIn('message', FINAL_MESSAGE_STATUSES)}
  order by 4`;

/** In the order in which they were sent; alarms are not among them. Without a tenant everybody's. */
export function openSends(
  sql: Sql,
  { accountSid, tenantId }: { readonly accountSid: string; readonly tenantId: number | null },
): Promise<OpenSend[]> {
  const params = [accountSid, tenantId, tenantId];
  return sql.all<OpenSend>(OPEN_SENDS, [...params, ...params]);
}

/** A request whose answer is not known: it may have become a message or call. */
export interface Unanswered {
  readonly kind: 'message' | 'call';
  readonly outcome: 'pending' | 'unknown';
  readonly reminderId: number | null;
  readonly to: string;
}

/** Those under way, and those of unknown outcome made since `since`. */
export function unanswered(
  sql: Sql,
  { tenantId, since }: { readonly tenantId: number | null; readonly since: number },
): Promise<Unanswered[]> {
  return sql.all<Unanswered>(
    `select kind, outcome, reminder_id as "reminderId", to_number as "to" from intent
     where outcome = 'pending' and kind in ('message', 'call') and target_sid is null and purpose <> 'alarm'
       and (? is null or tenant_id = ?)
     union all
     select kind, outcome, reminder_id, to_number from intent
     where outcome = 'unknown' and created_at >= ? and kind in ('message', 'call') and target_sid is null
       and purpose <> 'alarm' and (? is null or tenant_id = ?)`,
    [tenantId, tenantId, since, tenantId, tenantId],
  );
}
