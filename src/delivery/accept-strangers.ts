// What a person says about strangers: another program's, or those of a copy of this database that is stopped now.

import { SKEW_MS } from '../core/match.ts';
import { HOUR_MS } from '../core/wall.ts';
import { holdRestored } from '../store/restored.ts';
import { forgetStrangersBefore, readStrangerMark } from '../store/strangers.ts';
import type { ReleaseDeps } from './release.ts';

type Deps = Pick<ReleaseDeps, 'db' | 'clock'>;

/** What was sent until now is no reason to stop. A stop stays until `resume` lets go of what it holds. */
export async function acceptStrangers({ db, clock }: Deps): Promise<void> {
  await db.tx((sql) => forgetStrangersBefore(sql, clock.now(), clock.now()));
}

/**
 * The copy's sends are bound to reminders as after a restore, from the last instant at which this database and Twilio
 * agreed; nothing goes before that.
 */
export async function adoptStrangers({ db, clock }: Deps): Promise<void> {
  await db.tx(async (sql) => {
    const now = clock.now();
    const mark = await readStrangerMark(sql);
    const backupAt = mark === undefined ? now : Math.max(mark.since, mark.comparedTo - HOUR_MS);
    await holdRestored(sql, { backupAt, reason: 'a copy of it has sent since' }, now);
    await forgetStrangersBefore(sql, now + SKEW_MS, now);
  });
}
