// The blast fuse at the door: what its rules say about a send, in words, and what a refusal leaves behind.

import { formatId } from '../core/id.ts';
import type { IntentDraft } from '../core/intent.ts';
import {
  describeLimit,
  type FuseLimits,
  isRecipientKey,
  RECIPIENT_LIMITS,
  type RecipientKey,
  windowsOf,
} from '../core/limits.ts';
import { toUtc } from '../core/say-time.ts';
import { describeStop, holdOf, type Stop, wayBack } from '../core/stop.ts';
import { nextGapAt } from '../core/windows.ts';
import { raiseOnce } from '../store/alarms.ts';
import type { Sql } from '../store/db.ts';
import { insertBlock, plannedTo, twinOf } from '../store/fuse.ts';
import { askRules, readLimits } from '../store/limits.ts';
import { sendsTo } from '../store/releases.ts';
import { beginStop, openStops, stopFor } from '../store/stops.ts';
import { overBudget } from './budget.ts';
import type { GuardTerms, Refusal } from './reserve.ts';

const DAY_MS = 24 * 3_600_000;

/** Asks the rules that hold for whatever rings or texts somebody. The trigger intent_limited enforces the same ones. */
export async function guardLimits(
  sql: Sql,
  draft: IntentDraft,
  terms: GuardTerms,
): Promise<Refusal | undefined> {
  if ((draft.kind !== 'message' && draft.kind !== 'call') || draft.targetSid !== null) return undefined;
  const rule = await askRules(sql, draft, terms);
  if (rule === null) return undefined;
  if (rule === 'stopped') return stopped(sql, draft);
  if (rule === 'alarms') return tooManyAlarms(draft);
  if (rule === 'budget') return overBudget(sql, draft, terms);
  const { fuse } = await readLimits(sql);
  if (isRecipientKey(rule)) return heldBack(sql, draft, { rule, fuse, now: terms.now });
  if (rule === 'identicalPerHour') return identical(sql, draft);
  const reason = `the limit of ${describeLimit(rule, fuse[rule])} was reached`;
  return { hold: 'fuse', message: reason, hint: wayBack({ kind: 'fuse', tenantName: null }), trips: reason };
}

/** A pause by a person, or the fuse that has tripped before. The trigger intent_stopped enforces it. */
async function stopped(sql: Sql, { tenantId }: IntentDraft): Promise<Refusal> {
  const stop = await stopFor(sql, tenantId);
  if (!stop) throw new Error('a stop ended in the transaction that met it');
  return { hold: holdOf(stop), message: describeStop(stop), hint: wayBack(stop) };
}

function tooManyAlarms({ to }: IntentDraft): Refusal {
  return {
    hold: 'fuse',
    message: `${to} has had as many alarms as one number gets`,
    hint: 'what they were about: remind status',
  };
}

interface Reached {
  readonly rule: RecipientKey;
  readonly fuse: FuseLimits;
  readonly now: number;
}

/** It goes later, when its recipient may be sent something again and nothing else is planned; held if that is too late. */
async function heldBack(sql: Sql, draft: IntentDraft, { rule, fuse, now }: Reached): Promise<Refusal> {
  const { to, reminderId, expiresAt } = draft;
  const { channel } = RECIPIENT_LIMITS[rule];
  const sent = await sendsTo(sql, { channel, to, since: now - DAY_MS });
  const planned = await plannedTo(sql, { channel, to, besides: reminderId, from: now, until: now + DAY_MS });
  const retryAt = nextGapAt([...sent, ...planned], windowsOf(channel, fuse), now);
  const what = `${to} has reached the limit of ${describeLimit(rule, fuse[rule])}`;
  const hint = `the next one may go at ${toUtc(retryAt)}; the limit is set with: remind config set fuse.${rule} N`;
  if (expiresAt !== null && retryAt > expiresAt) {
    return { hold: 'fuse', message: `${what}, and later it is of no more use`, hint, blocks: rule };
  }
  return { hold: null, retryAt, message: what, hint, blocks: rule };
}

async function identical(sql: Sql, { kind, to, reminderId, params }: IntentDraft): Promise<Refusal> {
  const text = params['Body'] ?? params['Twiml'];
  const words = typeof text === 'string' ? text : '';
  const isCall = kind === 'call';
  const twin = await twinOf(sql, { kind: isCall ? 'call' : 'message', to, reminderId, words });
  const whose = twin
    ? ` at ${toUtc(twin.at)}, for reminder ${formatId(twin.reminderId)}`
    : ' within the hour';
  return {
    hold: 'fuse',
    message: `${to} was ${isCall ? 'called' : 'texted'} with the same words${whose}`,
    hint: `one of them is probably a mistake; how often it may be: remind config set fuse.identicalPerHour N`,
    blocks: 'identicalPerHour',
  };
}

/**
 * Remembers a refusal, in whatever transaction is to keep it. Blows the fuse where the refusal says so, or where it
 * was one too many; then what is returned is held for that, with the alarm of whoever came first.
 */
export async function noteRefusal(
  sql: Sql,
  refusal: Refusal,
  { to, reminderId, now }: Pick<IntentDraft, 'to' | 'reminderId'> & { readonly now: number },
): Promise<Refusal> {
  const { blocks, trips, overspends } = refusal;
  if (overspends !== undefined && (await raiseOnce(sql, overspends, now))) {
    return { ...refusal, alarm: { kind: 'budget', detail: overspends.detail } };
  }
  if (blocks === undefined && trips === undefined) return refusal;
  const isFirst = !(await trippedFuse(sql));
  if (blocks !== undefined) await insertBlock(sql, { at: now, rule: blocks, to, reminderId });
  if (trips !== undefined) await beginStop(sql, { kind: 'fuse', tenantId: null, reason: trips }, now);
  const stop = await trippedFuse(sql);
  if (!stop) return refusal;
  const { message, hint } = { message: describeStop(stop), hint: wayBack(stop) };
  // With its marks, for whoever has to note it again after a rollback.
  const tripped: Refusal = { ...marksOf(refusal), hold: 'fuse', message, hint };
  return isFirst ? { ...tripped, alarm: { kind: 'fuse', detail: `${message}; ${hint}` } } : tripped;
}

function marksOf({ blocks, trips }: Refusal): Pick<Refusal, 'blocks' | 'trips'> {
  return { ...(blocks !== undefined && { blocks }), ...(trips !== undefined && { trips }) };
}

async function trippedFuse(sql: Sql): Promise<Stop | undefined> {
  return (await openStops(sql)).find(({ kind }) => kind === 'fuse');
}
