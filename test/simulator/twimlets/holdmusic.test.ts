import { expect, test } from 'vitest';
import { lengthMs } from '../../../src/simulator/voice/sound.ts';
import { simulate } from '../harness.ts';
import { answerOf, ask, ORIGIN } from './ask.ts';

const GUITARS = `${ORIGIN}/holdmusic/com.twilio.music.guitars`;
const PIECES = [`${GUITARS}/Pitx_-_A_Thought.wav`, `${GUITARS}/Pitx_-_Long_Winter.wav`];
const BUCKET = 'Bucket=com.twilio.music.guitars';

test.each([
  ['no bucket', '', '<Say>An S 3 bucket is required.</Say>'],
  ['a bucket of spaces', 'Bucket=++', '<Say>An S 3 bucket is required.</Say>'],
  ['a bucket that is a list', 'Bucket[]=a', '<Say>An S 3 bucket is required.</Say>'],
  ['an unknown bucket', 'Bucket=com.twilio.music.newage', '<Say>Failed to fetch the hold music.</Say>'],
  ["somebody's own bucket", 'Bucket=guitars', '<Say>Failed to fetch the hold music.</Say>'],
])('holdmusic with %s', (_what, query, twiml) => {
  expect(ask('holdmusic', query)).toBe(twiml);
});

/** The pieces in their order, by name, when all else is as it should be. */
function orderOf(seed: number): string {
  const answer = answerOf('holdmusic', BUCKET, '', seed);
  const twiml = 'twiml' in answer ? answer.twiml : '';
  const [, first = '', second = ''] =
    /^.*\n<Response><Play>([^<]*)<\/Play><Play>([^<]*)<\/Play><Redirect\/><\/Response>\n$/.exec(twiml) ?? [];
  expect([first, second].sort()).toEqual(PIECES);
  return first;
}

test('holdmusic plays all pieces and begins anew, in an order of chance that a seed repeats', () => {
  const seeds = Array.from({ length: 20 }, (_, seed) => seed);
  const firsts = seeds.map(orderOf);
  expect(new Set(firsts).size).toBe(2);
  expect(seeds.map(orderOf)).toEqual(firsts);
});

test.each([
  ['said', 'Please hold', '<Say>Please hold</Say>'],
  ['played', 'http://h/a.mp3', '<Play>http://h/a.mp3</Play>'],
])('a message is %s after each piece', (_how, message, verb) => {
  const twiml = ask('holdmusic', `${BUCKET}&Message=${message}`);
  expect(twiml.replaceAll(/<Play>[^<]*\.wav<\/Play>/g, '♪')).toBe(`♪${verb}♪${verb}<Redirect/>`);
});

test.each(['ambient', 'classical', 'electronica', 'guitars', 'rock', 'soft-rock'])(
  'every piece of %s is a sound that the simulator serves itself',
  async (genre) => {
    const simulator = await simulate();
    const response = await fetch(`${simulator.url}/holdmusic?Bucket=com.twilio.music.${genre}`);
    const urls = [...(await response.text()).matchAll(/<Play>([^<]*)</g)].map(([, url = '']) => url);
    expect(urls.length).toBeGreaterThan(1);
    for (const url of urls) {
      expect(url.startsWith(`${simulator.url}/`)).toBe(true);
      const sound = await fetch(url);
      expect(sound.headers.get('content-type')).toBe('audio/x-wav');
      const wav = Buffer.from(await sound.arrayBuffer());
      expect(lengthMs(wav)).toBe(10_000);
      expect([wav.toString('latin1', 0, 4), wav.toString('latin1', 8, 16)]).toEqual(['RIFF', 'WAVEfmt ']);
      expect(wav.readUInt32LE(4)).toBe(wav.length - 8);
      expect(wav.readUInt32LE(40)).toBe(wav.length - 44);
    }
  },
);

test('a piece that is not there is not found', async () => {
  const simulator = await simulate();
  for (const path of ['com.twilio.music.guitars/x.wav', 'guitars/Pitx_-_A_Thought.wav', '%ff/%00']) {
    expect((await fetch(`${simulator.url}/holdmusic/${path}`)).status).toBe(404);
  }
});
