// What is to be sent up to an instant, as a forecast needs it.

import type { QuietTerms } from '../core/quiet-hours.ts';
import type { Channel } from '../core/reminder.ts';
import { QUIET_COLUMNS } from './claims.ts';
import type { Sql } from './db.ts';
import { standsAgainst } from './opt-outs.ts';

export interface ComingReminder extends QuietTerms {
  readonly id: number;
  readonly tenantId: number;
  readonly tenantName: string;
  readonly channel: Channel;
  readonly to: string;
  readonly from: string | null;
  readonly tenantSender: string | null;
  readonly body: string;
  readonly appointmentId: number | null;
  readonly ruleId: number | null;
  readonly occurrenceKey: string | null;
  readonly dueAt: number;
  readonly runAt: number;
  readonly expiresAt: number;
  /** It waits in line for its rate. */
  readonly isWaiting: number;
  /** Its recipient was never sent anything, and is of no import. */
  readonly isNew: number;
  /** Its recipient has said no to whoever sends it. */
  readonly isUnwanted: number;
}

const COLUMNS = `
  select r.id, r.tenant_id as "tenantId", t.name as "tenantName", r.channel, r.to_number as "to",
    r.from_sender as "from", t.sender as "tenantSender", r.body, r.appointment_id as "appointmentId", r.rule_id as "ruleId",
    r.occurrence_key as "occurrenceKey", r.priority, r.due_at as "dueAt",
    r.run_at as "runAt", r.expires_at as "expiresAt", r.state = 'held' as "isWaiting",
    r.import_id is null and not exists (
      select 1 from intent i where i.to_number = r.to_number and i.kind in ('message', 'call')) as "isNew",
    exists (select 1 from opt_out o where o.person = r.to_number
      and ${standsAgainst('coalesce(r.from_sender, t.sender, ?)', 'r.tenant_id')}) as "isUnwanted",
    ${QUIET_COLUMNS}
  from reminder r join tenant t on t.id = r.tenant_id left join contact c on c.id = r.contact_id`;

export interface ComingTerms {
  readonly since: number;
  readonly until: number;
  /** Whatever is due from here on is told of, also when it goes after `until`, or never. */
  readonly dueFrom: number;
  /** The profile's sender, for reminders and tenants that name none. */
  readonly defaultFrom: string;
}

/** Whatever is to go from `since` until before `until` or is due by then, and those in line; in no order. */
export async function comingReminders(
  sql: Sql,
  { since, until, dueFrom, defaultFrom }: ComingTerms,
): Promise<ComingReminder[]> {
  const waiting = await sql.all<ComingReminder>(
    `${COLUMNS} where r.hold_reason = 'rate' and r.lane is not null`,
    [defaultFrom],
  );
  const scheduled = `${COLUMNS} where r.state = 'scheduled' and r.priority = ? and r.run_at >= ? and r.run_at < ?`;
  return [
    ...waiting,
    ...(await sql.all<ComingReminder>(scheduled, [defaultFrom, 'critical', since, until])),
    ...(await sql.all<ComingReminder>(scheduled, [defaultFrom, 'normal', since, until])),
    ...(await sql.all<ComingReminder>(
      `${COLUMNS} where r.state = 'scheduled' and r.due_at >= ? and r.due_at < ? and r.run_at >= ?`,
      [defaultFrom, dueFrom, until, until],
    )),
  ];
}
