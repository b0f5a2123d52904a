// The settlement: an answer written down — log, intent, reminder and Twilio's row — in the caller's transaction.

import type { Random } from '../core/clock.ts';
import { crashPoint } from '../core/crash-point.ts';
import { formatDuration } from '../core/duration.ts';
import { formatId } from '../core/id.ts';
import { toUtc } from '../core/say-time.ts';
import type { Exchanged } from '../gateway/door.ts';
import { storeRow } from '../gateway/evidence.ts';
import { insertExchange } from '../store/api-log.ts';
import { type Landing, landAccepted, landReminder } from '../store/claims.ts';
import type { Sql } from '../store/db.ts';
import { insertEvent } from '../store/events.ts';
import { getIntent, isSidBound, settleIntent } from '../store/intents.ts';
import type { Claim } from './claim.ts';
import type { DeliveryEvent } from './events.ts';
import { haltSending } from './halt.ts';
import { learn } from './learn.ts';
import { decideOutcome, type Outcome } from './outcome.ts';
import { alarmOwnSender, isOwnSender } from './own-sender.ts';
import { pollDelayMs } from './poll-pace.ts';
import type { ReroutePlan } from './reroute.ts';

/** A claim whose exchange has ended. */
export interface Finished {
  readonly claim: Claim;
  readonly exchanged: Exchanged;
  /** When the request was begun. */
  readonly startedAt: number;
}

export interface Settled {
  readonly event: DeliveryEvent | undefined;
  /** What the answer teaches beyond this one send. */
  readonly lessons: readonly DeliveryEvent[];
  /** Set when it is to be tried again. */
  readonly runAt: number | null;
}

export interface SettleTerms extends ReroutePlan {
  readonly now: number;
  readonly random: Random;
  readonly retries: boolean;
  /** How long after an outcome became unknown it is first looked for. */
  readonly graceMs: number;
}

/** Writes one outcome. A claim that was fenced off changes no reminder; its evidence is kept all the same. */
export async function settle(sql: Sql, finished: Finished, terms: SettleTerms): Promise<Settled> {
  crashPoint('outcome:begun');
  const { reminder, intentId } = finished.claim;
  const exchanged = ofOwnSender(await doubted(sql, finished.exchanged), reminder, terms);
  const outcome = decideOutcome(exchanged, {
    ...terms,
    expiresAt: reminder.expiresAt,
    attempt: reminder.attempts + 1,
  });
  if (exchanged.log) await insertExchange(sql, exchanged.log);
  const settled = await settleIntent(sql, intentId, outcome.settlement, terms.now);
  crashPoint('outcome:intent-settled');
  const landed = settled && (await land(sql, finished.claim, outcome.landing, terms.now));
  crashPoint('outcome:reminder-landed');
  if (landed && outcome.landing.to === 'held')
    await noteHeld(sql, finished.claim, outcome.landing, terms.now);
  if (landed && outcome.landing.to === 'scheduled')
    await notePostponed(sql, { ...finished, exchanged }, outcome.landing, terms.now);
  await keepRow(sql, exchanged, intentId, terms.now);
  crashPoint('outcome:row-kept');
  const late = settled && !landed ? await noteLate(sql, { ...finished, exchanged }, terms.now) : undefined;
  return {
    event: landed ? tell({ ...finished, exchanged }, outcome.landing) : late,
    lessons: settled ? await lessonsOf(sql, { ...finished, exchanged }, terms) : [],
    runAt: landed ? (outcome.landing.runAt ?? null) : null,
  };
}

/** A send that a person watches stops nobody else's: she may have tried with credentials of her own. */
async function lessonsOf(
  sql: Sql,
  { claim, exchanged, startedAt: sentAt }: Finished,
  terms: SettleTerms,
): Promise<readonly DeliveryEvent[]> {
  const { class: verdict, twilioCode, message } = exchanged.verdict;
  const { tenantId, id: reminderId } = claim.reminder;
  if (verdict === 'halt' ? !terms.retries : verdict !== 'permanent' || !twilioCode) return [];
  const intent = await getIntent(sql, claim.intentId);
  if (exchanged.verdict.hold === OWN_SENDER && intent)
    return alarmOwnSender(sql, { from: intent.from, reminderId, message }, terms.now);
  if (verdict === 'halt') {
    const halting = { code: twilioCode ?? null, message, from: intent?.from, reminderId, tenantId, sentAt };
    return haltSending(sql, halting, terms.now);
  }
  if (!intent || !twilioCode) return [];
  const { to, from } = intent;
  const lesson = { code: twilioCode, to, from, tenantId, reminderId, sentAt, messageSid: null };
  return learn(sql, lesson, terms);
}

