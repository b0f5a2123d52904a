// The line: reminders that wait for the rate of their sender, let go as fast as it allows, fairly between tenants.

import { formatId } from '../core/id.ts';
import { laneRate, opensAt, type Rates } from '../core/rate.ts';
import type { Priority } from '../core/reminder.ts';
import { turnWords } from '../gateway/rate.ts';
import type { Claimable } from '../store/claims.ts';
import type { Sql } from '../store/db.ts';
import { insertEvent } from '../store/events.ts';
import { busyLanes, joinLine, leaveLine, nextInLine, noteTurn, readLane, readRates } from '../store/rates.ts';
import type { DeliveryEvent } from './events.ts';

const PRIORITIES: readonly Priority[] = ['critical', 'normal'];

/** The line as one transaction sees it. */
export class Line {
  readonly #sql: Sql;
  readonly #now: number;
  readonly #busy: Set<string>;
  /** As this transaction sees them. */
  readonly rates: Rates;
  /** Who has come in this transaction, and why they wait. */
  readonly #joined = new Map<number, { readonly reminder: Claimable; readonly why: string }>();

  private constructor(
    sql: Sql,
    now: number,
    seen: { readonly rates: Rates; readonly busy: readonly string[] },
  ) {
    this.#sql = sql;
    this.#now = now;
    this.rates = seen.rates;
    this.#busy = new Set(seen.busy);
  }

  static async open(sql: Sql, now: number): Promise<Line> {
    return new Line(sql, now, { rates: await readRates(sql), busy: await busyLanes(sql) });
  }

  /** True when those of this lane have to take turns. */
  isShaped(lane: string): boolean {
    return laneRate(lane, this.rates) > 0;
  }

  /** Puts it in line, where it may be its turn at once. */
  async join(reminder: Claimable, lane: string): Promise<void> {
    const why = turnWords(lane, laneRate(lane, this.rates));
    await joinLine(this.#sql, { id: reminder.id, lane, error: `waits: ${why}` }, this.#now);
    this.#busy.add(lane);
    this.#joined.set(reminder.id, { reminder, why });
  }

  /**
   * Hands the next ones in each lane to `take` while their rate allows: critical ones first, then one of each tenant in
   * turn, and of each tenant the one due first. Returns how many.
   */
  async serve(limit: number, take: (reminder: Claimable) => Promise<void>): Promise<number> {
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
        this.#joined.delete(next.id);
        await take(next);
        await noteTurn(this.#sql, lane, next.tenantId);
        served += 1;
      }
    }
    return served;
  }

  async #next(lane: string, after: number): Promise<Claimable | undefined> {
    for (const priority of PRIORITIES) {
      const next = await nextInLine(this.#sql, { lane, priority, after });
      if (next) return next;
    }
    return undefined;
  }

  /** Those who came and have to wait: each is told of once, however often it has to come back. */
  async tell(): Promise<readonly DeliveryEvent[]> {
    const events: DeliveryEvent[] = [];
    for (const { reminder, why } of this.#joined.values()) {
      const { id: reminderId, tenantId, to } = reminder;
      if (reminder.lastError === `waits: ${why}`) continue;
      await insertEvent(this.#sql, { at: this.#now, tenantId, reminderId, kind: 'waited', detail: why });
      events.push({ event: 'waiting', id: formatId(reminderId), to, detail: why });
    }
    return events;
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
