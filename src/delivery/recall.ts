// The recall: what Twilio has of ours and nobody has heard or read yet is cancelled there; the rest is told.

import type { Clock } from '../core/clock.ts';
import type { IntentDraft } from '../core/intent.ts';
import { isFinalCall } from '../core/receipt.ts';
import type { Door, Exchanged, Read } from '../gateway/door.ts';
import { receiptOf, storeRow } from '../gateway/evidence.ts';
import { cancelMessage, fetchCall, fetchMessage, updateCall } from '../gateway/requests.ts';
import { insertExchange } from '../store/api-log.ts';
import type { Db, Sql } from '../store/db.ts';
import { insertEvent } from '../store/events.ts';
import { type Settlement, settleIntent } from '../store/intents.ts';
import { writeReceipt } from '../store/twilio-rows.ts';
import { type OpenSend, openSends, type Unanswered, unanswered } from '../store/underway.ts';
import { findUnknownCalls } from './find-unknown.ts';
import { pollDelayMs } from './poll-pace.ts';

// Requests that were on the wire when sending was stopped are mostly answered within a second.
const ANSWERS_MS = 5_000;
const LOOK_MS = 100;
const AT_ONCE = 4;
const DAY_MS = 24 * 3_600_000;

export interface RecallDeps {
  readonly db: Db;
  readonly door: Door;
  readonly clock: Clock;
  /** Real time, to wait for answers. */
  readonly realClock: Clock;
  readonly signal: AbortSignal;
  readonly requestTimeoutMs: number;
}

/** One message or call, recalled or not. */
export interface RecallRow {
  readonly kind: 'message' | 'call';
  readonly reminderId: number | null;
  readonly to: string;
  /** Null when Twilio has not answered. */
  readonly sid: string | null;
  /** Twilio's word for how it stands; null when that is not known. */
  readonly status: string | null;
  /** Why it could not be recalled; null when it was. */
  readonly problem: string | null;
}

/** Cancels what can be cancelled. Sending has been stopped before, or there would be no end to it. */
export async function recall(deps: RecallDeps, tenantId: number | null): Promise<readonly RecallRow[]> {
  await awaitAnswers(deps, tenantId);
  const since = deps.clock.now() - DAY_MS;
  await findUnknownCalls(deps, { tenantId, since });
  const rows: RecallRow[] = [];
  const open = await openSends(deps.db, { accountSid: deps.door.accountSid, tenantId });
  for (let from = 0; from < open.length; from += AT_ONCE) {
    rows.push(...(await Promise.all(open.slice(from, from + AT_ONCE).map((send) => recallOne(deps, send)))));
  }
  return [...rows, ...(await unanswered(deps.db, { tenantId, since })).map(unknownRow)];
}

/** Gives the requests that are under way a moment to become something that can be cancelled. */
async function awaitAnswers(
  { db, clock, realClock, signal }: RecallDeps,
  tenantId: number | null,
): Promise<void> {
  const deadline = realClock.now() + ANSWERS_MS;
  const isPending = async (): Promise<boolean> =>
    (await unanswered(db, { tenantId, since: clock.now() })).some(({ outcome }) => outcome === 'pending');
  while (!signal.aborted && realClock.now() < deadline && (await isPending())) {
    await realClock.sleep(LOOK_MS);
  }
}

function unknownRow({ kind, outcome, reminderId, to }: Unanswered): RecallRow {
  const problem = outcome === 'pending' ? 'Twilio has not answered yet' : 'nobody knows whether it was sent';
  return { kind, reminderId, to, sid: null, status: null, problem };
}

// A call that nobody has answered, and a message that waits for its hour: the rest is out of anybody's hands.
const RECALLABLE: Readonly<Record<OpenSend['kind'], readonly string[]>> = {
  call: ['queued', 'initiated', 'ringing'],
  message: ['scheduled'],
};

