// Answering-machine detection: tells a person from a machine by how long the greeting is, and is wrong at times.

import type { Random } from '../../core/clock.ts';
import type { DetectionPlan } from '../call.ts';
import { callFields } from '../callbacks.ts';
import { deliver } from '../deliver.ts';
import type { PhoneScript } from '../phones.ts';
import { warn } from './attributes.ts';
import type { Leg } from './leg.ts';

/** Twilio's words. */
export type AnsweredBy =
  | 'human'
  | 'machine_start'
  | 'machine_end_beep'
  | 'machine_end_silence'
  | 'machine_end_other'
  | 'fax'
  | 'unknown';

export interface Detection {
  readonly answeredBy: AnsweredBy;
  /** From answering until it was known. */
  readonly afterMs: number;
}

/** How often detection is wrong, from 0 to 1, and what decides when. */
export interface DetectionLuck {
  readonly errorRate: number;
  readonly random: Random;
}

/** When a fax tone is known for one: T.30 has it begin within 1.8 to 2.5 s. */
const FAX_TONE_MS = 3_000;

/** What is to be heard of whoever answered. */
interface Greeting {
  readonly from: 'person' | 'machine' | 'fax';
  readonly speechMs: number;
  /** 0 when no beep follows. */
  readonly beepMs: number;
}

/** What comes of one detection. Draws the same amount of luck each time, so that no call changes another's. */
export function detect(
  plan: DetectionPlan,
  script: PhoneScript,
  { errorRate, random }: DetectionLuck,
): Detection {
  const [isWrong, when, which] = [random.next() < errorRate, random.next(), random.next()];
  const greeting = greetingOf(script);
  const found = isWrong ? mistake(plan, greeting, { when, which }) : measure(plan, greeting);
  if (found.afterMs > plan.timeoutMs) return { answeredBy: 'unknown', afterMs: plan.timeoutMs };
  return found;
}

function greetingOf({ kind, hello, mailbox }: PhoneScript): Greeting {
  if (kind === 'fax') return { from: 'fax', speechMs: 0, beepMs: 0 };
  if (kind !== 'voicemail') return { from: 'person', speechMs: hello.ms, beepMs: 0 };
  const beepMs = mailbox.isFull ? 0 : mailbox.beepMs;
  return { from: 'machine', speechMs: mailbox.greeting.ms, beepMs };
}

/** As Twilio does: speech longer than the threshold is a machine's, so a terse machine passes for a person. */
function measure(plan: DetectionPlan, { from, speechMs, beepMs }: Greeting): Detection {
  if (from === 'fax') return { answeredBy: 'fax', afterMs: FAX_TONE_MS };
  if (speechMs === 0) return { answeredBy: 'unknown', afterMs: plan.silenceTimeoutMs };
  if (speechMs < plan.speechThresholdMs) {
    return { answeredBy: 'human', afterMs: speechMs + plan.speechEndMs };
  }
  if (plan.mode === 'Enable') return { answeredBy: 'machine_start', afterMs: plan.speechThresholdMs };
  if (beepMs > 0) return { answeredBy: 'machine_end_beep', afterMs: speechMs + beepMs };
  return { answeredBy: 'machine_end_silence', afterMs: speechMs + plan.speechEndMs };
}

const WRONG_ENDS = ['machine_end_beep', 'machine_end_silence', 'machine_end_other'] as const;

/**
 * The mistakes people complain of: a person taken for a machine, a machine for a person because its greeting paused,
 * and the end of a greeting guessed before its beep, so that the message begins before the recording does.
 */
function mistake(
  plan: DetectionPlan,
  greeting: Greeting,
  { when, which }: { readonly when: number; readonly which: number },
): Detection {
  const right = measure(plan, greeting);
  const { speechThresholdMs, speechEndMs } = plan;
  if (right.answeredBy === 'human') {
    return plan.mode === 'Enable'
      ? { answeredBy: 'machine_start', afterMs: speechThresholdMs }
      : { answeredBy: 'machine_end_silence', afterMs: speechThresholdMs + speechEndMs };
  }
  if (right.answeredBy === 'fax' || right.answeredBy === 'unknown') {
    return { answeredBy: 'human', afterMs: right.afterMs };
  }
  if (plan.mode === 'Enable') {
    // Somewhere in the threshold the voice drew breath.
    return { answeredBy: 'human', afterMs: Math.round(speechThresholdMs * when) + speechEndMs };
  }
  const early = Math.round(when * (greeting.speechMs - speechThresholdMs));
  return {
    answeredBy: WRONG_ENDS[Math.floor(which * WRONG_ENDS.length)] ?? 'machine_end_other',
    afterMs: speechThresholdMs + early,
  };
}

/** Holds the call up until the answer is known; asynchronous detection does not, and reports to its callback. */
export async function runDetection(live: Leg, plan: DetectionPlan): Promise<void> {
  const detection = detect(plan, live.far.script, live.world.detection);
  if (!plan.async) {
    await live.wait(detection.afterMs);
    noteAnsweredBy(live, detection);
    return;
  }
  if (plan.callback === null)
    warn(live, 21262, 'AsyncAmdStatusCallback is missing: nobody is told who answered');
  live.later(detection.afterMs, () => {
    noteAnsweredBy(live, detection);
    tellDetection(live, plan, detection);
  });
}

function noteAnsweredBy({ account, call }: Leg, { answeredBy }: Detection): void {
  call.answeredBy = answeredBy;
  account.calls.touch(call);
}

function tellDetection({ world, account, call }: Leg, plan: DetectionPlan, { afterMs }: Detection): void {
  if (plan.callback === null) return;
  deliver(world, account, {
    owner: call,
    callSid: call.sid,
    url: plan.callback,
    method: plan.callbackMethod,
    fields: [...callFields(call, call.status), ['MachineDetectionDuration', String(afterMs)]],
  });
}
