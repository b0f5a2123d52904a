// Somebody who has opted out, or has a bad number, is told of when something is scheduled or imported for them.

import { expect, test } from 'vitest';
import { enterOptOut } from '../../src/delivery/opt-out-desk.ts';
import { markBad } from '../../src/store/bad-numbers.ts';
import { importWorld } from './import/world.ts';
import { CINDY, makeWorld, scheduleIn } from './world.ts';

test('scheduling warns, and stores it all the same', async () => {
  const world = await makeWorld();
  const { warnings } = await scheduleIn(world);
  expect(warnings).toEqual([]);
  await enterOptOut(world, { person: CINDY, tenantId: 1, sender: null, word: 'no more' });
  const made = await scheduleIn(world, { body: 'Again' });
  expect(made.outcome).toBe('scheduled');
  expect(made.warnings).toEqual([`${CINDY} has opted out ("no more" to default): it will not be sent`]);
});

test('a number that takes no texts is no obstacle to a call', async () => {
  const world = await makeWorld();
  const mark = { number: CINDY, channel: 'sms', code: 30_006, reason: '30006: a landline' } as const;
  await world.db.tx((sql) => markBad(sql, { ...mark, reminderId: null }, 0));
  expect((await scheduleIn(world, { via: 'call' })).warnings).toEqual([]);
  expect((await scheduleIn(world, { via: 'both', body: 'Both' })).warnings).toEqual([
    `${CINDY} takes no texts (30006: a landline): it will not be sent; see: remind badnumber list`,
  ]);
});

test('an import tells of such rows, and knows quiet hours', async () => {
  const world = await importWorld();
  Object.assign(world.deps.defaults, { quietHours: { from: 1_260, until: 480 } });
  await enterOptOut(world.deps, { person: CINDY, tenantId: 1, sender: null, word: 'no more' });
  const rows = [
    'id,to,for,before,body',
    `a,${CINDY},2026-11-25 15:00,2h,Hello`,
    'b,+12025550124,2026-11-25 09:00,2h,Early',
  ];
  const { result, summary } = await world.run(rows.join('\n'));
  expect(result).toBe('applied');
  expect(JSON.stringify(summary)).toContain('has opted out');
  const [early, late] = await world.reminders();
  expect([early?.body, early?.runAt]).toEqual(['Early', Date.parse('2026-11-25T01:30:00Z')]);
  expect(late?.runAt).toBe(late?.dueAt);
  await world.run(rows.join('\n').replace('09:00', '09:30'));
  expect((await world.reminders())[0]).toMatchObject({
    dueAt: Date.parse('2026-11-25T12:30:00Z'),
    runAt: Date.parse('2026-11-25T01:30:00Z'),
  });
});
