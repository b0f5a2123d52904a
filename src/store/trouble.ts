// What Twilio said was wrong with a reminder's newest send.

import type { Sql } from './db.ts';

export interface Trouble {
  /** Twilio's number for it; null when it gave none. */
  readonly code: number | null;
  readonly message: string | null;
}

/** The refusal of the request, else the error of the message; undefined when nothing went wrong. */
export function troubleOfReminder(sql: Sql, reminderId: number): Promise<Trouble | undefined> {
  return sql.get<Trouble>(
    // An accepted one keeps the error for which it was unknown for a while; that is over.
    `select coalesce(i.twilio_code, m.error_code) as code,
       case when i.outcome = 'accepted' then m.error_message else coalesce(i.error, m.error_message) end as message
     from reminder r join intent i on i.id = r.intent_id
       left join twilio_message m on m.account_sid = i.account_sid and m.sid = i.sid
     where r.id = ? and ((i.error is not null and i.outcome <> 'accepted') or m.error_code is not null)`,
    [reminderId],
  );
}
