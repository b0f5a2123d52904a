// Receipts: asks Twilio what became of each message and call until it says something final. No webhook needed.

import type { Clock } from '../core/clock.ts';
import { crashPoint } from '../core/crash-point.ts';
import { formatId } from '../core/id.ts';
import type { Door, Read } from '../gateway/door.ts';
import { isFinalRow, receiptOf, storeRow } from '../gateway/evidence.ts';
import { fetchCall, fetchMessage } from '../gateway/requests.ts';
import { insertExchange } from '../store/api-log.ts';
import type { Db, Sql } from '../store/db.ts';
import { unreachedWith } from '../store/rerouting.ts';
import { duePolls, type PollDue, postponePoll, writeReceipt } from '../store/twilio-rows.ts';
import type { DeliveryEvent, Emit } from './events.ts';
import { learnFromRow } from './learn.ts';
import { isPollOver, pollDelayMs } from './poll-pace.ts';
import type { ReroutePlan } from './reroute.ts';

// Few at a time: receipts are never urgent, and Twilio limits concurrent requests for the whole account.
const AT_ONCE = 4;

export interface ReceiptDeps {
  readonly db: Db;
  readonly door: Door;
  readonly clock: Clock;
  readonly emit: Emit;
  /** What may follow from an error. */
  readonly lessons?: ReroutePlan;
}

/** Asks for up to four rows that are due for a look; returns how many it asked for. */
export async function pollReceipts(deps: ReceiptDeps): Promise<number> {
  const due = await duePolls(deps.db, deps.door.accountSid, deps.clock.now(), AT_ONCE);
  await Promise.all(due.map((poll) => pollOne(deps, poll)));
  return due.length;
}

/** One look: fetches the row, stores it, and writes the receipt of the reminder it belongs to. */
export async function pollOne(deps: ReceiptDeps, poll: PollDue): Promise<void> {
  const request = poll.kind === 'message' ? fetchMessage : fetchCall;
  const read = await deps.door.read(request(poll.accountSid, poll.sid), poll.intentId);
  crashPoint('receipt:answered');
  const now = deps.clock.now();
  const lessons = await deps.db.tx(async (sql) => {
    if (read.log) await insertExchange(sql, read.log);
    const next = isPollOver(poll.dateCreated, now) ? null : now + pollDelayMs(poll.kind, poll.polls + 1);
    if (read.row) return await storeSighting(sql, { poll, row: read.row, next, now }, deps.lessons);
    await postponePoll(sql, poll, next);
    return [];
  });
  crashPoint('receipt:committed');
  for (const event of lessons) deps.emit(event);
}

interface Sighted {
  readonly poll: PollDue;
  readonly row: NonNullable<Read['row']>;
  readonly next: number | null;
  readonly now: number;
}

/** What there is to tell once it is committed: the receipt where it is news, and what is to be learned from its error. */
async function storeSighting(
  sql: Sql,
  { poll, row, next, now }: Sighted,
  plan: ReroutePlan = {},
): Promise<readonly DeliveryEvent[]> {
  await storeRow(sql, row, { fetchedAt: now, pollAt: next });
  crashPoint('receipt:written');
  if (poll.intentId === null) return [];
  const events: DeliveryEvent[] = [];
  if (poll.reminderId !== null) {
    const receipt = receiptOf(row);
    const key = { reminderId: poll.reminderId, intentId: poll.intentId };
    const id = formatId(poll.reminderId);
    if (await writeReceipt(sql, key, receipt, now))
      events.push({ event: 'receipt', id, sid: poll.sid, receipt });
  }
  const lessons = await learnFromRow(sql, { row, intentId: poll.intentId }, { ...plan, now });
  const isNews = events.length > 0 && isFinalRow(row) && lessons.length === 0;
  return [...events, ...lessons, ...(isNews ? await givenUp(sql, poll.reminderId, { row, now }) : [])];
}

/** Whether its end leaves somebody whom nothing reaches any more; nothing more follows from it then. */
async function givenUp(
  sql: Sql,
  reminderId: number | null,
  { row, now }: Pick<Sighted, 'row' | 'now'>,
): Promise<DeliveryEvent[]> {
  const left = reminderId === null ? undefined : await unreachedWith(sql, reminderId, now);
  if (!left) return [];
  const { id, to, channel } = left;
  const detail = `the ${row.kind === 'call' ? 'call' : 'text'} ended as ${receiptOf(row)}: call by hand`;
  return [{ event: 'unreached', id: formatId(id), to, channel, detail }];
}
