// Gather: asks, listens for keys, and takes them to its action.

import {
  booleanAttribute,
  methodAttribute,
  numberAttribute,
  resolveUrl,
  type Scene,
  warn,
} from './attributes.ts';
import type { Script } from './documents.ts';
import { SPEAKERS } from './speaking.ts';
import { elementsOf } from './twiml.ts';

interface Rules {
  readonly timeoutMs: number;
  readonly finishOnKey: string;
  readonly numDigits: number;
  readonly takes: { readonly keys: boolean; readonly speech: boolean };
}

interface Collected {
  readonly digits: string;
  readonly finishedOn: string;
}

/** The document that follows, or undefined to go on with the next verb: no keys came. */
export async function gather(scene: Scene): Promise<Script | undefined> {
  const { live } = scene;
  const rules = readRules(scene);
  // Read before anything is said: a bad action must not cost the caller the question.
  const method = methodAttribute(scene, 13312);
  live.keys = rules.takes.keys ? [] : undefined;
  let collected: Collected;
  try {
    await prompt(scene);
    // A key that cut the question off is an answer; nobody gives a second one.
    if (!live.keys?.length) live.phone.ask(rules.takes);
    collected = await collect(scene, rules);
  } finally {
    live.keys = undefined;
  }
  if (collected.digits === '' && !booleanAttribute(scene, 'actionOnEmptyResult')) return undefined;
  const url = resolveUrl(scene, scene.element.attributes['action'] ?? '');
  const extra: [string, string][] = [
    ['msg', 'Gather End'],
    ['Digits', collected.digits],
    ['FinishedOnKey', collected.finishedOn],
  ];
  return { source: { url, method }, extra };
}

function readRules(scene: Scene): Rules {
  const { attributes } = scene.element;
  const input = (attributes['input'] ?? 'dtmf').split(/\s+/);
  return {
    timeoutMs: numberAttribute(scene, 'timeout', { fallback: 5, least: 0, code: 13313 }) * 1000,
    numDigits: numberAttribute(scene, 'numDigits', {
      fallback: Number.POSITIVE_INFINITY,
      least: 1,
      code: 13314,
    }),
    finishOnKey: readFinishOnKey(scene),
    takes: { keys: input.includes('dtmf'), speech: input.includes('speech') },
  };
}

function readFinishOnKey({ live, element }: Scene): string {
  const key = element.attributes['finishOnKey'] ?? '#';
  if (/^[0-9#*]?$/.test(key)) return key;
  warn(live, 13310, `Gather: Invalid finishOnKey value ${key}`);
  return '#';
}

/** Says what is nested in it; the first key ends that. */
async function prompt(scene: Scene): Promise<void> {
  const { live } = scene;
  for (const element of elementsOf(scene.element)) {
    const speak = SPEAKERS.get(element.name);
    if (speak === undefined) warn(live, 13320, `Gather: Invalid nested verb ${element.name}`);
    else if (await speak({ ...scene, element }, true)) return;
  }
}

/** Waits for keys until there are enough of them, the finishing key comes, or none comes for the timeout. */
async function collect({ live }: Scene, rules: Rules): Promise<Collected> {
  const { finishOnKey, numDigits, timeoutMs } = rules;
  let digits = '';
  for (;;) {
    const key = live.keys?.shift();
    if (key === undefined) {
      if ((await live.wait(timeoutMs, true)) === 'elapsed') return { digits, finishedOn: '' };
    } else if (key === finishOnKey) {
      return { digits, finishedOn: key };
    } else {
      digits += key;
      if (digits.length >= numDigits) return { digits, finishedOn: '' };
    }
  }
}
