// What a tour of a resource is: requests that show it in each of its states, all held against Twilio's description.

import type { SimulatorOptions } from '../../../src/simulator/options.ts';
import type { Simulator } from '../../../src/simulator/simulator.ts';
import type { Conformance } from '../../twilio-spec/ask.ts';

export interface Guide extends Conformance {
  readonly simulator: Simulator;
}

export interface Tour {
  readonly shows: string;
  /** What the simulator is started with. */
  readonly options?: Partial<SimulatorOptions> | Promise<Partial<SimulatorOptions>>;
  readonly walk: (guide: Guide) => Promise<void>;
}

/** One of the simulator's own numbers. */
export const FROM = '+15005550006';
export const CINDY = '+14155550123';

interface Pace {
  /** What is watched; its status when left out. */
  readonly key?: string;
  readonly everyMs: number;
  readonly times: number;
}

/** Fetches a thing again and again while time goes by, and says which values a key of it had, in order. */
export async function watch(
  { ask, simulator }: Guide,
  uri: string,
  { key = 'status', everyMs, times }: Pace,
): Promise<readonly unknown[]> {
  const seen: unknown[] = [];
  for (let time = 0; time <= times; time += 1) {
    const { body } = await ask('GET', uri);
    if (time === 0 || seen.at(-1) !== body[key]) seen.push(body[key]);
    await simulator.clock.advance(everyMs);
  }
  return seen;
}
