// A voicemail at a phone: greets, beeps, records, obeys keys, and is listened to by its owner later.

import type { Cancel } from '../core/clock.ts';
import type { Utterance } from './journal.ts';
import { speechMs } from './pace.ts';
import type { Hands, Party, Sound } from './party.ts';
import { wordsPattern } from './person.ts';
import { REACTION_MS } from './phones.ts';

const ERASED = 'This message has been erased.';

export function answeringMachineAt(hands: Hands): Party {
  return new AnsweringMachine(hands);
}

type State = 'greeting' | 'beeping' | 'recording' | 'announcing';

class AnsweringMachine implements Party {
  readonly #hands: Hands;
  #state: State = 'greeting';
  /** Ends the state it is in when its time is over. */
  #next: Cancel = () => {};
  #listen: () => void = () => {};
  #silence: Cancel | undefined;
  #sounds = 0;

  constructor(hands: Hands) {
    this.#hands = hands;
  }

  answer(): void {
    const { greeting, isFull } = this.#mailbox;
    this.#listen = this.#story.deafen(isFull ? 'nobody-listens' : 'before-beep');
    this.#hands.speak(greeting);
    this.#enter('greeting', greeting.ms, () => (isFull ? this.#hands.hangUp() : this.#beep()));
    const { hangsUpAfterMs } = this.#hands.script;
    if (hangsUpAfterMs !== null) this.#hands.later(hangsUpAfterMs, () => this.#hands.hangUp());
  }

  /** Silence is what counts: a pause is one. */
  onSound({ verb }: Sound): (() => void) | undefined {
    if (verb === 'pause') return undefined;
    this.#sounds += 1;
    this.#watchSilence();
    return () => {
      this.#sounds -= 1;
      this.#watchSilence();
    };
  }

  /** A key skips the greeting, or erases what is being recorded: then it is recorded anew, after another beep. */
  onKey(key: string): void {
    const { skipKeys, eraseKeys, isFull } = this.#mailbox;
    if (isFull) return;
    const does =
      this.#state === 'greeting' && skipKeys.includes(key)
        ? 'skip'
        : this.#state === 'recording' && eraseKeys.includes(key)
          ? 'erase'
          : 'nothing';
    this.#story.machineKey({ key, by: 'caller', does });
    if (does === 'skip') this.#beep();
    if (does !== 'erase') return;
    this.#story.forget();
    this.#listen = this.#story.deafen('before-beep');
    this.#hands.speak({ words: ERASED, ms: speechMs(ERASED) });
    this.#enter('announcing', speechMs(ERASED), () => this.#beep());
  }

  onQuestion(): void {}

  onEnd(): void {
    const wish = this.#mailbox.ownerPresses;
    const { recordedFrom, heard } = this.#story.row;
    if (wish === null || recordedFrom === null || this.#state !== 'recording') return;
    const invitation = findInvitation(heard, wish);
    if (invitation === undefined) return;
    const intoMs = Math.max(0, invitation - recordedFrom) + REACTION_MS;
    this.#hands.afterCall(this.#mailbox.ownerListensAfterMs + intoMs, () => this.#pressAsOwner(wish.digits));
  }

  get #story() {
    return this.#hands.story;
  }

  get #mailbox() {
    return this.#hands.script.mailbox;
  }

  #enter(state: State, ms: number, then: () => void): void {
    this.#next();
    this.#state = state;
    this.#next = this.#hands.later(ms, then);
    this.#watchSilence();
  }

  #beep(): void {
    const { beepMs } = this.#mailbox;
    if (beepMs === 0) {
      this.#record();
      return;
    }
    this.#story.beeped();
    this.#enter('beeping', beepMs, () => this.#record());
  }

  #record(): void {
    this.#listen();
    this.#story.row.recordedFrom = this.#hands.now();
    this.#enter('recording', this.#mailbox.recordsMs, () => this.#hands.hangUp());
  }

  #watchSilence(): void {
    this.#silence?.();
    this.#silence = undefined;
    const { silenceMs } = this.#mailbox;
    if (silenceMs === null || this.#sounds > 0 || this.#state !== 'recording') return;
    this.#silence = this.#hands.later(silenceMs, () => this.#hands.hangUp());
  }

  /** Whoever presses is sure to have told the application, which never learns of it. */
  #pressAsOwner(digits: string): void {
    const { eraseKeys } = this.#mailbox;
    for (const key of digits) {
      const does = eraseKeys.includes(key) ? 'erase' : 'nothing';
      this.#story.machineKey({ key, by: 'owner', does });
      if (does === 'erase') {
        this.#story.forget();
        return;
      }
    }
  }
}

interface OwnerWish {
  readonly digits: string;
  readonly when: string | null;
}

/** When, during the call, the words were said at whose sound the owner will press; undefined if they are not on record. */
function findInvitation(heard: readonly Utterance[], { digits, when }: OwnerWish): number | undefined {
  const words = when === null ? pressPattern(digits) : wordsPattern(when);
  for (const { verb, text, heard: recorded, at, until, ms } of heard) {
    const found = words.exec(recorded);
    if (found === null) continue;
    if (verb === 'play') return until;
    const end = text.indexOf(found[0]) + found[0].length;
    return Math.min(until, at + (end / text.length) * ms);
  }
  return undefined;
}

const KEY_WORDS: Readonly<Record<string, string>> = {
  '0': '0|zero',
  '1': '1|one',
  '2': '2|two',
  '3': '3|three',
  '4': '4|four',
  '5': '5|five',
  '6': '6|six',
  '7': '7|seven',
  '8': '8|eight',
  '9': '9|nine',
  '*': '\\*|star',
  '#': '#|pound|hash',
};

/** “Press 5”, “press ‘five’”, “hit the star key”. */
function pressPattern(digits: string): RegExp {
  const key = KEY_WORDS[digits[0] ?? ''] ?? '0';
  return new RegExp(
    `\\b(?:press|push|hit|dial|enter)\\b[\\s"'‘“]*(?:(?:the|number|digit|key)\\s+)*["'‘“]?(?:${key})(?!\\w)`,
    'i',
  );
}
