// `remind sim call` and `remind sim text`: what their flags take, and how a call that nobody answers ends.

import { expect, it } from 'vitest';
import { command as call } from '../../commands/sim/call.ts';
import { command as text } from '../../commands/sim/text.ts';
import { UsageError } from '../../src/core/errors.ts';
import { startApp } from '../simulator/app.ts';
import { CINDY, simulate } from '../simulator/harness.ts';
import { testContext } from './context.ts';

const OFFICE = '+15005550006';
// Nobody is asked: a wrong flag is found before that.
const NOWHERE = { url: 'http://127.0.0.1:1' };

async function context() {
  return testContext({ needs: { config: async () => ({}) as never } });
}

it.each([
  ['keys that are none', CINDY, { digits: 'xyz' }, '--digits: "xyz" has other keys'],
  ['only pauses', CINDY, { digits: 'ww' }, '--digits: "ww" has other keys'],
  ['no duration', CINDY, { hangsUpAfter: 'banana' }, '--hangs-up-after: "banana" is no duration'],
  ['a bare number', CINDY, { givesUpAfter: '30' }, '--gives-up-after: "30" is no duration'],
  ['no words', CINDY, { says: '' }, '--says: nothing is said'],
  ['no number', 'banana', {}, '<from>: "banana" is no phone number'],
])('a call with %s is refused by the flag’s name', async (_what, from, options, words) => {
  const run = call.run((await context()).context, [from, OFFICE], { ...NOWHERE, ...options });
  await expect(run).rejects.toBeInstanceOf(UsageError);
  await expect(run).rejects.toThrow(words);
});

it.each([
  ['no words and no picture', CINDY, '', [], 'a text has words, or a picture'],
  ['a picture without an address', CINDY, 'Look', ['cat.png'], '--media: "cat.png" is no URL'],
  ['no number', 'banana', 'C', [], '<from>: "banana" is no phone number'],
])('a text with %s is refused', async (_what, from, body, media, words) => {
  const run = text.run((await context()).context, [from, OFFICE, body], { ...NOWHERE, media });
  await expect(run).rejects.toBeInstanceOf(UsageError);
  await expect(run).rejects.toThrow(words);
});

it.each([
  ['is answered', '<Response><Say>Hello</Say></Response>', undefined, `called ${OFFICE}\n`],
  ['is rejected', '<Response><Reject reason="busy"/></Response>', 8, 'which was busy'],
  ['reaches a number without a URL', undefined, 8, 'and the call failed'],
])('a call that %s says so in words and in its exit code', async (_what, twiml, code, words) => {
  const app = await startApp(() => twiml ?? '');
  const simulator = await simulate({ virtualTime: { speed: 1_000 } });
  simulator.setNumber(OFFICE, { voiceUrl: twiml === undefined ? '' : app.url });
  const { context: ctx, stdout, stderr } = await context();
  expect(await call.run(ctx, [CINDY, OFFICE], { url: simulator.url })).toBe(code);
  expect(stdout()).toContain(words);
  if (twiml === undefined) expect(stderr()).toContain('over its REST API: the VoiceUrl of the number');
});
