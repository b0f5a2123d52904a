// What must hold between rows and what no constraint can say: a send and its reminder tell the same story.

import type { Sql } from './db.ts';

export interface Contradiction {
  readonly rule: string;
  readonly rows: number;
  /** Row numbers of some of the reminders or intents, to look at. */
  readonly examples: readonly number[];
}

// Each selects the ids of the rows that break its rule.
const RULES: readonly (readonly [rule: string, sql: string])[] = [
  [
    'a reminder in processing has a pending intent',
    `select r.id from reminder r join intent i on i.id = r.intent_id
     where r.state = 'processing' and i.outcome <> 'pending'`,
  ],
  [
    'a reminder that was sent has an accepted intent',
    `select r.id from reminder r join intent i on i.id = r.intent_id
     where r.state = 'sent' and i.outcome <> 'accepted'`,
  ],
  [
    'a reminder of unknown outcome has an intent of unknown outcome, or one that Twilio does not have',
    `select r.id from reminder r join intent i on i.id = r.intent_id
     where r.state = 'unknown' and i.outcome not in ('unknown', 'absent')`,
  ],
  [
    'a send of unknown outcome is looked for, waits for a person, or is closed',
    `select i.id from intent i left join reminder r on r.intent_id = i.id
     where i.outcome = 'unknown' and i.kind in ('message', 'call') and i.next_look_at is null
       and i.closed_at is null and (r.id is null or r.state <> 'unknown')`,
  ],
  [
    "a reminder's intent is its own",
    `select r.id from reminder r join intent i on i.id = r.intent_id where i.reminder_id is not r.id`,
  ],
  [
    'a pending intent of a reminder is the one it is processing',
    `select i.id from intent i join reminder r on r.id = i.reminder_id
     where i.outcome = 'pending' and (r.state <> 'processing' or r.intent_id is not i.id)`,
  ],
  [
    'a reminder counts its intents',
    `select r.id from reminder r
     where r.attempts > 0 and r.attempts <> (select count(*) from intent i where i.reminder_id = r.id)`,
  ],
  [
    "an intent's account is the database's",
    'select i.id from intent i join stamp s on s.id = 1 where i.account_sid <> s.account_sid',
  ],
];

/** The rules that are broken, in a fixed order; empty when all hold. */
export async function findContradictions(sql: Sql): Promise<readonly Contradiction[]> {
  const found: Contradiction[] = [];
  for (const [rule, text] of RULES) {
    const rows = await sql.all<{ id: number }>(text);
    if (rows.length > 0)
      found.push({ rule, rows: rows.length, examples: rows.slice(0, 5).map(({ id }) => id) });
  }
  return found;
}
