// The verbs that make a sound, or none: Say, Play, Pause.

import { isReachable, readUrl } from '../loopback.ts';
import { MS_PER_CHARACTER, tonesMs } from '../pace.ts';
import { WebhookError } from '../webhook.ts';
import { numberAttribute, resolveUrl, type Scene, warn } from './attributes.ts';
import { elementsOf, TwimlFailure, textOf } from './twiml.ts';

/** `loop="0"` is for ever, which Twilio ends at a thousand. */
const FOREVER = 1_000;
/** How long a sound takes that the simulator cannot measure. */
const UNKNOWN_SOUND_MS = 5_000;
const MAX_SOUND_BYTES = 16 * 1024 * 1024;
// An MP3 of 128 kbit/s; a WAV says its own rate in bytes 28 to 31 of its header.
const MP3_BYTES_PER_SECOND = 16_000;
const WAV_HEADER_BYTES = 44;

/** True when a key ended it, which happens inside a Gather only. */
type Speaker = (scene: Scene, wakesOnKey: boolean) => Promise<boolean>;

export const SPEAKERS: ReadonlyMap<string, Speaker> = new Map([
  ['Say', say],
  ['Play', play],
  ['Pause', pause],
]);

function loops(scene: Scene, code: number): number {
  return numberAttribute(scene, 'loop', { fallback: 1, least: 0, code }) || FOREVER;
}

async function say(scene: Scene, wakesOnKey: boolean): Promise<boolean> {
  const { live, element } = scene;
  const text = textOf(element);
  if (text === '') {
    warn(live, 13520, 'Say: Invalid text');
    return false;
  }
  const ms = text.length * MS_PER_CHARACTER + breaksMs(scene);
  for (let left = loops(scene, 13510); left > 0; left -= 1) {
    if (await live.utter({ verb: 'say', text, ms, wakesOnKey })) return true;
  }
  return false;
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

async function pause(scene: Scene, wakesOnKey: boolean): Promise<boolean> {
  const seconds = numberAttribute(scene, 'length', { fallback: 1, least: 0, code: 12200 });
  return scene.live.utter({ verb: 'pause', text: '', ms: seconds * 1000, wakesOnKey });
}

async function play(scene: Scene, wakesOnKey: boolean): Promise<boolean> {
  const { live, element } = scene;
  const digits = element.attributes['digits'];
  if (digits !== undefined) {
    return live.utter({ verb: 'digits', text: digits, ms: tonesMs(digits), wakesOnKey });
  }
  const url = resolveUrl(scene, textOf(element));
  const ms = await soundMs(scene, url);
  for (let left = loops(scene, 13410); left > 0; left -= 1) {
    if (await live.utter({ verb: 'play', text: url, ms, wakesOnKey })) return true;
  }
  return false;
}

/** Fetches the sound to know its length. One that cannot be fetched ends the document, as at Twilio. */
async function soundMs({ live }: Scene, url: string): Promise<number> {
  const parsed = readUrl(url);
  if (parsed && !isReachable(parsed)) {
    warn(live, 11200, `Play: ${url} is not on this machine; the simulator pretends it takes 5 s`);
    return UNKNOWN_SOUND_MS;
  }
  const { clock, webhooks } = live.world;
  const sound = { url, method: 'GET', fields: [], authToken: live.account.authToken } as const;
  try {
    const reply = await clock.track(webhooks.send({ ...sound, maxBytes: MAX_SOUND_BYTES }));
    live.check();
    if (reply.status !== 200) throw new TwimlFailure(11200, `Got HTTP ${reply.status} response to ${url}`);
    if (!/^(audio\/|application\/octet-stream$)/.test(reply.contentType)) {
      throw new TwimlFailure(12300, `Invalid Content-Type: ${reply.contentType || 'none'} for ${url}`);
    }
    return lengthMs(reply.body);
  } catch (error) {
    if (error instanceof WebhookError) throw new TwimlFailure(error.code, `${error.message}: ${url}`);
    throw error;
  }
}

export function lengthMs(sound: Buffer): number {
  const isWav = sound.length >= WAV_HEADER_BYTES && sound.toString('latin1', 0, 4) === 'RIFF';
  const rate = isWav ? sound.readUInt32LE(28) : 0;
  const bytes = isWav ? sound.length - WAV_HEADER_BYTES : sound.length;
  return Math.ceil((bytes / (rate || MP3_BYTES_PER_SECOND)) * 1000);
}
