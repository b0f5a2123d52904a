// `pause` and `resume` as a person and a script meet them.

import { describe, expect, test } from 'vitest';
import { addTenant } from '../../src/reminders/tenants.ts';
import { writeLimits } from '../../src/store/limits.ts';
import { moveReminder } from '../../src/store/reminders.ts';
import { makeWorld, reminderNow, scheduled, type World } from '../reminders/world.ts';
import { DEFAULT_LIMITS } from '../store/temp-db.ts';
import { runLine } from './run-line.ts';

const MINUTE = 60_000;

/** A reminder that was due an hour ago and met the pause. */
async function held(world: World, request: { readonly tenant?: string; readonly expires?: string } = {}) {
  const id = await scheduled(world, { at: 'in 0 seconds', to: '+12025550123', tz: 'UTC', ...request });
  await moveReminder(world.db, id, { from: 'scheduled', to: 'held', holdReason: 'paused' }, 0);
  return id;
}

async function pausedWorld(): Promise<World> {
  const world = await makeWorld();
  await writeLimits(world.db, DEFAULT_LIMITS);
  await addTenant(world, { name: 'salon', zone: 'UTC' });
  await runLine(world, ['pause', '--reason', 'wrong list']);
  for (let i = 0; i < 3; i += 1) await held(world);
  for (let i = 0; i < 2; i += 1) await held(world, { tenant: 'salon' });
  await held(world, { tenant: 'salon', expires: '10m' });
  await world.clock.advance(30 * MINUTE);
  return world;
}

describe('pause', () => {
  test('says that sending stands still, since when and why, and the way back', async () => {
    const world = await makeWorld();
    const { stdout, stderr } = await runLine(world, ['pause', '--reason', 'wrong list']);
    expect(stdout).toBe('sending is paused since 2026-11-23T09:00:00Z (wrong list)\n');
    expect(stderr).toBe('What becomes due is held; let it go on with: remind resume\n');
    const again = await runLine(world, ['pause']);
    expect(again.stdout).toBe('Nothing changed: sending is paused since 2026-11-23T09:00:00Z (wrong list)\n');
    const json = await runLine(world, ['pause', '--json']);
    expect(JSON.parse(json.stdout)).toEqual({
      tenant: null,
      pausedAt: '2026-11-23T09:00:00Z',
      reason: 'wrong list',
      alreadyPaused: true,
      recalled: [],
      notRecalled: [],
    });
  });

  test('of a tenant names it; one that does not exist is refused', async () => {
    const world = await makeWorld();
    await addTenant(world, { name: 'salon' });
    const { stdout, stderr } = await runLine(world, ['pause', '--tenant', 'salon']);
    expect(stdout).toBe('sending for salon is paused since 2026-11-23T09:00:00Z\n');
    expect(stderr).toContain('remind resume --tenant "salon"');
    await expect(runLine(world, ['pause', '--tenant', 'nobody'])).rejects.toMatchObject({ exitCode: 3 });
  });

  test('with a recall lists what was recalled and what could not be', async () => {
    const world = await makeWorld();
    const row = { kind: 'call', reminderId: 7, to: '+12025550123', sid: 'CA1', status: 'canceled' } as const;
    const recalled = [
      { ...row, problem: null },
      { ...row, kind: 'message', sid: 'SM1', status: 'queued', problem: 'gone' } as const,
    ];
    const { stdout, stderr, code } = await runLine(world, ['pause', '--recall'], { recalled });
    expect(stdout).toBe(
      [
        '1 call recalled, 1 send not',
        '  recalled  call to +12025550123 (CA1, canceled)',
        '  not       text to +12025550123 (SM1, queued): gone',
        '',
      ].join('\n'),
    );
    expect(stderr).toMatch(/^sending is paused since/);
    expect(stderr).toMatch(/can go after all, once resumed: remind retry 7\n/);
    expect(code).toBeUndefined();
    const ringing = { ...row, status: 'in-progress', problem: 'somebody has answered it' };
    const json = await runLine(world, ['pause', '--recall', '--json'], { recalled: [ringing] });
    expect(JSON.parse(json.stdout).notRecalled).toEqual([
      { ...row, reminderId: '7', status: 'in-progress', problem: 'somebody has answered it' },
    ]);
    expect(json.code).toBe(8);
  });

  test('is the first thing that status tells', async () => {
    const world = await makeWorld();
    await runLine(world, ['pause', '--reason', 'wrong list']);
    expect((await runLine(world, ['status'])).stdout).toMatch(
      /^STOPPED +sending is paused since 2026-11-23T09:00:00Z \(wrong list\); let it go on with: remind resume\n/,
    );
    expect(JSON.parse((await runLine(world, ['status', '--json=stops'])).stdout)).toEqual({
      stops: [{ kind: 'pause', tenant: null, reason: 'wrong list', beganAt: '2026-11-23T09:00:00Z' }],
    });
  });
});

