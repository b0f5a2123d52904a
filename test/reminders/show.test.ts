// Showing: one reminder found by its id or a beginning of it, and its timeline in order.

import { describe, expect, test } from 'vitest';
import { edit } from '../../src/reminders/edit.ts';
import { show } from '../../src/reminders/show.ts';
import { clearBad, markBad } from '../../src/store/bad-numbers.ts';
import { upsertMessage } from '../../src/store/twilio-rows.ts';
import { bring } from './states.ts';
import { makeWorld, scheduled, scheduleIn } from './world.ts';

describe('an id', () => {
  test.each([
    ['exactly', '1', 1],
    ['by a beginning that only it has', '10', 32],
    ['in capitals', '1A', 42],
  ])('%s', async (_name, text, id) => {
    const world = await makeWorld();
    await scheduled(world);
    // 32 is written 10, 42 is written 1a.
    for (const far of [32, 42])
      await world.db.run('update reminder set id = ? where id = ?', [far, await scheduled(world)]);
    expect((await show(world, text)).reminder.id).toBe(id);
  });

  test('that begins several is refused, and they are listed', async () => {
    const world = await makeWorld();
    for (let id = 64; id < 74; id += 1) {
      await world.db.run('update reminder set id = ? where id = ?', [id, await scheduled(world)]);
    }
    await expect(show(world, '2')).rejects.toMatchObject({
      message: 'several reminders begin with 2: 20, 21, 22, 23, 24, 25, 26, 27 and more',
      exitCode: 3,
    });
    expect((await show(world, '29')).reminder.id).toBe(73);
  });

  test.each(['', '9', 'cindy!', '-1'])('%j that nothing has is refused', async (text) => {
    const world = await makeWorld();
    await scheduled(world);
    await expect(show(world, text)).rejects.toMatchObject({ exitCode: 3 });
  });
});

test('the timeline tells decisions, tries, outcomes and Twilio’s word in order', async () => {
  const world = await makeWorld();
  await scheduleIn(world, { for: '2026-11-27T09:00', before: '1d' });
  await world.clock.advance(60_000);
  await edit(world, { id: '1', body: 'New' });
  await world.clock.advance(60_000);
  await bring(world, 1, 'sent');
  const now = world.clock.now();
  const row = {
    accountSid: 'AC1',
    sid: 'SM1',
    direction: 'outbound-api',
    from: '+15005550006',
    to: '+12025550123',
    messagingServiceSid: null,
    body: 'New',
    status: 'delivered',
    errorCode: null,
    errorMessage: null,
    numSegments: 1,
    numMedia: 0,
    priceMicros: -8_300,
    priceUnit: 'USD',
    dateCreated: now,
    dateSent: now + 2_000,
    dateUpdated: now + 5_000,
  };
  await world.db.tx((sql) => upsertMessage(sql, row, { fetchedAt: now + 9_000, pollAt: null, intentId: 1 }));
  const { timeline, appointment } = await show(world, '1');
  const start = timeline[0]?.at ?? 0;
  expect(timeline.map(({ at, kind, text, sid }) => [(at - start) / 1_000, kind, text, sid])).toEqual([
    [0, 'created', 'scheduled', null],
    [60, 'edited', 'edited: new words', null],
    [120, 'intent', 'try 1: texting +12025550123 from +15005550006', null],
    [121, 'outcome', 'Twilio accepted it as SM1', 'SM1'],
    [125, 'twilio', 'message delivered (1 segment, $0.0083)', 'SM1'],
  ]);
  expect(appointment).toMatchObject({ wall: '2026-11-27T09:00:00' });
});

test('a refusal is told with Twilio’s number and words', async () => {
  const world = await makeWorld();
  await bring(world, await scheduled(world), 'failed');
  const { timeline } = await show(world, '1');
  expect(timeline.at(-1)?.text).toBe('Twilio refused it: 21610 unsubscribed recipient');
  const words = '21610: the recipient has opted out';
  await world.db.run('update intent set error = ?', [words]);
  expect((await show(world, '1')).timeline.at(-1)?.text).toBe(`Twilio refused it: ${words}`);
});

test('a rule is shown with its reminder', async () => {
  const world = await makeWorld();
  await scheduled(world, { cron: '0 9 * * *' });
  const { rule, timeline } = await show(world, '1');
  expect(rule).toMatchObject({ cron: '0 9 * * *', endedAt: null });
  expect(timeline[0]?.text).toBe('scheduled by rule 1');
});

test('a number that was marked bad is told, with what marked it, until it is taken back', async () => {
  const world = await makeWorld();
  const reminderId = await scheduled(world);
  await world.clock.advance(60_000);
  const mark = { number: '+12025550123', channel: 'sms', code: 30_006, reason: '30006: a landline' } as const;
  await world.db.tx((sql) => markBad(sql, { ...mark, reminderId }, world.clock.now()));
  expect(await show(world, '1')).toMatchObject({ mark: { channel: 'sms', code: 30_006 } });
  const last = async () => (await show(world, '1')).timeline.at(-1);
  expect(await last()).toEqual({
    at: world.clock.now(),
    kind: 'marked',
    text: 'marked: +12025550123 takes no texts (30006: a landline)',
    sid: null,
  });
  await world.db.tx((sql) => clearBad(sql, mark.number, world.clock.now()));
  expect((await last())?.text).toMatch(/a landline\); taken back since$/);
  expect((await show(world, '1')).mark).toBeUndefined();
});
