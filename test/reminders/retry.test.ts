// Retrying: only what surely was not delivered, with a new expiry.

import { describe, expect, test } from 'vitest';
import { retry } from '../../src/reminders/retry.ts';
import { eventsOfReminder } from '../../src/store/events.ts';
import { bring } from './states.ts';
import { makeWorld, reminderNow, scheduled, scheduleIn, utc } from './world.ts';

test.each(['failed', 'expired'] as const)('one that has %s is due now, for four hours', async (state) => {
  const world = await makeWorld();
  await bring(world, await scheduled(world), state);
  await world.clock.advance(24 * 3_600_000);
  const [retried] = await retry(world, ['1'], {});
  expect(retried).toMatchObject({ state: 'scheduled', runAt: world.clock.now() });
  expect(utc(retried?.expiresAt)).toBe('2026-11-24T13:00');
  // Its own time is history and stays.
  expect(utc(retried?.dueAt)).toBe('2026-11-23T10:00');
  expect((await eventsOfReminder(world.db, 1)).at(-1)).toMatchObject({ kind: 'retried', before: null });
});

test('--expires says how long it is good for', async () => {
  const world = await makeWorld();
  await bring(world, await scheduled(world), 'failed');
  const [retried] = await retry(world, ['1'], { expires: '20m' });
  expect(utc(retried?.expiresAt)).toBe('2026-11-23T09:20');
});

describe('of an appointment', () => {
  test('is good until a quarter of an hour before it', async () => {
    const world = await makeWorld();
    await scheduleIn(world, { for: 'in 3 hours', before: '2h' });
    await bring(world, 1, 'failed');
    expect(utc((await retry(world, ['1'], {}))[0]?.expiresAt)).toBe('2026-11-23T11:45');
  });

  test('that is over is refused unless --expires insists', async () => {
    const world = await makeWorld();
    await scheduleIn(world, { for: 'in 3 hours', before: '2h' });
    await bring(world, 1, 'failed');
    await world.clock.advance(4 * 3_600_000);
    await expect(retry(world, ['1'], {})).rejects.toThrow('the appointment of reminder 1 was');
    expect(await retry(world, ['1'], { expires: '1h' })).toHaveLength(1);
  });
});

test('a held one is let go: due now, and the guard is asked again', async () => {
  const world = await makeWorld();
  await scheduleIn(world, { for: 'in 3 hours', before: '2h' });
  await bring(world, 1, 'held');
  const [released] = await retry(world, ['1'], {});
  expect(released).toMatchObject({ state: 'scheduled', holdReason: null, runAt: world.clock.now() });
});

test.each([
  ['scheduled', 'is scheduled already', 'remind edit 1 --at now'],
  ['processing', 'is being sent right now', 'remind show 1'],
  ['sent', 'was sent', 'schedule a new one'],
  ['unknown', 'a second try might ring twice', 'to decide by hand: remind resolve 1'],
  ['cancelled', 'is cancelled', 'remind undo 1'],
] as const)('one that is %s is refused, and with it the others', async (state, why, hint) => {
  const world = await makeWorld();
  await bring(world, await scheduled(world), state);
  await bring(world, await scheduled(world), 'failed');
  await expect(retry(world, ['2', '1'], {})).rejects.toMatchObject({
    message: expect.stringContaining(why),
    hint: expect.stringContaining(hint),
  });
  expect((await reminderNow(world, 2)).state).toBe('failed');
});
