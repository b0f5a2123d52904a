// The forecast: when each of many sends will go, at a rate, with the rules by which the line is served. Pure.

import { freeAfter, opensAt } from './rate.ts';
import type { Priority } from './reminder.ts';

/** A send that is to come. */
export interface Coming {
  readonly tenantId: number;
  readonly priority: Priority;
  readonly dueAt: number;
  /** When it may go at the earliest: when it is due, unless it was moved. */
  readonly readyAt: number;
  /** Of no use after this: then it takes no token when its turn comes. */
  readonly expiresAt: number;
  /** 1 for a call, its segments for a text. */
  readonly tokens: number;
}

export interface LaneTerms {
  /** 0 lets everybody go when ready. */
  readonly perSecond: number;
  /** When the bucket is full again. */
  readonly freeAt: number;
  readonly lastTenantId: number;
  /** How the line is served: ours, fairly; Twilio's, in the order in which it was asked, and without a burst. */
  readonly queue: 'ours' | 'twilio';
}

export interface Foretold<Row> {
  readonly row: Row;
  /** When it goes; after `expiresAt` it does not. */
  readonly at: number;
}

/** When each goes, in that order, if sending begins at `now`. */
export function forecast<Row extends Coming>(
  rows: readonly Row[],
  terms: LaneTerms,
  now: number,
): Foretold<Row>[] {
  const ready = [...rows].sort((a, b) => readyFrom(a, now) - readyFrom(b, now) || byUrgency(a, b));
  if (terms.perSecond === 0) return ready.map((row) => ({ row, at: readyFrom(row, now) }));
  const line = terms.queue === 'ours' ? new FairLine<Row>(terms.lastTenantId) : new Fifo<Row>();
  const burst = terms.queue === 'ours' ? {} : { burstMs: 0 };
  const told: Foretold<Row>[] = [];
  let { freeAt } = terms;
  let at = now;
  for (let next = 0; told.length < ready.length; ) {
    const first = ready[next];
    if (line.isEmpty && first) at = Math.max(at, readyFrom(first, now));
    at = Math.max(at, opensAt({ freeAt, perSecond: terms.perSecond, ...burst }, at));
    for (let row = first; row && readyFrom(row, now) <= at; row = ready[next]) {
      line.push(row);
      next += 1;
    }
    const row = line.shift();
    if (!row) continue;
    told.push({ row, at });
    if (at <= row.expiresAt) freeAt = freeAfter({ freeAt, perSecond: terms.perSecond }, row.tokens, at);
  }
  return told;
}

function readyFrom({ readyAt }: Coming, now: number): number {
  return Math.max(readyAt, now);
}

function byUrgency(a: Coming, b: Coming): number {
  if (a.priority !== b.priority) return a.priority === 'critical' ? -1 : 1;
  return a.readyAt - b.readyAt;
}

/** First in, first out, without moving the rest at each step: a day has a hundred thousand. */
class Fifo<Row> {
  readonly #rows: Row[] = [];
  #next = 0;

  get isEmpty(): boolean {
    return this.#next === this.#rows.length;
  }

  /** Behind everybody whom it does not come before; mostly at the end. */
  push(row: Row, comesBefore: (other: Row) => boolean = () => false): void {
    let place = this.#rows.length;
    for (let other = this.#rows[place - 1]; place > this.#next && other; other = this.#rows[place - 1]) {
      if (!comesBefore(other)) break;
      place -= 1;
    }
    this.#rows.splice(place, 0, row);
  }

  shift(): Row | undefined {
    const row = this.#rows[this.#next];
    if (row !== undefined) this.#next += 1;
    return row;
  }
}

/** Critical ones first, then one of each tenant in turn, and of each tenant the one due first: as `nextInLine` does. */
class FairLine<Row extends Coming> {
  readonly #queues = { critical: new Map<number, Fifo<Row>>(), normal: new Map<number, Fifo<Row>>() };
  #lastTenantId: number;

  constructor(lastTenantId: number) {
    this.#lastTenantId = lastTenantId;
  }

  get isEmpty(): boolean {
    return this.#queues.critical.size === 0 && this.#queues.normal.size === 0;
  }

  push(row: Row): void {
    const queues = this.#queues[row.priority];
    const queue = queues.get(row.tenantId) ?? new Fifo<Row>();
    queues.set(row.tenantId, queue);
    queue.push(row, (other) => row.dueAt < other.dueAt);
  }

  shift(): Row | undefined {
    const queues = this.#queues.critical.size > 0 ? this.#queues.critical : this.#queues.normal;
    const tenants = [...queues.keys()].sort((a, b) => a - b);
    const tenantId = tenants.find((id) => id > this.#lastTenantId) ?? tenants[0];
    if (tenantId === undefined) return undefined;
    const queue = queues.get(tenantId);
    const row = queue?.shift();
    if (queue?.isEmpty) queues.delete(tenantId);
    this.#lastTenantId = tenantId;
    return row;
  }
}

export function isUseless({ row, at }: Foretold<Coming>): boolean {
  return at > row.expiresAt;
}

/** When it is to go: when it is due, or later where quiet hours, a limit or a retry have put it off. */
export function wantedAt({ dueAt, readyAt }: Pick<Coming, 'dueAt' | 'readyAt'>): number {
  return Math.max(dueAt, readyAt);
}

/** How long the last of them waits for its turn: what is overdue, or was put off, is not late by that. Never below 0. */
export function longestWaitMs(told: readonly Foretold<Coming>[], now: number): number {
  return told.reduce((most, { row, at }) => Math.max(most, at - Math.max(wantedAt(row), now)), 0);
}

/** How late the last of them goes; never below 0. */
export function latestMs(told: readonly Foretold<Coming>[]): number {
  return told.reduce((most, { row, at }) => Math.max(most, at - row.dueAt), 0);
}

/**
 * When each would have to go for all of them to be in time: backwards from the last, one behind the other, nobody after
 * it is due and nobody before `earliest` of it.
 */
export function startsInTime<Row extends Coming>(
  rows: readonly Row[],
  perSecond: number,
  earliest: (row: Row) => number,
): Foretold<Row>[] {
  const told: Foretold<Row>[] = [];
  let next = Number.POSITIVE_INFINITY;
  for (const row of [...rows].sort((a, b) => wantedAt(b) - wantedAt(a))) {
    const latest = Math.min(row.readyAt, next - (row.tokens * 1_000) / perSecond);
    const at = Math.min(row.readyAt, Math.max(Math.floor(latest), earliest(row)));
    told.push({ row, at });
    next = latest;
  }
  return told.reverse();
}
