// What a Gather hears: keys or words, whichever come first.

import { deliver } from '../deliver.ts';
import type { EndSound, Sound } from '../phone-on-call.ts';
import type { GatherRules } from './gather-rules.ts';
import type { Leg } from './leg.ts';
import { type Listener, NO_SOUND } from './line.ts';
import { hasWords, Words } from './spoken.ts';

type Field = readonly [string, string];

/** Twilio gathers speech for a minute at most. */
const MAX_SPEECH_MS = 60_000;
/** The recogniser's certainty. It never mishears here; Twilio's own figure for clear speech is about this. */
const CONFIDENCE = '0.92';

export class Hearing {
  readonly listener: Listener;
  readonly #leg: Leg;
  readonly #rules: GatherRules;
  readonly #words: Words;
  readonly #keys: string[] = [];
  #digits = '';
  #speechBegan: number | undefined;
  #isCollecting = false;
  #partials = 0;

  constructor(leg: Leg, rules: GatherRules) {
    this.#leg = leg;
    this.#rules = rules;
    this.#words = new Words(() => leg.world.clock.now());
    this.listener = {
      ...(rules.takes.keys && { onKey: (key: string) => this.#onKey(key) }),
      ...(rules.takes.speech && {
        onSound: (sound: Sound) => this.#onSound(sound),
        // The hello of whoever answered is no answer to a question that had not begun.
        onSoundUnderWay: (rest: Sound) => (rest.verb === 'speech' ? NO_SOUND : this.#onSound(rest)),
      }),
    };
  }

  /** Nothing has come yet. */
  get isSilent(): boolean {
    return this.#keys.length === 0 && this.#speechBegan === undefined;
  }

  /** The question is asked: waits for the answer. What there is to tell the action; undefined when there is nothing. */
  async collect(): Promise<readonly Field[] | undefined> {
    this.#isCollecting = true;
    for (;;) {
      if (this.#speechBegan !== undefined) return this.#collectSpeech(this.#speechBegan + MAX_SPEECH_MS);
      const finishedOn = this.#takeKeys();
      if (finishedOn !== undefined) return this.#digitFields(finishedOn);
      if ((await this.#leg.wait(this.#rules.timeoutMs)) === 'elapsed') return this.#digitFields('');
    }
  }

  /** Takes what was pressed. The key it ended on, empty when there are digits enough; undefined to wait for more. */
  #takeKeys(): string | undefined {
    const { finishOnKey, numDigits } = this.#rules;
    for (let key = this.#keys.shift(); key !== undefined; key = this.#keys.shift()) {
      if (key === finishOnKey) return key;
      this.#digits += key;
      if (this.#digits.length >= numDigits) return '';
    }
    return undefined;
  }

  #digitFields(finishedOn: string): readonly Field[] | undefined {
    if (this.#digits === '') return undefined;
    return [
      ['Digits', this.#digits],
      ['FinishedOnKey', finishedOn],
    ];
  }

  async #collectSpeech(endsAt: number): Promise<readonly Field[] | undefined> {
    const { clock } = this.#leg.world;
    for (let left = endsAt - clock.now(); left > 0; left = endsAt - clock.now()) {
      const isPause = !this.#words.areBeingSaid;
      const how = await this.#leg.wait(isPause ? Math.min(left, this.#rules.speechTimeoutMs) : left);
      if (isPause && how === 'elapsed') break;
    }
    const text = this.#words.text();
    if (text === '') return undefined;
    return [
      ['SpeechResult', text],
      ['Confidence', CONFIDENCE],
    ];
  }

  #onKey(key: string): void {
    // Words came first: keys are none of it any more.
    if (this.#speechBegan !== undefined) return;
    this.#keys.push(key);
    this.#wake();
  }

  #onSound(sound: Sound): EndSound {
    if (this.#keys.length > 0 || this.#digits !== '' || !hasWords(sound)) return NO_SOUND;
    this.#speechBegan ??= this.#leg.world.clock.now();
    this.#wake();
    return this.#words.begin(sound, () => {
      this.#tellPartial();
      this.#wake();
    });
  }

  /** Cuts the question off, if it may be; afterwards it is what is waited for. */
  #wake(): void {
    if (this.#rules.bargesIn || this.#isCollecting) this.#leg.wake();
  }

  /** What is understood so far, which the application may want to know before the speaker is done. */
  #tellPartial(): void {
    const { partials } = this.#rules;
    if (partials === undefined) return;
    const { world, account, call } = this.#leg;
    const fields: Field[] = [
      ['CallSid', call.sid],
      ['AccountSid', call.accountSid],
      ['UnstableSpeechResult', this.#words.text()],
      ['StableSpeechResult', ''],
      ['Stability', CONFIDENCE],
      ['SequenceNumber', String(this.#partials)],
    ];
    this.#partials += 1;
    deliver(world, account, { owner: call, callSid: call.sid, ...partials, fields });
  }
}
