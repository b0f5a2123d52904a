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
    `select coalesce(i.twilio_code, m.error_code) as code, coalesce(i.error, m.error_message) as message
     from reminder r join intent i on i.id = r.intent_id
       left join twilio_message m on m.account_sid = i.account_sid and m.sid = i.sid
     where r.id = ? and (i.error is not null or m.error_code is not null)`,
    [reminderId],
  );
}
