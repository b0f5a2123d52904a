// What Twilio's error codes teach about a recipient or the account, beyond the one send they came for.

import { badFor, describeBadNumber } from '../core/bad-number.ts';
import { formatId } from '../core/id.ts';
import type { TwilioRow } from '../gateway/door.ts';
import { explainCode } from '../gateway/error-codes.ts';
import { markBad } from '../store/bad-numbers.ts';
import type { Sql } from '../store/db.ts';
import { getIntent } from '../store/intents.ts';
import { getReminder } from '../store/reminders.ts';
import { undelivered } from '../store/rerouting.ts';
import type { DeliveryEvent } from './events.ts';
import { haltSending } from './halt.ts';
import { optOut, sayCancelled } from './opt-outs.ts';
import { alarmOwnSender, isOwnSender } from './own-sender.ts';
import { type ReroutePlan, reroute } from './reroute.ts';

const OPTED_OUT = 21_610;
// Switched off, or no reason given: the person may be reached another way, or later.
const PASSING: readonly number[] = [30_003, 30_008];

/** A send that went wrong, and what Twilio said about it. */
export interface Lesson {
  readonly code: number;
  readonly to: string;
  /** The number or messaging service that it was sent from. */
  readonly from: string;
  readonly tenantId: number;
  readonly reminderId: number | null;
  /** When the request was made. */
  readonly sentAt: number;
  readonly messageSid: string | null;
}

/** In the transaction that writes the news down. Heeding a lesson twice changes nothing the second time. */
export async function learn(
  sql: Sql,
  lesson: Lesson,
  terms: ReroutePlan & { readonly now: number },
): Promise<DeliveryEvent[]> {
  const { code, to, reminderId } = lesson;
  const { now } = terms;
  const known = explainCode(code);
  if (code === OPTED_OUT) return await learnOptOut(sql, lesson, terms);
  const bad = badFor(code);
  if (bad) {
    const mark = {
      number: to,
      code,
      channel: bad.channel,
      reason: `${code}: ${known?.meaning ?? 'bad number'}`,
    };
    if (!(await markBad(sql, { ...mark, reminderId }, now)) || reminderId === null) return [];
    const detail = `${describeBadNumber({ ...mark, since: now })}: nothing more is sent there until you say otherwise`;
    return [{ event: 'unreached', id: formatId(reminderId), to, channel: 'sms', detail }];
  }
  if (known?.class === 'halt') {
    const refusal = { ...lesson, message: `${code}: ${known.meaning}` };
    return (await learnOwnSender(sql, refusal, terms)) ?? (await haltSending(sql, refusal, now));
  }
  if (PASSING.includes(code) && reminderId !== null) {
    return await reroute(sql, { reminderId, why: `${code}: ${known?.meaning ?? ''}` }, terms);
  }
  return [];
}

/** What is to be learned from the error of a message that Twilio had accepted. */
export async function learnFromRow(
  sql: Sql,
  { row, intentId }: { readonly row: TwilioRow; readonly intentId: number },
  terms: ReroutePlan & { readonly now: number },
): Promise<DeliveryEvent[]> {
  if (row.kind !== 'message' || row.value.errorCode === null) return [];
  const intent = await getIntent(sql, intentId);
  if (!intent) return [];
  const { to, from, tenantId, createdAt: sentAt } = intent;
  // Whoever has sent it by hand decides herself whether to call.
  const reminderId = intent.purpose === 'reminder' ? intent.reminderId : null;
  const { errorCode: code, sid: messageSid } = row.value;
  return await learn(sql, { code, to, from, tenantId, reminderId, sentAt, messageSid }, terms);
}

/** Undefined when it is not the sender of that reminder alone. */
async function learnOwnSender(
  sql: Sql,
  { code, from, reminderId, message }: Lesson & { readonly message: string },
  { now, defaultFrom }: ReroutePlan & { readonly now: number },
): Promise<DeliveryEvent[] | undefined> {
  if (reminderId === null) return undefined;
  const own = (await getReminder(sql, reminderId))?.from;
  const tenants = (await undelivered(sql, reminderId))?.tenantSender;
  if (!isOwnSender({ code, own, tenants, defaults: defaultFrom })) return undefined;
  return await alarmOwnSender(sql, { from, reminderId, message }, now);
}

async function learnOptOut(
  sql: Sql,
  { code, to, from, messageSid }: Lesson,
  terms: ReroutePlan & { readonly now: number },
): Promise<DeliveryEvent[]> {
  const wish = { person: to, sender: from, tenantId: null, word: String(code), messageSid } as const;
  const made = await optOut(sql, { ...wish, source: 'refusal' }, terms);
  if (!made) return [];
  const detail = `has opted out of ${from}, Twilio says (${code})${sayCancelled(made.cancelled)}`;
  return [{ event: 'inbound', from: to, to: from, meaning: 'stop', id: null, detail }];
}
