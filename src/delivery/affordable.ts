// What fits into what the budgets have left: counted row by row, by what each is likely to cost.

import { byUrgency } from '../core/release.ts';
import { estimateSend } from '../core/spend.ts';
import type { Sql } from '../store/db.ts';
import { readSpending, type Spending } from '../store/limits.ts';
import type { WaitingReminder } from '../store/releases.ts';

/** The rows of `wanting` that can be paid once those of `before` have gone, the most urgent ones first. */
export async function affordable(
  sql: Sql,
  wanting: readonly WaitingReminder[],
  { before, now }: { readonly before: readonly WaitingReminder[]; readonly now: number },
): Promise<readonly WaitingReminder[]> {
  if (wanting.length === 0) return [];
  const purses = new Purses(sql, now);
  for (const row of before) pay(row, await purses.of(row.tenantId));
  const paid: WaitingReminder[] = [];
  for (const row of [...wanting].sort(byUrgency)) {
    const rooms = await purses.of(row.tenantId);
    if (!rooms.every(({ sends, micros }) => sends >= 1 && micros >= costOf(row))) continue;
    pay(row, rooms);
    paid.push(row);
  }
  return paid;
}

interface Room {
  sends: number;
  micros: number;
}

function pay(row: WaitingReminder, rooms: readonly Room[]): void {
  for (const room of rooms) {
    room.sends -= 1;
    room.micros -= costOf(row);
  }
}

/** What everybody together has left, and what each tenant has, read at the first question. */
class Purses {
  readonly #sql: Sql;
  readonly #now: number;
  readonly #known = new Map<number, readonly Room[]>();
  #everybody: Room | undefined;

  constructor(sql: Sql, now: number) {
    this.#sql = sql;
    this.#now = now;
  }

  async of(tenantId: number): Promise<readonly Room[]> {
    const known = this.#known.get(tenantId);
    if (known) return known;
    const spending = await readSpending(this.#sql, tenantId, this.#now);
    this.#everybody ??= leftOf(spending, 'everybody');
    const rooms = [this.#everybody, leftOf(spending, 'tenant')];
    this.#known.set(tenantId, rooms);
    return rooms;
  }
}

function leftOf(spending: readonly Spending[], who: Spending['who']): Room {
  const its = spending.filter((each) => each.who === who);
  return {
    sends: Math.min(...its.map(({ spent, budget }) => budget.sends - spent.sends)),
    micros: Math.min(...its.map(({ spent, budget }) => budget.micros - spent.micros)),
  };
}

function costOf({ channel, to, body }: WaitingReminder): number {
  const target = { targetSid: null, to } as const;
  if (channel === 'sms') return estimateSend({ ...target, kind: 'message', params: { Body: body } });
  // As it will be said: twice.
  return estimateSend({ ...target, kind: 'call', params: { Twiml: `<Say loop="2">${body}</Say>` } });
}
