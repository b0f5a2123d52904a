import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { catchUp, nextOccurrence, type Occurrence, occurrencesBetween } from '../../src/core/recurrence.ts';

const at = Date.parse;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

async function keys(cron: string, zone: string, from: string, count: number): Promise<string[]> {
  const found = await occurrencesBetween(
    { cron, zone },
    { from: at(from), to: Number.POSITIVE_INFINITY, max: count },
  );
  return found.map(({ key }) => key);
}

async function gaps(cron: string, zone: string, from: string, count: number): Promise<number[]> {
  const terms = { from: at(from), to: Number.POSITIVE_INFINITY, max: count };
  const instants = (await occurrencesBetween({ cron, zone }, terms)).map(({ instant }) => instant);
  return instants.slice(1).map((instant, index) => (instant - (instants[index] ?? 0)) / HOUR);
}

describe('a rule with a time of day', () => {
  test.each([
    [
      'America/New_York',
      '30 2 * * *',
      '2026-03-07T06:00:00Z',
      ['2026-03-07T02:30#0', '2026-03-08T03:00#0', '2026-03-09T02:30#0'],
    ],
    [
      'Europe/London',
      '15 1 * * *',
      '2026-03-28T00:00:00Z',
      ['2026-03-28T01:15#0', '2026-03-29T02:00#0', '2026-03-30T01:15#0'],
    ],
    [
      'Europe/Berlin',
      '0 2 * * *',
      '2026-03-28T00:00:00Z',
      ['2026-03-28T02:00#0', '2026-03-29T03:00#0', '2026-03-30T02:00#0'],
    ],
    [
      'Australia/Lord_Howe',
      '10 2 * * *',
      '2026-10-02T15:00:00Z',
      ['2026-10-03T02:10#0', '2026-10-04T02:30#0', '2026-10-05T02:10#0'],
    ],
    [
      'Australia/Sydney',
      '30 2 * * *',
      '2026-10-02T15:00:00Z',
      ['2026-10-03T02:30#0', '2026-10-04T03:00#0', '2026-10-05T02:30#0'],
    ],
    [
      'America/Santiago',
      '0 0 * * *',
      '2026-09-05T01:00:00Z',
      ['2026-09-05T00:00#0', '2026-09-06T01:00#0', '2026-09-07T00:00#0'],
    ],
  ])('in a gap of %s, %s fires at the first instant after it', async (zone, cron, from, expected) => {
    expect(await keys(cron, zone, from, 3)).toEqual(expected);
  });

  test.each([
    [
      'America/New_York',
      '30 1 * * *',
      '2026-10-31T04:00:00Z',
      ['2026-10-31T01:30#0', '2026-11-01T01:30#0', '2026-11-02T01:30#0'],
    ],
    [
      'Europe/London',
      '0 1 * * *',
      '2026-10-23T23:30:00Z',
      ['2026-10-24T01:00#0', '2026-10-25T01:00#0', '2026-10-26T01:00#0'],
    ],
    [
      'Europe/Berlin',
      '59 2 * * *',
      '2026-10-23T23:30:00Z',
      ['2026-10-24T02:59#0', '2026-10-25T02:59#0', '2026-10-26T02:59#0'],
    ],
    [
      'Australia/Lord_Howe',
      '45 1 * * *',
      '2026-04-03T14:00:00Z',
      ['2026-04-04T01:45#0', '2026-04-05T01:45#0', '2026-04-06T01:45#0'],
    ],
    [
      'America/Santiago',
      '30 23 * * *',
      '2026-04-03T12:00:00Z',
      ['2026-04-03T23:30#0', '2026-04-04T23:30#0', '2026-04-05T23:30#0'],
    ],
  ])('in a fold of %s, %s fires once, in the first pass', async (zone, cron, from, expected) => {
    expect(await keys(cron, zone, from, 3)).toEqual(expected);
  });

  test('asked in the second pass of a fold, it does not fire again', async () => {
    const rule = { cron: '*/20 1 * * *', zone: 'America/New_York' };
    const secondPass = at('2026-11-01T06:10:00Z');
    expect((await nextOccurrence(rule, secondPass))?.key).toBe('2026-11-02T01:00#0');
  });

  test('several times of one gap fire together once', async () => {
    expect(await keys('0,20,40 2,3 * * *', 'America/New_York', '2026-03-08T05:00:00Z', 4)).toEqual([
      '2026-03-08T03:00#0',
      '2026-03-08T03:20#0',
      '2026-03-08T03:40#0',
      '2026-03-09T02:00#0',
    ]);
  });

  test.each(['Asia/Tokyo', 'Asia/Kathmandu', 'America/Sao_Paulo', 'UTC'])(
    'in %s, without changes, it fires every 24 hours',
    async (zone) => {
      expect(new Set(await gaps('30 2 * * *', zone, '2026-01-01T00:00:00Z', 370))).toEqual(new Set([24]));
    },
  );

  test('it keeps the time of day all year', async () => {
    expect(new Set(await gaps('0 9 * * *', 'Europe/Berlin', '2026-01-01T00:00:00Z', 370))).toEqual(
      new Set([24, 23, 25]),
    );
  });
});

