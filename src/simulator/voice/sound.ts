// How long a sound of the application's takes.

import { isReachable, readUrl } from '../loopback.ts';
import { WebhookError } from '../webhook.ts';
import { warn } from './attributes.ts';
import type { Leg } from './leg.ts';
import { TwimlFailure } from './twiml.ts';

/** How long a sound takes that the simulator cannot measure. */
export const UNKNOWN_SOUND_MS = 5_000;
const MAX_SOUND_BYTES = 16 * 1024 * 1024;
// An MP3 of 128 kbit/s; a WAV says its own rate in bytes 28 to 31 of its header.
const MP3_BYTES_PER_SECOND = 16_000;
const WAV_HEADER_BYTES = 44;

/** Fetches the sound to know its length. One that cannot be fetched ends the document, as at Twilio. */
export async function soundMs(leg: Leg, url: string): Promise<number> {
  const parsed = readUrl(url);
  if (parsed && !isReachable(parsed)) {
    warn(leg, 11200, `Play: ${url} is not on this machine; the simulator pretends it takes 5 s`);
    return UNKNOWN_SOUND_MS;
  }
  const { clock, webhooks } = leg.world;
  const sound = { url, method: 'GET', fields: [], authToken: leg.account.authToken } as const;
  try {
    const reply = await clock.track(webhooks.send({ ...sound, maxBytes: MAX_SOUND_BYTES }));
    leg.check();
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
