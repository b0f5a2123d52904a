// After a restore: asks Twilio for all that was sent and texted since the backup, and binds it to the reminders it was.
// Cut short, it goes on where it was; done again, it changes nothing.

import type { CaughtUp } from '../core/caught-up.ts';
import type { Clock } from '../core/clock.ts';
import { SKEW_MS } from '../core/match.ts';
import { HOUR_MS } from '../core/wall.ts';
import type { Door } from '../gateway/door.ts';
import { insertExchange } from '../store/api-log.ts';
import type { Db, Sql } from '../store/db.ts';
import { keepRow } from '../store/loose-rows.ts';
import { type Cursor, type Restored, readRestored, writeRestored } from '../store/restored.ts';
import { bindForgotten } from './bind-forgotten.ts';
import type { AnswerReminder } from './heed.ts';
import { heedTexts } from './heed-texts.ts';
import { type ReadFailure, readBack } from './read-back.ts';

// What was under way when the backup was made may be dated before it.
const MARGIN_MS = HOUR_MS;
// A page token is not promised to live for ever.
const CURSOR_LIFE_MS = HOUR_MS;
const PORTION = 500;
const TRIES = 3;

export interface CatchUpDeps {
  readonly db: Db;
  readonly door: Door;
  readonly clock: Clock;
  readonly realClock: Clock;
  readonly signal: AbortSignal;
  readonly defaultFrom: string | undefined;
  readonly requestTimeoutMs: number;
  /** How far Twilio's lists may be behind: as long as an unknown outcome waits for its first look. */
  readonly graceMs: number;
  /** Creates the rows of occurrences that have become due; returns how many. */
  readonly createOccurrences: (sql: Sql, now: number) => Promise<number>;
  readonly answer?: AnswerReminder | undefined;
}

export type CatchUp =
  | { readonly learned: CaughtUp }
  /** Twilio has not been asked: what was sent just before the restore may not be in its lists before this instant. */
  | { readonly readyAt: number }
  /** Nothing has been let go; the next one goes on from here. */
  | { readonly failure: string; readonly isUnauthorized: boolean };

/** Undefined when the database was not restored, or all has been let go since. */
export async function catchUp(deps: CatchUpDeps): Promise<CatchUp | undefined> {
  const restored = await timedRestore(deps);
  if (!restored) return undefined;
  const now = deps.clock.now();
  const readyAt = restored.restoredAt + deps.graceMs;
  // Nothing is decided by half: of two calls, the ring that is shown late would make both a matter of doubt.
  if (restored.readTo === null && now < readyAt) return { readyAt };
  const { cursor } = restored;
  const begin: Cursor =
    cursor && now - cursor.startedAt < CURSOR_LIFE_MS
      ? cursor
      : { kind: 'message', startedAt: now, next: null };
  const failure = await readAll(deps, restored, begin);
  if (failure) return { failure: failure.message, isUnauthorized: failure.log?.status === 401 };
  return { learned: await conclude(deps, restored, begin.startedAt) };
}

/** A clock that was set back since would have the restore lie in the future: then it counts as made now. */
async function timedRestore({ db, clock }: CatchUpDeps): Promise<Restored | undefined> {
  const restored = await readRestored(db);
  const now = clock.now();
  if (!restored || restored.restoredAt <= now || restored.readTo !== null) return restored;
  const timed = { ...restored, restoredAt: now };
  await db.tx((sql) => writeRestored(sql, timed, now));
  return timed;
}

async function readAll(
  deps: CatchUpDeps,
  restored: Restored,
  begin: Cursor,
): Promise<ReadFailure | undefined> {
  const oldest = (restored.readTo ?? restored.backupAt) - MARGIN_MS;
  const kinds = (['message', 'call'] as const).slice(begin.kind === 'call' ? 1 : 0);
  for (const kind of kinds) {
    const next = kind === begin.kind ? begin.next : null;
    const failure = await readBack(deps, { kind, oldest, next, tries: TRIES }, async (page) => {
      for (let from = 0; from < page.rows.length; from += PORTION) {
        const rows = page.rows.slice(from, from + PORTION);
        await deps.db.tx(async (sql) => {
          for (const row of rows) await keepRow(sql, row, deps.clock.now());
        });
      }
      const cursor = nextCursor({ ...begin, kind }, page.next);
      await deps.db.tx((sql) => writeRestored(sql, { ...restored, cursor }, deps.clock.now()));
    });
    if (!failure) continue;
    const { log } = failure;
    if (log) await deps.db.tx((sql) => insertExchange(sql, log));
    return failure;
  }
  return undefined;
}

function nextCursor(cursor: Cursor, next: string | null): Cursor {
  if (next === null && cursor.kind === 'message') return { ...cursor, kind: 'call', next: null };
  return { ...cursor, next };
}

async function conclude(deps: CatchUpDeps, restored: Restored, readTo: number): Promise<CaughtUp> {
  const { db, clock, door, createOccurrences, defaultFrom, answer } = deps;
  const first = await bindForgotten(deps, restored);
  // Only now, or the occurrence that was sent would be taken for overtaken by a later one.
  const made = await makeOccurrences(db, clock, createOccurrences);
  const second = made > 0 ? await bindForgotten(deps, restored) : undefined;
  const from = (restored.readTo ?? restored.backupAt) - SKEW_MS;
  const span = { accountSid: door.accountSid, from, until: clock.now() + SKEW_MS };
  const optedOut = await heedTexts(db, span, { now: clock.now(), defaultFrom, answer });
  const before = restored.learned;
  const learned: CaughtUp = {
    sent: before.sent + first.sent + (second?.sent ?? 0),
    unclear: before.unclear + first.unclear + (second?.unclear ?? 0),
    optedOut: before.optedOut + optedOut,
    unmatched: (second ?? first).unmatched,
  };
  await db.tx((sql) => writeRestored(sql, { ...restored, readTo, cursor: null, learned }, clock.now()));
  return learned;
}

async function makeOccurrences(
  db: Db,
  clock: Clock,
  create: CatchUpDeps['createOccurrences'],
): Promise<number> {
  let made = 0;
  for (let last = 1; last > 0; made += last) last = await db.tx((sql) => create(sql, clock.now()));
  return made;
}
