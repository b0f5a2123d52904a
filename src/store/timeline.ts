// What became of a reminder's sends, as Twilio tells it: found by way of the intents that have a SID.

import type { Sql } from './db.ts';

/** A message or call that Twilio made of a reminder. */
export interface SentRow {
  readonly intentId: number;
  readonly kind: 'message' | 'call';
  readonly sid: string;
  readonly status: string;
  readonly errorCode: number | null;
  readonly errorMessage: string | null;
  readonly answeredBy: string | null;
  readonly durationS: number | null;
  readonly segments: number | null;
  /** Millionths of `priceUnit`, negative as Twilio gives it. */
  readonly priceMicros: number | null;
  readonly priceUnit: string | null;
  readonly createdAt: number | null;
  /** When it was sent, or the call began. */
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly updatedAt: number | null;
  readonly fetchedAt: number;
}

/** In the order of the intents. */
export function sentRowsOfReminder(sql: Sql, reminderId: number): Promise<SentRow[]> {
  return sql.all<SentRow>(
    `select i.id as "intentId", 'message' as kind, m.sid, m.status, m.error_code as "errorCode",
       m.error_message as "errorMessage", null as "answeredBy", null as "durationS", m.num_segments as segments,
       m.price_micros as "priceMicros", m.price_unit as "priceUnit", m.date_created as "createdAt",
       m.date_sent as "startedAt", null as "endedAt", m.date_updated as "updatedAt", m.fetched_at as "fetchedAt"
     from intent i join twilio_message m on m.account_sid = i.account_sid and m.sid = i.sid
     where i.reminder_id = ?
     union all
     select i.id, 'call', c.sid, c.status, null, null, c.answered_by, c.duration_s, null, c.price_micros,
       c.price_unit, c.date_created, c.start_time, c.end_time, c.date_updated, c.fetched_at
     from intent i join twilio_call c on c.account_sid = i.account_sid and c.sid = i.sid
     where i.reminder_id = ?
     order by 1`,
    [reminderId, reminderId],
  );
}
