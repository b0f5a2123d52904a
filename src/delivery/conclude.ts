// The end of a look: its log, its verdict and all that follows from it, in the caller's transaction.

import { crashPoint } from '../core/crash-point.ts';
import { formatId } from '../core/id.ts';
import { LOOKS } from '../core/looks.ts';
import { type Match, matchCalls, matchMessages } from '../core/match.ts';
import type { TwilioRow } from '../gateway/door.ts';
import { bindEvidence } from '../gateway/evidence.ts';
import { insertExchange } from '../store/api-log.ts';
import type { Sql } from '../store/db.ts';
import {
  closeDoubt,
  countLook,
  type Doubt,
  type DoubtedReminder,
  doubtedReminder,
  proveAbsent,
} from '../store/doubts.ts';
import { insertEvent } from '../store/events.ts';
import { isSidBound } from '../store/intents.ts';
import { moveReminder } from '../store/reminders.ts';
import type { DeliveryEvent } from './events.ts';
import { type Sight, soughtOf } from './look.ts';
import { decideVerdict, type Sequel, type Verdict, type VerdictTerms } from './verdict.ts';

/** A look that saw Twilio's list. */
export type Seen = Extract<Sight, { readonly rows: unknown }>;

export interface ConcludeTerms extends VerdictTerms {
  readonly requestTimeoutMs: number;
}

/** Log, verdict and all that follows from it. Undefined when nothing is settled, or evidence came first. */
export async function conclude(
  sql: Sql,
  doubt: Doubt,
  sight: Seen,
  terms: ConcludeTerms,
): Promise<DeliveryEvent | undefined> {
  for (const log of sight.logs) await insertExchange(sql, log);
  const match = await matched(sql, doubt, sight.rows, terms);
  const reminder = doubt.reminderId === null ? undefined : await doubtedReminder(sql, doubt.id);
  const verdict = decideVerdict(doubt, match, reminder, terms);
  if (!(await count(sql, doubt, verdict))) return undefined;
  crashPoint('reconcile:look-counted');
  const detail = sayVerdict(doubt, verdict);
  if (reminder) {
    const { id: reminderId, tenantId } = reminder;
    await insertEvent(sql, { at: terms.now, tenantId, reminderId, kind: 'looked', detail });
  }
  await carryOut(sql, { doubt, reminder, verdict, detail }, terms.now);
  crashPoint('reconcile:before-commit');
  return tell(doubt, verdict, detail);
}

/** In the same transaction as the verdict: what another send was given meanwhile is no candidate. */
export async function matched(
  sql: Sql,
  doubt: Doubt,
  rows: readonly TwilioRow[],
  { requestTimeoutMs }: Pick<ConcludeTerms, 'requestTimeoutMs'>,
): Promise<Match<Value>> {
  const bound = new Set<string>();
  const terms = { requestTimeoutMs, isBound: (sid: string) => bound.has(sid) };
  const messages = rows.flatMap((row) => (row.kind === 'message' ? [row.value] : []));
  const calls = rows.flatMap((row) => (row.kind === 'call' ? [row.value] : []));
  for (;;) {
    const match: Match<Value> =
      doubt.kind === 'message'
        ? matchMessages(soughtOf(doubt), messages, terms)
        : matchCalls(soughtOf(doubt), calls, terms);
    // The database is asked about the few candidates, not about every row of the list.
    const before = bound.size;
    for (const { sid } of candidates(match)) {
      if (await isSidBound(sql, doubt.accountSid, sid)) bound.add(sid);
    }
    if (bound.size === before) return match;
  }
}

function candidates(match: Match<Value>): readonly Value[] {
  if (match.found === 'none') return [];
  return match.found === 'one' ? [match.row] : match.rows;
}

type Value = TwilioRow['value'];
type AnyVerdict = Verdict<Value>;

function count(sql: Sql, doubt: Doubt, verdict: AnyVerdict): Promise<boolean> {
  const sightings = 'sightings' in verdict ? verdict.sightings : doubt.sightings;
  return countLook(sql, doubt, { sightings, nextLookAt: verdict.verdict === 'again' ? verdict.at : null });
}

interface Decided {
  readonly doubt: Doubt;
  readonly reminder: DoubtedReminder | undefined;
  readonly verdict: AnyVerdict;
  readonly detail: string;
}

async function carryOut(sql: Sql, { doubt, reminder, verdict, detail }: Decided, now: number): Promise<void> {
  if (verdict.verdict === 'sent') {
    const row = { kind: doubt.kind, value: verdict.row } as TwilioRow;
    await bindEvidence(sql, { intentId: doubt.id, reminderId: doubt.reminderId, row }, now);
  } else if (verdict.verdict === 'absent') {
    await proveAbsent(sql, doubt.id, now);
    if (reminder) await follow(sql, reminder, { sequel: verdict.sequel, detail }, now);
  } else if (verdict.verdict === 'unclear') {
    if (reminder) await stay(sql, reminder, detail, now);
    // Nobody will ever decide about a send without a reminder; equal ones need not wait for that.
    if (doubt.reminderId === null) await closeDoubt(sql, doubt.id, now);
  }
}

async function follow(
  sql: Sql,
  { id }: DoubtedReminder,
  { sequel, detail }: { readonly sequel: Sequel; readonly detail: string },
  now: number,
): Promise<void> {
  if (sequel.to === 'hold') return stay(sql, { id }, detail, now);
  const to = sequel.to === 'drop' ? 'failed' : 'scheduled';
  await moveReminder(sql, id, { from: 'unknown', to, runAt: now, error: detail }, now);
  if (sequel.to === 'expire') await moveReminder(sql, id, { from: 'scheduled', to: 'expired' }, now);
}

/** It stays unknown, and says what is known. */
async function stay(sql: Sql, { id }: { readonly id: number }, error: string, now: number): Promise<void> {
  await moveReminder(sql, id, { from: 'unknown', to: 'unknown', error }, now);
}

function sayVerdict({ looks }: Doubt, verdict: AnyVerdict): string {
  const which = `look ${looks + 1} of ${LOOKS}`;
  switch (verdict.verdict) {
    case 'sent':
      return `${which}: Twilio has it, as ${verdict.row.sid}`;
    case 'again':
      return `${which}: ${sayShown(verdict.sids)}`;
    case 'unclear':
      return `${which}: ${sayShown(verdict.sids)}; it waits for you`;
    case 'absent':
      return `${which}: Twilio does not have it; ${verdict.sequel.why}`;
  }
}

// More than these are counted, not named.
const NAMED = 3;

/** An earlier look saw something when this one shows nothing and the verdict is unclear all the same. */
function sayShown(sids: readonly string[]): string {
  if (sids.length === 0) return 'Twilio does not show it';
  const more = sids.length > NAMED ? ` and ${sids.length - NAMED} more` : '';
  return `Twilio shows ${sids.slice(0, NAMED).join(', ')}${more}, which may be it or not`;
}

function tell(doubt: Doubt, verdict: AnyVerdict, detail: string): DeliveryEvent | undefined {
  if (verdict.verdict === 'again') return undefined;
  return {
    event: 'reconciled',
    id: doubt.reminderId === null ? null : formatId(doubt.reminderId),
    to: doubt.to,
    channel: doubt.kind === 'message' ? 'sms' : 'call',
    verdict: verdict.verdict,
    sid: verdict.verdict === 'sent' ? verdict.row.sid : null,
    detail,
  };
}
