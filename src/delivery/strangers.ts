// Strangers: sends from our senders that are not this database's mean that another sender is alive, and one must stop.
// Two copies of a home ring people twice; a person says which of them may go on.

import type { Clock } from '../core/clock.ts';
import { RefusedError } from '../core/errors.ts';
import { describeStop, type Stop, wayBack } from '../core/stop.ts';
import type { Verdict } from '../core/twins.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../core/wall.ts';
import type { Door, TwilioRow } from '../gateway/door.ts';
import { insertExchange } from '../store/api-log.ts';
import type { Db } from '../store/db.ts';
import { isSidBound } from '../store/intents.ts';
import { keepRow } from '../store/loose-rows.ts';
import { beginStop, openStops } from '../store/stops.ts';
import { readStrangerMark, writeStrangerMark } from '../store/strangers.ts';
import { ourSenders } from './bind-forgotten.ts';
import { endure } from './endure.ts';
import type { Emit } from './events.ts';
import { readBack } from './read-back.ts';
import { filtersFor, judgeCopy, sayStrangers, strangersSince } from './suspicion.ts';

const ROUND_MS = 1_000;
const EVERY_MS = HOUR_MS;
// While Twilio cannot be asked. Then nothing can be sent either.
const AGAIN_MS = MINUTE_MS;
// How far Twilio's lists lag is not documented: the last hour before is compared once more.
const OVERLAP_MS = HOUR_MS;
// No first send waits longer for the comparison than this.
const PATIENCE_MS = 15_000;

export interface StrangerDeps {
  readonly db: Db;
  readonly door: Door;
  readonly clock: Clock;
  readonly realClock: Clock;
  readonly defaultFrom: string | undefined;
  readonly requestTimeoutMs: number;
  /** `warn` tells and goes on: for who has another program on the same numbers. */
  readonly onStrangers: 'stop' | 'warn';
  readonly emit: Emit;
  readonly signal: AbortSignal;
}

export class Strangers {
  readonly #deps: StrangerDeps;
  readonly #found = new AbortController();
  /** Whoever is about to start gives way, whatever it finds. */
  #isRunning = false;
  #problem: string | undefined;

  constructor(deps: StrangerDeps) {
    this.#deps = deps;
  }

  /** Aborts when this database has to stop. */
  get found(): AbortSignal {
    return this.#found.signal;
  }

