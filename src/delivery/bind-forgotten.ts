// Binds what Twilio has sent since a backup to the reminders of the restored database: sent, or for a person to decide.

import type { CaughtUp } from '../core/caught-up.ts';
import type { Clock } from '../core/clock.ts';
import { wordsOf } from '../core/content.ts';
import { unexplained } from '../core/explained.ts';
import { DOUBT_MS, SKEW_MS } from '../core/match.ts';
import { type LooseSend, type Rebinding, rebind } from '../core/rebind.ts';
import { callReceipt, isFinalCall, isFinalMessage, messageReceipt } from '../core/receipt.ts';
import type { Channel } from '../core/reminder.ts';
import type { Door } from '../gateway/door.ts';
import { landAccepted, landReminder } from '../store/claims.ts';
import type { Db, Sql } from '../store/db.ts';
import { insertEvent } from '../store/events.ts';
import { isSidBound } from '../store/intents.ts';
import { bindLoose, knownSenders, type LooseRow, looseRows, openRequests } from '../store/loose-rows.ts';
import { doubtedSids, type Forgotten, forgottenTo, type Restored, recallSend } from '../store/restored.ts';

const PORTION = 100;

export interface BindDeps {
  readonly db: Db;
  readonly door: Door;
  readonly clock: Clock;
  readonly defaultFrom: string | undefined;
  readonly requestTimeoutMs: number;
}

type Found = Pick<CaughtUp, 'sent' | 'unclear' | 'unmatched'>;

/** From the rows that have been stored; what has been bound before is not looked at again. */
export async function bindForgotten(deps: BindDeps, restored: Restored): Promise<Found> {
  const { db } = deps;
  const rows = await rowsSince(deps, restored);
  const reminders = await candidatesFor(db, rows, restored);
  const own = [...reminders.values()].flatMap(({ from }) => from ?? []);
  const senders = new Set([...(await ourSenders(db, deps.defaultFrom)), ...own]);
  const doubted = await doubtedSids(db, deps.door.accountSid);
  const plan = rebind(
    rows.map((row) => ({ ...looseSend(row, senders), isDoubted: doubted.has(row.sid) })),
    [...reminders.values()].map((reminder) => ({ ...reminder, words: wordsOf(reminder.body) })),
  );
  return await carryOut(deps, plan, { rows: new Map(rows.map((row) => [row.sid, row])), reminders });
}

/** Without what a request that was under way at the backup accounts for: that is looked for by itself. */
async function rowsSince(
  { db, door, requestTimeoutMs }: BindDeps,
  { backupAt, restoredAt }: Restored,
): Promise<readonly LooseRow[]> {
  const { accountSid } = door;
  const span = { accountSid, from: backupAt - SKEW_MS, until: restoredAt + SKEW_MS };
  const requests = await openRequests(db, accountSid, backupAt - DOUBT_MS);
  return unexplained(await looseRows(db, span), requests, requestTimeoutMs);
}

async function candidatesFor(
  db: Db,
  rows: readonly LooseRow[],
  { restoredAt }: Restored,
): Promise<ReadonlyMap<number, Forgotten>> {
  const found = new Map<number, Forgotten>();
  const recipients = new Map(rows.map((row) => [`${row.kind} ${row.to}`, row]));
  for (const { kind, to } of recipients.values()) {
    const until = restoredAt + SKEW_MS + DOUBT_MS;
    const wanted = { channel: channelOf(kind), to, until, expiredSince: restoredAt };
    for (const reminder of await forgottenTo(db, wanted)) found.set(reminder.id, reminder);
  }
  return found;
}

/** In lower case: names of senders are compared so. */
export async function ourSenders(sql: Sql, defaultFrom: string | undefined): Promise<ReadonlySet<string>> {
  const senders = [...(await knownSenders(sql)), ...(defaultFrom === undefined ? [] : [defaultFrom])];
  return new Set(senders.map((sender) => sender.toLowerCase()));
}

export function isFromUs({ from, number }: LooseRow, senders: ReadonlySet<string>): boolean {
  return senders.has(from.toLowerCase()) || senders.has((number ?? '').toLowerCase());
}

function isFinal({ kind, status }: LooseRow): boolean {
  return kind === 'message' ? isFinalMessage(status) : isFinalCall(status);
}

function receiptOf({ kind, status, answeredBy }: LooseRow): string {
  return kind === 'message' ? messageReceipt(status) : callReceipt(status, answeredBy);
}

