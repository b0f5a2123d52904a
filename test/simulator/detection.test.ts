import { describe, expect, test } from 'vitest';
import type { DetectionPlan } from '../../src/simulator/call.ts';
import { parsePhones } from '../../src/simulator/phone-file.ts';
import { seededRandom } from '../../src/simulator/random.ts';
import { detect } from '../../src/simulator/voice/detection.ts';
import { startApp } from './app.ts';
import { CINDY, clientOf, NOON, simulate } from './harness.ts';

const FROM = '+15005550006';

const PLAN: DetectionPlan = {
  mode: 'Enable',
  timeoutMs: 30_000,
  speechThresholdMs: 2_400,
  speechEndMs: 1_200,
  silenceTimeoutMs: 5_000,
  async: false,
  callback: null,
  callbackMethod: 'POST',
};

function detectOn(phone: string, plan: Partial<DetectionPlan>, errorRate = 0, seed = 1) {
  const [script] = parsePhones(`- {number: "${CINDY}", ${phone}}`);
  if (script === undefined) throw new Error('no phone');
  return detect({ ...PLAN, ...plan }, script, { errorRate, random: seededRandom(seed, 'amd') });
}

const MACHINE = 'is: voicemail, greeting: 8s, beep: 400ms';

describe('what is found', () => {
  test.each([
    ['a person', 'is: person', {}, 'human', 2_200],
    ['a person, whose end of speech is awaited longer', 'is: person', { speechEndMs: 2_000 }, 'human', 3_000],
    ['a person, waiting for a beep', 'is: person', { mode: 'DetectMessageEnd' }, 'human', 2_200],
    ['somebody on a landline', 'is: landline', {}, 'human', 2_200],
    ['nobody speaking', 'hello: none', {}, 'unknown', 5_000],
    ['nobody speaking, for less patience', 'hello: none', { silenceTimeoutMs: 2_000 }, 'unknown', 2_000],
    ['a talkative person', 'hello: 3s', {}, 'machine_start', 2_400],
    ['a talkative person, given time', 'hello: 3s', { speechThresholdMs: 4_000 }, 'human', 4_200],
    ['one without a beep', 'hello: 3s', { mode: 'DetectMessageEnd' }, 'machine_end_silence', 4_200],
    ['a machine', MACHINE, {}, 'machine_start', 2_400],
    ['a greeting just long enough', 'is: voicemail, greeting: 2400ms', {}, 'machine_start', 2_400],
    ['a terse machine', 'is: voicemail, greeting: 2s', {}, 'human', 3_200],
    ['a machine and its beep', MACHINE, { mode: 'DetectMessageEnd' }, 'machine_end_beep', 8_400],
    [
      'a machine that does not beep',
      'is: voicemail, greeting: 8s, beep: none',
      { mode: 'DetectMessageEnd' },
      'machine_end_silence',
      9_200,
    ],
    [
      'a machine that never stops talking',
      'is: voicemail, greeting: 40s',
      { mode: 'DetectMessageEnd' },
      'unknown',
      30_000,
    ],
    ['no patience at all', 'is: person', { timeoutMs: 2_000 }, 'unknown', 2_000],
    ['a fax', 'is: fax', {}, 'fax', 3_000],
  ] as const)('%s', (_what, phone, plan, answeredBy, afterMs) => {
    expect(detectOn(phone, plan)).toEqual({ answeredBy, afterMs });
  });
});

describe('what is found when it is wrong', () => {
  test.each([
    ['a person', 'is: person', { mode: 'Enable' }, ['machine_start']],
    ['a person, waiting for a beep', 'is: person', { mode: 'DetectMessageEnd' }, ['machine_end_silence']],
    ['a machine', MACHINE, { mode: 'Enable' }, ['human']],
    ['a fax', 'is: fax', { mode: 'Enable' }, ['human']],
    [
      'a machine whose end is guessed',
      MACHINE,
      { mode: 'DetectMessageEnd' },
      ['machine_end_beep', 'machine_end_other', 'machine_end_silence'],
    ],
  ] as const)('%s', (_what, phone, plan, answers) => {
    const seeds = Array.from({ length: 60 }, (_, seed) => seed);
    const found = seeds.map((seed) => detectOn(phone, plan, 1, seed));
    expect([...new Set(found.map(({ answeredBy }) => answeredBy))].sort()).toEqual(answers);
  });

  test('the end of a greeting is guessed anywhere between its threshold and its end', () => {
    const seeds = Array.from({ length: 200 }, (_, seed) => seed);
    const guesses = seeds.map((seed) => detectOn(MACHINE, { mode: 'DetectMessageEnd' }, 1, seed).afterMs);
    expect(Math.min(...guesses)).toBeGreaterThanOrEqual(2_400);
    expect(Math.min(...guesses)).toBeLessThan(3_000);
    expect(Math.max(...guesses)).toBeGreaterThan(7_400);
    expect(Math.max(...guesses)).toBeLessThanOrEqual(8_000);
  });

  test('it is wrong as often as asked, and at the same calls for the same seed', () => {
    const run = (seed: number) => {
      const random = seededRandom(seed, 'amd');
      const [script] = parsePhones(`- {number: "${CINDY}"}`);
      return Array.from({ length: 2_000 }, () =>
        script ? detect(PLAN, script, { errorRate: 0.2, random }).answeredBy : '',
      );
    };
    const wrong = run(7).filter((answer) => answer !== 'human').length;
    expect(wrong).toBeGreaterThan(340);
    expect(wrong).toBeLessThan(460);
    expect(run(7)).toEqual(run(7));
    expect(run(8)).not.toEqual(run(7));
  });
});

