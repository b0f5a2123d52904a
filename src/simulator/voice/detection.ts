// Answering-machine detection: tells a person from a machine by how long the greeting is, and is wrong at times.

import type { DetectionPlan } from '../call.ts';
import { callFields, deliver } from '../callbacks.ts';
import type { PhoneScript } from '../phones.ts';
import type { LiveCall } from './live-call.ts';

/** "Hello?": what a person says on answering. */
const HELLO_MS = 1_000;

export interface Detection {
  readonly answeredBy: 'human' | 'machine_start' | 'machine_end_beep' | 'unknown';
  /** From answering until it was known. */
  readonly afterMs: number;
}

/** As Twilio does: a greeting longer than the threshold is a machine's, so a terse machine passes for a person. */
export function detect(plan: DetectionPlan, script: PhoneScript): Detection {
  const isMachine = script.kind === 'voicemail';
  const greetingMs = isMachine ? script.greetingMs : HELLO_MS;
  const found: Detection =
    greetingMs < plan.speechThresholdMs
      ? { answeredBy: 'human', afterMs: greetingMs + plan.speechEndMs }
      : plan.mode === 'Enable'
        ? { answeredBy: 'machine_start', afterMs: plan.speechThresholdMs }
        : { answeredBy: 'machine_end_beep', afterMs: greetingMs };
  if (found.afterMs > plan.timeoutMs) return { answeredBy: 'unknown', afterMs: plan.timeoutMs };
  return found;
}

/** Holds the call up until the answer is known; asynchronous detection does not, and reports to its callback. */
export async function runDetection(live: LiveCall, plan: DetectionPlan): Promise<void> {
  const { answeredBy, afterMs } = detect(plan, live.phone.script);
  if (!plan.async) {
    await live.wait(afterMs);
    live.call.answeredBy = answeredBy;
    live.account.calls.touch(live.call);
    return;
  }
  live.later(afterMs, () => {
    live.call.answeredBy = answeredBy;
    live.account.calls.touch(live.call);
    if (plan.callback === null) return;
    deliver(live.world, live.account, {
      owner: live.call,
      callSid: live.call.sid,
      url: plan.callback,
      method: plan.callbackMethod,
      fields: [...callFields(live.call, live.call.status), ['MachineDetectionDuration', String(afterMs)]],
    });
  });
}
