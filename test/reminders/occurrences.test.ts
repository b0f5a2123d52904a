// Recurring reminders: one occurrence ahead, each made once, and missed ones caught up as the rule says.

import { describe, expect, test } from 'vitest';
import { createDueOccurrences } from '../../src/reminders/occurrences.ts';
import { getRule } from '../../src/store/rules.ts';
import { allReminders, makeWorld, scheduleIn, utc, type World } from './world.ts';

const HOUR = 3_600_000;

function round(world: World, limit = 10) {
  return world.db.tx((sql) => createDueOccurrences(sql, world.clock.now(), { limit }));
}

async function dues(world: World): Promise<string[]> {
  return (await allReminders(world)).map((each) => `${utc(each.dueAt).slice(5)} ${each.state}`);
}

/** Cindy's rule from Monday 04:00 local time on; the first occurrence is there already. */
async function ruled(words: Parameters<typeof scheduleIn>[1]): Promise<World> {
  const world = await makeWorld();
  await scheduleIn(world, { tz: 'UTC', body: 'At {{time}}', ...words });
  return world;
}

test('nothing is made before the newest occurrence is due, then one and no second', async () => {
  const world = await ruled({ cron: '0 12 * * *' });
  expect(await round(world)).toEqual({ created: 0, missed: 0, nextAt: Date.parse('2026-11-23T12:00Z') });
  world.clock.set(Date.parse('2026-11-23T12:00Z'));
  expect(await round(world)).toEqual({ created: 1, missed: 0, nextAt: Date.parse('2026-11-24T12:00Z') });
  expect((await round(world)).created).toBe(0);
  expect(await dues(world)).toEqual(['11-23T12:00 scheduled', '11-24T12:00 scheduled']);
});

test('a clock that is set back makes nothing twice', async () => {
  const world = await ruled({ cron: '0 * * * *', via: 'both' });
  world.clock.set(Date.parse('2026-11-23T10:00Z'));
  expect((await round(world)).created).toBe(2);
  world.clock.set(Date.parse('2026-11-23T08:00Z'));
  expect((await round(world)).created).toBe(0);
  world.clock.set(Date.parse('2026-11-23T10:30Z'));
  expect((await round(world)).created).toBe(0);
  expect(await allReminders(world)).toHaveLength(4);
});

describe('after five hours without a daemon, of an hourly rule good for two and a half hours', () => {
  test.each([
    ['skip', ['10:00 scheduled', '16:00 scheduled'], 5],
    ['latest', ['10:00 cancelled', '15:00 scheduled', '16:00 scheduled'], 4],
    [
      'all',
      ['10:00 scheduled', '13:00 scheduled', '14:00 scheduled', '15:00 scheduled', '16:00 scheduled'],
      2,
    ],
  ])('%s', async (catchUp, expected, missed) => {
    const world = await ruled({ cron: '0 * * * *', catchUp, expires: '150m' });
    world.clock.set(Date.parse('2026-11-23T15:10Z'));
    expect((await round(world)).missed).toBe(missed);
    expect((await dues(world)).map((due) => due.slice(6))).toEqual(expected);
    expect((await round(world)).created).toBe(0);
  });
});

test('skip is good for five minutes and no longer, whatever --expires says', async () => {
  const world = await ruled({ cron: '0 * * * *', catchUp: 'skip', expires: '2h' });
  const [first] = await allReminders(world);
  expect(utc(first?.expiresAt)).toBe('2026-11-23T10:05');
});

test('the latest is found for rules of any pace', async () => {
  for (const [cron, expected] of [
    ['* * * * *', '12-21T09:00'],
    ['0 3 * * *', '12-21T03:00'],
    ['0 9 * * sun', '12-20T09:00'],
    ['0 9 1 * *', '12-01T09:00'],
  ] as const) {
    const world = await ruled({ cron, expires: '4w' });
    world.clock.set(Date.parse('2026-12-21T09:00:30Z'));
    await round(world);
    const past = (await allReminders(world)).filter((each) => each.dueAt <= world.clock.now());
    expect(`${cron}: ${utc(past.at(-1)?.dueAt).slice(5)}`).toBe(`${cron}: ${expected}`);
  }
});

test('all catches up a hundred at a time and misses none', async () => {
  const world = await ruled({ cron: '* * * * *', catchUp: 'all', expires: '4h' });
  world.clock.set(Date.parse('2026-11-23T11:31:30Z'));
  expect(await round(world)).toMatchObject({ created: 100, nextAt: Date.parse('2026-11-23T10:41Z') });
  expect(await round(world)).toMatchObject({ created: 51, nextAt: Date.parse('2026-11-23T11:32Z') });
  const minutes = (await allReminders(world)).map(({ dueAt }) => dueAt / 60_000);
  expect(minutes.every((minute, index) => index === 0 || minute === (minutes[index - 1] ?? 0) + 1)).toBe(
    true,
  );
});

test('limit bounds the rules of a round and says that more are due', async () => {
  const world = await ruled({ cron: '0 * * * *' });
  await scheduleIn(world, { cron: '0 * * * *', tz: 'UTC' });
  world.clock.set(Date.parse('2026-11-23T10:00Z'));
  const first = await round(world, 1);
  expect(first).toMatchObject({ created: 1, nextAt: world.clock.now() });
  expect(await round(world, 1)).toMatchObject({ created: 1, nextAt: world.clock.now() + HOUR });
});

test('words are filled in anew each time', async () => {
  const world = await ruled({ cron: '30 9,17 * * *', body: 'At {{time}} on {{date}}' });
  world.clock.set(Date.parse('2026-11-23T09:30Z'));
  await round(world);
  expect((await allReminders(world)).map(({ body }) => body)).toEqual([
    'At 9:30 AM on Monday, November 23',
    'At 5:30 PM on Monday, November 23',
  ]);
});

test('a day on which the words do not fit is left out, and the rule goes on', async () => {
  // "Friday, November 27" is four letters shorter than "Saturday, November 28".
  const world = await ruled({ cron: '0 9 27-29 * *', body: `{{date}}${'x'.repeat(1580)}` });
  world.clock.set(Date.parse('2026-11-27T09:00Z'));
  expect((await round(world)).created).toBe(0);
  world.clock.set(Date.parse('2026-11-28T09:00Z'));
  expect((await round(world)).created).toBe(1);
});

test('a fold fires once and a gap fires at its end', async () => {
  const world = await makeWorld();
  world.clock.set(Date.parse('2026-10-31T12:00Z'));
  await scheduleIn(world, { cron: '30 1 * * *' });
  for (const now of ['2026-11-01T05:30Z', '2026-11-01T06:30Z', '2026-11-02T06:30Z']) {
    world.clock.set(Date.parse(now));
    await round(world);
  }
  expect((await dues(world)).map((due) => due.slice(0, 11))).toEqual([
    '11-01T05:30',
    '11-02T06:30',
    '11-03T06:30',
  ]);
});

test('a rule of leap days waits for the next one', async () => {
  const world = await ruled({ cron: '0 9 29 2 *' });
  expect(utc((await getRule(world.db, 1))?.newestAt)).toBe('2028-02-29T09:00');
  world.clock.set(Date.parse('2028-02-29T09:00Z'));
  expect(utc((await round(world)).nextAt)).toBe('2032-02-29T09:00');
});
