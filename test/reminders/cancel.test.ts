// Cancelling: by id, appointment, person and rule, and what can no longer be cancelled.

import { describe, expect, test } from 'vitest';
import { formatId } from '../../src/core/id.ts';
import { type CancelRequest, cancel, planCancel } from '../../src/reminders/cancel.ts';
import { getAppointment } from '../../src/store/appointments.ts';
import { eventsOfReminder } from '../../src/store/events.ts';
import { getRule } from '../../src/store/rules.ts';
import { bring } from './states.ts';
import { allReminders, makeWorld, reminderNow, scheduled, scheduleIn, type World } from './world.ts';

async function cancelled(world: World, request: Partial<CancelRequest>): Promise<string[]> {
  await cancel(world, await planCancel(world, { ids: [], ...request }));
  return (await allReminders(world))
    .filter(({ state }) => state === 'cancelled')
    .map(({ id }) => formatId(id));
}

describe('by id', () => {
  test.each(['scheduled', 'held'] as const)('one that is %s, once', async (state) => {
    const world = await makeWorld();
    const id = await scheduled(world);
    await bring(world, id, state);
    expect(await cancelled(world, { ids: ['1'] })).toEqual(['1']);
    expect(await reminderNow(world, id)).toMatchObject({ state: 'cancelled', holdReason: null });
    const plan = await planCancel(world, { ids: ['1'] });
    expect(plan).toMatchObject({ reminders: [], notes: ['reminder 1 is cancelled already'] });
    expect((await eventsOfReminder(world.db, id)).map(({ kind }) => kind)).toEqual(['cancelled']);
  });

  test.each([
    ['processing', '1 is being sent right now; nothing was cancelled', 'try again in a moment'],
    ['sent', '1 was sent already; nothing was cancelled', undefined],
    [
      'unknown',
      '1 may have been sent already',
      'decide about it with: remind resolve 1 --sent SID, --retry or --drop',
    ],
    ['failed', '1 has failed', 'send it again with: remind retry 1'],
    ['expired', '1 has expired', 'send it anyway with: remind retry 1'],
  ] as const)('not one that is %s, nor those named with it', async (state, message, hint) => {
    const world = await makeWorld();
    await bring(world, await scheduled(world), state);
    await scheduled(world);
    await expect(planCancel(world, { ids: ['2', '1'] })).rejects.toMatchObject({
      message: expect.stringContaining(message),
      hint,
      exitCode: 2,
    });
    expect((await reminderNow(world, 2)).state).toBe('scheduled');
  });

  test('a claim between plan and deed stops all of it', async () => {
    const world = await makeWorld();
    for (let count = 0; count < 2; count += 1) await scheduled(world);
    const plan = await planCancel(world, { ids: ['1', '2'] });
    await bring(world, 2, 'processing');
    await expect(cancel(world, plan)).rejects.toThrow(
      '2 is processing since a moment ago; nothing was changed',
    );
    expect((await reminderNow(world, 1)).state).toBe('scheduled');
  });
});

test('an appointment goes with those of its reminders that are not sent', async () => {
  const world = await makeWorld();
  await scheduleIn(world, { for: '2026-11-27T09:00', before: '2d,1d,2h' });
  await scheduled(world);
  await bring(world, 1, 'sent');
  await bring(world, 2, 'held');
  const plan = await planCancel(world, { ids: [], appointment: '1' });
  expect(plan.notes).toEqual(['reminder 1 was sent already']);
  expect(await cancelled(world, { appointment: '1' })).toEqual(['2', '3']);
  expect(await getAppointment(world.db, 1)).toMatchObject({ state: 'cancelled' });
  const again = await planCancel(world, { ids: [], appointment: '1' });
  expect(again.notes).toEqual(['appointment 1 is cancelled already']);
});

describe('by person', () => {
  test('a name means the contact, a number whoever has it', async () => {
    const world = await makeWorld();
    await scheduled(world, { to: 'cindy' });
    await scheduled(world, { to: 'berta' });
    expect(await cancelled(world, { to: 'berta' })).toEqual(['2']);
    expect(await cancelled(world, { to: '+1 202 555 0123' })).toEqual(['1', '2']);
  });

  test('nothing to come is an error', async () => {
    const world = await makeWorld();
    await expect(planCancel(world, { ids: [], to: 'cindy' })).rejects.toMatchObject({
      message: 'nothing is scheduled to cindy',
      exitCode: 3,
    });
  });
});

describe('a rule', () => {
  test('goes on when one occurrence is cancelled', async () => {
    const world = await makeWorld();
    await scheduled(world, { cron: '0 9 * * *' });
    await cancelled(world, { ids: ['1'] });
    expect((await getRule(world.db, 1))?.endedAt).toBeNull();
  });

  test.each(['scheduled', 'sent', 'cancelled'] as const)(
    'ends with --rule, named by one that is %s',
    async (state) => {
      const world = await makeWorld();
      await scheduled(world, { cron: '0 9 * * *', via: 'both' });
      await bring(world, 1, state);
      const before = (await reminderNow(world, 1)).state;
      await cancelled(world, { ids: ['1'], rule: true });
      expect((await getRule(world.db, 1))?.endedAt).toBe(world.clock.now());
      expect((await reminderNow(world, 1)).state).toBe(before === 'scheduled' ? 'cancelled' : before);
      expect((await reminderNow(world, 2)).state).toBe('cancelled');
      expect((await planCancel(world, { ids: ['1'], rule: true })).notes).toEqual([
        'the rule has ended already',
      ]);
    },
  );

  test('of a person ends even when no occurrence is left to cancel', async () => {
    const world = await makeWorld();
    await scheduled(world, { cron: '0 9 * * *' });
    await cancelled(world, { ids: ['1'] });
    await cancelled(world, { to: 'cindy', rule: true });
    expect((await getRule(world.db, 1))?.endedAt).toBe(world.clock.now());
  });

  test('--rule on what does not recur is an error', async () => {
    const world = await makeWorld();
    await scheduled(world);
    await expect(planCancel(world, { ids: ['1'], rule: true })).rejects.toThrow('1 does not recur');
  });
});

test.each([[{ ids: [] }], [{ ids: ['1'], to: 'cindy' }], [{ ids: [], to: 'cindy', appointment: '1' }]])(
  'says what it wants when it is given %j',
  async (request) => {
    await expect(planCancel(await makeWorld(), request)).rejects.toThrow(
      /^(nothing|more than one kind of thing) is named$/,
    );
  },
);
