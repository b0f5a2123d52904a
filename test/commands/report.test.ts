// `report` as a person and a script meet it.

import { expect, test } from 'vitest';
import { bring } from '../reminders/states.ts';
import { CINDY, makeWorld, scheduled, type World } from '../reminders/world.ts';
import { runLine } from './run-line.ts';

async function day(): Promise<World> {
  const world = await makeWorld({ zone: 'UTC' });
  const book = (time: string, to: string) =>
    scheduled(world, { for: `2026-11-24 ${time}`, before: '1h', to, tz: 'UTC' });
  const [confirmed, cancelled, failed] = [
    await book('09:00', 'cindy'),
    await book('10:00', '+12025550124'),
    await book('11:00', '+12025550125'),
  ];
  await book('12:00', '+12025550126');
  await world.db.run(`update reminder set response = 'confirmed' where id = ?`, [confirmed]);
  await world.db.run(`update reminder set response = 'cancelled' where id = ?`, [cancelled]);
  await world.db.run(
    `update reminder set state = 'failed', last_error = '21211: the number does not exist' where id = ?`,
    [failed],
  );
  return world;
}

test('says how the day stands, and whom to call by hand', async () => {
  const { stdout, code } = await runLine(await day(), ['report']);
  expect(stdout).toBe(
    `Tue 24 Nov 2026: 4 appointments: 1 confirmed, 1 cancelled, 1 to come, 1 unreached

Call by hand:
  11:00  +12025550125: text failed (21211: the number does not exist)

Cancelled:
  10:00  +12025550124

Confirmed:
  09:00  Cindy Smith ${CINDY}
`,
  );
  expect(code).toBeUndefined();
});

test('says so when there is nothing', async () => {
  const { stdout } = await runLine(await day(), ['report', '--on', '2026-12-24']);
  expect(stdout).toBe('Thu 24 Dec 2026: no appointments\n');
});

test('--json has every appointment', async () => {
  const { stdout } = await runLine(await day(), ['report', '--on', 'tomorrow', '--json']);
  expect(JSON.parse(stdout)).toMatchObject({
    beginsAt: '2026-11-24T00:00:00Z',
    endsAt: '2026-11-25T00:00:00Z',
    zone: 'UTC',
    tenant: null,
    appointments: 4,
    confirmed: 1,
    cancelled: 1,
    reached: 0,
    toCome: 1,
    unreached: 1,
    byHand: [
      { to: '+12025550125', standing: 'unreached', why: 'text failed (21211: the number does not exist)' },
    ],
    entries: [{ contact: 'Cindy Smith' }, {}, {}, { standing: 'to-come', why: null }],
  });
});

test('list --by-hand names whom to see to, why, and the command to decide with', async () => {
  const world = await day();
  const unknown = await scheduled(world, {
    for: '2026-11-24 13:00',
    before: '1h',
    to: '+12025550127',
    tz: 'UTC',
  });
  await bring(world, unknown, 'unknown');
  await world.db.run('update intent set next_look_at = null');
  const { stdout } = await runLine(world, ['list', '--by-hand']);
  expect(stdout.split('\n').map((line) => line.split('\t').at(-1))).toEqual([
    'text failed (21211: the number does not exist)',
    'text unknown, it may have been sent: remind resolve 5 --sent SID, --retry or --drop',
    '',
  ]);
  const json = await runLine(world, ['list', '--by-hand', '--json=id,byHand']);
  expect(JSON.parse(json.stdout)[1]).toEqual({
    id: '5',
    byHand: 'text unknown, it may have been sent: remind resolve 5 --sent SID, --retry or --drop',
  });
  const usual = await runLine(world, ['list', '--json=byHand', '--limit', '1']);
  expect(JSON.parse(usual.stdout)).toEqual([{ byHand: null }]);
});
