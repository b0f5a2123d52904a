// What waits, spread out over the instants at which it may go: so that no release, and no retry, is a flood.

import type { HoldReason } from '../core/lifecycle.ts';
import { windowsOf } from '../core/limits.ts';
import { planRelease, type ReleasePlan, type Waiting } from '../core/release.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../core/wall.ts';
import type { Sql } from './db.ts';
import { plannedTo } from './fuse.ts';
import { readLimits } from './limits.ts';
import { sendsTo } from './releases.ts';

// Half of what may go in a minute: the other half is for what becomes due meanwhile.
const SHARE = 0.5;
// What goes is sent a little after it is due, and the next one to the same person would come that much too early: it would
// be held back, and ten of those in a minute trip the fuse.
const LATENESS_MS = 5_000;

/** What waits, or is to: `holdReason` is null for what is overdue, and left out for what is neither held nor scheduled. */
export type ToGo = Waiting & { readonly holdReason?: HoldReason | null | undefined };

/** When each may go, by what its recipient was sent, is to be sent soon, and may be sent. Nothing is changed. */
export async function spreadOut<Row extends ToGo>(
  sql: Sql,
  rows: readonly Row[],
  now: number,
): Promise<ReleasePlan<Row>> {
  const { fuse } = await readLimits(sql);
  // What is overdue goes now, unless it is let go of here itself.
  const from = rows.some(({ holdReason }) => holdReason === null) ? now : 0;
  const history = new Map<string, readonly number[]>();
  for (const { channel, to } of rows) {
    const key = `${channel} ${to}`;
    if (history.has(key)) continue;
    const sent = await sendsTo(sql, { channel, to, since: now - DAY_MS });
    const planned = await plannedTo(sql, { channel, to, besides: null, from, until: now + HOUR_MS });
    history.set(key, [...sent, ...planned.map((at) => Math.max(at, now))]);
  }
  return planRelease(rows, {
    now,
    gapMs: Math.ceil(MINUTE_MS / (fuse.allPerMinute * SHARE)),
    windowsOf: (channel) =>
      windowsOf(channel, fuse).map((limit) => ({ ...limit, windowMs: limit.windowMs + LATENESS_MS })),
    history: (channel, to) => history.get(`${channel} ${to}`) ?? [],
  });
}