function land(sql: Sql, claim: Claim, landing: Outcome['landing'], now: number): Promise<boolean> {
  const key = { id: claim.reminder.id, intentId: claim.intentId };
  if (landing.to === 'sent') return landAccepted(sql, key, landing.receipt ?? null, now);
  return landReminder(sql, key, landing, now);
}

/** A yes that came when the reminder had gone on without it. */
async function noteLate(
  sql: Sql,
  { claim, exchanged }: Finished,
  now: number,
): Promise<DeliveryEvent | undefined> {
  const sid = exchanged.row?.value.sid;
  if (sid === undefined) return undefined;
  const { id, tenantId, attempts } = claim.reminder;
  const detail = `try ${attempts + 1} was sent after all, as ${sid}; if it was tried again since, it came twice`;
  await insertEvent(sql, { at: now, tenantId, reminderId: id, kind: 'looked', detail });
  return { event: 'trouble', detail: `reminder ${formatId(id)}: ${detail}` };
}

// It waits for a person, as what the allowlist refuses does; no resume of a stop lets it go.
const OWN_SENDER = 'mode';

/** A refusal of the sender that this reminder alone names says nothing about what the others are sent from. */
function ofOwnSender(
  exchanged: Exchanged,
  { from, tenantSender }: Claim['reminder'],
  { retries, defaultFrom }: SettleTerms,
): Exchanged {
  const { verdict } = exchanged;
  if (verdict.class !== 'halt' || !retries) return exchanged;
  const code = verdict.twilioCode ?? null;
  const isIts = isOwnSender({ code, own: from, tenants: tenantSender, defaults: defaultFrom });
  return isIts ? { ...exchanged, verdict: { ...verdict, hold: OWN_SENDER } } : exchanged;
}

/** An answer with a SID that another send was given already is no answer to this one. */
async function doubted(sql: Sql, exchanged: Exchanged): Promise<Exchanged> {
  const { row } = exchanged;
  if (!row || !(await isSidBound(sql, row.value.accountSid, row.value.sid))) return exchanged;
  const message = `Twilio answered with ${row.value.sid}, which is another send's`;
  return { ...exchanged, row: undefined, verdict: { ...exchanged.verdict, class: 'unknown', message } };
}

async function keepRow(sql: Sql, exchanged: Exchanged, intentId: number, now: number): Promise<void> {
  const { row } = exchanged;
  if (!row) return;
  await storeRow(sql, row, { fetchedAt: now, pollAt: now + pollDelayMs(row.kind, 0), intentId });
}

async function noteHeld(sql: Sql, { reminder }: Claim, landing: Landing, now: number): Promise<void> {
  const detail = `${landing.holdReason}: ${landing.error}`;
  const { tenantId, id: reminderId } = reminder;
  await insertEvent(sql, { at: now, tenantId, reminderId, kind: 'held', detail });
}

/** When the next try is, and whose word that was. */
async function notePostponed(
  sql: Sql,
  { claim, exchanged }: Finished,
  { runAt }: Landing,
  now: number,
): Promise<void> {
  const { tenantId, id: reminderId, attempts } = claim.reminder;
  const at = runAt ?? now;
  const asked = exchanged.verdict.retryAfterMs;
  const whose = asked === undefined ? '' : `; Twilio asked for ${formatDuration(asked)}`;
  const detail = `try ${attempts + 2} at ${toUtc(at)}${whose}`;
  await insertEvent(sql, { at: now, tenantId, reminderId, kind: 'postponed', detail });
}

function tell(finished: Finished, { to: landedIn, holdReason }: Landing): DeliveryEvent {
  const { reminder } = finished.claim;
  const about = { id: formatId(reminder.id), to: reminder.to, channel: reminder.channel };
  const detail = finished.exchanged.verdict.message;
  if (landedIn === 'sent') {
    const sid = finished.exchanged.row?.value.sid ?? '';
    return { event: 'sent', ...about, sid, lateMs: finished.startedAt - reminder.dueAt };
  }
  if (landedIn === 'held') {
    return { event: 'held', id: about.id, to: about.to, reason: holdReason ?? 'paused', detail };
  }
  if (landedIn === 'expired') return { event: 'expired', id: about.id, to: about.to, detail };
  return { event: landedIn === 'scheduled' ? 'retry' : (landedIn as 'failed' | 'unknown'), ...about, detail };
}
