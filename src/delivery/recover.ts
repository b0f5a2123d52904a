// Recovery: requests whose sender died become `unknown`, never sent again by themselves; held ones that got late expire.

import { formatId } from '../core/id.ts';
import { expiredHeld, landReminder } from '../store/claims.ts';
import type { Sql } from '../store/db.ts';
import { insertEvent } from '../store/events.ts';
import { expiredIntents, settleIntent } from '../store/intents.ts';
import { getReminder, moveReminder } from '../store/reminders.ts';
import type { DeliveryEvent } from './events.ts';

const BATCH = 32;

/** Settles up to 32 abandoned intents as unknown. A crash may have come before or after the bytes left. */
export async function recoverLeases(sql: Sql, now: number): Promise<DeliveryEvent[]> {
  const events: DeliveryEvent[] = [];
  for (const intent of await expiredIntents(sql, now, BATCH)) {
    const error = `its sender (${intent.workerId}) died or froze; it may have been sent`;
    const settlement = { outcome: 'unknown', sid: null, httpStatus: null, twilioCode: null, error } as const;
    await settleIntent(sql, intent.id, settlement, now);
    if (intent.reminderId === null) continue;
    const key = { id: intent.reminderId, intentId: intent.id };
    if (!(await landReminder(sql, key, { to: 'unknown', error }, now))) continue;
    const reminder = await getReminder(sql, intent.reminderId);
    if (reminder) {
      const about = { id: formatId(reminder.id), to: reminder.to, channel: reminder.channel };
      events.push({ event: 'unknown', ...about, detail: error });
    }
  }
  return events;
}

/** Expires up to 32 held reminders that have become useless. */
export async function expireHeld(sql: Sql, now: number): Promise<DeliveryEvent[]> {
  const events: DeliveryEvent[] = [];
  for (const held of await expiredHeld(sql, now, BATCH)) {
    const detail = 'was held until it was of no more use';
    await moveReminder(sql, held.id, { from: 'held', to: 'expired', error: detail }, now);
    await insertEvent(sql, {
      at: now,
      tenantId: held.tenantId,
      reminderId: held.id,
      kind: 'expired',
      detail,
    });
    events.push({ event: 'expired', id: formatId(held.id), to: held.to, detail });
  }
  return events;
}
