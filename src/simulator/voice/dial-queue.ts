// Dial to a queue: takes the call that waits longest, or waits for one.

import { notify } from '../notify.ts';
import { recordLeg } from './call-recording.ts';
import type { Attempt } from './dial.ts';
import type { DialRules, QueueNoun } from './dial-rules.ts';
import type { Leg } from './leg.ts';
import type { Recorder } from './recorder.ts';
import { soundFields } from './recording-fields.ts';
import { talk } from './talk.ts';
import { type Entry, findLine, type Taker, type WaitingLine } from './waiting-line.ts';

const MAX_NAME = 64;

export class QueueAttempt implements Attempt {
  readonly #leg: Leg;
  readonly #rules: DialRules;
  readonly #queue: QueueNoun;
  #line: WaitingLine | undefined;
  #entry: Entry | undefined;
  #bridgedAt: number | undefined;
  #partedAt: number | undefined;
  #recorder: Recorder | undefined;

  constructor(leg: Leg, rules: DialRules, queue: QueueNoun) {
    this.#leg = leg;
    this.#rules = rules;
    this.#queue = queue;
  }

  async run(): Promise<void> {
    const { world, account } = this.#leg;
    const { name, whisper } = this.#queue;
    if (name === '' || name.length > MAX_NAME) return this.#refuse();
    this.#line = findLine(world, account, name);
    if (this.#line === undefined) return;
    const taker: Taker = { leg: this.#leg, whisper, entry: undefined };
    this.#line.take(taker);
    try {
      await this.#waitForEntry(taker);
      this.#entry = taker.entry;
      if (taker.entry) await this.#talk(taker.entry);
    } finally {
      this.#line.giveUp(taker);
      taker.entry?.release();
      this.#partedAt = world.clock.now();
      this.#recorder?.stop();
    }
  }

  fields(): readonly (readonly [string, string])[] {
    const isBridged = this.#bridgedAt !== undefined;
    const unbridged = this.#line === undefined || this.#entry !== undefined ? 'failed' : 'no-answer';
    const fields: [string, string][] = [
      ['DialCallStatus', isBridged ? 'completed' : unbridged],
      ['DialBridged', String(isBridged)],
    ];
    if (this.#line) fields.push(['QueueSid', this.#line.row.sid]);
    if (this.#entry) {
      fields.push(
        ['DialCallSid', this.#entry.leg.call.sid],
        ['QueueTime', String(this.#entry.waitedSeconds)],
      );
    }
    if (isBridged) fields.push(['DialCallDuration', String(this.#talkedSeconds())]);
    return this.#recorder ? [...fields, ...soundFields(this.#leg.world, this.#recorder.row)] : fields;
  }

  /** Until one is taken, or the time is up. */
  async #waitForEntry(taker: Taker): Promise<void> {
    const { clock } = this.#leg.world;
    const endsAt = clock.now() + this.#rules.timeoutMs;
    while (taker.entry === undefined && clock.now() < endsAt) await this.#leg.wait(endsAt - clock.now());
  }

  async #talk(entry: Entry): Promise<void> {
    const leg = this.#leg;
    const isOver = () => entry.leg.isOver || entry.hasLeft;
    while (!entry.isReady && !isOver()) await leg.wait(Number.POSITIVE_INFINITY);
    if (isOver()) return;
    this.#bridgedAt = leg.world.clock.now();
    this.#record();
    await talk({ leg, other: entry.leg, rules: this.#rules, isOver });
  }

  #talkedSeconds(): number {
    const until = this.#partedAt ?? this.#leg.world.clock.now();
    return Math.ceil((until - (this.#bridgedAt ?? until)) / 1000);
  }

  #record(): void {
    const { record } = this.#rules;
    if (record) this.#recorder = recordLeg(this.#leg, 'DialVerb', record.plan);
  }

  #refuse(): void {
    const { world, account, call } = this.#leg;
    const isShort = this.#queue.name === '';
    const message = `Dial->Queue: queue name too ${isShort ? 'short' : 'long'}`;
    notify(world, account, { level: 'error', code: isShort ? 14212 : 14213, message, callSid: call.sid });
  }
}
