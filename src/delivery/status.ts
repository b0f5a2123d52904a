// How delivery stands: depth by state, what is overdue, who works, what comes next.

import { showState } from '../core/lifecycle.ts';
import type { Mode } from '../core/mode.ts';
import type { Stop } from '../core/stop.ts';
import { nextRunAt, overdue } from '../store/claims.ts';
import type { Sql } from '../store/db.ts';
import { doubtFigures } from '../store/doubts.ts';
import { type Heartbeat, workersSince } from '../store/heartbeats.ts';
import { countOpenIntents } from '../store/intents.ts';
import { readSpending, type Spending } from '../store/limits.ts';
import { countByState, countDead } from '../store/reminders.ts';
import { countOpenReviews } from '../store/replies.ts';
import { readStamp } from '../store/stamp.ts';
import { openStops } from '../store/stops.ts';
import { DEFAULT_TENANT_ID } from '../store/tenants.ts';

// A daemon beats every 5 s. After three missed beats it is taken for dead.
const ALIVE_MS = 15_000;
const RECENT_MS = 24 * 3_600_000;
const WEEK_MS = 7 * RECENT_MS;

export interface Worker extends Heartbeat {
  readonly state: 'alive' | 'stopped' | 'dead';
}

export interface DeliveryStatus {
  readonly mode: Mode | null;
  readonly accountSid: string | null;
  readonly states: Readonly<Record<string, number>>;
  readonly overdue: number;
  readonly oldestOverdueAt: number | null;
  readonly nextDueAt: number | null;
  /** What holds sending back now. */
  readonly stops: readonly Stop[];
  /** How far everybody's budgets are used. */
  readonly budget: readonly Spending[];
  readonly pendingRequests: number;
  readonly unknownRequests: number;
  /** When one of these is looked for at Twilio next; null when none is. */
  readonly nextLookAt: number | null;
  /** Reminders due in the last week that failed or expired: nobody will send them any more. */
  readonly dead: number;
  /** Reminders of unknown outcome that no look will settle: they wait for a person. */
  readonly unresolved: number;
  /** Texts that people sent and that a person has to decide about. */
  readonly textsToReview: number;
  readonly workers: readonly Worker[];
  readonly lastError: string | null;
  readonly lastErrorAt: number | null;
}

/** `now` is the program's clock; `realNow` the machine's, which heartbeats are written on. */
export async function readStatus(sql: Sql, now: number, realNow: number): Promise<DeliveryStatus> {
  const stamp = await readStamp(sql);
  const late = await overdue(sql, now);
  const open = await countOpenIntents(sql);
  const workers = (await workersSince(sql, realNow - RECENT_MS)).map((worker) => judge(worker, realNow));
  const troubled = workers
    .filter((worker) => worker.lastErrorAt !== null)
    .sort((a, b) => (b.lastErrorAt ?? 0) - (a.lastErrorAt ?? 0))[0];
  return {
    mode: stamp?.mode ?? null,
    accountSid: stamp?.accountSid ?? null,
    states: Object.fromEntries(
      (await countByState(sql)).map((row) => [showState(row.state, row.holdReason), row.count]),
    ),
    overdue: late.count,
    oldestOverdueAt: late.oldestDueAt,
    nextDueAt: await nextRunAt(sql),
    stops: await openStops(sql),
    budget: (await readSpending(sql, DEFAULT_TENANT_ID, now)).filter(({ who }) => who === 'everybody'),
    pendingRequests: open.pending,
    unknownRequests: open.unknown,
    ...(await doubtFigures(sql)),
    dead: await countDead(sql, now - WEEK_MS),
    textsToReview: await countOpenReviews(sql),
    workers,
    lastError: troubled?.lastError ?? null,
    lastErrorAt: troubled?.lastErrorAt ?? null,
  };
}

function judge(worker: Heartbeat, realNow: number): Worker {
  if (worker.stoppedAt !== null) return { ...worker, state: 'stopped' };
  return { ...worker, state: realNow - worker.beatAt <= ALIVE_MS ? 'alive' : 'dead' };
}
