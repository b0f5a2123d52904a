// Retrying: only what surely was not delivered, with a new expiry.

import { describe, expect, test } from 'vitest';
import { whyByHand } from '../../src/reminders/by-hand.ts';
import { listByHand } from '../../src/reminders/list.ts';
import { report } from '../../src/reminders/report.ts';
import { recalledAmong, retry } from '../../src/reminders/retry.ts';
import { findContradictions } from '../../src/store/consistency.ts';
import { eventsOfReminder } from '../../src/store/events.ts';
import { writeLimits } from '../../src/store/limits.ts';
import { DEFAULT_LIMITS } from '../store/temp-db.ts';
import { bring } from './states.ts';
import { CINDY, makeWorld, reminderNow, scheduled, scheduleIn, utc, type World } from './world.ts';

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

/** Its call was cancelled at Twilio before anybody answered. */
async function recalled(world: World, request: Parameters<typeof scheduled>[1] = {}): Promise<number> {
  const id = await scheduled(world, { via: 'call', ...request });
  await bring(world, id, 'sent');
  await world.db.run(`update reminder set receipt = 'canceled' where id = ?`, [id]);
  return id;
}

describe('one that was called back', () => {
  test('stays what it was; a new one for the same appointment takes its place, due now', async () => {
    const world = await makeWorld();
    const id = await recalled(world, { for: 'in 3 hours', before: '2h', dedupeKey: 'k' });
    await world.clock.advance(3_600_000);
    expect((await recalledAmong(world, ['1'])).map((each) => each.id)).toEqual([id]);
    const [anew] = await retry(world, ['1'], {});
    expect(anew).toMatchObject({
      ...{ state: 'scheduled', channel: 'call', to: CINDY, body: 'Hello', appointmentId: 1, attempts: 0 },
      ...{ receipt: null, intentId: null, dedupeKey: null },
      ...{ dueAt: world.clock.now(), runAt: world.clock.now(), wall: '2026-11-23T05:00:00' },
    });
    expect(utc(anew?.expiresAt)).toBe('2026-11-23T11:45');
    expect(anew?.id).not.toBe(id);
    expect(await reminderNow(world, id)).toMatchObject({ state: 'sent', receipt: 'canceled' });
    const told = async (of: number) =>
      (await eventsOfReminder(world.db, of)).filter(({ kind }) => kind === 'retried').map((e) => e.detail);
    expect(await told(id)).toEqual(['it was called back; it goes anew as reminder 2']);
    expect(await told(2)).toEqual([expect.stringContaining('in place of reminder 1, which was called back')]);
    expect(await findContradictions(world.db)).toEqual([]);
  });

  test('of a rule goes anew beside the occurrence that it was', async () => {
    const world = await makeWorld();
    const id = await recalled(world, { cron: '0 12 * * *' });
    expect((await retry(world, [String(id)], {}))[0]).toMatchObject({ ruleId: null, occurrenceKey: null });
  });

  test('goes anew once, and then as the new one', async () => {
    const world = await makeWorld();
    await recalled(world);
    await retry(world, ['1'], {});
    for (const again of [
      retry(world, ['1'], {}),
      recalledAmong(world, ['1']),
      retry(world, ['1', '1'], {}),
    ]) {
      await expect(again).rejects.toMatchObject({
        message: expect.stringContaining('goes anew as reminder 2, which is scheduled'),
        hint: expect.stringContaining('remind show 2'),
      });
    }
    await bring(world, 2, 'failed');
    expect((await retry(world, ['2'], {}))[0]).toMatchObject({ id: 2, state: 'scheduled' });
  });

  test('of a chain goes anew as the last of them, whichever is named, and is listed once, until one gets through', async () => {
    const world = await makeWorld({ zone: 'UTC' });
    const first = await recalled(world, { at: '2026-11-23T10:00', tz: 'UTC' });
    const [second] = await retry(world, [String(first)], {});
    const next = second?.id ?? 0;
    await world.db.run(`update intent set sid = 'CA' || id`);
    await bring(world, next, 'sent');
    await world.db.run(`update reminder set receipt = 'canceled' where id = ?`, [next]);
    const byHand = async () => (await listByHand(world, { limit: 9 })).map(({ id }) => id);
    expect(await byHand()).toEqual([first]);
    const [third] = await retry(world, [String(first)], {});
    expect((await eventsOfReminder(world.db, third?.id ?? 0))[0]?.detail).toContain('in place of reminder 2');
    expect(await byHand()).toEqual([]);
    await world.db.run(`update intent set sid = 'CB' || id`);
    await bring(world, third?.id ?? 0, 'sent');
    await world.db.run(`update reminder set receipt = 'answered' where id = ?`, [third?.id ?? 0]);
    expect(await byHand()).toEqual([]);
    const { entries } = await report(world, { on: 'today' });
    expect(entries.map(({ standing, reminders }) => [standing, reminders])).toEqual([
      ['reached', ['2', '3', '1']],
    ]);
    await expect(retry(world, ['1'], {})).rejects.toThrow('goes anew as reminder 3, which is sent');
  });

  test('is refused when its appointment is cancelled, and with it the others', async () => {
    const world = await makeWorld();
    await recalled(world, { for: 'in 3 hours', before: '2h' });
    await bring(world, await scheduled(world), 'failed');
    await world.db.run(`update appointment set state = 'cancelled'`);
    await expect(retry(world, ['2', '1'], {})).rejects.toThrow(/appointment of reminder 1, .* is cancelled/);
    expect((await reminderNow(world, 2)).state).toBe('failed');
  });

  test('is somebody to see to, until the new one has got through', async () => {
    const world = await makeWorld({ zone: 'UTC' });
    const id = await recalled(world, { at: '2026-11-23T10:00', tz: 'UTC' });
    const byHand = async () => (await listByHand(world, { limit: 9 })).map((row) => [row.id, whyByHand(row)]);
    const standings = async () =>
      (await report(world, { on: 'today' })).entries.map(({ standing, why }) => [standing, why]);
    const why = 'call canceled; to send it anew: remind retry 1';
    expect(await byHand()).toEqual([[id, why]]);
    expect(await standings()).toEqual([['unreached', why]]);
    await retry(world, ['1'], {});
    expect(await byHand()).toEqual([]);
    expect(await standings()).toEqual([['to-come', null]]);
    await world.db.run(`update intent set sid = 'CA1'`);
    await bring(world, 2, 'sent');
    await world.db.run(`update reminder set receipt = 'answered' where id = 2`);
    expect(await byHand()).toEqual([]);
    expect(await standings()).toEqual([['reached', null]]);
  });
});

test('goes as soon as its recipient may be sent something again', async () => {
  const world = await makeWorld();
  await writeLimits(world.db, DEFAULT_LIMITS);
  const at = world.clock.now();
  for (let i = 0; i < 3; i += 1) {
    const id = await scheduled(world);
    await bring(world, id, 'sent');
    await world.db.run(`update intent set sid = 'SM' || id || '0'`);
  }
  const failed = await scheduled(world);
  await bring(world, failed, 'expired');
  await world.clock.advance(20_000);
  // Three texts a minute, and five seconds for their being late: held back, they would count for the fuse.
  expect((await retry(world, [String(failed)], {}))[0]).toMatchObject({
    state: 'scheduled',
    runAt: at + 65_000,
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
