// The daemon: the engine and its side work under one roof, started with an identity of its own and stopped gently.

import type { OnAlarm } from '../core/alarm.ts';
import type { Clock, Random } from '../core/clock.ts';
import type { QuietHours } from '../core/quiet-hours.ts';
import type { OnUnknown } from '../core/reminder.ts';
import { describeStop, type Stop, type StopKind } from '../core/stop.ts';
import type { Door } from '../gateway/door.ts';
import type { Db } from '../store/db.ts';
import { beat, type Heartbeat } from '../store/heartbeats.ts';
import { countOpenIntents } from '../store/intents.ts';
import { lineSince } from '../store/rates.ts';
import { openStops } from '../store/stops.ts';
import { CatchingUp } from './catching-up.ts';
import { Engine, type IsDone } from './engine.ts';
import type { DeliveryEvent, Emit } from './events.ts';
import type { AnswerReminder } from './heed.ts';
import { type CreateOccurrences, Housekeeping } from './housekeeping.ts';
import { Inbound } from './inbound.ts';
import { Reconciler } from './reconcile.ts';
import { Strangers } from './strangers.ts';

/** Nothing due within this long counts as idle. */
const IDLE_MS = 2_000;

export interface DaemonDeps {
  readonly db: Db;
  readonly door: Door;
  readonly clock: Clock;
  readonly realClock: Clock;
  readonly random: Random;
  readonly defaultFrom: string | undefined;
  /** When nothing is sent, for contacts and tenants that have no hours of their own; never when left out. */
  readonly quietHours?: QuietHours | undefined;
  /** Whether a text that a phone does not take becomes a call. */
  readonly callsInstead?: boolean | undefined;
  /** How long after an outcome became unknown it is first looked for. */
  readonly graceMs: number;
  readonly requestTimeoutMs: number;
  /** The profile's wish for a send that is proved absent. */
  readonly onUnknown: OnUnknown | null;
  readonly worker: Pick<Heartbeat, 'workerId' | 'role' | 'host' | 'pid' | 'version'>;
  /** What to do about sends from our senders that are not ours. */
  readonly onStrangers: 'stop' | 'warn';
  readonly createOccurrences: CreateOccurrences;
  readonly answer?: AnswerReminder | undefined;
  /** Brings released imports to their end, before anything is claimed. */
  readonly rollForward: () => Promise<void>;
  readonly checkpoint: () => Promise<void>;
  readonly emit: Emit;
  /** Tells a person; the event and the log tell whoever looks. */
  readonly onAlarm?: OnAlarm;
}

export interface DaemonOptions {
  readonly concurrency: number;
  /** `forever`; `once`: what is due at the start; `idle`: until nothing is due within two seconds. */
  readonly until: 'forever' | 'once' | 'idle';
}

export interface DaemonResult {
  readonly sent: number;
  readonly failed: number;
  /** Why Twilio refuses everything; null when it does not. */
  readonly haltedBy: string | null;
  /** The last alarm, also one that another process raised and that still stands; null when there is none. */
  readonly alarm: string | null;
  /** What holds sending back at the end, whoever began it and when. */
  readonly stops: readonly Stop[];
}