async function recallOne(deps: RecallDeps, send: OpenSend): Promise<RecallRow> {
  const { kind, reminderId, to, sid, status } = send;
  const row = { kind, reminderId, to, sid };
  if (!RECALLABLE[kind].includes(status)) return { ...row, status, problem: whyNot(kind, status) };
  const { accountSid } = deps.door;
  const request =
    kind === 'call' ? updateCall(accountSid, sid, { status: 'canceled' }) : cancelMessage(accountSid, sid);
  const now = deps.clock.now();
  const draft: IntentDraft = {
    kind: 'call-update',
    purpose: 'send',
    tenantId: send.tenantId,
    reminderId: null,
    attempt: 1,
    to,
    from: send.from,
    targetSid: sid,
    params: request.params,
    expiresAt: null,
  };
  const reservation = await deps.db.tx((sql) => deps.door.reserve(sql, draft, now));
  if (!reservation.ok) return { ...row, status, problem: reservation.refusal.message };
  const exchanged = await deps.door.exchange(reservation.intentId);
  const seen = isUntold(exchanged) ? await lookAt(deps.door, send) : undefined;
  await deps.db.tx((sql) => settleRecall(sql, { send, exchanged, seen, now: deps.clock.now() }));
  const told = (exchanged.row ?? seen?.row)?.value.status;
  if (told === 'canceled') return { ...row, status: told, problem: null };
  const isKnown = told !== undefined && !RECALLABLE[kind].includes(told);
  return {
    ...row,
    status: told ?? status,
    problem: isKnown ? whyNot(kind, told) : exchanged.verdict.message,
  };
}

/**
 * Refused (21220), it is over, or was cancelled by a request of ours whose answer was lost; so it may be when this
 * answer is lost. Asked to cancel it once more, Twilio would say the same for ever: its own row says which it is.
 */
function isUntold({ row, verdict }: Exchanged): boolean {
  return row === undefined && (verdict.class === 'permanent' || verdict.class === 'unknown');
}

function lookAt(door: Door, { kind, sid, intentId }: OpenSend): Promise<Read> {
  const fetch = kind === 'call' ? fetchCall : fetchMessage;
  return door.read(fetch(door.accountSid, sid), intentId);
}

function whyNot(kind: OpenSend['kind'], status: string): string {
  if (kind === 'message') return 'a text that Twilio has taken cannot be called back';
  return isFinalCall(status) ? 'it is over' : 'somebody has answered it';
}

interface Recalled {
  readonly send: OpenSend;
  readonly exchanged: Exchanged;
  /** What a look has shown where the request has not. */
  readonly seen: Read | undefined;
  readonly now: number;
}

async function settleRecall(sql: Sql, { send, exchanged, seen, now }: Recalled): Promise<void> {
  const { intentId, log } = exchanged;
  const row = exchanged.row ?? seen?.row;
  if (log) await insertExchange(sql, log);
  if (seen?.log) await insertExchange(sql, seen.log);
  await settleIntent(sql, intentId, settlementOf(exchanged, send.sid), now);
  if (!row) return;
  await storeRow(sql, row, { fetchedAt: now, pollAt: now + pollDelayMs(row.kind, 0) });
  if (send.reminderId === null) return;
  await writeReceipt(sql, { reminderId: send.reminderId, intentId: send.intentId }, receiptOf(row), now);
  if (row.value.status !== 'canceled') return;
  const detail = `called back at Twilio as ${send.sid}, before anybody heard it`;
  const { tenantId, reminderId } = send;
  await insertEvent(sql, { at: now, tenantId, reminderId, kind: 'recalled', detail });
}

/** An unknown outcome is not looked for: what became of the call, its receipt tells, and cancelling twice does no harm. */
function settlementOf({ verdict, httpStatus }: Exchanged, sid: string): Settlement {
  const facts = { httpStatus, twilioCode: verdict.twilioCode ?? null };
  if (verdict.class === 'accepted') return { ...facts, outcome: 'accepted', sid, error: null };
  const left = { ...facts, sid: null, error: verdict.message };
  if (verdict.class === 'unknown') return { ...left, outcome: 'unknown', lookAt: null };
  return { ...left, outcome: verdict.class === 'retry' ? 'not-sent' : 'rejected' };
}
