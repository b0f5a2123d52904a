// Opt-outs: written down with all that they cancel, and taken back with all that is still to come.

import { counted } from '../core/count.ts';
import { describeOptOut } from '../core/opt-out.ts';
import type { Sql } from '../store/db.ts';
import { insertEvent } from '../store/events.ts';
import {
  cancelUnwanted,
  endOptOut,
  getOptOut,
  insertOptOut,
  listOptOuts,
  type NewOptOut,
  type OptOut,
  openRemindersTo,
  optOutAgainst,
  remindersOfOptOut,
  restoreWanted,
} from '../store/opt-outs.ts';

// Of one person: more senders than anybody has.
const MOST = 1_000;

export interface OptedOut {
  readonly optOut: OptOut;
  /** Reminders that were still to come and are cancelled. */
  readonly cancelled: number;
}

/**
 * From here on nothing is sent against it, by whatever process; what was to come is cancelled. Undefined when it
 * stood already. `defaultFrom` is what sends reminders that name no sender and whose tenant has none.
 */
export async function optOut(
  sql: Sql,
  wish: NewOptOut,
  { now, defaultFrom }: { readonly now: number; readonly defaultFrom?: string | undefined },
): Promise<OptedOut | undefined> {
  const id = await insertOptOut(sql, wish, now);
  if (id === null) return undefined;
  let cancelled = 0;
  for (const reminder of await openRemindersTo(sql, wish.person)) {
    const send = { ...reminder, from: reminder.from ?? defaultFrom ?? null };
    const against = await optOutAgainst(sql, send);
    if (against && (await cancelFor(sql, reminder, against, now))) cancelled += 1;
  }
  const made = await getOptOut(sql, id);
  if (!made) throw new Error('an opt-out vanished in its own transaction');
  return { optOut: made, cancelled };
}

/** Cancels one reminder since its recipient does not want it. False when it was not to come any more. */
export async function cancelFor(
  sql: Sql,
  { id, tenantId }: { readonly id: number; readonly tenantId: number },
  against: OptOut,
  now: number,
): Promise<boolean> {
  const detail = describeOptOut(against);
  if (!(await cancelUnwanted(sql, { id, optOutId: against.id, error: detail }, now))) return false;
  await insertEvent(sql, { at: now, tenantId, reminderId: id, kind: 'cancelled', detail });
  return true;
}

/** Takes it back, by a word or by `hand`; returns how many reminders are scheduled again. */
export async function optIn(
  sql: Sql,
  { id, by }: { readonly id: number; readonly by: string },
  now: number,
): Promise<number> {
  if (!(await endOptOut(sql, { id, by }, now))) return 0;
  const tenants = new Map((await remindersOfOptOut(sql, id)).map((row) => [row.id, row.tenantId]));
  const restored = await restoreWanted(sql, id, now);
  for (const reminderId of restored) {
    const detail = `its recipient takes texts again (${by})`;
    await insertEvent(sql, {
      at: now,
      tenantId: tenants.get(reminderId) ?? 1,
      reminderId,
      kind: 'released',
      detail,
    });
  }
  return restored.length;
}

/** Takes back what this person has said to any of these senders; returns how many, and what they set free. */
export async function optInTo(
  sql: Sql,
  {
    person,
    senders,
    by,
  }: { readonly person: string; readonly senders: readonly string[]; readonly by: string },
  now: number,
): Promise<{ readonly ended: number; readonly restored: number }> {
  const open = await listOptOuts(sql, { person, all: false, limit: MOST });
  // What a person told the operator, a word to a machine does not take back.
  const meant = open.filter(({ sender }) => sender !== null && senders.includes(sender));
  let restored = 0;
  for (const { id } of meant) restored += await optIn(sql, { id, by }, now);
  return { ended: meant.length, restored };
}

/** `2 reminders cancelled`, or nothing. */
export function sayCancelled(count: number): string {
  return count === 0 ? '' : `; ${counted(count, 'reminder')} cancelled`;
}
