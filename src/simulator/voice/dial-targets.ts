// The numbers of a Dial, each with what it asks for.

import { CALL_EVENTS, type CallPlan, type DetectionPlan } from '../call.ts';
import { hasMagic } from '../magic-number.ts';
import { readNumber } from '../number.ts';
import { mayReach } from '../trial.ts';
import {
  callbackAttribute,
  choiceAttribute,
  choicesAttribute,
  methodAttribute,
  numberAttribute,
  resolveUrl,
  type Scene,
  warn,
} from './attributes.ts';
import type { Target } from './child.ts';
import type { DialRules } from './dial-rules.ts';
import { elementsOf, type TwimlElement, textOf } from './twiml.ts';

/** Twilio dials no more at once. */
const MAX_TARGETS = 10;
const TIME_LIMIT_MS = 14_400_000;

/** Twilio's magic numbers, with the codes that Dial has for what they stand for. */
const MAGIC: ReadonlyMap<string, { readonly code: number; readonly message: string }> = new Map([
  ['+15005550001', { code: 13224, message: 'Twilio does not support calling this number or it is invalid' }],
  ['+15005550002', { code: 13224, message: 'Twilio does not support calling this number or it is invalid' }],
  ['+15005550003', { code: 13227, message: 'Geo Permission configuration is not permitting call' }],
  ['+15005550004', { code: 13225, message: 'Call blocked by Twilio block list' }],
]);

type Timeout = Pick<DialRules, 'timeoutMs'>;

export function readTargets(scene: Scene, rules: Timeout): readonly Target[] {
  const { leg, element } = scene;
  const nouns = elementsOf(element);
  const text = textOf({
    ...element,
    children: element.children.filter((child) => typeof child === 'string'),
  });
  const bare: TwimlElement = { name: 'Number', attributes: {}, children: [text] };
  const found = nouns.length === 0 && text !== '' ? [bare] : nouns;
  const targets = found.flatMap((noun) => readTarget({ ...scene, element: noun }, rules) ?? []);
  if (targets.length > MAX_TARGETS) {
    warn(leg, 13250, `Dial: Too many numbers: ${targets.length}, of which ${MAX_TARGETS} are dialled`);
  }
  return targets.slice(0, MAX_TARGETS);
}

function readTarget(scene: Scene, rules: Timeout): Target | undefined {
  const { leg, element } = scene;
  const text = textOf(element);
  switch (element.name) {
    case 'Number':
      return readPhone(scene, rules);
    case 'Client':
      warn(leg, 13224, `Dial: no client ${text} is registered: the simulator has none`);
      return {
        to: `client:${text}`,
        plan: readPlan(scene, rules),
      };
    case 'Sip':
      if (!/^sips?:/i.test(text)) {
        warn(leg, 13243, `Dial->SIP: Invalid SIP URI ${text}`);
        return undefined;
      }
      warn(leg, 13254, `Dial->Sip: ${text} does not resolve: the simulator reaches no SIP endpoint`);
      return {
        to: text,
        plan: readPlan(scene, rules),
      };
    default:
      warn(leg, 13215, `Dial: Invalid nested element ${element.name}`);
      return undefined;
  }
}

function readPhone(scene: Scene, rules: Timeout): Target | undefined {
  const text = textOf(scene.element);
  const to = readNumber(text);
  if (to === undefined) {
    warn(scene.leg, 13223, `Dial: Invalid phone number format ${text}`);
    return undefined;
  }
  const magic = hasMagic(scene.leg.account) ? MAGIC.get(to) : undefined;
  if (magic !== undefined) {
    warn(scene.leg, magic.code, `Dial: ${magic.message}: ${to}`);
    return undefined;
  }
  if (!mayReach(scene.leg.account, to)) {
    // The code of the REST API: the pages name none for Dial.
    warn(scene.leg, 21219, `Dial: ${to} is unverified. Trial accounts may only call verified numbers.`);
    return undefined;
  }
  return { to, plan: readPlan(scene, rules) };
}

function readPlan(scene: Scene, { timeoutMs }: Timeout): CallPlan {
  const url = scene.element.attributes['url'];
  const method = methodAttribute(scene, 13221);
  return {
    source: url === undefined || url === '' ? null : { url: resolveUrl(scene, url), method },
    fallback: null,
    statusCallback:
      callbackAttribute(scene, { name: 'statusCallback', urlCode: 11100, methodCode: 13221 }) ?? null,
    statusEvents: choicesAttribute(scene, {
      name: 'statusCallbackEvent',
      choices: CALL_EVENTS,
      fallback: ['completed'],
      code: 12200,
    }),
    sendDigits: readSendDigits(scene),
    timeoutMs,
    timeLimitMs: TIME_LIMIT_MS,
    detection: readDetection(scene),
  };
}

function readSendDigits({ leg, element }: Scene): string {
  const digits = element.attributes['sendDigits'] ?? '';
  if (/^[0-9A-DwW#*]*$/.test(digits)) return digits;
  warn(leg, 13222, `Dial->Number: Invalid sendDigits value ${digits}`);
  return '';
}

/** Never holds the bridge up: it reports to its own callback. */
function readDetection(scene: Scene): DetectionPlan | null {
  if (scene.element.attributes['machineDetection'] === undefined) return null;
  const code = 21263;
  const mode = choiceAttribute(scene, {
    name: 'machineDetection',
    choices: ['Enable', 'DetectMessageEnd', 'none'],
    fallback: 'none',
    code,
  });
  if (mode === 'none') return null;
  const range = (name: string, fallback: number, [least, most]: readonly [number, number]) =>
    numberAttribute(scene, name, { fallback, least, most, code });
  const callback = callbackAttribute(scene, { name: 'amdStatusCallback', urlCode: code, methodCode: code });
  return {
    mode,
    timeoutMs: range('machineDetectionTimeout', 30, [3, 60]) * 1000,
    speechThresholdMs: range('machineDetectionSpeechThreshold', 2_400, [1_000, 6_000]),
    speechEndMs: range('machineDetectionSpeechEndThreshold', 1_200, [500, 5_000]),
    silenceTimeoutMs: range('machineDetectionSilenceTimeout', 5_000, [2_000, 10_000]),
    async: true,
    callback: callback?.url ?? null,
    callbackMethod: callback?.method ?? 'POST',
  };
}
