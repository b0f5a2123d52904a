// Tries: at which pace by what kept a send, and what is told of it.

import { describe, expect, it } from 'vitest';
import { Engine } from '../../src/delivery/engine.ts';
import { decideOutcome } from '../../src/delivery/outcome.ts';
import { paceOf } from '../../src/delivery/retry-pace.ts';
import type { Verdict } from '../../src/gateway/door.ts';
import { show } from '../../src/reminders/show.ts';
import { insertReminder } from '../../src/store/reminders.ts';
import { TestClock, testRandom } from '../clock.ts';
import { newReminder, tempDb } from '../store/temp-db.ts';
import { FakeDoor } from './fake-door.ts';

const MINUTE = 60_000;

describe('the pace', () => {
  it.each([
    ['no connection', 'retry', undefined, 1_000, MINUTE],
    ['too many requests', 'retry', 20_429, 1_000, MINUTE],
    ['too many calls going on', 'retry', 10_004, 5_000, MINUTE],
    ["a sender's full queue", 'retry', 21_611, MINUTE, 15 * MINUTE],
    ['a full queue of calls', 'retry', 22_005, MINUTE, 15 * MINUTE],
    ['a congested carrier', 'later', 30_017, 5 * MINUTE, 60 * MINUTE],
  ] as const)('after %s', (_, verdict, twilioCode, baseMs, capMs) => {
    expect(paceOf({ class: verdict, twilioCode })).toEqual({ baseMs, capMs });
    const waitOf = (attempt: number): number => {
      const said = { class: verdict, message: 'no', twilioCode };
      const exchanged = { intentId: 1, verdict: said, httpStatus: 429, row: undefined, log: undefined };
      const terms = {
        now: 0,
        expiresAt: null,
        attempt,
        retries: true,
        random: testRandom(attempt),
        graceMs: 1,
      };
      return decideOutcome(exchanged, terms).landing.runAt ?? Number.NaN;
    };
    expect(waitOf(1)).toBeGreaterThanOrEqual(baseMs / 2);
    expect(waitOf(1)).toBeLessThanOrEqual(baseMs);
    expect(waitOf(20)).toBeGreaterThanOrEqual(capMs / 2);
    expect(waitOf(20)).toBeLessThanOrEqual(capMs);
  });
});

it('each try, its end and the next one are in the timeline', async () => {
  const db = await tempDb();
  const clock = new TestClock();
  const answers: Verdict[] = [
    { class: 'retry', message: 'too many requests at once', twilioCode: 20_429, retryAfterMs: 7_000 },
    { class: 'retry', message: 'no connection' },
    { class: 'accepted', message: 'ok' },
  ];
  const door = new FakeDoor({ db, clock, answer: () => answers.shift() as Verdict });
  const deps = { db, door, clock, realClock: clock, random: testRandom(), graceMs: 120_000, emit: () => {} };
  const engine = new Engine({ ...deps, concurrency: 1, defaultFrom: '+15005550006' });
  await insertReminder(db, newReminder(clock.now()), clock.now());
  const stop = new AbortController();
  const running = engine.run(stop.signal, async () => false);
  await clock.advance(MINUTE);
  stop.abort();
  await clock.advance(10);
  await running;
  const defaults = { zone: 'UTC', country: undefined, from: undefined };
  const { timeline } = await show({ db, clock, random: testRandom(), defaults }, '1');
  const ours = timeline.filter(({ kind }) => kind !== 'twilio').map(({ text }) => text);
  expect(ours).toEqual([
    'scheduled',
    'try 1: texting +12025550123 from +15005550006',
    'nothing was sent: 20429 too many requests at once',
    expect.stringMatching(/^postponed: try 2 at 2026-11-23T09:00:07[.\d]*Z; Twilio asked for 7s$/),
    'try 2: texting +12025550123 from +15005550006',
    'nothing was sent: no connection',
    expect.stringMatching(/^postponed: try 3 at 2026-11-23T09:00:[\d.]+Z$/),
    'try 3: texting +12025550123 from +15005550006',
    expect.stringMatching(/^Twilio accepted it as SM/),
  ]);
});
