// Dial to numbers: all at once or one after the other, until one is there to talk to.

import type { Recording } from '../recording.ts';
import { recordLeg } from './call-recording.ts';
import { type Child, startChild, type Target } from './child.ts';
import type { Attempt } from './dial.ts';
import type { DialRules } from './dial-rules.ts';
import type { Leg } from './leg.ts';
import type { Recorder } from './recorder.ts';
import { soundFields } from './recording-fields.ts';
import { talk } from './talk.ts';

export class NumbersAttempt implements Attempt {
  readonly #leg: Leg;
  readonly #rules: DialRules;
  readonly #targets: readonly Target[];
  /** The one that was talked to, else the last that was given up. */
  #child: Child | undefined;
  #isBridged = false;
  #recorder: Recorder | undefined;

  constructor(leg: Leg, rules: DialRules, targets: readonly Target[]) {
    this.#leg = leg;
    this.#rules = rules;
    this.#targets = targets;
  }

  async run(): Promise<void> {
    const { callerId, isSequential, record } = this.#rules;
    if (callerId === null || this.#targets.length === 0) return;
    if (record?.from === 'ringing') this.#startRecorder();
    const groups = isSequential ? this.#targets.map((target) => [target]) : [this.#targets];
    try {
      for (const group of groups) {
        if (await this.#call(callerId, group)) return;
      }
    } finally {
      this.#recorder?.stop();
    }
  }

  fields(): readonly (readonly [string, string])[] {
    const call = this.#child?.leg.call;
    const fields: [string, string][] = [
      ['DialCallStatus', this.#child?.hasLeft ? 'completed' : (call?.status ?? 'failed')],
    ];
    if (call) fields.push(['DialCallSid', call.sid]);
    if (call && call.durationSeconds !== null && !this.#child?.hasLeft) {
      fields.push(['DialCallDuration', String(call.durationSeconds)]);
    }
    fields.push(['DialBridged', String(this.#isBridged)]);
    const recording: Recording | undefined = this.#recorder?.row;
    return recording ? [...fields, ...soundFields(this.#leg.world, recording)] : fields;
  }

  /** True when one was talked to, or was at least answered and refused. */
  async #call(callerId: string, group: readonly Target[]): Promise<boolean> {
    const children = group.map((target) => startChild(this.#leg, callerId, target));
    // Before it is answered, the caller's own phone makes that sound.
    const ringing = this.#leg.isAnswered
      ? this.#leg.send({ verb: 'ring', text: 'ringing', ms: this.#rules.timeoutMs })
      : undefined;
    try {
      const ready = await this.#firstReady(children);
      ringing?.({ cut: false });
      this.#child = ready ?? lastToEnd(children);
      for (const child of children) if (child !== ready) child.hangUp();
      if (ready) await this.#talk(ready);
      return ready !== undefined;
    } finally {
      ringing?.({ cut: true });
      this.#child ??= children[0];
      for (const child of children) child.hangUp();
    }
  }

  async #firstReady(children: readonly Child[]): Promise<Child | undefined> {
    for (;;) {
      const ready = children.find((child) => child.isReady && !child.isOver);
      if (ready || children.every((child) => child.isOver || child.hasLeft)) return ready;
      await this.#leg.wait(Number.POSITIVE_INFINITY);
    }
  }

  async #talk(child: Child): Promise<void> {
    this.#isBridged = true;
    if (this.#rules.record && !this.#recorder) this.#startRecorder();
    // At once, so that the callback of the callee's leg can tell of the recording.
    child.leg.whenOver(() => this.#recorder?.stop());
    await talk({
      leg: this.#leg,
      other: child.leg,
      rules: this.#rules,
      isOver: () => child.isOver || child.hasLeft,
    });
  }

  #startRecorder(): void {
    const { record } = this.#rules;
    if (record) this.#recorder = recordLeg(this.#leg, 'DialVerb', record.plan);
  }
}

function lastToEnd(children: readonly Child[]): Child | undefined {
  return children.reduce<Child | undefined>((last, child) => {
    const isLater = (child.leg.call.endedAt ?? 0) >= (last?.leg.call.endedAt ?? 0);
    return isLater ? child : last;
  }, undefined);
}
