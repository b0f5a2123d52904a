// The other channel: a text that a phone did not take is spoken in a call instead, while it is still of use.

import { UsageError } from '../core/errors.ts';
import { formatId } from '../core/id.ts';
import type { Reminder } from '../core/reminder.ts';
import { canCall } from '../core/sender.ts';
import { wallAt } from '../core/zone.ts';
import { spokenMessage } from '../gateway/twiml.ts';
import type { Sql } from '../store/db.ts';
import { insertEvent } from '../store/events.ts';
import { getReminder } from '../store/reminders.ts';
import { insertInstead, type Undelivered, undelivered } from '../store/rerouting.ts';
import type { DeliveryEvent } from './events.ts';

export interface ReroutePlan {
  /** The profile's sender, for reminders and tenants that name none. */
  readonly defaultFrom?: string | undefined;
  /** Unless it is so, a text never becomes a call. */
  readonly callsInstead?: boolean | undefined;
}

/** Schedules the call, or says that a person has to be called by hand. Nothing the second time. */
export async function reroute(
  sql: Sql,
  { reminderId, why }: { readonly reminderId: number; readonly why: string },
  terms: ReroutePlan & { readonly now: number },
): Promise<DeliveryEvent[]> {
  const text = await getReminder(sql, reminderId);
  const about = await undelivered(sql, reminderId);
  if (!text || !about || text.channel !== 'sms' || about.hasCall) return [];
  const { now } = terms;
  const obstacle = obstacleOf(text, about, terms);
  const from = callerOf(text, about, terms);
  if (obstacle !== undefined || from === undefined) {
    const detail = `${why}; ${obstacle ?? 'no number to call from is set'}: call by hand`;
    return [{ event: 'unreached', id: formatId(text.id), to: text.to, channel: 'sms', detail }];
  }
  const { id: _, ...words } = text;
  const call = { ...words, channel: 'call', from, dedupeKey: null, leadMs: null, dueAt: now } as const;
  const id = await insertInstead(sql, { ...call, wall: wallAt(now, text.zone) }, text.id, now);
  const detail = `${why}; a call takes its place: reminder ${formatId(id)}`;
  await insertEvent(sql, { at: now, tenantId: text.tenantId, reminderId: text.id, kind: 'rerouted', detail });
  return [{ event: 'rerouted', id: formatId(text.id), to: text.to, channel: 'sms', detail }];
}

function obstacleOf(
  { response, expiresAt, body }: Reminder,
  { appointmentState }: Undelivered,
  { now, callsInstead }: ReroutePlan & { readonly now: number },
): string | undefined {
  if (response !== null) return 'it was answered';
  if (!callsInstead) return 'no call takes its place (REMIND_OTHER_CHANNEL)';
  if (appointmentState === 'cancelled') return 'its appointment is cancelled';
  if (now >= expiresAt) return 'it is of no more use';
  return isSpeakable(body) ? undefined : 'its words are too long for a call';
}

/** A messaging service cannot call. */
function callerOf(
  { from }: Reminder,
  { tenantSender }: Undelivered,
  { defaultFrom }: ReroutePlan,
): string | undefined {
  return [from, tenantSender, defaultFrom].flatMap((each) => each ?? []).find(canCall);
}

function isSpeakable(body: string): boolean {
  try {
    spokenMessage(body);
    return true;
  } catch (error) {
    if (error instanceof UsageError) return false;
    throw error;
  }
}
