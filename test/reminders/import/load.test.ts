import { describe, expect, it } from 'vitest';
import { describeSummary } from '../../../src/reminders/import/describe.ts';
import { LoadMeter } from '../../../src/reminders/import/load.ts';
import { Tally } from '../../../src/reminders/import/summary.ts';

const AT = Date.parse('2026-11-24T08:45:00Z');
const MINUTE = 60_000;

function calls(...dues: readonly (readonly [minute: number, count: number])[]) {
  const meter = new LoadMeter();
  for (const [minute, count] of dues) for (let i = 0; i < count; i += 1) meter.addCall(AT + minute * MINUTE);
  return meter.load().calls;
}

describe('the load of calls at one a second', () => {
  it.each([
    ['nothing', [], null],
    ['one call', [[0, 1]], { count: 1, from: 0, until: 0, lateMs: 0 }],
    ['212 calls at once', [[0, 212]], { count: 212, from: 0, until: 0, lateMs: 211_000 }],
    [
      'two calls apart',
      [
        [0, 1],
        [1, 1],
      ],
      { count: 1, from: 0, until: 0, lateMs: 0 },
    ],
    [
      'a queue that grows',
      [
        [0, 90],
        [1, 90],
        [2, 90],
      ],
      { count: 270, from: 0, until: 2, lateMs: 149_000 },
    ],
    [
      'a queue that is through before the next',
      [
        [0, 50],
        [1, 55],
      ],
      { count: 55, from: 1, until: 1, lateMs: 54_000 },
    ],
    [
      'the worse of two queues',
      [
        [0, 100],
        [60, 70],
      ],
      { count: 100, from: 0, until: 0, lateMs: 99_000 },
    ],
  ] as const)('of %s', (_, dues, expected) => {
    const rush = calls(...dues);
    expect(rush && { ...rush, from: (rush.from - AT) / MINUTE, until: (rush.until - AT) / MINUTE }).toEqual(
      expected,
    );
  });
});

it('counts texts by segments, each sender for itself', () => {
  const meter = new LoadMeter();
  for (let i = 0; i < 10; i += 1) meter.addMessage(AT, 3, 'a');
  for (let i = 0; i < 20; i += 1) meter.addMessage(AT, 1, 'b');
  expect(meter.load().messages).toMatchObject({ count: 10, lateMs: 29_000 });
});

it('is told in words from a minute on', () => {
  const tally = new Tally();
  const rest = { id: null, source: 'book.csv', pruned: false, contacts: 0, unused: [] };
  const summary = tally.summary(rest);
  const rush = { count: 212, from: AT, until: AT + 15 * MINUTE, lateMs: 212_000 };
  const told = (lateMs: number) =>
    describeSummary({ ...summary, load: { calls: { ...rush, lateMs }, messages: null } }, 'UTC');
  expect(told(59_000)).toEqual(['book.csv: 0 rows: 0 new, 0 moved, 0 same']);
  expect(told(212_000)[1]).toBe(
    '  212 calls between Tue 24 Nov 2026, 08:45 (UTC, UTC+00:00) and Tue 24 Nov 2026, 09:00 (UTC, UTC+00:00): ' +
      'at 1 call a second the last leaves 3 min 32 s late',
  );
});