describe('a rule of intervals', () => {
  test('fires in both passes of a fold, the second under keys of its own', async () => {
    expect(await keys('*/30 * * * *', 'America/New_York', '2026-11-01T04:30:00Z', 6)).toEqual([
      '2026-11-01T01:00#0',
      '2026-11-01T01:30#0',
      '2026-11-01T01:00#1',
      '2026-11-01T01:30#1',
      '2026-11-01T02:00#0',
      '2026-11-01T02:30#0',
    ]);
  });

  test('leaves out what a gap skips', async () => {
    expect(await keys('*/30 * * * *', 'Europe/Berlin', '2026-03-29T00:00:00Z', 4)).toEqual([
      '2026-03-29T01:30#0',
      '2026-03-29T03:00#0',
      '2026-03-29T03:30#0',
      '2026-03-29T04:00#0',
    ]);
  });

  test.each([
    ['America/New_York', '2026-03-07'],
    ['America/New_York', '2026-10-31'],
    ['Europe/Berlin', '2026-03-28'],
    ['Europe/Berlin', '2026-10-24'],
    ['Australia/Sydney', '2026-10-03'],
    ['Australia/Sydney', '2026-04-04'],
    ['America/Santiago', '2026-09-05'],
    ['America/Santiago', '2026-04-04'],
  ])('every 15 minutes stays every 15 minutes over the change in %s after %s', async (zone, day) => {
    expect(new Set(await gaps('*/15 * * * *', zone, `${day}T00:00:00Z`, 200))).toEqual(new Set([0.25]));
  });

  test('half an hour’s change at Lord Howe moves an hourly rule by half an hour', async () => {
    expect(await gaps('0 * * * *', 'Australia/Lord_Howe', '2026-04-04T13:00:00Z', 4)).toEqual([1.5, 1, 1]);
  });
});

describe('whatever the rule, the zone and the time', () => {
  const crons = [
    '30 2 * * *',
    '*/20 1-3 * * *',
    '*/15 * * * *',
    '0 0 * * *',
    '0 */2 * * *',
    '5 1 * * sun',
    '45 23 4,5 * *',
  ];
  const zones = [
    'America/New_York',
    'Europe/London',
    'Australia/Lord_Howe',
    'America/Santiago',
    'Asia/Kathmandu',
  ];
  // Near a change of each of these zones, so that it is met often.
  const changes = [
    '2026-03-08',
    '2026-03-29',
    '2026-04-05',
    '2026-09-06',
    '2026-10-04',
    '2026-10-25',
    '2026-11-01',
  ];
  const rule = fc.record({ cron: fc.constantFrom(...crons), zone: fc.constantFrom(...zones) });
  const instant = fc
    .tuple(fc.constantFrom(...changes), fc.integer({ min: -2 * DAY, max: 2 * DAY }))
    .map(([day, ms]) => at(`${day}T06:00:00Z`) + ms);

  test('the next is after, times strictly increase, and no key comes twice', async () => {
    await fc.assert(
      fc.asyncProperty(rule, instant, async (given, from) => {
        const found = await occurrencesBetween(given, { from, to: from + 60 * DAY, max: 40 });
        for (const [index, { instant }] of found.entries()) {
          expect(instant).toBeGreaterThan(found[index - 1]?.instant ?? from);
          expect(instant % 60_000).toBe(0);
        }
        expect(new Set(found.map(({ key }) => key)).size).toBe(found.length);
      }),
      { numRuns: 60 },
    );
  });

  test('a clock set back finds the same keys at the same instants again, and no others', async () => {
    const back = fc.integer({ min: 0, max: 5 * HOUR });
    await fc.assert(
      fc.asyncProperty(rule, instant, back, async (given, from, ms) => {
        const to = from + 2 * DAY;
        const first = await occurrencesBetween(given, { from, to, max: 500 });
        const again = await occurrencesBetween(given, { from: from - ms, to, max: 500 });
        expect(again.filter(({ instant }) => instant > from)).toEqual(first);
      }),
      { numRuns: 60 },
    );
  });
});

test('between two instants: the first left out, the last one in, no more than asked for', async () => {
  const rule = { cron: '0 9 * * *', zone: 'UTC' };
  const from = at('2026-01-01T09:00:00Z');
  const days = async (to: number, max: number) => (await occurrencesBetween(rule, { from, to, max })).length;
  expect(await days(from, 10)).toBe(0);
  expect(await days(from + DAY - 1, 10)).toBe(0);
  expect(await days(from + DAY, 10)).toBe(1);
  expect(await days(from + 100 * DAY, 3)).toBe(3);
  expect(await days(from + DAY, 0)).toBe(0);
});

describe('catchUp', () => {
  const now = at('2026-01-01T12:00:00Z');
  const occurrence = (ago: number): Occurrence => ({
    instant: now - ago,
    wall: '',
    fold: 0,
    key: String(ago),
  });
  const missed = [occurrence(5 * HOUR), occurrence(4 * HOUR), occurrence(3 * HOUR), occurrence(HOUR)];

  test.each([
    ['skip', 4 * HOUR, []],
    ['latest', 4 * HOUR, [HOUR]],
    ['all', 4 * HOUR, [4 * HOUR, 3 * HOUR, HOUR]],
    ['latest', HOUR - 1, []],
    ['all', HOUR, [HOUR]],
  ] as const)('%s within %d ms', (policy, windowMs, expected) => {
    expect(catchUp(policy, missed, { now, windowMs }).map(({ instant }) => now - instant)).toEqual(expected);
  });

  test('the latest is the latest in whatever order they come, and nothing of the future is caught up', () => {
    const found = catchUp('latest', [...missed, occurrence(-1)].reverse(), { now, windowMs: DAY });
    expect(found.map(({ instant }) => now - instant)).toEqual([HOUR]);
  });
});
