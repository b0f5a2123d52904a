// The two books that are held against each other: our database and what the simulator knows that it took.

import type { Simulator } from '../../src/simulator/simulator.ts';
import { foreignKeyCheck, integrityCheck } from '../../src/store/inspect.ts';
import { readOnly } from '../../src/store/read-only.ts';

export interface ReminderRow {
  readonly id: number;
  readonly state: string;
  readonly to: string;
  readonly channel: 'sms' | 'call';
  readonly body: string;
  readonly outcome: string | null;
  readonly sid: string | null;
}

export interface IntentRow {
  readonly id: number;
  readonly kind: string;
  readonly to: string;
  readonly outcome: string;
  readonly sid: string | null;
}

export interface Books {
  readonly reminders: readonly ReminderRow[];
  readonly intents: readonly IntentRow[];
  /** SIDs in our copy of Twilio's rows. */
  readonly known: readonly string[];
  /** What SQLite finds wrong with the file. */
  readonly damage: readonly string[];
}

export function readBooks(path: string): Promise<Books> {
  return readOnly(path, async (sql) => ({
    reminders: await sql.all<ReminderRow>(
      `select r.id, r.state, r.to_number as "to", r.channel, r.body, i.outcome, i.sid
       from reminder r left join intent i on i.id = r.intent_id order by r.id`,
    ),
    intents: await sql.all<IntentRow>(
      `select id, kind, to_number as "to", outcome, sid from intent order by id`,
    ),
    known: (
      await sql.all<{ sid: string }>('select sid from twilio_message union all select sid from twilio_call')
    ).map(({ sid }) => sid),
    damage: [...(await integrityCheck(sql)), ...(await foreignKeyCheck(sql))],
  }));
}

export interface Taken {
  readonly sid: string;
  readonly to: string;
  readonly kind: 'message' | 'call';
  readonly body: string | null;
}

/** What Twilio would bill. */
export function ledgerOf(simulator: Simulator): readonly Taken[] {
  return [
    ...simulator
      .messages()
      .filter(({ direction }) => direction === 'outbound-api')
      .map(({ sid, to, body }) => ({ sid, to, kind: 'message' as const, body })),
    ...simulator.calls().map(({ sid, to }) => ({ sid, to, kind: 'call' as const, body: null })),
  ];
}
