// What a Dial asks for, read from its attributes and nouns.

import type { WebTarget } from '../call.ts';
import { readNumber } from '../number.ts';
import type { RecordingPlan } from '../recording.ts';
import {
  booleanAttribute,
  choiceAttribute,
  methodAttribute,
  numberAttribute,
  resolveUrl,
  type Scene,
  warn,
} from './attributes.ts';
import type { Target } from './child.ts';
import { type ConferenceRules, readConference } from './conference-rules.ts';
import { readTargets } from './dial-targets.ts';
import { readRecordingPlan } from './record-rules.ts';
import { elementsOf, textOf } from './twiml.ts';

export interface DialRules {
  readonly action: WebTarget | undefined;
  readonly timeoutMs: number;
  readonly timeLimitMs: number;
  readonly hangsUpOnStar: boolean;
  readonly answersOnBridge: boolean;
  readonly isSequential: boolean;
  /** What the callee sees; null for a number that the account may not show. */
  readonly callerId: string | null;
  readonly record: { readonly from: 'answer' | 'ringing'; readonly plan: RecordingPlan } | undefined;
}

export interface QueueNoun {
  readonly name: string;
  readonly whisper: WebTarget | null;
}

export type Noun =
  | { readonly targets: readonly Target[] }
  | { readonly conference: ConferenceRules }
  | { readonly queue: QueueNoun };

const RECORD_VALUES = [
  'do-not-record',
  'record-from-answer',
  'record-from-ringing',
  'record-from-answer-dual',
  'record-from-ringing-dual',
  // For backward compatibility.
  'true',
  'false',
] as const;

/** The countries whose ringing Twilio imitates (https://www.twilio.com/docs/voice/twiml/dial#ringtone). */
const RING_TONES =
  'at au bg br be ch cl cn cz de dk ee es fi fr gr hu il in it lt jp mx my nl no nz ph pl pt ru se sg th uk us us-old tw ve za'.split(
    ' ',
  );
const LEAST_TIMEOUT_S = 5;
const MOST_TIMEOUT_S = 600;

export function readDialRules(scene: Scene): DialRules {
  const { attributes } = scene.element;
  const action = attributes['action'];
  const method = methodAttribute(scene, 13210);
  const timeout = numberAttribute(scene, 'timeout', { fallback: 30, least: 1, code: 13212 });
  choiceAttribute(scene, { name: 'ringTone', choices: RING_TONES, fallback: 'us', code: 13220 });
  const yes = (name: string, code: number) => booleanAttribute(scene, { name, fallback: false, code });
  return {
    action: action === undefined ? undefined : { url: resolveUrl(scene, action), method },
    timeoutMs: Math.min(Math.max(timeout, LEAST_TIMEOUT_S), MOST_TIMEOUT_S) * 1000,
    timeLimitMs: numberAttribute(scene, 'timeLimit', { fallback: 14_400, least: 1, code: 13216 }) * 1000,
    hangsUpOnStar: yes('hangupOnStar', 13213),
    answersOnBridge: yes('answerOnBridge', 13219),
    isSequential: yes('sequential', 13218),
    callerId: readCallerId(scene),
    record: readRecord(scene),
  };
}

/** The caller's own number, the called one, or a number or verified caller ID of the account's. Twilio dials nobody with any other. */
function readCallerId({ leg, element }: Scene): string | null {
  const { call, account } = leg;
  const text = element.attributes['callerId'];
  if (text === undefined || text === '') return call.from;
  const number = readNumber(text) ?? text;
  const isOwn = account.numbers.find(number) !== undefined || account.callerIds.find(number) !== undefined;
  if (isOwn || number === call.from || number === call.to || text.startsWith('client:')) return number;
  warn(leg, 13214, `Dial: Invalid callerId value ${text}`);
  return null;
}

function readRecord(scene: Scene): DialRules['record'] {
  const value = choiceAttribute(scene, {
    name: 'record',
    choices: RECORD_VALUES,
    fallback: 'do-not-record',
    code: 13217,
  });
  if (value === 'do-not-record' || value === 'false') return undefined;
  const track = choiceAttribute(scene, {
    name: 'recordingTrack',
    choices: ['inbound', 'outbound', 'both'],
    fallback: 'both',
    code: 13217,
  });
  // A single track is a single channel.
  const channels = value.endsWith('-dual') && track === 'both' ? 2 : 1;
  const from = value.startsWith('record-from-ringing') ? 'ringing' : 'answer';
  return { from, plan: readRecordingPlan(scene, { channels, track, trimsByDefault: false }) };
}

/** Whom to dial. A conference or a queue stands alone: whatever is beside it is warned of and left out. */
export function readNoun(scene: Scene, rules: DialRules): Noun {
  const { leg } = scene;
  const nouns = elementsOf(scene.element);
  const single = nouns.find(({ name }) => name === 'Conference' || name === 'Queue');
  if (single === undefined) return { targets: readTargets(scene, rules) };
  if (nouns.length > 1) {
    const isConference = single.name === 'Conference';
    warn(
      leg,
      isConference ? 13000 : 13215,
      isConference ? 'Conference Noun cannot be mixed with Number nouns' : 'Dial: Queue stands alone',
    );
  }
  const inner = { ...scene, element: single };
  if (single.name === 'Conference') return { conference: readConference(inner) };
  return { queue: readQueue(inner) };
}

function readQueue(scene: Scene): QueueNoun {
  const url = scene.element.attributes['url'];
  const method = methodAttribute(scene, 14210);
  const whisper = url === undefined || url === '' ? null : { url: resolveUrl(scene, url), method };
  return { name: textOf(scene.element), whisper };
}
