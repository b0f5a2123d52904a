import { expect, test } from 'vitest';
import { FINAL_CALL } from '../../../src/simulator/call.ts';
import { seededRandom } from '../../../src/simulator/random.ts';
import { ANN, BOB, EVE, OURS, SECOND, stage } from './scene.ts';

const PEOPLE = `
  - {number: "${ANN}", presses: [1, "2#", "*", 5], says: [{words: "Good morning to you", at: 4s}], hangs-up-after: 90s}
  - {number: "${BOB}", answer-after: 4s, presses: [{digits: "1", at: 3s}, {digits: "*", at: 30s}], hangs-up-after: 40s}
  - {number: "${EVE}", is: voicemail, answer-after: 2s, greeting: 3s, records: 20s}
  - {number: "+14155550104", is: busy}
  - {number: "+14155550105", is: no-answer}`;

/** A document of a few verbs, any of them, with attributes good and bad. */
function improvise(pick: <T>(items: readonly T[]) => T): string {
  const yes = () => pick(['true', 'false', 'x']);
  const number = () =>
    pick([ANN, BOB, EVE, '+14155550104', '+14155550105', OURS, SECOND, '+15005550004', 'nobody']);
  const room = () => pick(['One', 'Two', '']);
  const action = () => pick(['', 'action="/a"', 'action="/b" method="GET"']);
  const wait = () => pick(['', 'waitUrl=""', 'waitUrl="/wait"']);
  const say = () =>
    pick([
      '<Say>Hello there.</Say>',
      '<Say loop="3">Hi.</Say>',
      '<Pause/>',
      '<Play digits="1w*"/>',
      '<Say/>',
    ]);
  const conference = () =>
    `<Conference ${wait()} beep="${yes()}" muted="${yes()}" startConferenceOnEnter="${yes()}" endConferenceOnExit="${yes()}" record="${pick(['record-from-start', 'x'])}" statusCallback="/e" statusCallbackEvent="start end join leave speaker">${room()}</Conference>`;
  const noun = () =>
    pick([
      number,
      () =>
        `<Number url="${pick(['', '/whisper'])}" statusCallback="/n" sendDigits="${pick(['', '1'])}">${number()}</Number>`,
      () => `<Number>${number()}</Number><Number>${number()}</Number><Client>joey</Client>`,
      conference,
      () => `<Queue url="${pick(['', '/whisper'])}">${room()}</Queue>`,
    ])();
  const verbs: readonly (() => string)[] = [
    say,
    say,
    () =>
      `<Gather ${action()} input="${pick(['dtmf', 'speech', 'dtmf speech'])}" timeout="2" numDigits="${pick([1, 2])}">${say()}</Gather>`,
    () =>
      `<Record ${action()} maxLength="20" timeout="3" transcribe="${yes()}" finishOnKey="${pick(['#', ''])}"/>`,
    () =>
      `<Dial ${action()} timeout="${pick([5, 20])}" timeLimit="${pick([10, 60])}" hangupOnStar="${yes()}" answerOnBridge="${yes()}" sequential="${yes()}" record="${pick(['true', 'record-from-ringing-dual', 'false'])}">${noun()}</Dial>`,
    () => `<Enqueue ${action()} ${wait()}>${room()}</Enqueue>`,
    () => '<Redirect>/c</Redirect>',
    () => '<Hangup/>',
    () => `<Reject reason="${pick(['busy', 'rejected'])}"/>`,
    () => `<Sms>${pick(['Hi', ''])}</Sms>`,
    () => '<Refer/><Leave/><Connect/>',
  ];
  return Array.from({ length: pick([0, 1, 2, 3, 4]) }, () => pick(verbs)()).join('');
}

test.each([1, 2, 3, 4, 5, 6])(
  'whatever the TwiML (seed %i), every leg ends, and nothing of it is left',
  async (seed) => {
    const random = seededRandom(seed, 'improvised TwiML');
    const pick = <T>(items: readonly T[]): T => items[Math.floor(random.next() * items.length)] as T;
    const asked = new Map<string, number>();
    const { simulator, client, app } = await stage({
      phones: PEOPLE,
      answer: ({ params }) => {
        const sid = params['CallSid'] ?? '';
        const times = (asked.get(sid) ?? 0) + 1;
        asked.set(sid, times);
        return `<Response>${times > 12 ? '<Hangup/>' : improvise(pick)}</Response>`;
      },
    });
    for (let i = 0; i < 12; i += 1) {
      if (pick([true, false])) {
        simulator.call({
          from: pick([ANN, BOB]),
          to: pick([OURS, SECOND]),
          givesUpAfterMs: pick([5_000, 600_000]),
        });
      } else {
        await client.calls.create({
          from: OURS,
          to: pick([ANN, BOB, EVE, SECOND]),
          url: `${app.url}/start`,
          record: pick([true, false]),
          machineDetection: pick(['Enable', 'DetectMessageEnd']),
        });
      }
      await simulator.clock.advance(pick([0, 700, 8_000]));
      const live = simulator.calls().filter(({ status }) => !FINAL_CALL.includes(status));
      const victim = live.length > 0 && pick([true, false]) ? pick(live) : undefined;
      if (victim?.status === 'in-progress') {
        await client
          .calls(victim.sid)
          .update(pick([{ status: 'completed' as const }, { url: `${app.url}/d` }]));
      }
    }
    // Longer than any call may last.
    for (let hour = 0; hour < 6; hour += 1) await simulator.clock.advance(3_600_000);
    expect(simulator.calls().filter(({ status }) => !FINAL_CALL.includes(status))).toEqual([]);
    expect(simulator.calls().filter(({ endedAt }) => endedAt === null)).toEqual([]);
    expect(
      simulator
        .recordings()
        .map(({ status }) => status)
        .filter((s) => s !== 'completed' && s !== 'absent'),
    ).toEqual([]);
    expect((await client.conferences.list()).filter(({ status }) => status !== 'completed')).toEqual([]);
    expect((await client.queues.list()).map(({ currentSize }) => currentSize).filter(Boolean)).toEqual([]);
    expect(simulator.notifications().filter(({ code }) => code === 12400)).toEqual([]);
    expect(
      simulator
        .transcripts()
        .flatMap(({ calls }) => calls)
        .filter(({ endedAt }) => endedAt === null),
    ).toEqual([]);
    expect(simulator.clock.pending()).toBe(0);
  },
);

test('a stop in the middle of everything is at once, and nothing happens afterwards', async () => {
  const { simulator, app } = await stage({
    phones: PEOPLE,
    pages: {
      '/voice': ({ params }) =>
        ({
          [ANN]: '<Response><Dial><Conference>Room</Conference></Dial></Response>',
          [BOB]: `<Response><Dial record="true" action="/done">${EVE}</Dial></Response>`,
          [EVE]: '<Response><Enqueue waitUrl="/wait">support</Enqueue></Response>',
          '+14155550106': '<Response><Record action="/done"/></Response>',
          '+14155550107': '<Response><Gather input="speech" action="/done"/></Response>',
        })[params['From'] ?? ''] ?? '<Response><Say loop="0">x</Say></Response>',
      '/wait': '<Pause length="5"/>',
    },
  });
  for (const from of [ANN, BOB, EVE, '+14155550106', '+14155550107', '+14155550108']) {
    simulator.call({ from, to: OURS });
  }
  await simulator.clock.advance(3_000);
  const asked = app.hooks.length;
  await simulator.stop();
  await simulator.clock.advance(3_600_000);
  expect(app.hooks).toHaveLength(asked);
  expect(simulator.clock.pending()).toBe(0);
});
