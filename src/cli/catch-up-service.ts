// What Twilio knows and this database does not, for commands: after a restore, and of strangers.

import type { KnownStrangers } from '../../commands/strangers/list.ts';
import type { CaughtUp } from '../core/caught-up.ts';
import { formatDuration } from '../core/duration.ts';
import { CredentialError, RefusedError, UnhealthyError } from '../core/errors.ts';
import { clockTime } from '../core/say-time.ts';
import { DAY_MS } from '../core/wall.ts';
import { catchUp } from '../delivery/catch-up.ts';
import { strangersSince } from '../delivery/suspicion.ts';
import { answerReminder } from '../reminders/answer.ts';
import { createDueOccurrences } from '../reminders/occurrences.ts';
import { readRestored } from '../store/restored.ts';
import { readStamp } from '../store/stamp.ts';
import { openStops } from '../store/stops.ts';
import { readStrangerMark } from '../store/strangers.ts';
import { systemClock } from '../system/clock.ts';
import type { Foundation } from './foundation.ts';
import { openDoor } from './open-door.ts';

/**
 * Null when the database was not restored, or all has been let go since.
 * @throws UnhealthyError when Twilio cannot be asked, CredentialError when it knows us not, RefusedError when it is
 * too early to ask: then nothing can be let go
 */
export async function catchUpNow(ground: Foundation): Promise<CaughtUp | null> {
  const db = await ground.db();
  if (!(await readRestored(db))) return null;
  const config = await ground.config();
  const door = await openDoor(ground, { life: 'short' });
  const result = await catchUp({
    db,
    door,
    clock: ground.clock,
    realClock: systemClock,
    signal: ground.shell.signal,
    defaultFrom: config.from.value,
    requestTimeoutMs: config.requestTimeout.value,
    graceMs: config.unknownGrace.value,
    createOccurrences: async (sql, now) =>
      (await createDueOccurrences(sql, now, { limit: 32, quietHours: config.quietHours.value })).created,
    answer: answerReminder,
  });
  if (!result) return null;
  if ('learned' in result) return result.learned;
  if ('readyAt' in result) {
    throw new RefusedError(
      `it is too early: Twilio's lists may be ${formatDuration(config.unknownGrace.value)} behind, and what was sent ` +
        'within that time would go again',
      { hint: `nothing is let go before ${clockTime(result.readyAt)}; then: remind resume` },
    );
  }
  const message = `Twilio cannot be asked what was sent since the backup: ${result.failure}`;
  if (result.isUnauthorized)
    throw new CredentialError(message, { hint: 'nothing is sent before that is known; see: remind doctor' });
  throw new UnhealthyError(message, {
    hint: 'nothing is sent before that is known; try again later: remind resume',
  });
}

export async function strangersKnown(ground: Foundation): Promise<KnownStrangers> {
  const db = await ground.db();
  const { from: defaultFrom, requestTimeout } = await ground.config();
  const [stamp, mark] = [await readStamp(db), await readStrangerMark(db)];
  const stop = (await openStops(db)).find(({ kind }) => kind === 'strangers') ?? null;
  if (!stamp || !mark) return { stop, rows: [] };
  const now = ground.clock.now();
  const rows = await strangersSince(db, {
    accountSid: stamp.accountSid,
    clock: ground.clock,
    defaultFrom: defaultFrom.value,
    requestTimeoutMs: requestTimeout.value,
    from: Math.max(mark.since + 1, (stop?.since ?? now) - DAY_MS),
  });
  return { stop, rows };
}