function channelOf(kind: LooseRow['kind']): Channel {
  return kind === 'message' ? 'sms' : 'call';
}

function looseSend(row: LooseRow, senders: ReadonlySet<string>): LooseSend {
  const words = row.body === null ? '' : wordsOf(row.body);
  const isHidden = words === '' || /^\W*redacted\W*$/i.test(row.body ?? '');
  return {
    sid: row.sid,
    channel: channelOf(row.kind),
    to: row.to,
    words: row.kind === 'call' || isHidden ? null : words,
    at: row.at,
    isOurs: isFromUs(row, senders),
    isCanceled: row.kind === 'call' && row.status === 'canceled',
  };
}

interface Matter {
  readonly rows: ReadonlyMap<string, LooseRow>;
  readonly reminders: ReadonlyMap<number, Forgotten>;
}

async function carryOut(deps: BindDeps, plan: Rebinding, { rows, reminders }: Matter): Promise<Found> {
  const { db, door, clock } = deps;
  const groups = stepsOf(plan);
  const counts = { accepted: 0, unknown: 0 };
  for (let from = 0; from < groups.length; from += PORTION) {
    const done = await db.tx(async (sql) => {
      const done = { accepted: 0, unknown: 0 };
      for (const { id, sid, sids, outcome } of groups.slice(from, from + PORTION).flat()) {
        const [row, reminder] = [rows.get(sid), reminders.get(id)];
        if (!row || !reminder) continue;
        const task = { door, row, reminder, sids, outcome };
        if (await writeDown(sql, task, clock.now())) done[outcome] += 1;
      }
      return done;
    });
    counts.accepted += done.accepted;
    counts.unknown += done.unknown;
  }
  return { sent: counts.accepted, unclear: counts.unknown, unmatched: plan.unmatched.length };
}

interface Step {
  readonly id: number;
  readonly sid: string;
  readonly sids: readonly string[];
  readonly outcome: 'accepted' | 'unknown';
}

/**
 * A send, and whoever else it may have been of, together: once it is bound nobody asks about it again. Then those of
 * which nothing certain was sent.
 */
function stepsOf({ sent, unclear }: Rebinding): readonly (readonly Step[])[] {
  const doubts = unclear.map(({ id, sids }): Step => ({ id, sid: sids[0] ?? '', sids, outcome: 'unknown' }));
  const bound = new Set(sent.map(({ sid }) => sid));
  return [
    ...sent.map(({ id, sid }): Step[] => [
      { id, sid, sids: [sid], outcome: 'accepted' },
      ...doubts.filter((doubt) => doubt.sid === sid),
    ]),
    ...doubts.filter(({ sid }) => !bound.has(sid)).map((doubt) => [doubt]),
  ];
}

interface Task {
  readonly door: Door;
  readonly row: LooseRow;
  readonly reminder: Forgotten;
  readonly sids: readonly string[];
  readonly outcome: 'accepted' | 'unknown';
}

async function writeDown(
  sql: Sql,
  { door, row, reminder, sids, outcome }: Task,
  now: number,
): Promise<boolean> {
  const { accountSid, mode } = door;
  // A rival of the one that it was bound to a moment ago stays in doubt all the same.
  if (outcome === 'accepted' && (await isSidBound(sql, accountSid, row.sid))) return false;
  const detail =
    outcome === 'accepted'
      ? `after a restore: Twilio has it, as ${row.sid}`
      : `after a restore: Twilio shows ${sids.join(', ')}, which may be it or not; it waits for you`;
  const { sid, from, at, body } = row;
  const error = outcome === 'unknown' ? detail : null;
  const recalled = { reminder, accountSid, mode, sid, from, at, body };
  const intentId = await recallSend(sql, recalled, { outcome, error }, now);
  if (intentId === undefined) return false;
  const key = { id: reminder.id, intentId };
  if (outcome === 'unknown') await landReminder(sql, key, { to: 'unknown', error: detail }, now);
  else {
    // Followed like any other: what became of it may not be known yet.
    await bindLoose(sql, row, { accountSid, intentId, pollAt: isFinal(row) ? null : now });
    await landAccepted(sql, key, receiptOf(row), now);
  }
  const event = { at: now, tenantId: reminder.tenantId, reminderId: reminder.id, detail } as const;
  await insertEvent(sql, { ...event, kind: 'looked' });
  return true;
}
