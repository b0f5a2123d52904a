// What the attributes of Record, Dial and Conference ask of a recording.

import type { WebTarget } from '../call.ts';
import { RECORDING_EVENTS, type RecordingPlan } from '../recording.ts';
import {
  booleanAttribute,
  callbackAttribute,
  choiceAttribute,
  choicesAttribute,
  numberAttribute,
  type Scene,
  warn,
} from './attributes.ts';

export interface RecordRules {
  /** Silence that ends it; infinite when none does. */
  readonly timeoutMs: number;
  readonly finishOnKey: string;
  readonly maxLengthMs: number;
  readonly beeps: boolean;
  readonly transcribes: boolean;
  readonly transcribeCallback: WebTarget | undefined;
  readonly plan: RecordingPlan;
}

const ANY_KEY = '1234567890*#';
const LONGEST_S = 14_400;
/** Twilio transcribes no more. */
const LONGEST_TRANSCRIBED_S = 120;

export function readRecordRules(scene: Scene): RecordRules {
  const { leg, element } = scene;
  const transcribes = booleanAttribute(scene, { name: 'transcribe', fallback: false, code: 13614 });
  const timeout = numberAttribute(scene, 'timeout', { fallback: 5, least: 0, code: 13611 });
  const maxLength = numberAttribute(scene, 'maxLength', {
    fallback: transcribes ? LONGEST_TRANSCRIBED_S : 3_600,
    least: 1,
    most: LONGEST_S,
    code: 13612,
  });
  if (transcribes && maxLength > LONGEST_TRANSCRIBED_S) {
    warn(leg, 13615, `Record: maxLength too high for transcription: ${maxLength}`);
  }
  const finishOnKey = element.attributes['finishOnKey'] ?? ANY_KEY;
  const isKeys = /^[0-9*#]*$/.test(finishOnKey);
  if (!isKeys) warn(leg, 13613, `Record: Invalid finishOnKey value ${finishOnKey}`);
  return {
    timeoutMs: timeout === 0 ? Number.POSITIVE_INFINITY : timeout * 1000,
    finishOnKey: isKeys ? finishOnKey : ANY_KEY,
    maxLengthMs: maxLength * 1000,
    beeps: booleanAttribute(scene, { name: 'playBeep', fallback: true, code: 13616 }),
    transcribes,
    transcribeCallback: callbackAttribute(scene, {
      name: 'transcribeCallback',
      urlCode: 13257,
      methodCode: 13610,
    }),
    plan: readRecordingPlan(scene, { channels: 1, track: 'inbound', trimsByDefault: true }),
  };
}

export interface PlanDefaults {
  readonly channels: 1 | 2;
  readonly track: RecordingPlan['track'];
  readonly trimsByDefault: boolean;
}

/** Of an element that is recorded: trim and the callback. */
export function readRecordingPlan(
  scene: Scene,
  { channels, track, trimsByDefault }: PlanDefaults,
): RecordingPlan {
  const name = 'recordingStatusCallback';
  return {
    channels,
    track,
    trims: readTrim(scene, trimsByDefault),
    callback: callbackAttribute(scene, { name, urlCode: 13256, methodCode: 13256 }) ?? null,
    events: choicesAttribute(scene, {
      name: 'recordingStatusCallbackEvent',
      choices: RECORDING_EVENTS,
      fallback: ['completed'],
      code: 13621,
    }),
  };
}

/** A bad value means not to trim, whatever the default. */
function readTrim(scene: Scene, trimsByDefault: boolean): boolean {
  if (scene.element.attributes['trim'] === undefined) return trimsByDefault;
  const choices = ['trim-silence', 'do-not-trim'] as const;
  return (
    choiceAttribute(scene, { name: 'trim', choices, fallback: 'do-not-trim', code: 13699 }) === 'trim-silence'
  );
}
