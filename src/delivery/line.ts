// The line: reminders that wait for the rate of their sender, let go as fast as it allows, fairly between tenants.

import { formatId } from '../core/id.ts';
import { opensAt } from '../core/rate.ts';
import type { Priority } from '../core/reminder.ts';
import { turnWords } from '../gateway/rate.ts';
import type { DueReminder } from '../store/claims.ts';
import type { Sql } from '../store/db.ts';
import { insertEvent } from '../store/events.ts';
import { busyLanes, joinLine, leaveLine, nextInLine, noteTurn, readLane } from '../store/rates.ts';
import type { DeliveryEvent } from './events.ts';

const PRIORITIES: readonly Priority[] = ['critical', 'normal'];

/** The line as one transaction sees it. */
export class Line {
  readonly #sql: Sql;
  readonly #now: number;
  readonly #busy: Set<string>;

  private constructor(sql: Sql, now: number, busy: readonly string[]) {
    this.#sql = sql;
    this.#now = now;
    this.#busy = new Set(busy);
  }

  static async open(sql: Sql, now: number): Promise<Line> {
    return new Line(sql, now, await busyLanes(sql));
  }

  isBusy(lane: string): boolean {
    return this.#busy.has(lane);
  }

  /**
   * Hands the next ones in each lane to `take` while their rate allows: critical ones first, then one of each tenant in
   * turn, and of each tenant the one due first. Returns how many.
   */
  async serve(limit: number, take: (reminder: DueReminder, lane: string) => Promise<void>): Promise<number> {
    let served = 0;
    for (const lane of [...this.#busy]) {
      while (served < limit) {
        const { perSecond, freeAt, lastTenantId } = await readLane(this.#sql, lane);
        if (perSecond > 0 && opensAt({ perSecond, freeAt }, this.#now) > this.#now) break;
        const next = await this.#next(lane, lastTenantId);
        if (!next) {
          this.#busy.delete(lane);
          break;
        }
        await leaveLine(this.#sql, next.id, this.#now);
        await take(next, lane);
        await noteTurn(this.#sql, lane, next.tenantId);
        served += 1;
      }
    }
    return served;
  }

  async #next(lane: string, after: number): Promise<DueReminder | undefined> {
    for (const priority of PRIORITIES) {
      const next = await nextInLine(this.#sql, { lane, priority, after });
      if (next) return next;
    }
    return undefined;
  }

  /** Puts it in line, to be told once, however often it has to come back. */
  async join(reminder: DueReminder, lane: string): Promise<readonly DeliveryEvent[]> {
    this.#busy.add(lane);
    const { perSecond } = await readLane(this.#sql, lane);
    const detail = turnWords(lane, perSecond);
    const error = `waits: ${detail}`;
    await joinLine(this.#sql, { id: reminder.id, lane, error }, this.#now);
    if (reminder.lastError === error) return [];
    const { id: reminderId, tenantId, to } = reminder;
    await insertEvent(this.#sql, { at: this.#now, tenantId, reminderId, kind: 'waited', detail });
    return [{ event: 'waiting', id: formatId(reminderId), to, detail }];
  }

  /** When the first of those in line may go; null when nobody is. */
  async nextTurnAt(): Promise<number | null> {
    let first: number | null = null;
    for (const lane of this.#busy) {
      const bucket = await readLane(this.#sql, lane);
      const at = bucket.perSecond === 0 ? this.#now : opensAt(bucket, this.#now);
      first = Math.min(at, first ?? at);
    }
    return first;
  }
}
