// The clock of a running simulator, followed over HTTP: how `remind` itself lives on virtual time.

import type { Clock, Random } from '../core/clock.ts';
import { UsageError } from '../core/errors.ts';
import { isLoopback } from '../core/loopback.ts';
import { askSimulator } from '../gateway/handshake.ts';
import { type ClockState, VirtualClock } from '../simulator/clock.ts';
import { followLines } from '../system/http-lines.ts';

export interface FollowedClock {
  readonly clock: Clock;
  close(): void;
}

export interface FollowNeeds {
  /** What virtual time runs on. */
  readonly real: Clock;
  readonly random: Random;
}

/**
 * Follows the clock of the simulator at `url`, once it has proved to be one.
 * @throws UsageError when no simulator answers there.
 */
export async function followClock(url: string, { real, random }: FollowNeeds): Promise<FollowedClock> {
  if (!mayBeSimulator(url) || (await askSimulator(new URL(url).origin, random)) === undefined)
    throw none(url);
  const { lines, close } = await openStream(url);
  const first = await lines.next();
  if (first.done) throw none(url);
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
    throw none(url, cause);
  }
}

function mayBeSimulator(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.protocol === 'http:' && isLoopback(url.hostname);
}

function none(url: string, cause?: unknown): UsageError {
  return new UsageError(`REMIND_CLOCK: no simulator answers at ${url}`, {
    cause,
    hint: 'start one with: remind sim, or unset REMIND_CLOCK to go by the time of this machine',
  });
}
