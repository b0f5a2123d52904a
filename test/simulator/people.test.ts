// People and machines on whole calls: what they say and press reaches the application, and each other.

import { expect, test } from 'vitest';
import { ANN, BOB, OURS, type SceneOptions, stage } from './voice/scene.ts';

const MENU = 'Your appointment is at ten. Press 1 to confirm. Press 5 to cancel. Press 9 to be called back.';

/** Bob is called; what the application was told at `/answer`. */
async function callBob(bob: string, verbs: string, more: Partial<SceneOptions> = {}) {
  const scene = await stage({
    phones: `- {number: "${BOB}", ${bob}}`,
    pages: { '/start': verbs, '/answer': '<Say>Thank you.</Say>', ...more.pages },
  });
  await scene.client.calls.create({ to: BOB, from: OURS, url: `${scene.app.url}/start` });
  await scene.simulator.clock.advance(120_000);
  return { ...scene, answers: scene.asked('/answer') };
}

test('somebody who waits for a word of the menu cuts the rest of it off, and answers once', async () => {
  const { answers, heard, simulator } = await callBob(
    'presses: [{digits: 1, when: "to confirm", after: 500ms}, 7]',
    `<Gather numDigits="1" action="/answer"><Say>${MENU}</Say></Gather>`,
  );
  expect(answers).toMatchObject([{ Digits: '1' }]);
  expect(heard(BOB)).toEqual([
    'say: Your appointment is at ten. Press 1 to confirm. Press …',
    'say: Thank you.',
  ]);
  expect(simulator.hear(BOB)[0]).toMatchObject({ pressed: '1', answers: ['Hello?'], wholePasses: 0 });
});

test('somebody answers a question in words, of which hello is none', async () => {
  const { answers } = await callBob(
    'hello: Bob speaking, says: ["tomorrow at ten"]',
    '<Gather input="speech" action="/answer"><Say>When?</Say></Gather>',
  );
  expect(answers).toMatchObject([{ SpeechResult: 'tomorrow at ten' }]);
});

test('whoever talks over a question cuts it off, and is taken at their word', async () => {
  const { answers, heard } = await callBob(
    'talks-over: {at: 1s, for: 2s, words: "who is this"}',
    `<Gather input="speech" action="/answer"><Say>${MENU}</Say></Gather>`,
  );
  expect(answers).toMatchObject([{ SpeechResult: 'who is this' }]);
  expect(heard(BOB)[0]).toBe('say: Your appointment …');
});

test('whoever talks over what does not stop for it misses that', async () => {
  const { simulator } = await callBob('talks-over: {at: 600ms, for: 600ms}', `<Say>${MENU}</Say>`);
  const [heard] = simulator.hear(BOB);
  expect(heard).toMatchObject({ wholePasses: 0, heard: `${MENU.slice(0, 10)} … ${MENU.slice(20)}` });
  expect(heard?.parts.map(({ loss }) => loss)).toEqual([null, 'talked-over', null]);
});

test('somebody leaves a message after the beep, and ends it with a key', async () => {
  const { answers, simulator } = await callBob(
    'says: [{words: "Please call me back", for: 3s, and-presses: "#"}]',
    '<Record action="/answer" timeout="10"/>',
  );
  expect(answers).toMatchObject([{ Digits: '#', RecordingDuration: expect.stringMatching(/^[34]$/) }]);
  expect(simulator.hear(BOB)[0]?.answers).toEqual(['Hello?', 'Please call me back']);
});

test('a caller put through to a machine hears its greeting, skips it, and is recorded', async () => {
  const { simulator, heard } = await stage({
    phones: `
- {number: "${ANN}", presses: [{digits: "#", at: 4s}], says: [{words: "It is Ann", at: 5s}], hangs-up-after: 8s}
- {number: "${BOB}", is: voicemail, answer-after: 1s, greeting: "Hello, this is the machine of Bob, who is not at home; please speak after the beep."}
`,
    pages: { '/voice': `<Dial>${BOB}</Dial>` },
  });
  simulator.call({ from: ANN, to: OURS });
  await simulator.clock.advance(60_000);
  expect(heard(ANN).filter((line) => line.startsWith('speech'))).toEqual([
    expect.stringMatching(/^speech: Hello, this is the machine/),
  ]);
  const [bob] = simulator.hear(BOB);
  expect(bob).toMatchObject({
    answeredBy: 'voicemail',
    heard: 'It is Ann',
    heardFraction: 1,
    machineKeys: [{ key: '#', by: 'caller', does: 'skip' }],
  });
  expect(simulator.hear(ANN)[0]).toMatchObject({ side: 'caller', from: ANN, to: OURS, pressed: '#' });
});
