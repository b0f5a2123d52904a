// Faults on order: what may go wrong with a request that creates something, drawn from a seed so that a run repeats.

import type { Random } from '../core/clock.ts';
import { UsageError } from '../core/errors.ts';

/**
 * - `drop-reply`: accepted, then the connection is cut
 * - `error-after-accept`: accepted, answered with a 500
 * - `malformed`: accepted, answered 201 with broken JSON
 * - `error-before`: a 500, not accepted
 * - `rate-limit`: a 429, not accepted
 * - `delay`: answered late, in real time
 */
export const FAULT_NAMES = [
  'drop-reply',
  'error-after-accept',
  'malformed',
  'error-before',
  'rate-limit',
  'delay',
] as const;
export type FaultName = (typeof FAULT_NAMES)[number];
export type Created = 'messages' | 'calls';

export interface FaultSpec {
  readonly name: FaultName;
  /** 0 to 1 */
  readonly probability: number;
  /** `delay` only. */
  readonly delayMs?: number | undefined;
  /** Both when left out. */
  readonly on?: Created | undefined;
  /** Ends after it has struck this often; never when left out. */
  readonly times?: number | undefined;
}

/** What is to happen to one request. */
export interface Verdict {
  readonly before: 'error-before' | 'rate-limit' | undefined;
  readonly after: 'drop-reply' | 'error-after-accept' | 'malformed' | undefined;
  readonly delayMs: number;
}

const NO_FAULT: Verdict = { before: undefined, after: undefined, delayMs: 0 };

/** Reads `NAME=PROBABILITY`, and `delay=PROBABILITY:MS`. Throws UsageError. */
export function parseFault(text: string): FaultSpec {
  const [, name = '', probability = '', delay] = /^([^=]*)=([^:]*)(?::(.*))?$/.exec(text) ?? [];
  const spec = { name, probability: readAmount(probability) };
  return checkFault(delay === undefined ? spec : { ...spec, delayMs: readAmount(delay) }, text);
}

/** NaN for what is no number, the empty text among it. */
function readAmount(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}

/** A fault from foreign hands, as an object. Throws UsageError. */
export function checkFault(value: unknown, shown = JSON.stringify(value)): FaultSpec {
  const hint = `--fault NAME=PROBABILITY with one of ${FAULT_NAMES.join(', ')}; delay=PROBABILITY:MS`;
  const refuse = (why: string) => new UsageError(`fault ${shown}: ${why}`, { hint });
  if (typeof value !== 'object' || value === null) throw refuse('not a fault');
  const spec = value as Record<keyof FaultSpec, unknown>;
  const name = FAULT_NAMES.find((known) => known === spec.name);
  if (name === undefined) throw refuse('no such fault');
  const { probability = 1, delayMs, on, times } = spec;
  if (typeof probability !== 'number' || !(probability >= 0 && probability <= 1)) {
    throw refuse('the probability is a number from 0 to 1');
  }
  if (delayMs !== undefined && !isCount(delayMs)) throw refuse('a delay is in whole milliseconds');
  if ((name === 'delay') !== (delayMs !== undefined)) {
    throw refuse(name === 'delay' ? 'it needs milliseconds' : 'only delay takes milliseconds');
  }
  if (on !== undefined && on !== 'messages' && on !== 'calls') throw refuse('"on" is messages or calls');
  if (times !== undefined && !isCount(times)) throw refuse('"times" is a whole number');
  return { name, probability, delayMs, on, times };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

/** The faults in force. */
export class Faults {
  readonly #random: Random;
  #armed: { readonly spec: FaultSpec; left: number }[] = [];

  constructor(random: Random, specs: readonly FaultSpec[]) {
    this.#random = random;
    this.set(specs);
  }

  /** Replaces all faults. */
  set(specs: readonly FaultSpec[]): void {
    this.#armed = specs.map((spec) => ({ spec, left: spec.times ?? Number.POSITIVE_INFINITY }));
  }

  /** Those still in force, with what is left of `times`. */
  list(): readonly FaultSpec[] {
    return this.#armed
      .filter(({ left }) => left > 0)
      .map(({ spec, left }) => (spec.times === undefined ? spec : { ...spec, times: left }));
  }

  /** One draw for each fault that could strike, so that the n-th request fares the same in every run. */
  draw(created: Created): Verdict {
    if (this.#armed.length === 0) return NO_FAULT;
    let verdict = NO_FAULT;
    for (const armed of this.#armed) {
      const { spec } = armed;
      if (armed.left <= 0 || (spec.on !== undefined && spec.on !== created)) continue;
      if (this.#random.next() >= spec.probability) continue;
      const changed = combine(verdict, spec);
      if (changed === verdict) continue;
      armed.left -= 1;
      verdict = changed;
    }
    return verdict;
  }
}

/** The first to strike wins, except that any of them may also come late. */
function combine(verdict: Verdict, { name, delayMs = 0 }: FaultSpec): Verdict {
  if (name === 'delay') return { ...verdict, delayMs: verdict.delayMs + delayMs };
  if (verdict.before !== undefined || verdict.after !== undefined) return verdict;
  if (name === 'error-before' || name === 'rate-limit') return { ...verdict, before: name };
  return { ...verdict, after: name };
}
