// Words as they come over the line: how much of them was said by when.

import type { EndSound, Sound } from '../phone-on-call.ts';

interface Spoken {
  readonly sound: Sound;
  readonly at: number;
  until: number | undefined;
}

/** True for a sound that has words in it. */
export function hasWords({ verb, text }: Sound): boolean {
  return (verb === 'speech' || verb === 'say') && text.trim() !== '';
}

/** Collects words; a sound that is under way counts as far as it has come. */
export class Words {
  readonly #now: () => number;
  readonly #spoken: Spoken[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  get areBeingSaid(): boolean {
    return this.#spoken.some(({ until }) => until === undefined);
  }

  /** `ended` is called when the sound has ended, and counted. */
  begin(sound: Sound, ended?: () => void): EndSound {
    const spoken: Spoken = { sound, at: this.#now(), until: undefined };
    this.#spoken.push(spoken);
    return () => {
      spoken.until ??= this.#now();
      ended?.();
    };
  }

  /** Speech runs evenly: half of its time is half of its letters. */
  text(): string {
    const parts = this.#spoken.map(({ sound, at, until = this.#now() }) => {
      const share = sound.ms > 0 ? Math.min(1, (until - at) / sound.ms) : 1;
      return sound.text.slice(0, Math.round(sound.text.length * share)).trim();
    });
    return parts.filter((part) => part !== '').join(' ');
  }
}
