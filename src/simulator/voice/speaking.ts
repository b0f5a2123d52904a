// The verbs that make a sound, or none: Say, Play, Pause.

import { MS_PER_CHARACTER, tonesMs } from '../pace.ts';
import { numberAttribute, resolveUrl, type Scene, warn } from './attributes.ts';
import { soundMs } from './sound.ts';
import { elementsOf, textOf } from './twiml.ts';

/** `loop="0"` is for ever, which Twilio ends at a thousand. */
const FOREVER = 1_000;
const MAX_TEXT = 4_096;

export interface Speaking {
  /** Inside a Gather, whose warnings have codes of their own. */
  readonly isNested?: boolean;
}

/** True when a key or a voice cut it off, which happens inside a Gather only. */
type Speaker = (scene: Scene, speaking: Speaking) => Promise<boolean>;

export const SPEAKERS: ReadonlyMap<string, Speaker> = new Map([
  ['Say', say],
  ['Play', play],
  ['Pause', pause],
]);

function loops(scene: Scene, code: number): number {
  return numberAttribute(scene, 'loop', { fallback: 1, least: 0, code }) || FOREVER;
}

async function say(scene: Scene, { isNested }: Speaking): Promise<boolean> {
  const { leg, element } = scene;
  const text = textOf(element);
  checkVoice(scene, isNested === true);
  if (text === '') {
    warn(leg, 13520, 'Say: Invalid text');
    return false;
  }
  if (text.length > MAX_TEXT) {
    warn(leg, 13521, `<Say> element character limits exceeded: ${text.length} of ${MAX_TEXT}`);
    return false;
  }
  const ms = text.length * MS_PER_CHARACTER + breaksMs(scene);
  for (let left = loops(scene, isNested ? 13322 : 13510); left > 0; left -= 1) {
    if (await leg.utter({ verb: 'say', text, ms })) return true;
  }
  return false;
}

/** A voice or language that none is read in: Twilio has hundreds, known by how their names are made. */
function checkVoice({ leg, element }: Scene, isNested: boolean): void {
  const { voice, language } = element.attributes;
  if (voice !== undefined && !/^(man|woman|alice|(Polly|Google)\.[\w-]+)$/i.test(voice)) {
    warn(leg, isNested ? 13321 : 13511, `Say: Invalid voice value ${voice}`);
  }
  if (language !== undefined && !/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language)) {
    warn(leg, 13512, `Say: Invalid language value ${language}`);
  }
}

/** SSML: `<break time="500ms"/>`, of which the spoken text shows nothing. */
function breaksMs({ element }: Scene): number {
  let total = 0;
  for (const { name, attributes } of elementsOf(element)) {
    const time = /^(\d+(?:\.\d+)?)(ms|s)$/.exec(attributes['time'] ?? '');
    if (name === 'break' && time) total += Number(time[1]) * (time[2] === 's' ? 1000 : 1);
  }
  return total;
}

async function pause(scene: Scene): Promise<boolean> {
  const { leg } = scene;
  const seconds = numberAttribute(scene, 'length', { fallback: 1, least: 0, code: 13910 });
  if (leg.isAnswered) return leg.utter({ verb: 'pause', text: '', ms: seconds * 1000 });
  // The caller of a call that is not answered hears it ring on.
  await leg.wait(seconds * 1000);
  return false;
}

async function play(scene: Scene, { isNested }: Speaking): Promise<boolean> {
  const { leg, element } = scene;
  const { digits } = element.attributes;
  if (digits !== undefined) return playDigits(scene, { digits, isNested: isNested === true });
  const url = resolveUrl(scene, textOf(element));
  const ms = await soundMs(leg, url);
  for (let left = loops(scene, 13410); left > 0; left -= 1) {
    if (await leg.utter({ verb: 'play', text: url, ms })) return true;
  }
  return false;
}

async function playDigits(
  { leg }: Scene,
  { digits, isNested }: { readonly digits: string; readonly isNested: boolean },
): Promise<boolean> {
  if (isNested) {
    warn(leg, 13320, 'Gather: Play digits cannot be nested');
    return false;
  }
  if (!/^[0-9A-DwW#*]+$/.test(digits)) {
    warn(leg, 13430, `Play: Invalid DTMF String ${digits}`);
    return false;
  }
  return leg.utter({ verb: 'digits', text: digits, ms: tonesMs(digits) });
}
