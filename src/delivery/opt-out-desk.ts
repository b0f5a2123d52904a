// Opt-outs as a person at a desk handles them: entered and taken back by hand, and what people wrote decided about.

import type { Clock } from '../core/clock.ts';
import { NotFoundError, UsageError } from '../core/errors.ts';
import { formatId, parseId } from '../core/id.ts';
import type { Db, Sql } from '../store/db.ts';
import { listOptOuts, type OptOut, servicesBehind } from '../store/opt-outs.ts';
import { decideReview, getReply, type Heeded, type Reply, understandReply } from '../store/replies.ts';
import { optIn, optOut } from './opt-outs.ts';

export interface DeskDeps {
  readonly db: Db;
  readonly clock: Clock;
  /** The profile's sender, for reminders and tenants that name none. */
  readonly defaultFrom?: string | undefined;
}

const MOST = 1_000;

export interface Entered {
  /** Null when it stood already. */
  readonly optOut: OptOut | null;
  readonly cancelled: number;
}

/** Somebody told a person: from a tenant whatever its senders, from one sender, or from anybody. */
export function enterOptOut(
  { db, clock, defaultFrom }: DeskDeps,
  wish: Pick<OptOut, 'person' | 'tenantId' | 'sender' | 'word'>,
): Promise<Entered> {
  return db.tx(async (sql) => {
    const made = await optOut(
      sql,
      { ...wish, source: 'hand', messageSid: null },
      { now: clock.now(), defaultFrom },
    );
    return made ?? { optOut: null, cancelled: 0 };
  });
}

export interface TakenBack {
  readonly optOuts: readonly OptOut[];
  /** Reminders that are scheduled again. */
  readonly restored: number;
}

/** Takes back all that stands for this person. @throws NotFoundError when there is nothing to take back */
export function takeBack({ db, clock }: DeskDeps, person: string): Promise<TakenBack> {
  return db.tx(async (sql) => {
    const optOuts = await standing(sql, person);
    let restored = 0;
    for (const { id } of optOuts) restored += await optIn(sql, { id, by: 'hand' }, clock.now());
    return { optOuts, restored };
  });
}

/** @throws NotFoundError when nothing stands */
export async function standing(sql: Sql, person: string): Promise<readonly OptOut[]> {
  const optOuts = await listOptOuts(sql, { person, all: false, limit: MOST });
  if (optOuts.length > 0) return optOuts;
  throw new NotFoundError(`${person} has not opted out`, { hint: 'see who has: remind optout list' });
}

/** The text of that id, as typed. @throws NotFoundError */
export async function findText(sql: Sql, id: string): Promise<Reply> {
  const number = parseId(id);
  const reply = number === undefined ? undefined : await getReply(sql, number);
  if (reply) return reply;
  throw new NotFoundError(`there is no text ${id}`, { hint: 'remind optout review lists them' });
}

/** Carries out what the text meant, in the transaction. Handed in: it lives in a sibling room. */
export type CarryOut = (sql: Sql, reply: Reply, now: number) => Promise<Understood>;

interface Understood extends Omit<Heeded, 'review'> {
  /** What was done, in words. */
  readonly detail: string;
}

export type Decision = 'opted-out' | 'dismissed' | CarryOut;

export interface Decided extends Reply {
  /** Reminders that were cancelled by an opt-out. */
  readonly cancelled: number;
  /** What was done of what the text meant; null for the other decisions. */
  readonly detail: string | null;
}

/**
 * Decides about texts: all of them or none.
 * @throws NotFoundError, and UsageError for one that is decided already
 */
export async function decide(
  { db, clock, defaultFrom }: DeskDeps,
  ids: readonly string[],
  decision: Decision,
): Promise<readonly Decided[]> {
  return await db.tx(async (sql) => {
    const terms = { now: clock.now(), defaultFrom };
    const decided: Decided[] = [];
    for (const id of ids) decided.push(await decideOne(sql, await findText(sql, id), decision, terms));
    return decided;
  });
}

interface DecisionTerms {
  readonly now: number;
  readonly defaultFrom: string | undefined;
}

async function decideOne(sql: Sql, reply: Reply, decision: Decision, terms: DecisionTerms): Promise<Decided> {
  const { now } = terms;
  if (reply.review !== 'open') throw closed(reply);
  if (typeof decision === 'function') {
    const { detail, ...understood } = await decision(sql, reply, now);
    await understandReply(sql, { id: reply.id, ...understood }, now);
    return { ...reply, ...understood, review: null, reviewedAt: now, cancelled: 0, detail };
  }
  await decideReview(sql, { id: reply.id, review: decision }, now);
  const cancelled = decision === 'opted-out' ? await optOutBy(sql, reply, terms) : 0;
  return { ...reply, review: decision, reviewedAt: now, cancelled, detail: null };
}

function closed({ id, person, review, reviewedAt, meaning, reminderId }: Reply): UsageError {
  const how = review ?? (reviewedAt === null ? null : meaning);
  const what = how === null ? 'needs no decision' : `was decided: ${how}`;
  const about = reminderId === null ? undefined : formatId(reminderId);
  const hint =
    how === 'cancel' && about !== undefined
      ? `to decide anew, take that back first: remind undo ${about}`
      : `what they wrote and what came of it: remind optout show ${person}`;
  return new UsageError(`text ${formatId(id)} ${what}; nothing was changed`, { hint });
}

/** Of the number that was texted and the services that write from it, as a STOP would have been. */
async function optOutBy(sql: Sql, reply: Reply, terms: DecisionTerms): Promise<number> {
  const { person, sender, body, messageSid } = reply;
  const about = { person, tenantId: null, word: body.trim(), source: 'text', messageSid } as const;
  let cancelled = 0;
  for (const each of [sender, ...(await servicesBehind(sql, { number: sender, person }))]) {
    cancelled += (await optOut(sql, { ...about, sender: each }, terms))?.cancelled ?? 0;
  }
  return cancelled;
}
