// What a leg hears of the far end, and who listens: a verb, those it is joined with, recorders.

import type { EndSound, Sound } from '../phone-on-call.ts';
import type { Leg } from './leg.ts';
import type { Listener, Mixer, Tap } from './line.ts';

/** A sound of the far end that has not ended. */
interface Incoming {
  readonly sound: Sound;
  readonly at: number;
  readonly ends: EndSound[];
}

const NOBODY: readonly EndSound[] = [];

export class Ear {
  readonly #leg: Leg;
  /** The verb that takes keys or words. */
  #listener: Listener | undefined;
  /** The bridge or the conference it takes part in. */
  #mixer: Mixer | undefined;
  readonly #taps = new Set<Tap>();
  readonly #incoming = new Set<Incoming>();

  constructor(leg: Leg) {
    this.#leg = leg;
  }

  /** Whether words reach anybody. */
  get isHeeded(): boolean {
    return this.#mixer !== undefined || this.#listener?.onSound !== undefined || this.#taps.size > 0;
  }

  /** Something begins to sound from the far end. */
  receive(sound: Sound): EndSound {
    const incoming: Incoming = { sound, at: this.#leg.world.clock.now(), ends: [] };
    this.#incoming.add(incoming);
    if (this.#listener?.onSound) incoming.ends.push(this.#listener.onSound(sound));
    for (const tap of this.#taps) incoming.ends.push(tap.onSound('inbound', sound));
    if (this.#mixer) incoming.ends.push(this.#mixer.onSound(this.#leg, sound));
    return (how) => {
      if (this.#incoming.delete(incoming)) for (const end of incoming.ends) end(how);
    };
  }

  /** Gives keys and words of the far end to a verb; undefined when it is done with them. */
  listen(listener: Listener | undefined): void {
    this.#listener = listener;
    const onSound = listener?.onSoundUnderWay ?? listener?.onSound;
    if (onSound) this.#replay(onSound);
  }

  /** Takes part in a bridge or a conference; undefined when it leaves. */
  join(mixer: Mixer | undefined): void {
    this.#mixer = mixer;
    if (mixer) this.#replay((sound) => mixer.onSound(this.#leg, sound));
  }

  /** Lets a recorder hear both ways, until it is let go. */
  tap(tap: Tap): () => void {
    this.#taps.add(tap);
    this.#replay((sound) => tap.onSound('inbound', sound));
    return () => this.#taps.delete(tap);
  }

  /** Something begins to sound to the far end: recorders hear that too. */
  overhear(sound: Sound): readonly EndSound[] {
    return this.#taps.size === 0 ? NOBODY : [...this.#taps].map((tap) => tap.onSound('outbound', sound));
  }

  /** A key of the far end. True when something took it. */
  key(key: string): boolean {
    this.#mixer?.onKey(this.#leg, key);
    this.#listener?.onKey?.(key);
    return this.#mixer !== undefined || this.#listener?.onKey !== undefined;
  }

  /** Whatever sounds is cut off, and recorders have all they will get. */
  close(): void {
    for (const { ends } of this.#incoming) for (const end of ends) end({ cut: true });
    this.#incoming.clear();
    for (const tap of this.#taps) tap.end();
  }

  /** What sounds at present is told to whoever begins to listen now, as far as it is still to come. */
  #replay(onSound: (sound: Sound) => EndSound): void {
    const now = this.#leg.world.clock.now();
    for (const { sound, at, ends } of this.#incoming) {
      const left = sound.ms - (now - at);
      const said = sound.ms > 0 ? Math.round((sound.text.length * (now - at)) / sound.ms) : 0;
      ends.push(onSound({ ...sound, text: sound.text.slice(said), ms: left }));
    }
  }
}