/** Delivers until it is done or `signal` aborts; then drains. Returns what it did, and what stopped it if anything did. */
export async function runDaemon(
  deps: DaemonDeps,
  options: DaemonOptions,
  signal: AbortSignal,
): Promise<DaemonResult> {
  const startedAt = deps.clock.now();
  const diary = new Diary(deps, startedAt);
  const strangers = new Strangers({ ...deps, signal, emit: diary.emit });
  await strangers.begin();
  const engine = new Engine({ ...deps, concurrency: options.concurrency, emit: diary.emit });
  const stop = new AbortController();
  const catchingUp = new CatchingUp({ ...deps, signal, emit: diary.emit, wake: () => engine.wake() });
  await catchingUp.begin();
  // What an older occurrence was sent as has to be known before a later one takes its place.
  const createOccurrences: CreateOccurrences = async (sql, now) =>
    catchingUp.isDone ? await deps.createOccurrences(sql, now) : 0;
  const side = { ...deps, createOccurrences, signal, emit: diary.emit, wake: () => engine.wake() };
  const reconciler = new Reconciler(side);
  const housekeeping = new Housekeeping({
    ...side,
    heartbeat: () => diary.heartbeat(engine.tally),
    isBusy: () => engine.isSaturated,
    lessons: deps,
  });
  const inbound = new Inbound({ ...side, sent: () => engine.tally.sent });
  diary.emit({
    event: 'started',
    workerId: deps.worker.workerId,
    mode: deps.door.mode,
    accountSid: deps.door.accountSid,
    concurrency: options.concurrency,
  });
  await deps.rollForward();
  await housekeeping.begin();
  // After a restore an answer is to a reminder that has to be known as sent first; nothing goes meanwhile.
  if (catchingUp.isDone) await inbound.begin();
  const unwatch = deps.db.watch(deps.realClock, () => engine.wake());
  const onStop = (): void => diary.emit({ event: 'stopping', inFlight: engine.tally.inFlight });
  // Whichever breaks down ends the daemon.
  const rounds = Promise.all([
    housekeeping.run(stop.signal),
    reconciler.run(stop.signal),
    catchingUp.run(stop.signal).then(() => inbound.run(stop.signal)),
    strangers.run(stop.signal),
  ]);
  const isDone = whenDone(deps, options.until, { startedAt, reconciler, catchingUp });
  const end = AbortSignal.any([signal, strangers.found]);
  end.addEventListener('abort', onStop);
  try {
    await Promise.race([engine.run(end, isDone), rounds]);
  } finally {
    end.removeEventListener('abort', onStop);
    unwatch();
    stop.abort();
  }
  await rounds;
  await deps.db.tx((sql) => beat(sql, { ...diary.heartbeat(engine.tally), stoppedAt: deps.realClock.now() }));
  const { sent, failed } = engine.tally;
  diary.emit({ event: 'stopped', sent, failed });
  const stops = await openStops(deps.db);
  const haltedBy = standing(stops, ['halt']);
  const alarm = diary.alarm ?? standing(stops, ['fuse', 'restored', 'strangers']);
  return { sent, failed, haltedBy, alarm, stops };
}

function standing(stops: readonly Stop[], kinds: readonly StopKind[]): string | null {
  const stop = stops.find(({ kind }) => kinds.includes(kind));
  return stop === undefined ? null : describeStop(stop);
}

interface Underway {
  readonly startedAt: number;
  readonly reconciler: Reconciler;
  readonly catchingUp: CatchingUp;
}

function whenDone(
  deps: DaemonDeps,
  until: DaemonOptions['until'],
  { startedAt, reconciler, catchingUp }: Underway,
): IsDone {
  return async ({ nextRunAt }) => {
    if (until === 'forever') return false;
    if (!catchingUp.hasTried) return false;
    const waits = await lineSince(deps.db);
    if (until === 'once')
      return (nextRunAt === null || nextRunAt > startedAt) && !(waits !== null && waits <= startedAt);
    if (waits !== null || (nextRunAt !== null && nextRunAt <= deps.clock.now() + IDLE_MS)) return false;
    // A look that is due may set something free; one that is minutes away is not waited for.
    return (await reconciler.isIdle()) && (await countOpenIntents(deps.db)).pending === 0;
  };
}

/** Remembers what the heartbeat has to say while passing every event on. */
class Diary {
  readonly #deps: DaemonDeps;
  readonly #startedAt: number;
  #lastError: string | null = null;
  #lastErrorAt: number | null = null;
  #alarm: string | null = null;

  constructor(deps: DaemonDeps, startedAt: number) {
    this.#deps = deps;
    this.#startedAt = startedAt;
  }

  get alarm(): string | null {
    return this.#alarm;
  }

  readonly emit = (event: DeliveryEvent): void => {
    if (
      event.event === 'failed' ||
      event.event === 'unknown' ||
      event.event === 'trouble' ||
      event.event === 'alarm' ||
      (event.event === 'reconciled' && event.verdict === 'unclear')
    ) {
      this.#lastError = event.detail;
      this.#lastErrorAt = this.#deps.clock.now();
    }
    this.#deps.emit(event);
    if (event.event !== 'alarm') return;
    if (event.kind !== 'halt') this.#alarm = event.detail;
    this.#deps.onAlarm?.({ kind: event.kind, detail: event.detail });
  };

  heartbeat(tally: { readonly inFlight: number; readonly sent: number; readonly failed: number }): Heartbeat {
    return {
      ...this.#deps.worker,
      startedAt: this.#startedAt,
      beatAt: this.#deps.realClock.now(),
      stoppedAt: null,
      ...tally,
      lastError: this.#lastError,
      lastErrorAt: this.#lastErrorAt,
    };
  }
}
