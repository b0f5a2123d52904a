// Starts simulators for tests: on a real clock underneath, with virtual time standing still unless told otherwise.

import twilio from 'twilio';
import { afterEach } from 'vitest';
import type { Clock } from '../../src/core/clock.ts';
import type { SimulatorOptions } from '../../src/simulator/options.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { inspect } from '../twilio-spec/sdk.ts';

/** Thursday, 1 January 2026, noon UTC. */
export const NOON = Date.UTC(2026, 0, 1, 12);

/** Real time, as src/system/ has it: the simulator's sockets need it. */
export const realClock: Clock = {
  now: () => Date.now(),
  at(instant, fire) {
    const timer = setTimeout(fire, Math.max(0, instant - Date.now()));
    return () => clearTimeout(timer);
  },
  sleep(ms, signal) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  },
};

const cleanups: (() => Promise<void> | void)[] = [];

/** Runs after the test, last first. */
export function cleanUp(work: () => Promise<void> | void): void {
  cleanups.push(work);
}

afterEach(async () => {
  for (const work of cleanups.splice(0).reverse()) await work();
});

/** A simulator at NOON whose time moves by `clock.advance` only; stopped after the test. */
export async function simulate(options: Partial<SimulatorOptions> = {}): Promise<Simulator> {
  const simulator = await startSimulator({
    clock: realClock,
    seed: 1,
    virtualTime: { start: NOON, speed: 0 },
    ...options,
  });
  cleanUp(() => simulator.stop());
  return simulator;
}

/** The official client, pointed at the simulator; it sends as ever, and Twilio's description has to agree. */
export function clientOf(simulator: Simulator, authToken = simulator.authToken) {
  const client = twilio(simulator.accountSid, authToken);
  client.api.baseUrl = simulator.url;
  return inspect(client);
}

export const CINDY = '+14155550123';

/** The error a promise rejects with. */
export async function refusal(
  work: Promise<unknown>,
): Promise<{ status: number; code: number; message: string }> {
  try {
    await work;
  } catch (error) {
    return error as { status: number; code: number; message: string };
  }
  throw new Error('it was not refused');
}
