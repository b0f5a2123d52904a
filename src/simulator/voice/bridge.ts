// Two legs joined: what the far end of one says or keys, the far end of the other hears.

import type { EndSound, Sound } from '../phone-on-call.ts';
import type { Leg } from './leg.ts';
import type { Mixer } from './line.ts';

export class Bridge implements Mixer {
  readonly #one: Leg;
  readonly #other: Leg;
  readonly #sounds = new Set<EndSound>();

  /** Joins them at once. */
  constructor(one: Leg, other: Leg) {
    this.#one = one;
    this.#other = other;
    one.far.joined(farNumber(other));
    other.far.joined(farNumber(one));
    one.join(this);
    other.join(this);
  }

  onSound(from: Leg, sound: Sound): EndSound {
    const end = this.#across(from).send(sound);
    const endOnce: EndSound = (how) => {
      if (this.#sounds.delete(endOnce)) end(how);
    };
    this.#sounds.add(endOnce);
    return endOnce;
  }

  onKey(from: Leg, key: string): void {
    this.#across(from).far.hearKey(key);
  }

  /** Parts them; what was being said is cut off. */
  close(): void {
    this.#one.join(undefined);
    this.#other.join(undefined);
    for (const end of this.#sounds) end({ cut: true });
  }

  #across(from: Leg): Leg {
    return from === this.#one ? this.#other : this.#one;
  }
}

/** Who is at the far end of a leg. */
export function farNumber({ call }: Leg): string {
  return call.direction === 'inbound' ? call.from : call.to;
}
