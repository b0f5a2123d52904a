// Dial: connects the call to somebody else, and goes on when that is over.

import { askInVain } from './ask.ts';
import type { Scene } from './attributes.ts';
import { ConferenceAttempt } from './dial-conference.ts';
import { NumbersAttempt } from './dial-numbers.ts';
import { QueueAttempt } from './dial-queue.ts';
import { type DialRules, type Noun, readDialRules, readNoun } from './dial-rules.ts';
import { CallOver } from './leg.ts';
import type { Script } from './stage.ts';

/** A Dial under way. */
export interface Attempt {
  /** Throws what ends the leg, after it has let go of everybody else. */
  run(): Promise<void>;
  /** What the action is told of how it went. */
  fields(): readonly (readonly [string, string])[];
}

/** The document that follows, when there is an action for it; else the next verb does. */
export async function dial(scene: Scene): Promise<Script | undefined> {
  const rules = readDialRules(scene);
  const attempt = makeAttempt(scene, rules, readNoun(scene, rules));
  try {
    await attempt.run();
  } catch (error) {
    if (error instanceof CallOver && rules.action) askInVain(scene.leg, rules.action, attempt.fields());
    throw error;
  }
  return rules.action && { source: rules.action, extra: attempt.fields() };
}

function makeAttempt({ leg }: Scene, rules: DialRules, noun: Noun): Attempt {
  if ('conference' in noun) return new ConferenceAttempt(leg, rules, noun.conference);
  if ('queue' in noun) return new QueueAttempt(leg, rules, noun.queue);
  return new NumbersAttempt(leg, rules, noun.targets);
}