test('synchronous detection holds the call up until the answer is known', async () => {
  const app = await startApp();
  const simulator = await simulate({
    phones: parsePhones(`- {number: "${CINDY}", answer-after: 1s, ${MACHINE}}`),
  });
  await clientOf(simulator).calls.create({
    to: CINDY,
    from: FROM,
    url: app.url,
    machineDetection: 'DetectMessageEnd',
  });
  await simulator.clock.advance(1_300 + 8_400 - 1);
  expect(app.hooks).toHaveLength(0);
  await simulator.clock.advance(1);
  expect(app.hooks[0]?.params).toMatchObject({ AnsweredBy: 'machine_end_beep' });
  const [call] = await clientOf(simulator).calls.list();
  expect(call?.answeredBy).toBe('machine_end_beep');
});

test('asynchronous detection does not hold the call up and reports to its own callback', async () => {
  const app = await startApp(() => '<Response><Pause length="20"/></Response>');
  const simulator = await simulate();
  await clientOf(simulator).calls.create({
    to: CINDY,
    from: FROM,
    url: `${app.url}/voice`,
    machineDetection: 'Enable',
    asyncAmd: 'true',
    asyncAmdStatusCallback: `${app.url}/amd`,
    asyncAmdStatusCallbackMethod: 'GET',
  });
  await simulator.clock.advance(30_000);
  const [voice, amd] = app.hooks;
  expect(voice).toMatchObject({ method: 'POST', url: '/voice' });
  expect(voice?.params['AnsweredBy']).toBeUndefined();
  expect(amd?.method).toBe('GET');
  expect(Object.fromEntries(new URL(`http://x${amd?.url}`).searchParams)).toMatchObject({
    CallSid: simulator.calls()[0]?.sid,
    AccountSid: simulator.accountSid,
    AnsweredBy: 'human',
    MachineDetectionDuration: '2200',
  });
  expect(simulator.calls()[0]?.answeredBy).toBe('human');
});

test('asynchronous detection that tells nobody is warned of', async () => {
  const simulator = await simulate();
  await clientOf(simulator).calls.create({
    to: CINDY,
    from: FROM,
    twiml: '<Response><Pause length="9"/></Response>',
    machineDetection: 'Enable',
    asyncAmd: 'true',
  });
  await simulator.clock.advance(30_000);
  expect(simulator.notifications()).toMatchObject([{ code: 21262, level: 'warning' }]);
  expect(simulator.calls()[0]?.answeredBy).toBe('human');
});

test('a simulator may be told to be wrong, and not more often than always', async () => {
  const simulator = await simulate({ amdErrorRate: 1 });
  const twiml = '<Response><Say>hi</Say></Response>';
  await clientOf(simulator).calls.create({ to: CINDY, from: FROM, twiml, machineDetection: 'Enable' });
  await simulator.clock.advance(30_000);
  expect(simulator.calls()[0]?.answeredBy).toBe('machine_start');
  await expect(simulate({ amdErrorRate: 1.5 })).rejects.toThrow('from 0 to 1');
});

test('what is said is lost where the end of the greeting was guessed too early', async () => {
  const simulator = await simulate({
    amdErrorRate: 1,
    phones: parsePhones(`- {number: "${CINDY}", answer-after: 1s, ${MACHINE}}`),
  });
  const twiml = `<Response><Say>${'Your appointment is tomorrow at ten. '.repeat(6)}</Say></Response>`;
  await clientOf(simulator).calls.create({
    to: CINDY,
    from: FROM,
    twiml,
    machineDetection: 'DetectMessageEnd',
  });
  await simulator.clock.advance(120_000);
  const heard = simulator.transcripts(CINDY)[0]?.calls[0];
  expect(simulator.calls()[0]?.answeredBy).toMatch(/^machine_end_/);
  expect(heard?.recordedFrom).toBe(NOON + 1_300 + 8_400);
  expect(heard?.heard[0]?.at).toBeLessThan(NOON + 1_300 + 8_000);
  expect(heard?.heard[0]?.heardFraction).toBeLessThan(1);
});
