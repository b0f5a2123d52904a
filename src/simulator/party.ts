// Who, or what, is at a phone during a call, and what it can do there.

import type { Cancel } from '../core/clock.ts';
import type { CallStory } from './call-story.ts';
import type { Utterance } from './journal.ts';
import type { PhoneScript, Words } from './phones.ts';

/** Something that begins to sound on the line. */
export interface Sound {
  readonly verb: Utterance['verb'];
  readonly text: string;
  /** How long the whole of it takes. */
  readonly ms: number;
}

/** What a question takes for an answer. */
export interface Question {
  readonly keys: boolean;
  readonly speech: boolean;
}

/** What can be done at a phone. */
export interface Hands {
  readonly script: PhoneScript;
  readonly story: CallStory;
  now(): number;
  /** Runs `act` after `ms`, unless the call has ended by then. */
  later(ms: number, act: () => void): Cancel;
  /** Runs `act` that long after the end of the call. */
  afterCall(ms: number, act: () => void): void;
  press(key: string): void;
  speak(words: Words): void;
  hangUp(): void;
}

export interface Party {
  /** The call is answered. */
  answer(): void;
  /** Something begins to sound; what is returned is called when it ends. */
  onSound(sound: Sound): (() => void) | undefined;
  /** A key was played or pressed at the other end. */
  onKey(key: string): void;
  onQuestion(question: Question): void;
  onEnd(): void;
}
