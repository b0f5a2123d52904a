// The clock of a running simulator, followed over HTTP: how `remind` itself lives on virtual time.

import { get, type IncomingMessage } from 'node:http';
import { createInterface } from 'node:readline';
import type { Clock } from '../core/clock.ts';
import { UsageError } from '../core/errors.ts';
import { type ClockState, VirtualClock } from '../simulator/clock.ts';

export interface FollowedClock {
  readonly clock: Clock;
  close(): void;
}

/**
 * Follows the clock of the simulator at `url`. The caller has made sure that it is one.
 * @throws UsageError when nothing there tells the time.
 */
export async function followClock(url: string, real: Clock): Promise<FollowedClock> {
  const stream = await open(new URL('/sim/clock/stream', url));
  const states = createInterface({ input: stream })[Symbol.asyncIterator]();
  const first = await states.next();
  if (first.done) throw new UsageError(`REMIND_CLOCK: ${url} does not tell the time`);
  const { now, speed, running } = JSON.parse(first.value) as ClockState;
  const clock = new VirtualClock(real, { start: now, speed: running ? speed : 0 });
  // When the simulator ends, time goes on as it last ran; the next request will find nobody there.
  follow(clock, states).catch(() => {});
  return {
    clock,
    close: () => {
      clock.stop();
      stream.destroy();
    },
  };
}

async function follow(clock: VirtualClock, states: AsyncIterator<string>): Promise<void> {
  for (let next = await states.next(); !next.done; next = await states.next()) {
    const state = JSON.parse(next.value) as ClockState;
    if (state.now > clock.now()) await clock.set(state.now);
    clock.setSpeed(state.running ? state.speed : 0);
  }
}

function open(url: URL): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = get(url, (response) => {
      if (response.statusCode === 200) resolve(response);
      else reject(new UsageError(`REMIND_CLOCK: ${url.origin} does not tell the time`));
    });
    request.on('error', (cause) =>
      reject(new UsageError(`REMIND_CLOCK: no simulator answers at ${url.origin}`, { cause })),
    );
  });
}
