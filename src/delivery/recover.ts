// Recovery: requests whose sender died become `unknown`; what waited for a person until it was too late expires.

import { crashPoint } from '../core/crash-point.ts';
import { formatId } from '../core/id.ts';
import { expiredAbsent, expiredHeld, landReminder } from '../store/claims.ts';
import type { Sql } from '../store/db.ts';
import { insertEvent } from '../store/events.ts';
import { expiredIntents, settleIntent } from '../store/intents.ts';
import { getReminder, moveReminder } from '../store/reminders.ts';
import type { DeliveryEvent } from './events.ts';

const BATCH = 32;

/**
 * Settles up to 32 abandoned intents as unknown, to be looked for after `graceMs`. A crash may have come before or
 * after the bytes left.
 */
export async function recoverLeases(sql: Sql, now: number, graceMs: number): Promise<DeliveryEvent[]> {
  const events: DeliveryEvent[] = [];
  for (const intent of await expiredIntents(sql, now, BATCH)) {
    const error = `its sender (${intent.workerId}) died or froze; it may have been sent`;
    const facts = { sid: null, httpStatus: null, twilioCode: null, error };
    // Changes of a call and purchases are in no list that could be looked through.
    const lookAt = intent.kind === 'message' || intent.kind === 'call' ? now + graceMs : null;
    await settleIntent(sql, intent.id, { ...facts, outcome: 'unknown', lookAt }, now);
    crashPoint('recover:intent-settled');
    if (intent.reminderId === null) continue;
    const key = { id: intent.reminderId, intentId: intent.id };
    if (!(await landReminder(sql, key, { to: 'unknown', error }, now))) continue;
    crashPoint('recover:reminder-landed');
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
    events.push(await noteExpired(sql, held, detail, now));
  }
  return events;
}

/** Expires up to 32 reminders that Twilio does not have, that waited for a person, and that have become useless. */
export async function expireAbsent(sql: Sql, now: number): Promise<DeliveryEvent[]> {
  const events: DeliveryEvent[] = [];
  for (const absent of await expiredAbsent(sql, now, BATCH)) {
    const detail = 'was not sent, and waited for a decision until it was of no more use';
    // The legal way: proved absent, then too late.
    await moveReminder(sql, absent.id, { from: 'unknown', to: 'scheduled' }, now);
    await moveReminder(sql, absent.id, { from: 'scheduled', to: 'expired', error: detail }, now);
    events.push(await noteExpired(sql, absent, detail, now));
  }
  return events;
}

async function noteExpired(
  sql: Sql,
  { id, tenantId, to }: { readonly id: number; readonly tenantId: number; readonly to: string },
  detail: string,
  now: number,
): Promise<DeliveryEvent> {
  await insertEvent(sql, { at: now, tenantId, reminderId: id, kind: 'expired', detail });
  return { event: 'expired', id: formatId(id), to, detail };
}