  /**
   * Compares before anything is sent.
   * @throws RefusedError when another sender is alive, and until a person has said that this one may go on
   */
  async begin(): Promise<void> {
    await this.#refuseStopped();
    const nap = new AbortController();
    const patience = this.#deps.realClock.sleep(PATIENCE_MS, nap.signal);
    await Promise.race([endure(this.#deps.emit, () => this.#compare()), patience]);
    nap.abort();
    await this.#refuseStopped();
    this.#isRunning = true;
  }

  /** Compares each hour until `signal` aborts, in one process of several; notices what another one has found. */
  async run(signal: AbortSignal): Promise<void> {
    for (;;) {
      await this.#deps.realClock.sleep(ROUND_MS, signal);
      if (signal.aborted) return;
      await endure(this.#deps.emit, async () => {
        if (await this.#take()) await this.#compare();
        if (await this.#standing()) this.#found.abort();
      });
    }
  }

  async #refuseStopped(): Promise<void> {
    const stop = await this.#standing();
    if (stop) throw new RefusedError(describeStop(stop), { hint: wayBack(stop) });
  }

  async #standing(): Promise<Stop | undefined> {
    return (await openStops(this.#deps.db)).find(({ kind }) => kind === 'strangers');
  }

  /** True for the process whose turn it is. */
  async #take(): Promise<boolean> {
    const { db, clock } = this.#deps;
    const isDue = (nextAt: number): boolean =>
      nextAt <= clock.now() || nextAt > clock.now() + EVERY_MS + MINUTE_MS;
    const mark = await readStrangerMark(db);
    if (!mark || !isDue(mark.nextAt)) return false;
    return await db.tx(async (sql) => {
      const mark = await readStrangerMark(sql);
      const now = clock.now();
      if (!mark || !isDue(mark.nextAt)) return false;
      await writeStrangerMark(sql, { ...mark, nextAt: now + EVERY_MS }, now);
      return true;
    });
  }

  async #compare(): Promise<void> {
    const { db, clock } = this.#deps;
    const now = clock.now();
    const mark = await readStrangerMark(db);
    if (!mark) {
      // What was sent before this database had a daemon is another program's, or nobody's.
      const first = { since: now, comparedTo: now, nextAt: now + EVERY_MS };
      await db.tx((sql) => writeStrangerMark(sql, first, now));
      return;
    }
    const from = Math.max(mark.since, now - DAY_MS, Math.min(mark.comparedTo, now) - OVERLAP_MS);
    const problem = await this.#readSince(from);
    if (problem !== undefined) {
      const detail = `cannot compare with Twilio what was sent from our numbers: ${problem}`;
      // Told once, not each minute.
      if (this.#problem === undefined) this.#deps.emit({ event: 'trouble', detail });
      this.#problem = problem;
      await db.tx(async (sql) => {
        const nextAt = now + AGAIN_MS;
        await writeStrangerMark(sql, { ...((await readStrangerMark(sql)) ?? mark), nextAt }, now);
      });
      return;
    }
    this.#problem = undefined;
    await this.#judge(now);
  }

  /** Stores what is new here. What kept it from being read, if something did. */
  async #readSince(oldest: number): Promise<string | undefined> {
    const { db, clock, defaultFrom } = this.#deps;
    const senders = await ourSenders(db, defaultFrom);
    for (const kind of ['message', 'call'] as const) {
      for (const from of filtersFor(kind, senders)) {
        const wanted = { kind, ...(from !== undefined && { from }), oldest, next: null, tries: 1 };
        const failure = await readBack(this.#deps, wanted, async ({ rows }) => {
          const fresh: TwilioRow[] = [];
          for (const row of rows) if (await this.#isSuspect(row)) fresh.push(row);
          if (fresh.length === 0) return;
          await db.tx(async (sql) => {
            for (const row of fresh) await keepRow(sql, row, clock.now());
          });
        });
        if (!failure) continue;
        const { log } = failure;
        if (log) await db.tx((sql) => insertExchange(sql, log));
        return failure.message;
      }
    }
    return undefined;
  }

  async #isSuspect({ value }: TwilioRow): Promise<boolean> {
    if (value.direction !== 'outbound-api') return false;
    return !(await isSidBound(this.#deps.db, this.#deps.door.accountSid, value.sid));
  }

  /** In one transaction: whose request is under way at that moment has its SID a moment later. */
  async #judge(startedAt: number): Promise<void> {
    const { db, door, clock, onStrangers } = this.#deps;
    const { accountSid } = door;
    const found = await db.tx(async (sql): Promise<Found | undefined> => {
      const now = clock.now();
      // Read again: a person may have accepted them meanwhile.
      const mark = await readStrangerMark(sql);
      if (!mark) return undefined;
      const next = { ...mark, comparedTo: Math.max(mark.comparedTo, startedAt), nextAt: now + EVERY_MS };
      const told = mark.toldTo ?? mark.since;
      const from = Math.max(mark.since + 1, now - DAY_MS);
      const strangers = await strangersSince(sql, { ...this.#deps, accountSid, from });
      const fresh = strangers.filter(({ at }) => at > told);
      const last = fresh.at(-1);
      const verdict = last && this.#isRunning ? await judgeCopy(sql, accountSid, strangers) : 'unknown';
      const goesOn = onStrangers === 'warn' || verdict === 'go-on';
      if (!last || goesOn) {
        await writeStrangerMark(sql, last ? { ...next, toldTo: last.at } : next, now);
        return last && { verdict, goesOn, said: sayStrangers(fresh) };
      }
      // Until when the two agreed must be known, should the other one be a copy: `remind strangers adopt`.
      await writeStrangerMark(sql, { ...mark, nextAt: next.nextAt }, now);
      const said = sayStrangers(fresh);
      const isNew = await beginStop(sql, { kind: 'strangers', tenantId: null, reason: said }, now);
      return isNew ? { verdict, goesOn, said } : undefined;
    });
    if (found) this.#tell(found);
  }

  #tell({ verdict, goesOn, said }: Found): void {
    const { emit, onStrangers } = this.#deps;
    if (onStrangers === 'warn') emit({ event: 'trouble', detail: `another sender is alive: ${said}` });
    else if (goesOn) {
      const detail = `a copy of this database sends as well (${said}); it stops within the hour, this one goes on; find it, and why: remind strangers list`;
      emit({ event: 'alarm', kind: 'strangers', detail });
    } else {
      const who = verdict === 'unknown' ? 'another sender is alive' : 'a copy of this database is alive';
      const hint = wayBack({ kind: 'strangers', tenantName: null });
      emit({ event: 'alarm', kind: 'strangers', detail: `${who}: nothing is sent (${said}); ${hint}` });
    }
  }
}

interface Found {
  readonly verdict: Verdict;
  readonly goesOn: boolean;
  readonly said: string;
}
