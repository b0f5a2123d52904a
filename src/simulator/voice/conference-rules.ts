// What a Conference noun asks for, read from its attributes.

import type { WebTarget } from '../call.ts';
import type { RecordingPlan } from '../recording.ts';
import {
  booleanAttribute,
  callbackAttribute,
  choiceAttribute,
  choicesAttribute,
  numberAttribute,
  type Scene,
  warn,
} from './attributes.ts';
import { readWaitUrl, type Soundtrack } from './hold-music.ts';
import { readRecordingPlan } from './record-rules.ts';
import { textOf } from './twiml.ts';

/** As `statusCallbackEvent` names them. */
export const CONFERENCE_EVENTS = [
  'start',
  'end',
  'join',
  'leave',
  'mute',
  'hold',
  'modify',
  'speaker',
  'announcement',
] as const;
export type ConferenceEvent = (typeof CONFERENCE_EVENTS)[number];

export interface ConferenceRules {
  /** Empty when there is none to join. */
  readonly name: string;
  readonly isMuted: boolean;
  readonly beeps: { readonly onEnter: boolean; readonly onExit: boolean };
  readonly startsOnEnter: boolean;
  readonly endsOnExit: boolean;
  readonly wait: Soundtrack;
  readonly maxParticipants: number;
  readonly record: RecordingPlan | undefined;
  readonly callback: WebTarget | undefined;
  readonly events: readonly ConferenceEvent[];
  readonly label: string | null;
  /** The call that alone hears this one. */
  readonly coach: string | null;
}

const MOST_PARTICIPANTS = 250;
const MAX_LABEL = 128;

export function readConference(scene: Scene): ConferenceRules {
  const { leg, element } = scene;
  const name = textOf(element);
  if (name === '') warn(leg, 13237, 'Dial->Conference: Invalid Conference Name');
  const beep = choiceAttribute(scene, {
    name: 'beep',
    choices: ['true', 'false', 'onEnter', 'onExit'],
    fallback: 'true',
    code: 13235,
  });
  return {
    name,
    isMuted: booleanAttribute(scene, { name: 'muted', fallback: false, code: 13230 }),
    beeps: { onEnter: beep === 'true' || beep === 'onEnter', onExit: beep === 'true' || beep === 'onExit' },
    startsOnEnter: booleanAttribute(scene, { name: 'startConferenceOnEnter', fallback: true, code: 13232 }),
    endsOnExit: booleanAttribute(scene, { name: 'endConferenceOnExit', fallback: false, code: 13231 }),
    wait: readWaitUrl(scene, { method: 'waitMethod', methodCode: 13234 }),
    maxParticipants: numberAttribute(scene, 'maxParticipants', {
      fallback: MOST_PARTICIPANTS,
      least: 1,
      most: MOST_PARTICIPANTS,
      code: 12200,
    }),
    record: readRecord(scene),
    callback: callbackAttribute(scene, { name: 'statusCallback', urlCode: 11100, methodCode: 12200 }),
    events: choicesAttribute(scene, {
      name: 'statusCallbackEvent',
      choices: CONFERENCE_EVENTS,
      fallback: [],
      code: 12200,
    }),
    label: readLabel(scene),
    coach: element.attributes['coach'] ?? null,
  };
}

function readRecord(scene: Scene): RecordingPlan | undefined {
  const value = choiceAttribute(scene, {
    name: 'record',
    choices: ['do-not-record', 'record-from-start', 'true', 'false'],
    fallback: 'do-not-record',
    code: 13217,
  });
  const plan = readRecordingPlan(scene, { channels: 1, track: 'both', trimsByDefault: true });
  return value === 'record-from-start' || value === 'true' ? plan : undefined;
}

function readLabel({ leg, element }: Scene): string | null {
  const label = element.attributes['participantLabel'];
  if (label === undefined || label === '') return null;
  if (label.length <= MAX_LABEL && !/^CA[0-9a-f]{32}$/i.test(label) && !label.includes('/')) return label;
  warn(leg, 16023, 'Dial->Conference: Invalid participant label');
  return null;
}
