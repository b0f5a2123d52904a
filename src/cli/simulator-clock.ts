// The clock of a running simulator, followed over HTTP: how `remind` itself lives on virtual time.

import type { Clock } from '../core/clock.ts';
import { UsageError } from '../core/errors.ts';
import { type ClockState, VirtualClock } from '../simulator/clock.ts';
import { followLines } from '../system/http-lines.ts';

export interface FollowedClock {
  readonly clock: Clock;
  close(): void;
}

/**
 * Follows the clock of the simulator at `url`. The caller has made sure that it is one.
 * @throws UsageError when nothing there tells the time.
 */
export async function followClock(url: string, real: Clock): Promise<FollowedClock> {
  const { lines, close } = await openStream(url);
  const first = await lines.next();
  if (first.done) throw new UsageError(`REMIND_CLOCK: ${url} does not tell the time`);
  const { now, speed, running } = JSON.parse(first.value) as ClockState;
  const clock = new VirtualClock(real, { start: now, speed: running ? speed : 0 });
  // When the simulator ends, time goes on as it last ran; the next request will find nobody there.
  follow(clock, lines).catch(() => {});
  return {
    clock,
    close: () => {
      clock.stop();
      close();
    },
  };
}

async function follow(clock: VirtualClock, states: AsyncIterator<string>): Promise<void> {
  for (let next = await states.next(); !next.done; next = await states.next()) {
    const state = JSON.parse(next.value) as ClockState;
    // By how much, and not to when: its own time may pass the instant meanwhile, and a clock is not set back.
    const ahead = state.now - clock.now();
    if (ahead > 0) await clock.advance(ahead);
    clock.setSpeed(state.running ? state.speed : 0);
  }
}

async function openStream(url: string): ReturnType<typeof followLines> {
  try {
    return await followLines(new URL('/sim/clock/stream', url));
  } catch (cause) {
    throw new UsageError(`REMIND_CLOCK: no simulator answers at ${url}`, {
      cause,
      hint: 'start one: remind sim',
    });
  }
}
