// The delivery engine: one transaction a turn settles what has ended and claims what is due, then it sleeps.

import type { Clock, Random } from '../core/clock.ts';
import { crashPoint } from '../core/crash-point.ts';
import { UnhealthyError } from '../core/errors.ts';
import type { QuietHours } from '../core/quiet-hours.ts';
import type { Door } from '../gateway/door.ts';
import type { Db } from '../store/db.ts';
import { type ClaimRound, claimDue } from './claim.ts';
import { Doorbell } from './doorbell.ts';
import type { DeliveryEvent, Emit } from './events.ts';
import { type Finished, type Settled, settle } from './settle.ts';

// Outcomes are committed together: at once when this many have gathered, after COMMIT_MS otherwise. A commit is one
// wait for the disk and writes each page once, however many rows are in it: of a send it was 220 µs by eights, and is
// 105 so. A lost outcome is no lost reminder: its intent stays behind and is reconciled.
const COMMIT_BATCH = 28;
const COMMIT_MS = 4;
// The most that one transaction settles or claims. In the pace of a day it is one or two rows, far below the 5 ms for
// which the event loop may be held; of a heap that was left over, 32 settled and 32 claimed are some 10 ms.
const TURN_ROWS = 32;
// However sure the timers are, look again after this long.
const BACKSTOP_MS = 1_000;
// After the database failed: the disk may be full, or another process may hold the lock.
const TROUBLE_PAUSE_MS = 1_000;
// While stopping, outcomes that cannot be written are given up after this many tries; their intents remain.
const LAST_TRIES = 3;

export interface EngineDeps {
  readonly db: Db;
  readonly door: Door;
  /** The program's clock: virtual on the simulator's. */
  readonly clock: Clock;
  /** Real time, for the pauses between commits. */
  readonly realClock: Clock;
  readonly random: Random;
  /** Requests under way at once, at the most. */
  readonly concurrency: number;
  readonly defaultFrom: string | undefined;
  /** When nothing is sent, for contacts and tenants that have no hours of their own; never when left out. */
  readonly quietHours?: QuietHours | undefined;
  /** Whether a text that a phone does not take becomes a call. */
  readonly callsInstead?: boolean | undefined;
  /** How long after an outcome became unknown it is first looked for. */
  readonly graceMs: number;
  readonly emit: Emit;
}

/** How things stand when nothing is in flight. */
export interface Lull {
  /** Null when nothing is scheduled. */
  readonly nextRunAt: number | null;
}

/** Asked in a lull: may the engine end by itself? */
export type IsDone = (lull: Lull) => Promise<boolean>;

interface Turn {
  readonly settled: readonly Settled[];
  readonly round: ClaimRound | undefined;
}

/** For a test that kills the process here. */
function passing(turn: Turn, where: 'before-commit' | 'committed'): Turn {
  if (turn.settled.length > 0) crashPoint(`outcome:${where}`);
  if (turn.round && turn.round.claims.length > 0) crashPoint(`claim:${where}`);
  return turn;
}

/** An exchange that broke down is a bug of ours; its request may have been sent, and is held for a person to see. */
function lost(intentId: number, error: unknown): Finished['exchanged'] {
  const verdict = { class: 'unknown', message: `the exchange broke down: ${String(error)}` } as const;
  return { intentId, verdict, httpStatus: null, row: undefined, log: undefined };
}

export class Engine {
  readonly #deps: EngineDeps;
  readonly #bell = new Doorbell();
  #finished: Finished[] = [];
  #inFlight = 0;
  #sent = 0;
  #failed = 0;
  #nextRunAt: number | null = null;
  #mustLook = true;
  #tries = 0;

  constructor(deps: EngineDeps) {
    this.#deps = deps;
  }