describe('resume', () => {
  test('shows what would go by tenant and lateness, and asks', async () => {
    const world = await pausedWorld();
    const { stdout, stderr, questions } = await runLine(world, ['resume'], { answers: { '--yes': true } });
    const told = [
      '6 held, 1 now useless, 5 go, the last at 09:31:05Z',
      '  default: 3 held, 0 now useless, 3 go',
      '  salon: 3 held, 1 now useless, 2 go',
      '  late: 5 up to 1h',
    ].join('\n');
    expect(questions).toEqual(['Let 5 go?']);
    expect(stderr).toBe(`${told}\nSent when due, while a daemon runs; see: remind status\n`);
    expect(stdout).toBe(`Resumed: ${told}\n`);
    expect((await reminderNow(world, 1)).state).toBe('scheduled');
    expect((await runLine(world, ['resume'])).stdout).toBe('Nothing is paused.\n');
  });

  test('changes nothing when the answer is no, nor in a dry run', async () => {
    const world = await pausedWorld();
    await expect(runLine(world, ['resume'], { answers: { '--yes': false } })).rejects.toMatchObject({
      exitCode: 5,
    });
    const { stdout, stderr } = await runLine(world, ['resume', '--dry-run']);
    expect(stdout).toMatch(/^Would resume: 6 held/);
    expect(stderr).toBe('Nothing was stored or sent: this was a dry run.\n');
    expect((await reminderNow(world, 1)).state).toBe('held');
  });

  test('of a tenant that only everybody’s pause holds has nothing to do, and says what stands in the way', async () => {
    const world = await pausedWorld();
    const { stdout, stderr, code } = await runLine(world, ['resume', '--tenant', 'salon']);
    expect(stdout).toBe('Nothing to resume.\n');
    expect(stderr).toBe(
      'warning: sending is paused since 2026-11-23T09:00:00Z (wrong list); let it go on with: remind resume\n',
    );
    expect(code).toBe(5);
  });

  test('ends with 5 when a pause that ends lets nothing go, since everything is held back by something else', async () => {
    const world = await pausedWorld();
    await runLine(world, ['pause', '--tenant', 'salon']);
    const { stdout, stderr, code } = await runLine(world, ['resume', '--tenant', 'salon', '--yes']);
    expect(stdout).toMatch(/^Resumed for salon: 0 held/);
    expect(stderr).toContain('sending is paused since');
    expect(code).toBe(5);
  });

  test('ends well when only a tenant stays paused', async () => {
    const world = await makeWorld();
    await addTenant(world, { name: 'salon', zone: 'UTC' });
    await runLine(world, ['pause']);
    await runLine(world, ['pause', '--tenant', 'salon']);
    const { stderr, code } = await runLine(world, ['resume', '--yes']);
    expect(stderr).toContain('sending for salon is paused');
    expect(code).toBeUndefined();
  });

  test('is one object in JSON', async () => {
    const world = await pausedWorld();
    const { stdout } = await runLine(world, ['resume', '--yes', '--json']);
    expect(JSON.parse(stdout)).toEqual({
      resumed: true,
      pausedAt: '2026-11-23T09:00:00Z',
      held: 6,
      useless: 1,
      go: 5,
      lastAt: '2026-11-23T09:31:05.200Z',
      tenants: [
        { tenant: 'default', held: 3, useless: 0, go: 3 },
        { tenant: 'salon', held: 3, useless: 1, go: 2 },
      ],
      lateness: [{ upToMs: 3_600_000, count: 5 }],
      unfunded: 0,
      sinceBackup: null,
      stopped: [],
    });
  });
});
