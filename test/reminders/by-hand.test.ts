// What waits for a person to decide is among those whom somebody has to see to, with why and the command.

import { expect, test } from 'vitest';
import { whyByHand } from '../../src/reminders/by-hand.ts';
import { listByHand } from '../../src/reminders/list.ts';
import { report } from '../../src/reminders/report.ts';
import { addTenant } from '../../src/reminders/tenants.ts';
import { proveAbsent } from '../../src/store/doubts.ts';
import { decideReview } from '../../src/store/replies.ts';
import { bring } from './states.ts';
import { send, texts } from './text.ts';
import { CINDY, makeWorld, reminderNow, scheduled, type World } from './world.ts';

const ASKS = 'See you {{date}}. Reply 1 to confirm, C to cancel.';
const OTHER = '+12025550124';

const listed = async (world: World, tenant?: string) =>
  (await listByHand(world, { limit: 50, tenant })).map((row) => [row.id, whyByHand(row)]);
const reported = async (world: World, on: string) =>
  (await report(world, { on })).entries.map(({ standing, why }) => [standing, why]);

test('both appointments of whoever answered C, on their days, until it is decided', async () => {
  const world = await makeWorld({ zone: 'UTC' });
  const about = { to: CINDY, tz: 'UTC', body: ASKS };
  const [first, sooner] = [
    await scheduled(world, { for: '2026-11-26T15:00', before: '2d,1d', ...about }),
    await scheduled(world, { for: '2026-11-25T09:00', before: '40h', ...about }),
  ];
  const [other, to] = [
    await scheduled(world, { for: '2026-11-26T16:00', before: '2d', ...about, to: OTHER }),
    OTHER,
  ];
  for (const id of [first, first + 1, sooner, other]) {
    await send(world, id);
    await world.clock.advance(1_000);
  }
  expect(await listed(world)).toEqual([]);
  const reply = await texts(world, 'C');
  const why = 'wrote "C"; find out what was meant: remind optout review 1';
  // The one that was sent last of each.
  expect(await listed(world)).toEqual([
    [sooner, why],
    [first + 1, why],
  ]);
  expect(await reported(world, '2026-11-25')).toEqual([['asks', why]]);
  expect((await reported(world, '2026-11-26'))[0]).toEqual(['asks', why]);
  await texts(world, 'C', { person: to });
  expect((await listed(world)).map(([id]) => id)).toEqual([sooner, first + 1]);
  await world.db.tx((sql) => decideReview(sql, { id: reply, review: 'dismissed' }, world.clock.now()));
  expect(await listed(world)).toEqual([]);
  expect((await reported(world, '2026-11-25'))[0]?.[0]).not.toBe('asks');
});

test('nobody who wrote to another number of ours, or long after, or whose appointment is over', async () => {
  const world = await makeWorld({ zone: 'UTC' });
  const id = await scheduled(world, { for: '2026-11-26T15:00', before: '2d', to: CINDY, body: ASKS });
  await send(world, id);
  await texts(world, 'please stop texting me', { sender: '+15005550001' });
  await texts(world, 'please stop texting me', { person: OTHER });
  expect(await listed(world)).toEqual([]);
  await texts(world, 'please  stop\ntexting me');
  expect(await listed(world)).toEqual([
    [id, 'wrote "please stop texting me"; find out what was meant: remind optout review 3'],
  ]);
  world.clock.set(Date.parse('2026-11-26T20:00:01Z'));
  expect(await listed(world)).toEqual([]);
});

test('a call that Twilio does not have, one that nobody can tell, and none that is looked for', async () => {
  const world = await makeWorld({ zone: 'UTC' });
  await addTenant(world, { name: 'salon', zone: 'UTC' });
  const about = { for: '2026-11-24T15:00', before: '29h', via: 'call', tz: 'UTC' } as const;
  const absent = await scheduled(world, { ...about, to: CINDY });
  const unclear = await scheduled(world, { ...about, to: OTHER, for: '2026-11-24T14:00', tenant: 'salon' });
  const looked = await scheduled(world, { ...about, to: '+12025550125' });
  for (const id of [absent, unclear, looked]) await bring(world, id, 'unknown');
  const intentOf = async (id: number) => (await reminderNow(world, id)).intentId ?? 0;
  await world.db.tx(async (sql) => proveAbsent(sql, await intentOf(absent), world.clock.now()));
  await world.db.run('update intent set next_look_at = null where id = ?', [await intentOf(unclear)]);
  const whys = [
    'call unknown, it may have been sent: remind resolve 2 --sent SID, --retry or --drop',
    'call unknown, Twilio does not have it: remind resolve 1 --retry or --drop',
  ] as const;
  expect(await listed(world)).toEqual([
    [unclear, whys[0]],
    [absent, whys[1]],
  ]);
  expect(await listed(world, 'salon')).toEqual([[unclear, whys[0]]]);
  expect(await reported(world, 'tomorrow')).toEqual([
    ['undecided', whys[0]],
    ['undecided', whys[1]],
    ['to-come', null],
  ]);
  world.clock.set(Date.parse('2026-11-24T15:00:01Z'));
  expect(await listed(world)).toEqual([]);
});

test('no call of unknown outcome whose text got through', async () => {
  const world = await makeWorld({ zone: 'UTC' });
  const text = await scheduled(world, { for: '2026-11-24T15:00', before: '29h', via: 'both', to: CINDY });
  await bring(world, text + 1, 'unknown');
  const { intentId } = await reminderNow(world, text + 1);
  await world.db.tx((sql) => proveAbsent(sql, intentId ?? 0, world.clock.now()));
  expect((await listed(world)).map(([id]) => id)).toEqual([text + 1]);
  await send(world, text);
  expect(await listed(world)).toEqual([]);
  await world.db.run(`update reminder set receipt = 'undelivered' where id = ?`, [text]);
  expect((await listed(world)).map(([id]) => id)).toEqual([text + 1]);
});

test('what expired before an appointment that is to come, and what a mistyped sender holds', async () => {
  const world = await makeWorld({ zone: 'UTC' });
  const about = { tz: 'UTC', for: '2026-11-26T15:00', before: '2d' };
  const [expired, held, over] = [
    await scheduled(world, { to: CINDY, ...about }),
    await scheduled(world, { to: OTHER, ...about }),
    await scheduled(world, { to: OTHER, tz: 'UTC', at: '2026-11-24T15:00' }),
  ];
  await bring(world, expired, 'expired');
  await bring(world, held, 'held');
  await bring(world, over, 'expired');
  await world.clock.advance(2 * 86_400_000);
  expect(await listed(world)).toEqual([
    [expired, 'text expired'],
    [held, 'text held:mode'],
  ]);
  const standings = (await reported(world, '2026-11-26')).map(([standing]) => standing);
  expect(standings).toEqual(['unreached', 'unreached']);
});
