// `fuse status` and `fuse reset` as a person and a script meet them.

import { describe, expect, test } from 'vitest';
import { DEFAULT_FUSE } from '../../src/core/limits.ts';
import { insertBlock } from '../../src/store/fuse.ts';
import { insertIntent } from '../../src/store/intents.ts';
import { writeLimits } from '../../src/store/limits.ts';
import { moveReminder } from '../../src/store/reminders.ts';
import { beginStop } from '../../src/store/stops.ts';
import { makeWorld, reminderNow, scheduled, type World } from '../reminders/world.ts';
import { DEFAULT_LIMITS } from '../store/temp-db.ts';
import { runLine } from './run-line.ts';

async function guarded(): Promise<World> {
  const world = await makeWorld();
  await writeLimits(world.db, DEFAULT_LIMITS);
  return world;
}

/** Three reminders to Cindy and one to Berta that met the tripped fuse. */
async function tripped(): Promise<World> {
  const world = await guarded();
  await beginStop(world.db, { kind: 'fuse', tenantId: null, reason: 'too much at once' }, world.clock.now());
  for (const to of ['cindy', 'cindy', 'berta', 'cindy']) {
    const id = await scheduled(world, { to, at: 'in 0 seconds' });
    await moveReminder(world.db, id, { from: 'scheduled', to: 'held', holdReason: 'fuse' }, 0);
  }
  await insertBlock(world.db, {
    at: world.clock.now(),
    rule: 'callsPerMinute',
    to: '+12025550123',
    reminderId: 1,
  });
  return world;
}

describe('fuse status', () => {
  test('of a fuse that holds nothing back', async () => {
    const { stdout } = await runLine(await guarded(), ['fuse', 'status']);
    expect(stdout).toBe(
      [
        'fuse                    armed',
        'held                    nothing',
        'held back               nothing within the hour',
        'fuse.callsPerMinute     1 call to one recipient in a minute',
        'fuse.callsPer15Minutes  3 calls to one recipient in 15 minutes',
        'fuse.callsPerHour       7 calls to one recipient in an hour',
        'fuse.textsPerMinute     3 texts to one recipient in a minute',
        'fuse.textsPerHour       10 texts to one recipient in an hour',
        'fuse.textsPerDay        20 texts to one recipient in a day',
        'fuse.identicalPerHour   1 reminder with the same words to one recipient in an hour',
        'fuse.blocksPerMinute    10 sends held back by the limits of one recipient in a minute',
        'fuse.allPerMinute       600 sends in a minute',
        'fuse.newPerHour         1000 sends to recipients never sent to before in an hour',
        '',
      ].join('\n'),
    );
  });

  test('of one that has tripped says since when, why, what it holds, and the way back', async () => {
    const world = await tripped();
    const { stdout } = await runLine(world, ['fuse', 'status']);
    expect(stdout).toMatch(
      /^fuse +the blast fuse has tripped: nothing is sent since 2026-11-23T09:00:00Z \(too much at once\); .*remind fuse reset\n/,
    );
    expect(stdout).toMatch(/^held +4 reminders: remind list --state held:fuse$/m);
    const json = JSON.parse((await runLine(world, ['fuse', 'status', '--json'])).stdout);
    expect(json).toEqual({
      state: 'tripped',
      trippedAt: '2026-11-23T09:00:00Z',
      reason: 'too much at once',
      held: 4,
      blocksInHour: 1,
      blocks: [{ at: '2026-11-23T09:00:00Z', limit: 'callsPerMinute', to: '+12025550123', reminderId: '1' }],
      limits: DEFAULT_FUSE,
    });
    expect((await runLine(world, ['status'])).stdout).toMatch(/^STOPPED +the blast fuse has tripped/);
  });
});

describe('fuse reset', () => {
  test('shows what goes and what stays, asks, and does just that', async () => {
    const world = await tripped();
    const { stdout, stderr, questions } = await runLine(world, ['fuse', 'reset'], {
      answers: { '--yes': true },
    });
    expect(questions).toEqual(['Reset the fuse and let 2 go?']);
    expect(stderr).toContain('2 held, 0 now useless, 2 go');
    expect(stdout).toMatch(/^Reset: 2 held, 0 now useless, 2 go/);
    expect(stdout).toContain('2 more reminders to the same people stay held');
    const states = await Promise.all([1, 2, 3, 4].map(async (id) => (await reminderNow(world, id)).state));
    expect(states).toEqual(['scheduled', 'held', 'scheduled', 'held']);
    expect((await runLine(world, ['fuse', 'status'])).stdout).toMatch(/^fuse +armed/);
    expect(JSON.parse((await runLine(world, ['fuse', 'reset', '--yes', '--json'])).stdout)).toMatchObject({
      reset: false,
      held: 1,
      go: 1,
      stay: 1,
    });
  });

  test('leaves held what was just said to the same person in the same words', async () => {
    const world = await guarded();
    const now = world.clock.now();
    const first = await scheduled(world, { to: 'cindy', at: 'in 0 seconds' });
    const second = await scheduled(world, { to: 'cindy', at: 'in 0 seconds' });
    const { to, body } = await reminderNow(world, first);
    await insertIntent(
      world.db,
      {
        ...{ kind: 'message', purpose: 'reminder', tenantId: 1, reminderId: first, attempt: 1 },
        ...{ to, from: '+15005550006', targetSid: null, params: { Body: body }, expiresAt: null },
      },
      { accountSid: 'AC1', mode: 'own', workerId: 'w', now, leaseUntil: now },
    );
    await moveReminder(world.db, second, { from: 'scheduled', to: 'held', holdReason: 'fuse' }, now);
    const { stdout } = await runLine(world, ['fuse', 'reset', '--yes']);
    expect(stdout).toMatch(/0 go\n +1 reminder with words that went to the same person within the hour stay/);
    expect((await reminderNow(world, second)).state).toBe('held');
  });

  test('changes nothing when the answer is no, in a dry run, or when there is nothing to do', async () => {
    const world = await tripped();
    await expect(runLine(world, ['fuse', 'reset'], { answers: { '--yes': false } })).rejects.toMatchObject({
      exitCode: 5,
    });
    expect((await runLine(world, ['fuse', 'reset', '--dry-run'])).stdout).toMatch(/^Would reset/);
    expect((await reminderNow(world, 1)).state).toBe('held');
    expect((await runLine(await guarded(), ['fuse', 'reset'])).stdout).toBe(
      'The fuse is armed and holds nothing.\n',
    );
  });
});
