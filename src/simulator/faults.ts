// The faults in force: what goes wrong with a request or a callback, drawn from a seed so that a run repeats.

import type { Random } from '../core/clock.ts';
import { type Aim, hits, outgoingTarget, readAim, type Target } from './faults/aim.ts';
import type { FaultName } from './faults/kinds.ts';
import type { FaultSpec } from './faults/spec.ts';
import {
  type Armed,
  type CallbackVerdict,
  combine,
  combineCallback,
  NO_CALLBACK_FAULT,
  NO_FAULT,
  type Strike,
  type Verdict,
} from './faults/verdict.ts';

export { type FaultSpec, parseFault, parseFaultHeader, readFault } from './faults/spec.ts';

/** A fault in force, with what is left of `times`. */
export type ArmedFault = FaultSpec & { readonly struck: number };

/** Things whose webhooks have faults of their own: enough for any test. */
const REMEMBERED = 10_000;

/**
 * Each kind of fault and aim has a stream of its own, so that arming one more changes nothing for the others, and each
 * request it could strike is one draw: the n-th of them fares the same in every run. What Twilio sends is drawn by the
 * SID it is about instead, because which of two calls comes first may be the network's choice.
 */
export class Faults {
  readonly #newStream: (label: string) => Random;
  readonly #streams = new Map<string, Random>();
  readonly #turns = new Map<string, number>();
  readonly #struck = new Map<FaultName, number>();
  /** What requests wanted for the webhooks of what they made, by SID. */
  readonly #wanted = new Map<string, readonly FaultSpec[]>();
  #armed: readonly Armed[] = [];

  constructor(newStream: (label: string) => Random, specs: readonly FaultSpec[]) {
    this.#newStream = newStream;
    this.set(specs);
  }

  /** Replaces all faults. A stream goes on where it was. */
  set(specs: readonly FaultSpec[]): void {
    this.#armed = specs.map((spec, index) => {
      const isAlike = ({ name, on }: FaultSpec) => name === spec.name && on === spec.on;
      const before = specs.slice(0, index).filter(isAlike).length;
      return {
        spec,
        // Checked when the specification was read.
        aim: readAim(spec.name, spec.on) as Aim,
        label: `fault ${spec.name} ${spec.on ?? ''} ${before}`,
        left: spec.times ?? Number.POSITIVE_INFINITY,
        struck: 0,
      };
    });
  }

  get areArmed(): boolean {
    return this.#armed.length > 0;
  }

  /** Those still in force. */
  list(): readonly ArmedFault[] {
    return this.#armed
      .filter(({ left }) => left > 0)
      .map(({ spec, left, struck }) => ({
        ...spec,
        ...(spec.times !== undefined && { times: left }),
        struck,
      }));
  }

  /** How often each kind has struck since the start, those that a request asked for itself included. */
  struck(): Readonly<Partial<Record<FaultName, number>>> {
    return Object.fromEntries(this.#struck);
  }

  /**
   * What happens to a request: what it asks for itself, then what is armed; the first to strike wins, and any may also
   * come late or slowly. Nothing counts before `count`, since a request may be refused anyway.
   */
  draw(target: Target, asked: readonly FaultSpec[] = []): Verdict {
    const strikes = [
      ...asked.map((spec): Strike => ({ spec })),
      ...this.#drawn(target, ({ label }) => this.#stream(label).next()),
    ];
    return strikes.reduce(combine, NO_FAULT);
  }

  /** What has struck a request, after all. */
  count({ strikes }: Pick<Verdict, 'strikes'>): void {
    for (const { spec, armed } of strikes) {
      this.#struck.set(spec.name, (this.#struck.get(spec.name) ?? 0) + 1);
      if (armed === undefined) continue;
      armed.left -= 1;
      armed.struck += 1;
    }
  }

  /** Faults of every webhook about what has this SID, from a request of its own. They end with the simulator. */
  keepFor(sid: string | undefined, specs: readonly FaultSpec[]): void {
    if (sid === undefined || specs.length === 0) return;
    this.#wanted.set(sid, specs);
    const [oldest] = this.#wanted.size > REMEMBERED ? this.#wanted.keys() : [];
    if (oldest !== undefined) this.#wanted.delete(oldest);
  }

  /** What happens to the next callback about what has this SID. */
  drawCallback(sid: string): CallbackVerdict {
    if (!this.#canStrike(sid)) return NO_CALLBACK_FAULT;
    let verdict = NO_CALLBACK_FAULT;
    const strikes = this.#drawnBySid(sid, 'callbacks').filter(({ spec }) => {
      const changed = combineCallback(verdict, spec);
      if (changed === verdict) return false;
      verdict = changed;
      return true;
    });
    this.count({ strikes });
    return verdict;
  }

  /** True when the next request for a document about what has this SID is to be signed with another token. */
  drawForgery(sid: string): boolean {
    if (!this.#canStrike(sid)) return false;
    const strikes = this.#drawnBySid(sid, 'twiml')
      .filter(({ spec }) => spec.name === 'wrong-signature')
      .slice(0, 1);
    this.count({ strikes });
    return strikes.length > 0;
  }

  /** Chance by the SID and by how many of the same it has had. */
  #drawnBySid(sid: string, what: 'callbacks' | 'twiml'): readonly Strike[] {
    const key = `${what} ${sid}`;
    const turn = this.#turns.get(key) ?? 0;
    this.#turns.set(key, turn + 1);
    const wanted = this.#wanted.get(sid) ?? [];
    return [
      ...wanted.map((spec): Strike => ({ spec })),
      ...this.#drawn(outgoingTarget(sid, what), ({ label }) =>
        this.#newStream(`${label} ${key} ${turn}`).next(),
      ),
    ];
  }

  #canStrike(sid: string): boolean {
    return this.#armed.length > 0 || this.#wanted.has(sid);
  }

  #drawn(target: Target, luck: (armed: Armed) => number): readonly Strike[] {
    return this.#armed
      .filter((armed) => hits(armed.aim, target) && luck(armed) < armed.spec.probability && armed.left > 0)
      .map((armed) => ({ spec: armed.spec, armed }));
  }

  #stream(label: string): Random {
    let stream = this.#streams.get(label);
    if (stream === undefined) {
      stream = this.#newStream(label);
      this.#streams.set(label, stream);
    }
    return stream;
  }
}
