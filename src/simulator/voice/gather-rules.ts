// What a Gather asks for, read from its attributes.

import type { WebTarget } from '../call.ts';
import {
  booleanAttribute,
  callbackAttribute,
  choicesAttribute,
  numberAttribute,
  type Scene,
  warn,
} from './attributes.ts';

export interface GatherRules {
  readonly timeoutMs: number;
  /** Silence after words that ends them. */
  readonly speechTimeoutMs: number;
  /** Empty when no key ends the answer. */
  readonly finishOnKey: string;
  readonly numDigits: number;
  readonly takes: { readonly keys: boolean; readonly speech: boolean };
  /** An answer cuts the question off. */
  readonly bargesIn: boolean;
  readonly partials: WebTarget | undefined;
}

/** Twilio's limit on hints, and on what each of them is. */
const MAX_HINTS = 500;
const MAX_HINT_LENGTH = 100;

export function readRules(scene: Scene): GatherRules {
  const input = choicesAttribute(scene, {
    name: 'input',
    choices: ['dtmf', 'speech'],
    fallback: ['dtmf'],
    code: 13326,
  });
  const timeoutMs = secondsAttribute(scene, 'timeout', { fallbackMs: 5_000, least: 0, code: 13313 });
  checkSpeechAttributes(scene);
  return {
    timeoutMs,
    speechTimeoutMs: secondsAttribute(scene, 'speechTimeout', {
      fallbackMs: timeoutMs,
      // At the first pause.
      autoMs: 0,
      least: 1,
      code: 13327,
    }),
    numDigits: numberAttribute(scene, 'numDigits', {
      fallback: Number.POSITIVE_INFINITY,
      least: 1,
      code: 13314,
    }),
    finishOnKey: readFinishOnKey(scene),
    takes: { keys: input.includes('dtmf'), speech: input.includes('speech') },
    bargesIn: booleanAttribute(scene, { name: 'bargeIn', fallback: true, code: 13332 }),
    partials: callbackAttribute(scene, {
      name: 'partialResultCallback',
      urlCode: 11100,
      methodCode: 13329,
    }),
  };
}

interface SecondsRule {
  readonly fallbackMs: number;
  /** What `auto` means; the fallback when left out. */
  readonly autoMs?: number;
  readonly least: number;
  readonly code: number;
}

function secondsAttribute(scene: Scene, name: string, rule: SecondsRule): number {
  const { fallbackMs, autoMs = fallbackMs, least, code } = rule;
  if (scene.element.attributes[name] === 'auto') return autoMs;
  return numberAttribute(scene, name, { fallback: fallbackMs / 1000, least, code }) * 1000;
}

function readFinishOnKey({ leg, element }: Scene): string {
  const key = element.attributes['finishOnKey'] ?? '#';
  if (/^[0-9#*]?$/.test(key)) return key;
  warn(leg, key.length > 1 ? 13311 : 13310, `Gather: Invalid finishOnKey value ${key}`);
  return '#';
}

/** Of no effect here, but Twilio warns of bad ones. */
function checkSpeechAttributes(scene: Scene): void {
  const { leg, element } = scene;
  const { hints, language, speechModel } = element.attributes;
  const words = hints?.split(',') ?? [];
  if (words.length > MAX_HINTS || words.some((hint) => hint.trim().length > MAX_HINT_LENGTH)) {
    warn(leg, 13330, 'Gather: Invalid hints value');
  }
  if (language !== undefined && !/^([a-z]{2,3}(-[A-Za-z0-9]{2,8})*|multi)$/.test(language)) {
    warn(leg, 13331, `Gather: Invalid language value ${language}`);
  }
  if (speechModel !== undefined && !isModel(speechModel)) {
    warn(leg, 13334, `Gather: Invalid model value ${speechModel}`);
  }
  booleanAttribute(scene, { name: 'profanityFilter', fallback: true, code: 13333 });
  booleanAttribute(scene, { name: 'enhanced', fallback: false, code: 13339 });
}

function isModel(name: string): boolean {
  return /^(default|numbers_and_commands|phone_call|experimental_(conversations|utterances)|googlev2_\w+|deepgram_[\w-]+)$/.test(
    name,
  );
}
