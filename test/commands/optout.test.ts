// `optout add` and `optout review` as a person meets them.

import { describe, expect, test } from 'vitest';
import { addTenant } from '../../src/reminders/tenants.ts';
import { getReply } from '../../src/store/replies.ts';
import { send, texts } from '../reminders/text.ts';
import { CINDY, makeWorld, reminderNow, scheduled, type World } from '../reminders/world.ts';
import { runLine } from './run-line.ts';

test('an opt-out from a sender that nothing was sent from is taken, and doubted', async () => {
  const world = await makeWorld();
  await addTenant(world, { name: 'salon', zone: 'UTC', from: '+15005550001' });
  const add = (...args: string[]) => runLine(world, ['optout', 'add', '+12025550123', '--from', ...args]);
  expect((await add('+15005550001')).stderr).toBe('');
  expect((await add('+15005550006')).stderr).toBe('');
  const { stdout, stderr } = await add('bogus');
  expect(stdout).toContain('Opted out: +12025550123');
  expect(stderr).toContain('nothing was sent from bogus yet');
});

describe('an answer that may be about two appointments', () => {
  /** Reminders 1 and 2 are about the first one, 3 about the second; 1 and 3 were sent, and Cindy wrote C. */
  async function asked(): Promise<World> {
    const world = await makeWorld({ zone: 'UTC' });
    const about = { to: CINDY, tz: 'UTC', body: 'See you {{date}}. Reply 1 to confirm, C to cancel.' };
    await scheduled(world, { for: '2026-11-26T15:00', before: '2d,1d', ...about });
    await scheduled(world, { for: '2026-11-25T09:00', before: '40h', ...about });
    await scheduled(world, { at: '2026-11-27T09:00', ...about, to: '+12025550124' });
    for (const id of [1, 3]) await send(world, id);
    await texts(world, 'C');
    return world;
  }
  const review = (world: World, ...args: string[]) => runLine(world, ['optout', 'review', ...args]);

  test('is carried out as a person says that it was meant, once', async () => {
    const world = await asked();
    const { stdout } = await review(world, '1', '--cancels', '1');
    expect(stdout).toMatch(
      /^Carried out: "C": cancels the appointment Thu 26 Nov .*; 1 reminder cancelled\n/,
    );
    expect((await reminderNow(world, 1)).response).toBe('cancelled');
    expect((await reminderNow(world, 2)).state).toBe('cancelled');
    expect((await reminderNow(world, 3)).response).toBeNull();
    expect(await getReply(world.db, 1)).toMatchObject({ review: null, meaning: 'cancel', reminderId: 1 });
    expect((await review(world)).stderr).toMatch(/Nothing to decide/);
    await expect(review(world, '1', '--confirms', '3')).rejects.toThrow(
      'text 1 was decided: cancel; nothing was changed',
    );
    expect((await reminderNow(world, 3)).response).toBeNull();
  });

  test('is open again once its cancelling was taken back, and can be decided otherwise', async () => {
    const world = await asked();
    await review(world, '1', '--cancels', '1');
    await expect(review(world, '1', '--dismiss')).rejects.toMatchObject({
      hint: expect.stringContaining('remind undo 1'),
    });
    await runLine(world, ['undo']);
    expect(await getReply(world.db, 1)).toMatchObject({ review: 'open', meaning: 'doubt' });
    expect((await review(world, '1', '--confirms', '3')).stdout).toContain('Wed 25 Nov');
  });

  test('without an appointment is open again as well', async () => {
    const world = await makeWorld({ zone: 'UTC' });
    const id = await scheduled(world, { at: '2026-11-27T09:00', to: CINDY, tz: 'UTC', body: 'Call us' });
    await texts(world, 'please \u001b[31mcall me');
    expect((await review(world, '1', '--cancels', String(id))).stdout).toContain('1 reminder cancelled');
    await runLine(world, ['undo']);
    expect(await reminderNow(world, id)).toMatchObject({ state: 'scheduled', response: null });
    expect(await getReply(world.db, 1)).toMatchObject({ review: 'open' });
    expect((await runLine(world, ['optout', 'show', CINDY])).stdout).not.toContain('\u001b');
  });

  test('is shown when it is named, with the reminder that it may be about', async () => {
    const { stdout } = await review(await asked(), '1', '--json=id,body,reminderId,review');
    expect(JSON.parse(stdout)).toEqual([{ id: '1', body: 'C', reminderId: '3', review: 'open' }]);
  });

  test('confirms the other one', async () => {
    const world = await asked();
    expect((await review(world, '1', '--confirms', '3')).stdout).toContain(
      'confirms the appointment Wed 25 Nov',
    );
    expect((await reminderNow(world, 3)).response).toBe('confirmed');
  });

  test.each([
    ['a reminder of somebody else', ['1', '--cancels', '4'], 'reminder 4 is for +12025550124, and'],
    ['no reminder', ['1', '--cancels', '9'], 'there is no reminder 9'],
    ['two things', ['1', '--cancels', '1', '--dismiss'], 'say one of'],
    ['two texts', ['1', '2', '--cancels', '1'], 'go with one text'],
    ['no text', ['--cancels', '1'], 'no text is named'],
  ])('is not about %s', async (_what, args, words) => {
    const world = await asked();
    await expect(review(world, ...args)).rejects.toThrow(words);
    expect(await getReply(world.db, 1)).toMatchObject({ review: 'open' });
  });

  test('is decided about with the others that are named, or none of them is', async () => {
    const world = await asked();
    await expect(review(world, '1', '99', '--dismiss')).rejects.toThrow('there is no text 99');
    expect(await getReply(world.db, 1)).toMatchObject({ review: 'open' });
  });

  test('about an appointment that is over, or cancelled, changes nothing', async () => {
    const world = await asked();
    await world.db.run(`update appointment set state = 'cancelled' where id = 2`);
    await expect(review(world, '1', '--confirms', '3')).rejects.toThrow(/09:00.* is cancelled; nothing/);
    await world.clock.advance(7 * 86_400_000);
    await expect(review(world, '1', '--cancels', '1')).rejects.toThrow(/15:00.* is over; nothing/);
    expect(await getReply(world.db, 1)).toMatchObject({ review: 'open' });
  });
});
