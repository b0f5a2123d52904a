// A virtual phone on a line, at either end of a call: answers, hears, presses keys, speaks and hangs up.

import type { Cancel } from '../core/clock.ts';
import { answeringMachineAt } from './answering-machine.ts';
import { CallStory, type PhonePlace } from './call-story.ts';
import { faxAt } from './fax.ts';
import type { PhoneCall } from './journal.ts';
import { tonesMs, tonesOf } from './pace.ts';
import type { Hands, Party, Question, Sound } from './party.ts';
import { personAt } from './person.ts';
import { type CallOutcome, callOutcome, type PhoneScript } from './phones.ts';

export type { PhonePlace } from './call-story.ts';
export type { Question, Sound } from './party.ts';

/** What the phone does to the line it is on. Whoever holds the other end hears of it at once. */
export interface PhoneLine {
  /** A key was pressed. True when something was listening for keys. */
  onKey(key: string): boolean;
  /** It begins to speak. True when something was listening for words. */
  onSpeech(speech: Speech): boolean;
  /** It hangs up; the line then tells it so by `end`, as it does whenever the call ends. */
  onHangUp(): void;
}

/** A voice from the phone, told of as it begins; it lasts `ms`, unless the call ends before. */
export interface Speech {
  /** Empty for a sound without words. */
  readonly text: string;
  readonly ms: number;
}

/** To be called when the sound ends, `cut` before its end or not. Calling it again does nothing. */
export type EndSound = (end: { readonly cut: boolean }) => void;

export interface PhoneOptions {
  /** For this call instead of the phone's own. */
  readonly script?: PhoneScript | undefined;
}

export class PhoneOnCall {
  readonly script: PhoneScript;
  readonly #place: PhonePlace;
  readonly #story: CallStory;
  readonly #party: Party;
  readonly #timers: Cancel[] = [];
  readonly #sounds = new Set<EndSound>();

  constructor(place: PhonePlace, line: PhoneLine, options: PhoneOptions = {}) {
    this.#place = place;
    this.script = options.script ?? place.world.phones.get(place.number);
    this.#story = new CallStory(place, this.script.kind);
    this.#party = partyAt(this.#hands(line), place.side);
  }

  /** It rings: its transcript of the call begins. Tells what will become of that, the caller's patience aside. */
  ring(): CallOutcome {
    this.#story.begin();
    return callOutcome(this.script);
  }

  /** It calls somebody: its transcript of the call begins. */
  dial(): void {
    this.#story.begin();
  }

  /** It answers, or its own call is answered: what it does by the clock begins. */
  answer(): void {
    this.#story.row.answeredAt = this.#now();
    this.#party.answer();
  }

  /** Something begins to sound to it: an utterance of its transcript, from here to the call of what is returned. */
  hear(sound: Sound): EndSound {
    const at = this.#now();
    const ends = sound.verb === 'digits' ? this.#hearTones(sound.text) : [];
    const endForParty = this.#party.onSound(sound);
    const end: EndSound = ({ cut }) => {
      if (!this.#sounds.delete(end)) return;
      for (const each of ends) each();
      endForParty?.();
      this.#story.heard({ ...sound, at, until: this.#now(), cut });
    };
    this.#sounds.add(end);
    return end;
  }

  /** Something that was still to be said when the call ended. */
  miss(sound: Sound): void {
    this.#story.missed(sound);
  }

  /** A key pressed by the phone at the other end; `Play digits` is a sound. */
  hearKey(key: string): void {
    const [at, ms] = [this.#now(), tonesMs(key)];
    this.#story.heard({ verb: 'digits', text: key, ms, at, until: at + ms, cut: false });
    this.#party.onKey(key);
  }

  /** From here on it is joined with these numbers: a line of its transcript, although nobody says so on the phone. */
  joined(numbers: string): void {
    this.#story.joined(numbers);
  }

  /**
   * A question was asked, and this is what it takes: the phone's next answer to one, if it has any left, is on its way.
   * Not to be called for a question that has an answer already, because a key cut it off.
   */
  ask(question: Question): void {
    this.#party.onQuestion(question);
  }

  /** The call is over, for this phone at least: it does no more. Ending twice does nothing. */
  end(by: PhoneCall['endedBy']): void {
    if (this.#story.row.endedAt !== null) return;
    for (const end of this.#sounds) end({ cut: true });
    for (const cancel of this.#timers.splice(0)) cancel();
    this.#story.end(by);
    this.#party.onEnd();
  }

  #hearTones(digits: string): Cancel[] {
    return tonesOf(digits).map(({ key, atMs }) => this.#later(atMs, () => this.#party.onKey(key)));
  }

  #hands(line: PhoneLine): Hands {
    const { clock } = this.#place.world;
    const story = this.#story;
    return {
      script: this.script,
      story,
      now: () => clock.now(),
      later: (ms, act) => this.#later(ms, act),
      afterCall: (ms, act) => void clock.at(clock.now() + ms, act),
      press: (key) => story.pressed({ digits: key, taken: line.onKey(key) }),
      speak: ({ words, ms }) => story.said({ ms, words, taken: line.onSpeech({ text: words, ms }) }),
      hangUp: () => line.onHangUp(),
    };
  }

  /** Runs `act` after `ms`, unless the call has ended by then. */
  #later(ms: number, act: () => void): Cancel {
    const cancel = this.#place.world.clock.at(this.#now() + ms, act);
    this.#timers.push(cancel);
    return cancel;
  }

  #now(): number {
    return this.#place.world.clock.now();
  }
}

/** A machine answers calls; whoever makes one is a person. */
function partyAt(hands: Hands, side: PhonePlace['side']): Party {
  if (side === 'caller') return personAt(hands);
  switch (hands.script.kind) {
    case 'voicemail':
      return answeringMachineAt(hands);
    case 'fax':
      return faxAt(hands);
    default:
      return personAt(hands);
  }
}
