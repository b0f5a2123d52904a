// Side work of the daemon, once a second and never two rounds at once: leases, recurrence, receipts, heartbeat, purge.

import type { Clock } from '../core/clock.ts';
import { crashPoint } from '../core/crash-point.ts';
import type { Door } from '../gateway/door.ts';
import { purgeExchanges } from '../store/api-log.ts';
import type { Db, Sql } from '../store/db.ts';
import { forgetBlocks } from '../store/fuse.ts';
import { beat, forgetWorkers, type Heartbeat } from '../store/heartbeats.ts';
import { pruneTally } from '../store/limits.ts';
import { endure } from './endure.ts';
import type { DeliveryEvent, Emit } from './events.ts';
import { pollReceipts } from './receipts.ts';
import { expireAbsent, expireHeld, recoverLeases } from './recover.ts';
import type { ReroutePlan } from './reroute.ts';

const ROUND_MS = 1_000;
const BEAT_MS = 5_000;
const PURGE_MS = 60 * 60_000;
// The interview keeps its log for two weeks; so do we.
const LOG_KEPT_MS = 14 * 24 * 3_600_000;
// Small deletes: a hundred rows with their bodies are about a millisecond.
const PURGE_ROWS = 100;
// The newest ones only trip the fuse; a week of them shows a person what has been going on.
const BLOCKS_KEPT_MS = 7 * 24 * 3_600_000;
const WORKERS_KEPT_MS = 14 * 24 * 3_600_000;

/** Creates the rows of occurrences that have become due; returns how many. Handed in: it lives in a sibling room. */
export type CreateOccurrences = (sql: Sql, now: number) => Promise<number>;

export interface HousekeepingDeps {
  readonly db: Db;
  readonly door: Door;
  readonly clock: Clock;
  readonly realClock: Clock;
  readonly emit: Emit;
  readonly createOccurrences: CreateOccurrences;
  readonly lessons?: ReroutePlan;
  /** How long after an outcome became unknown it is first looked for. */
  readonly graceMs: number;
  /** The worker's own row, as it is now. */
  readonly heartbeat: () => Heartbeat;
  /** The engine is busy: what can wait, waits. */
  readonly isBusy: () => boolean;
  /** Aborts when the daemon is told to stop. */
  readonly signal: AbortSignal;
  /** New rows may be due. */
  readonly wake: () => void;
  /** Empties the write-ahead log after a purge, so that the purged bytes are gone; off the event loop. */
  readonly checkpoint: () => Promise<void>;
}

/** For a test that kills the process here. */
function passing(created: number, events: readonly DeliveryEvent[], where: 'before-commit' | 'committed') {
  if (events.length > 0) crashPoint(`recover:${where}`);
  if (created > 0) crashPoint(`recurrence:${where}`);
  return created;
}

export class Housekeeping {
  readonly #deps: HousekeepingDeps;
  #beatAt = Number.NEGATIVE_INFINITY;
  #purgeAt = Number.NEGATIVE_INFINITY;

  constructor(deps: HousekeepingDeps) {
    this.#deps = deps;
  }

  /**
   * What has to wait at once, and a round each second until `signal` aborts; `begin` has been called. A database
   * that cannot be written is reported and tried again.
   */
  async run(signal: AbortSignal): Promise<void> {
    await endure(this.#deps.emit, () => this.#followUp());
    for (;;) {
      await this.#deps.realClock.sleep(ROUND_MS, signal);
      if (signal.aborted) return;
      await endure(this.#deps.emit, () => this.round());
    }
  }

  async round(): Promise<void> {
    await this.begin();
    await this.#followUp();
  }

  /** What comes before any claim, and is quick: the heartbeat, the leases of the dead, occurrences. */
  async begin(): Promise<void> {
    const { clock, realClock } = this.#deps;
    await this.#beatIfDue(realClock.now());
    await this.#recover(clock.now());
  }

  /** What no send waits for: a second of receipts, or the log of a month, are nothing to begin with. */
  async #followUp(): Promise<void> {
    const { clock, realClock, isBusy } = this.#deps;
    await this.#pollAll(realClock.now() + ROUND_MS);
    if (!isBusy()) await this.#purgeIfDue(clock.now());
  }

  /** Receipts, four after four, until none is due, the sends need the sockets, or the next round is. */
  async #pollAll(until: number): Promise<void> {
    const { realClock, isBusy } = this.#deps;
    while (!isBusy() && realClock.now() < until && (await pollReceipts(this.#deps)) > 0);
  }

  async #recover(now: number): Promise<void> {
    const events: DeliveryEvent[] = [];
    const created = await this.#deps.db.tx(async (sql) => {
      events.push(...(await recoverLeases(sql, now, this.#deps.graceMs)));
      events.push(...(await expireHeld(sql, now)), ...(await expireAbsent(sql, now)));
      const made = await this.#deps.createOccurrences(sql, now);
      return passing(made, events, 'before-commit');
    });
    passing(created, events, 'committed');
    for (const event of events) this.#deps.emit(event);
    if (created > 0) this.#deps.wake();
  }

  async #beatIfDue(now: number): Promise<void> {
    if (now < this.#beatAt) return;
    this.#beatAt = now + BEAT_MS;
    await this.#deps.db.tx((sql) => beat(sql, this.#deps.heartbeat()));
  }

  async #purgeIfDue(now: number): Promise<void> {
    if (now < this.#purgeAt) return;
    this.#purgeAt = now + PURGE_MS;
    const { signal } = this.#deps;
    let purged = 0;
    // Told to stop, it leaves the rest to the next start.
    for (let last = PURGE_ROWS; last === PURGE_ROWS && !signal.aborted; purged += last) {
      last = await this.#deps.db.tx((sql) => purgeExchanges(sql, now - LOG_KEPT_MS, PURGE_ROWS));
      await this.#deps.realClock.sleep(1);
    }
    await this.#deps.db.tx(async (sql) => {
      await forgetWorkers(sql, this.#deps.realClock.now() - WORKERS_KEPT_MS);
      await forgetBlocks(sql, now - BLOCKS_KEPT_MS);
      await pruneTally(sql, now);
    });
    if (purged > 0) await this.#deps.checkpoint();
  }
}
