// Reminders of unknown outcome as a person and a script meet them: `list`, `show`, `status`, `resolve`.

import { describe, expect, test } from 'vitest';
import { countLook, proveAbsent } from '../../src/store/doubts.ts';
import { FakeTwilio } from '../delivery/fake-twilio.ts';
import { bring } from '../reminders/states.ts';
import { CINDY, makeWorld, scheduled, type World } from '../reminders/world.ts';
import { runLine } from './run-line.ts';

const SID = `SM${'7'.repeat(32)}`;

/** One that is looked for, a call that Twilio does not have, and one that no look can tell. */
async function doubts(): Promise<World> {
  const world = await makeWorld();
  for (const via of ['sms', 'call', 'sms'] as const) await scheduled(world, { via, body: 'Hello' });
  for (const id of [1, 2, 3]) await bring(world, id, 'unknown');
  await world.db.tx(async (sql) => {
    await proveAbsent(sql, 2, world.clock.now() + 9_000);
    await countLook(sql, { id: 3, looks: 0 }, { sightings: 2, nextLookAt: null });
  });
  await world.clock.advance(61_000);
  return world;
}

describe('list --state unknown', () => {
  test('shows a person since when, when Twilio is asked next, and what waits for her', async () => {
    const { stdout, stderr } = await runLine(await doubts(), ['list', '--state', 'unknown'], { tty: true });
    expect(stdout).toBe(
      [
        'ID  VIA   TO           DUE                                DOUBT    SINCE      NEXT LOOK  BODY',
        '1   sms   Cindy Smith  Mon 23 Nov 05:00 America/New_York  looking  1 min ago  in 1 min   Hello',
        '2   call  Cindy Smith  Mon 23 Nov 05:00 America/New_York  absent   1 min ago             Hello',
        '3   sms   Cindy Smith  Mon 23 Nov 05:00 America/New_York  unclear  1 min ago             Hello',
        '',
      ].join('\n'),
    );
    expect(stderr).toBe(
      'What is absent or unclear waits for you: remind resolve ID --retry, --drop or --sent SID\n',
    );
  });

  test('gives a program the fields of any list', async () => {
    const { stdout } = await runLine(await doubts(), [
      'list',
      '--state',
      'unknown',
      '--json=id,state,doubt,unknownSince,nextLookAt',
    ]);
    expect(JSON.parse(stdout)).toEqual([
      {
        id: '1',
        state: 'unknown',
        doubt: 'looking',
        unknownSince: '2026-11-23T09:00:01Z',
        nextLookAt: '2026-11-23T09:02:01Z',
      },
      { id: '2', state: 'unknown', doubt: 'absent', unknownSince: '2026-11-23T09:00:01Z', nextLookAt: null },
      { id: '3', state: 'unknown', doubt: 'unclear', unknownSince: '2026-11-23T09:00:01Z', nextLookAt: null },
    ]);
  });
});

test('show tells the next look, or who has to decide', async () => {
  const world = await doubts();
  const looking = (await runLine(world, ['show', '1'])).stdout;
  expect(looking).toMatch(
    /unknown since {2}Mon 23 Nov 2026, 04:00:01 .* 1 min ago\n {2}next look .* in 1 min\n/,
  );
  expect(looking).not.toContain('to decide');
  const absent = (await runLine(world, ['show', '2'])).stdout;
  expect(absent).toContain('to decide      remind resolve, with --retry, --drop or --sent SID\n');
  expect(absent).toMatch(/no answer: it may have been sent\n.* Twilio does not have it: it was not sent\n/);
});

test('status counts what is looked for, and what waits for a person', async () => {
  const world = await doubts();
  const { stdout } = await runLine(world, ['status']);
  expect(stdout).toMatch(/unknown +2 with an outcome nobody knows; Twilio is asked in 1 min/);
  expect(stdout).toMatch(/to decide +2, see: remind list --state unknown; then: remind resolve/);
  const json = JSON.parse((await runLine(world, ['status', '--json'])).stdout);
  expect(json).toMatchObject({ unknownRequests: 2, nextLookAt: '2026-11-23T09:02:01Z', unresolved: 2 });
});

describe('resolve', () => {
  test('--sent asks before it believes', async () => {
    const world = await doubts();
    const twilio = new FakeTwilio('AC1', () => world.clock.now());
    const fetchSend = async () =>
      twilio.row('message', { sid: SID, to: CINDY, body: 'Bye', status: 'delivered' });
    const line = ['resolve', '1', '--sent', SID];
    await expect(runLine(world, line, { fetchSend })).rejects.toMatchObject({ hint: 'answer it with --yes' });
    await expect(runLine(world, line, { fetchSend, answers: { '--yes': false } })).rejects.toMatchObject({
      exitCode: 5,
    });
    const { stdout, stderr, questions } = await runLine(world, line, {
      fetchSend,
      answers: { '--yes': true },
    });
    expect(questions).toEqual([
      `Take ${SID} (text to ${CINDY}, delivered, 2026-11-23T09:01:01Z) for reminder 1?`,
    ]);
    expect(stderr).toContain(`the words of ${SID} are others`);
    expect(stdout).toMatch(/^Was sent: 1 {2}sms to Cindy Smith, due .*, sent\n$/);
  });

  test('--retry of what may have been sent needs a yes; of what Twilio does not have, none', async () => {
    const world = await doubts();
    const refused = runLine(world, ['resolve', '1', '--retry'], { answers: { '--yes': false } });
    await expect(refused).rejects.toMatchObject({ exitCode: 5 });
    const { stderr } = await runLine(world, ['resolve', '1', '--retry', '--yes']);
    expect(stderr).toContain('it is not proved that 1 was not sent: it may come twice');
    const { stdout, questions } = await runLine(world, ['resolve', '2', '--retry']);
    expect(questions).toEqual([]);
    expect(stdout).toMatch(/^Trying again: 2 {2}call to Cindy Smith, due .*, scheduled\n$/);
  });

  test('--drop gives up, several with a yes, and prints them for a program', async () => {
    const world = await doubts();
    const line = ['resolve', '1', '2', '3', '--drop', '--json=id,state'];
    await expect(runLine(world, line)).rejects.toMatchObject({ hint: 'answer it with --yes' });
    const { stdout } = await runLine(world, [...line, '--yes']);
    expect(JSON.parse(stdout)).toEqual(['1', '2', '3'].map((id) => ({ id, state: 'failed' })));
    await expect(runLine(world, ['retry', '1'])).rejects.toMatchObject({ exitCode: 5 });
    await runLine(world, ['retry', '1', '--yes']);
  });
});
