// Reconciliation: asks Twilio what became of sends of unknown outcome, and writes each verdict in one transaction.

import type { Clock } from '../core/clock.ts';
import { crashPoint } from '../core/crash-point.ts';
import { formatId } from '../core/id.ts';
import type { Door } from '../gateway/door.ts';
import { insertExchange } from '../store/api-log.ts';
import type { Db } from '../store/db.ts';
import { type Doubt, isLookDue, postponeLook, postponeLooks, takeLooks } from '../store/doubts.ts';
import { type ConcludeTerms, conclude } from './conclude.ts';
import { endure } from './endure.ts';
import type { Emit } from './events.ts';
import { type Failure, look } from './look.ts';

const ROUND_MS = 1_000;
// Few at a time: Twilio limits concurrent requests for the whole account, and the sends need theirs.
const AT_ONCE = 4;
// A look that its process did not live to finish is made again after this long.
const LOOK_LEASE_MS = 2 * 60_000;
// While Twilio cannot be asked, it is asked so often, whatever the number of looks that are due.
const PAUSE_MS = 30_000;

export interface ReconcileDeps extends Omit<ConcludeTerms, 'now'> {
  readonly db: Db;
  readonly door: Door;
  readonly clock: Clock;
  readonly realClock: Clock;
  readonly emit: Emit;
  /** Something may be due again. */
  readonly wake: () => void;
  /** Aborts when the daemon is told to stop. */
  readonly signal: AbortSignal;
}

export class Reconciler {
  readonly #deps: ReconcileDeps;
  #isLooking = false;

  constructor(deps: ReconcileDeps) {
    this.#deps = deps;
  }

  /**
   * The looks that are due, at once and then each second until `signal` aborts. Beside the other side work: a look
   * that Twilio keeps waiting for half a minute must not hold up the heartbeat.
   */
  async run(signal: AbortSignal): Promise<void> {
    for (;;) {
      await endure(this.#deps.emit, () => this.round());
      await this.#deps.realClock.sleep(ROUND_MS, signal);
      if (signal.aborted) return;
    }
  }

  /** True when no look is under way or due. */
  async isIdle(): Promise<boolean> {
    const { db, door, clock } = this.#deps;
    return !this.#isLooking && !(await isLookDue(db, door.accountSid, clock.now()));
  }

  /** Looks until none is due, Twilio cannot be asked, or the daemon is told to stop. */
  async round(): Promise<void> {
    this.#isLooking = true;
    try {
      while (!this.#deps.signal.aborted && (await this.#lookAtSome()));
    } finally {
      this.#isLooking = false;
    }
  }

  async #lookAtSome(): Promise<boolean> {
    const { db, door, clock } = this.#deps;
    const now = clock.now();
    const wanted = { accountSid: door.accountSid, now, until: now + LOOK_LEASE_MS, limit: AT_ONCE };
    // Asked on the reading connection first: nearly always there is none, and a transaction holds up the sends.
    if (!(await isLookDue(db, door.accountSid, now))) return false;
    const doubts = await db.tx((sql) => takeLooks(sql, wanted));
    crashPoint('reconcile:looks-taken');
    const failures = await Promise.all(doubts.map((doubt) => this.#lookAt(doubt)));
    const general = failures.find((failure) => failure?.isGeneral === true);
    if (general) await this.#pause(general, clock.now());
    return doubts.length > 0 && !general;
  }

  /** What kept the look from seeing anything, if something did: then it has not counted. */
  async #lookAt(doubt: Doubt): Promise<Failure | undefined> {
    const { db, door, clock, emit, wake } = this.#deps;
    const sight = await look(door, doubt);
    crashPoint('reconcile:answered');
    const now = clock.now();
    if ('failure' in sight) {
      const { failure, logs } = sight;
      await db.tx(async (sql) => {
        for (const log of logs) await insertExchange(sql, log);
        await postponeLook(sql, doubt, pauseEnd(failure, now));
      });
      crashPoint('reconcile:put-off');
      if (!failure.isGeneral) emit({ event: 'trouble', detail: `${cannotLook(doubt)}: ${failure.message}` });
      return failure;
    }
    const event = await db.tx((sql) => conclude(sql, doubt, sight, { ...this.#deps, now }));
    crashPoint('reconcile:committed');
    if (event) emit(event);
    if (event) wake();
    return undefined;
  }

  /** Every other look would fare the same. Told once. */
  async #pause(failure: Failure, now: number): Promise<void> {
    const { db, door, emit } = this.#deps;
    await db.tx((sql) => postponeLooks(sql, door.accountSid, pauseEnd(failure, now)));
    const detail = `Twilio cannot be asked about sends of unknown outcome: ${failure.message}`;
    emit({ event: 'trouble', detail });
  }
}

function pauseEnd({ retryAfterMs = 0 }: Failure, now: number): number {
  return now + Math.max(PAUSE_MS, retryAfterMs);
}

function cannotLook({ reminderId, kind, to }: Doubt): string {
  const what = `a ${kind === 'message' ? 'text' : 'call'} to ${to}`;
  return `cannot look for ${reminderId === null ? what : `reminder ${formatId(reminderId)}`}`;
}
