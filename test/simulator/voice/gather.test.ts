import { expect, test } from 'vitest';
import { ANN, OURS, type SceneOptions, since, stage } from './scene.ts';

/** Ann calls; the question is `gather`, and she does what `does` says. */
async function asks(gather: string, does: string, options: SceneOptions = {}) {
  const { pages = {}, ...rest } = options;
  const scene = await stage({
    phones: `[{number: "${ANN}", ${does}}]`,
    pages: { '/voice': `${gather}<Say>Nothing came.</Say>`, '/got': '<Say>Thank you.</Say>', ...pages },
    ...rest,
  });
  scene.simulator.call({ from: ANN, to: OURS });
  await scene.simulator.clock.advance(120_000);
  const last = scene.simulator.transcripts(ANN)[0]?.calls[0]?.heard.at(-1);
  return { ...scene, endedAt: since(last?.at) };
}

const ASK = '<Say>0123456789</Say></Gather>';
/** One second of words. */
const YES = 'says: [{words: Yes please do, after: 1s}]';

test('speech: the words are told, with a confidence, after a pause as long as the timeout', async () => {
  const { asked, heard, endedAt } = await asks(
    `<Gather input="speech" timeout="3" action="/got">${ASK}`,
    YES,
  );
  expect(asked('/got')).toEqual([
    {
      CallStatus: 'in-progress',
      SpeechResult: 'Yes please do',
      Confidence: expect.stringMatching(/^0\.\d+$/),
    },
  ]);
  expect(heard(ANN)).toEqual(['say: 0123456789', 'say: Thank you.']);
  expect(endedAt).toBe(600 + 1_000 + 780 + 3_000);
});

test.each([
  ['speechTimeout="1"', 1_000],
  ['speechTimeout="auto"', 0],
  ['', 5_000],
])('with %s the pause that ends it is its own', async (attribute, pauseMs) => {
  const { endedAt } = await asks(`<Gather input="speech" ${attribute} action="/got">${ASK}`, YES);
  expect(endedAt).toBe(600 + 1_000 + 780 + pauseMs);
});

test('what is said after a short pause belongs to the same answer', async () => {
  const { asked } = await asks(
    `<Gather input="speech" speechTimeout="2" action="/got">${ASK}`,
    'says: [{words: My number is, at: 2s}, {words: four two, at: 4s}]',
  );
  expect(asked('/got')).toMatchObject([{ SpeechResult: 'My number is four two' }]);
});

test('speaking cuts the question off', async () => {
  const { heard, asked } = await asks(
    `<Gather input="speech" speechTimeout="1" action="/got">${ASK}`,
    'says: [{words: Agent, at: 300ms}]',
  );
  expect(heard(ANN)[0]).toBe('say: 01234…');
  expect(asked('/got')).toMatchObject([{ SpeechResult: 'Agent' }]);
});

test.each([
  ['speech', 'says: [{words: Agent, at: 300ms}]', { SpeechResult: 'Agent' }],
  ['dtmf', 'presses: [{digits: "7", at: 300ms}]', { Digits: '7' }],
])('bargeIn=false: %s is taken, and the question goes on to its end', async (input, does, result) => {
  const { simulator, asked } = await asks(
    `<Gather input="${input}" numDigits="1" speechTimeout="auto" bargeIn="false" action="/got">${ASK}`,
    does,
  );
  expect(simulator.transcripts(ANN)[0]?.calls[0]?.heard[0]).toMatchObject({ text: '0123456789', cut: false });
  expect(asked('/got')).toMatchObject([result]);
});

test.each([
  [
    'keys first: words are none of it',
    'presses: [{digits: "12", at: 2s}], says: [{words: Agent, at: 2300ms}]',
    { Digits: '12' },
  ],
  [
    'words first: keys are none of it',
    'says: [{words: Agent, at: 2s}], presses: [{digits: "1#", at: 2100ms}]',
    { SpeechResult: 'Agent' },
  ],
])('dtmf speech: %s', async (_what, does, result) => {
  const { asked } = await asks(`<Gather input="dtmf speech" timeout="2" action="/got">${ASK}`, does);
  expect(asked('/got')).toEqual([expect.objectContaining(result)]);
  expect(Object.keys(asked('/got')[0] ?? {})).toHaveLength(3);
});