  get tally(): { readonly inFlight: number; readonly sent: number; readonly failed: number } {
    return { inFlight: this.#inFlight, sent: this.#sent, failed: this.#failed };
  }

  /** True while every slot is taken: side work such as receipts stands back. */
  get isSaturated(): boolean {
    return this.#inFlight >= this.#deps.concurrency;
  }

  /** Something may have become due: another process wrote, or an occurrence was created. */
  wake(): void {
    this.#mustLook = true;
    this.#bell.ring();
  }

  /** Runs until `signal` aborts (then drains what is in flight) or `isDone` says so. */
  async run(signal: AbortSignal, isDone: IsDone): Promise<void> {
    const ring = (): void => this.#bell.ring();
    signal.addEventListener('abort', ring);
    try {
      while (!(await this.#isOver(signal, isDone))) {
        await this.#rest(signal);
        await this.#turn(signal);
      }
    } finally {
      signal.removeEventListener('abort', ring);
    }
  }

  async #isOver(signal: AbortSignal, isDone: IsDone): Promise<boolean> {
    if (this.#inFlight > 0) return false;
    if (this.#finished.length > 0) return signal.aborted && this.#tries >= LAST_TRIES;
    if (signal.aborted) return true;
    return !this.#mustLook && (await isDone({ nextRunAt: this.#nextRunAt }));
  }

  /** Sleeps until a turn has something to do: outcomes to commit, a due instant, a ring. */
  async #rest(signal: AbortSignal): Promise<void> {
    if (this.#finished.length >= COMMIT_BATCH || this.#mayClaim(signal)) return;
    const { clock, realClock } = this.#deps;
    const ring = (): void => this.#bell.ring();
    const pause = this.#finished.length > 0 ? COMMIT_MS : BACKSTOP_MS;
    const nap = new AbortController();
    // Elapsed time, not an instant: a wall clock set back must not put the engine to sleep for an hour.
    void realClock.sleep(pause, nap.signal).then(() => nap.signal.aborted || ring());
    const due = this.#nextRunAt === null || signal.aborted || this.isSaturated ? null : this.#nextRunAt;
    const cancel = due === null ? undefined : clock.at(due, ring);
    await this.#bell.wait();
    // Without a reason of its own each one would be an exception with a stack.
    nap.abort('awake');
    cancel?.();
  }

  #mayClaim(signal: AbortSignal): boolean {
    if (signal.aborted || this.isSaturated) return false;
    const now = this.#deps.clock.now();
    return this.#mustLook || (this.#nextRunAt !== null && this.#nextRunAt <= now);
  }

  async #turn(signal: AbortSignal): Promise<void> {
    const claiming = this.#mayClaim(signal);
    if (this.#finished.length === 0 && !claiming) return;
    const batch = this.#finished.splice(0, TURN_ROWS);
    // Cleared before the transaction: a wake that comes during it is for the next turn.
    if (claiming) this.#mustLook = false;
    try {
      const turn = await this.#deps.db.tx(async (sql): Promise<Turn> => {
        const now = this.#deps.clock.now();
        const settled: Settled[] = [];
        const terms = { ...this.#deps, now, retries: true };
        for (const finished of batch) settled.push(await settle(sql, finished, terms));
        const round = claiming ? await this.#claim(sql, now) : undefined;
        return passing({ settled, round }, 'before-commit');
      });
      passing(turn, 'committed');
      this.#tries = 0;
      this.#conclude(turn);
    } catch (error) {
      this.#finished.unshift(...batch);
      this.#mustLook = true;
      await this.#endure(error, signal);
    }
  }

  #claim(sql: Parameters<typeof claimDue>[0], now: number): Promise<ClaimRound> {
    const { door, defaultFrom, quietHours, concurrency } = this.#deps;
    const limit = Math.min(TURN_ROWS, concurrency - this.#inFlight);
    return claimDue(sql, { now, limit, door, defaultFrom, quietHours });
  }

  /** After the commit, and only then: tells, and lets the requests go. */
  #conclude({ settled, round }: Turn): void {
    for (const one of settled) {
      if (one.event) this.#tell(one.event);
      if (one.runAt !== null) this.#nextRunAt = Math.min(one.runAt, this.#nextRunAt ?? one.runAt);
      for (const lesson of one.lessons) this.#tell(lesson);
    }
    if (!round) return;
    this.#nextRunAt = round.nextRunAt;
    for (const event of round.events) this.#tell(event);
    for (const claim of round.claims) void this.#launch(claim);
  }

  #tell(event: DeliveryEvent): void {
    if (event.event === 'sent') this.#sent += 1;
    if (event.event === 'failed') this.#failed += 1;
    this.#deps.emit(event);
  }

  async #launch(claim: ClaimRound['claims'][number]): Promise<void> {
    const { clock, realClock, door } = this.#deps;
    this.#inFlight += 1;
    const startedAt = clock.now();
    const exchanged = await door.exchange(claim.intentId).catch((error) => lost(claim.intentId, error));
    this.#inFlight -= 1;
    this.#finished.push({ claim, exchanged, startedAt });
    if (this.#finished.length >= COMMIT_BATCH || this.#inFlight === 0) this.#bell.ring();
    else if (this.#finished.length === 1) void realClock.sleep(COMMIT_MS).then(() => this.#bell.ring());
  }

  /** A database that cannot be written now is waited for; anything else is a bug and ends the program. */
  async #endure(error: unknown, signal: AbortSignal): Promise<void> {
    if (!(error instanceof UnhealthyError)) throw error;
    this.#tries += 1;
    this.#deps.emit({ event: 'trouble', detail: error.message });
    await this.#deps.realClock.sleep(TROUBLE_PAUSE_MS, signal.aborted ? undefined : signal);
  }
}
