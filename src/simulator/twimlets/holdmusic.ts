// /holdmusic: Twilio's hold music, one piece after the other in chance order, for ever.

import type { Random } from '../../core/clock.ts';
import { trim, urlEncode } from './php.ts';
import { response } from './twiml.ts';
import { spoken, type Twimlet } from './twimlet.ts';
import { text } from './vars.ts';

/**
 * What Twilio's own buckets hold, by the names of their files. The real one lists the bucket over the network, any
 * public one, and plays it from there; the simulator opens no such socket: it knows these alone, and plays a tone
 * of its own under each name, as a WAV since it has no MP3 to give.
 */
const TRACKS: ReadonlyMap<string, readonly string[]> = new Map([
  ['ambient', ['aerosolspray_-_Living_Taciturn', 'gurdonark_-_Exurb', 'gurdonark_-_Plains']],
  [
    'classical',
    ['BusyStrings', 'ClockworkWaltz', 'MARKOVICHAMP-Borghestral', 'ith_brahms-116-4', 'ith_chopin-15-2'],
  ],
  ['electronica', ['Kaer_Trouz_-_Seawall_Stepper', 'teru_-_110_Downtempo_Electronic_4']],
  ['guitars', ['Pitx_-_A_Thought', 'Pitx_-_Long_Winter']],
  ['rock', ['jlbrock44_-_Apologize_Guitar_Deep_Fried', 'jlbrock44_-_Apologize_Guitar_DropC']],
  ['soft-rock', ['Fireproof_Babies_-_Melancholy_4_a_Sun-lit_day', 'jacksontorreal_-_The_First_Sunny_Sky']],
]);
const PREFIX = 'com.twilio.music.';

/** Bucket; Message, said or played after each piece. */
export const holdmusic: Twimlet = ({ query, origin, random }) => {
  const bucket = trim(text(query, 'Bucket'));
  if (bucket === '') return { twiml: response({ name: 'Say', content: 'An S 3 bucket is required.' }) };
  const tracks = tracksOf(bucket);
  if (tracks.length === 0) {
    return { twiml: response({ name: 'Say', content: 'Failed to fetch the hold music.' }) };
  }
  const message = spoken(text(query, 'Message'));
  const pieces = shuffled(tracks, random).flatMap((track) => [
    { name: 'Play', content: `${origin}/holdmusic/${bucket}/${urlEncode(track)}` },
    ...message,
  ]);
  return { twiml: response(...pieces, { name: 'Redirect' }) };
};

/** The files of a bucket; none of one that the simulator does not know. */
export function tracksOf(bucket: string): readonly string[] {
  const names = bucket.startsWith(PREFIX) ? TRACKS.get(bucket.slice(PREFIX.length)) : undefined;
  return (names ?? []).map((name) => `${name}.wav`);
}

/** Fisher and Yates. */
function shuffled(tracks: readonly string[], random: Random): readonly string[] {
  const order = [...tracks];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random.next() * (last + 1));
    [order[last], order[other]] = [order[other] as string, order[last] as string];
  }
  return order;
}