test('a sound without words is no answer', async () => {
  const { asked, heard } = await asks(`<Gather input="speech" timeout="2" action="/got">${ASK}`, 'name: Ann');
  expect(asked('/got')).toEqual([]);
  expect(heard(ANN).at(-1)).toBe('say: Nothing came.');
});

test.each([
  ['speech', { SpeechResult: '' }],
  ['dtmf', { Digits: '', FinishedOnKey: '' }],
  ['dtmf speech', { Digits: '', FinishedOnKey: '', SpeechResult: '' }],
])('actionOnEmptyResult with %s', async (input, result) => {
  const { asked } = await asks(
    `<Gather input="${input}" timeout="1" actionOnEmptyResult="true" action="/got">${ASK}`,
    'name: Ann',
  );
  expect(asked('/got')).toEqual([{ CallStatus: 'in-progress', ...result }]);
});

test('partialResultCallback is told as words come, and its answer is not heeded', async () => {
  const { asked, heard } = await asks(
    `<Gather input="speech" speechTimeout="2" partialResultCallback="/partial" action="/got">${ASK}`,
    'says: [{words: My number is, at: 2s}, {words: four two, at: 4s}]',
    { pages: { '/partial': '<Say>Never heard.</Say>' } },
  );
  expect(
    asked('/partial').map(
      ({ SequenceNumber, UnstableSpeechResult }) => `${SequenceNumber} ${UnstableSpeechResult}`,
    ),
  ).toEqual(['0 My number is', '1 My number is four two']);
  expect(heard(ANN).at(-1)).toBe('say: Thank you.');
});

test('speech ends after a minute', async () => {
  const { endedAt } = await asks(
    `<Gather input="speech" action="/got">${ASK}`,
    `says: [{words: "${'word '.repeat(300)}", at: 2s}]`,
  );
  expect(endedAt).toBe(2_000 + 60_000);
});

test('the hello of whoever is called is no answer to the first question', async () => {
  const { client, simulator, app, asked } = await stage({
    phones: `[{number: "${ANN}", hello: 2s}]`,
    pages: { '/ask': '<Gather input="speech" timeout="3" action="/got"/>' },
  });
  await client.calls.create({ to: ANN, from: OURS, url: `${app.url}/ask` });
  await simulator.clock.advance(60_000);
  expect(asked('/got')).toEqual([]);
});

test.each([
  ['input', '<Gather input="smell"/>', 13326],
  ['speechTimeout', '<Gather speechTimeout="0"/>', 13327],
  [
    'partialResultCallbackMethod',
    '<Gather partialResultCallback="/p" partialResultCallbackMethod="PUT"/>',
    13329,
  ],
  ['hints', `<Gather hints="${'a,'.repeat(500)}a"/>`, 13330],
  ['language', '<Gather language="English"/>', 13331],
  ['bargeIn', '<Gather bargeIn="x"/>', 13332],
  ['profanityFilter', '<Gather profanityFilter="x"/>', 13333],
  ['speechModel', '<Gather speechModel="x"/>', 13334],
  ['actionOnEmptyResult', '<Gather actionOnEmptyResult="x"/>', 13338],
  ['enhanced', '<Gather enhanced="x"/>', 13339],
  ['voice within', '<Gather><Say voice="Robbie">Hi</Say></Gather>', 13321],
  ['loop within', '<Gather><Say loop="x">Hi</Say></Gather>', 13322],
  ['digits within', '<Gather><Play digits="1"/></Gather>', 13320],
])('a bad %s is a warning, and the default is used', async (_what, gather, code) => {
  const { warnings, heard } = await asks(gather, 'name: Ann');
  expect(warnings()).toEqual([`warning ${code}`]);
  expect(heard(ANN).at(-1)).toBe('say: Nothing came.');
});

test.each([
  'language="de-DE" hints="yes, no" profanityFilter="false" speechModel="phone_call" enhanced="true"',
  'speechModel="deepgram_nova-2-phonecall" language="multi"',
  'speechModel="googlev2_telephony_short" timeout="auto"',
])('%s is understood', async (attributes) => {
  expect((await asks(`<Gather ${attributes}/>`, 'name: Ann')).warnings()).toEqual([]);
});
