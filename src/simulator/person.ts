// A person at a phone: says hello, listens, answers what is asked, does things by the clock, and hangs up.

import { wasHeard } from './hearing.ts';
import { tonesMs } from './pace.ts';
import type { Hands, Party, Question, Sound } from './party.ts';
import { type Cue, type Press, REACTION_MS, type Saying } from './phones.ts';

/** Between the keys of one number typed in. */
const BETWEEN_KEYS_MS = 250;

/** Something that is done once, when certain words were heard. */
interface Waiting {
  readonly words: RegExp;
  readonly act: () => void;
}

export function personAt(hands: Hands): Party {
  return new Person(hands);
}

class Person implements Party {
  readonly #hands: Hands;
  readonly #keyAnswers: Press[];
  readonly #wordAnswers: Saying[];
  readonly #waiting = new Set<Waiting>();

  constructor(hands: Hands) {
    this.#hands = hands;
    this.#keyAnswers = hands.script.presses.filter(isAnswer);
    this.#wordAnswers = hands.script.says.filter(isAnswer);
  }

  answer(): void {
    const { story, script } = this.#hands;
    // People hear what is said into their hello, or would if it were not over when the first words come.
    if (story.row.side === 'callee' && script.hello.ms > 0) this.#hands.speak(script.hello);
    for (const press of script.presses) this.#plan(press, () => this.#type(press.digits));
    for (const saying of script.says) this.#plan(saying, () => this.#say(saying));
    if (script.hangsUpWhen !== null) {
      this.#plan({ when: script.hangsUpWhen, afterMs: REACTION_MS }, () => this.#hands.hangUp());
    }
    if (script.hangsUpAfterMs !== null) {
      this.#hands.later(script.hangsUpAfterMs, () => this.#hands.hangUp());
    }
  }

  onSound({ text, verb, ms }: Sound): (() => void) | undefined {
    if (this.#waiting.size === 0) return undefined;
    const at = this.#hands.now();
    const cancels = [...this.#waiting].flatMap((waiting) => {
      const found = waiting.words.exec(text);
      if (found === null) return [];
      // A sound file is known by its name, and heard when it is over.
      const isName = verb === 'play';
      const from = isName ? 0 : (found.index / text.length) * ms;
      const until = isName ? ms : ((found.index + found[0].length) / text.length) * ms;
      return [this.#hands.later(until, () => this.#hears(waiting, { from: at + from, until: at + until }))];
    });
    if (cancels.length === 0) return undefined;
    return () => {
      for (const cancel of cancels) cancel();
    };
  }

  onKey(): void {}

  /** The next answer that suits; where keys and words do, keys go first. */
  onQuestion({ keys, speech }: Question): void {
    const press = keys ? this.#keyAnswers.shift() : undefined;
    if (press && 'afterAskedMs' in press) {
      this.#hands.later(press.afterAskedMs, () => this.#type(press.digits));
      return;
    }
    const saying = speech ? this.#wordAnswers.shift() : undefined;
    if (saying && 'afterAskedMs' in saying) this.#hands.later(saying.afterAskedMs, () => this.#say(saying));
  }

  onEnd(): void {}

  /** Does something at its instant, or when its words were heard; answers wait for their question. */
  #plan(cue: Cue, act: () => void): void {
    if ('atMs' in cue) this.#hands.later(cue.atMs, act);
    if ('when' in cue) {
      this.#waiting.add({ words: wordsPattern(cue.when), act: () => this.#hands.later(cue.afterMs, act) });
    }
  }

  #hears(waiting: Waiting, span: { readonly from: number; readonly until: number }): void {
    if (!wasHeard(span, this.#hands.story.row.deaf)) return;
    this.#waiting.delete(waiting);
    waiting.act();
  }

  /** `w` and `W` are pauses between keys, as in TwiML. */
  #type(digits: string): void {
    let afterMs = 0;
    for (const key of digits) {
      const isPause = key === 'w' || key === 'W';
      if (isPause) afterMs += tonesMs(key);
      else {
        if (afterMs === 0) this.#hands.press(key);
        else this.#hands.later(afterMs, () => this.#hands.press(key));
        afterMs += BETWEEN_KEYS_MS;
      }
    }
  }

  #say(saying: Saying): void {
    const listen = this.#hands.story.deafen('talked-over');
    this.#hands.speak(saying);
    this.#hands.later(saying.ms, () => {
      listen();
      this.#type(saying.thenKeys);
    });
  }
}

function isAnswer(cue: Cue): boolean {
  return 'afterAskedMs' in cue;
}

/** Finds words whatever their case and whatever blanks are between them. */
export function wordsPattern(words: string): RegExp {
  const escaped = words
    .trim()
    .split(/\s+/)
    .map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(escaped.join('\\s+'), 'i');
}
