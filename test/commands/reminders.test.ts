// `list`, `show`, `edit`, `cancel`, `retry` and `undo` as a person and a script meet them.

import { describe, expect, test } from 'vitest';
import { edit } from '../../src/reminders/edit.ts';
import { writeLimits } from '../../src/store/limits.ts';
import { beginStop } from '../../src/store/stops.ts';
import { bring } from '../reminders/states.ts';
import { allReminders, makeWorld, reminderNow, scheduled, scheduleIn } from '../reminders/world.ts';
import { DEFAULT_LIMITS } from '../store/temp-db.ts';
import { runLine } from './run-line.ts';

const FIELDS = [
  ...['id', 'state', 'channel', 'to', 'dueAt', 'receipt', 'body', 'contact', 'tenant', 'zone', 'localTime'],
  ...[
    'goesAt',
    'expiresAt',
    'from',
    'priority',
    'onUnknown',
    'response',
    'attempts',
    'lastError',
    'appointmentId',
  ],
  ...['ruleId', 'importId', 'dedupeKey', 'groupKey', 'createdAt', 'updatedAt', 'doubt', 'unknownSince'],
  'nextLookAt',
];

describe('list', () => {
  test('is a table on a terminal, with a word on how to go on', async () => {
    const world = await makeWorld();
    await scheduled(world, { at: '2026-11-24T09:00', body: 'First\nline' });
    await scheduled(world, { at: '2027-01-02T09:00', to: 'berta', via: 'call' });
    await scheduled(world, { at: '2027-01-03T09:00' });
    await bring(world, 1, 'held');
    const { stdout, stderr } = await runLine(world, ['list', '--limit', '2'], { tty: true });
    expect(stdout).toBe(
      [
        'ID  STATE      VIA   TO           DUE                                 RECEIPT  BODY',
        '1   held:mode  sms   Cindy Smith  Tue 24 Nov 09:00 America/New_York            First line',
        '2   scheduled  call  Berta Braun  Sat 2 Jan 2027 09:00 Europe/Berlin           Hello',
        '',
      ].join('\n'),
    );
    expect(stderr).toMatch(/^There is more: add --after \S+, or --limit for longer pages\n$/);
    const after = /--after (\S+),/.exec(stderr)?.[1] ?? '';
    expect((await runLine(world, ['list', '--after', after])).stdout).toMatch(/^3\t/);
  });

  test('is an array in JSON, with every documented field', async () => {
    const world = await makeWorld();
    await scheduled(world, { at: '2026-11-24T09:00' });
    const [row] = JSON.parse((await runLine(world, ['list', '--json'])).stdout);
    expect(Object.keys(row)).toEqual([...FIELDS, 'byHand']);
    expect(row).toMatchObject({
      id: '1',
      state: 'scheduled',
      dueAt: '2026-11-24T14:00:00Z',
      zone: 'America/New_York',
    });
    expect((await runLine(world, ['list', '--state', 'sent', '--json'])).stdout).toBe('[]\n');
    expect((await runLine(world, ['list', '--csv', '--json=id,to'])).stdout).toBe(
      'id,to\r\n1,+12025550123\r\n',
    );
  });

  test.each([
    [['--state', 'sent'], 'No reminders like these. See all with: remind list --all\n'],
    [['--all'], 'No reminders.\n'],
    [['--all', '--on', 'today', '--tz', 'UTC'], 'No reminders like these.\n'],
    [['--quiet'], ''],
  ])('with %j says what there is none of', async (flags, words) => {
    const { stdout, stderr } = await runLine(await makeWorld(), ['list', ...flags], {});
    expect([stdout, stderr]).toEqual(['', words]);
  });

  test('says so when there is nothing', async () => {
    const { stdout, stderr } = await runLine(await makeWorld(), ['list']);
    expect([stdout, stderr]).toEqual([
      '',
      'Nothing to come and nothing wrong. See all with: remind list --all\n',
    ]);
  });
});

describe('the dead letters', () => {
  test('are what failed or expired, however long ago, with tries and why', async () => {
    const world = await makeWorld();
    for (let i = 0; i < 3; i += 1) await scheduled(world, { at: '2026-11-24T09:00' });
    const set = (id: number, state: string, why: string) =>
      world.db.run('update reminder set state = ?, last_error = ?, attempts = 4 where id = ?', [
        state,
        why,
        id,
      ]);
    await set(1, 'failed', '21211: the number does not exist');
    await set(2, 'expired', 'too many requests at once');
    await world.clock.advance(60 * 86_400_000);
    const { stdout, stderr } = await runLine(world, ['list', '--dead'], { tty: true });
    expect(stdout).toMatch(/^ID +STATE +VIA +TO +DUE +TRIES +WHY\n/);
    expect(stdout).toMatch(/^1 +failed +sms .* 4 +21211: the number/m);
    expect(stdout).toMatch(/^2 +expired +sms .* 4 +too many requests/m);
    expect(stdout).not.toMatch(/^3/m);
    expect(stderr).toBe('To try one again: remind retry ID\n');
    expect((await runLine(world, ['list', '--dead', '--json=id,lastError'])).stdout).toContain('21211');
    expect((await runLine(await makeWorld(), ['list', '--dead'])).stderr).toBe('No dead letters.\n');
  });

  test('are counted in status, and go without other states', async () => {
    const world = await makeWorld();
    await scheduled(world, { at: '2026-11-24T09:00' });
    await world.db.run(`update reminder set state = 'failed' where id = 1`);
    expect((await runLine(world, ['status'])).stdout).toMatch(
      /^dead letters +1 in the last week, see: remind list --dead$/m,
    );
    expect(JSON.parse((await runLine(world, ['status', '--json=dead'])).stdout)).toEqual({ dead: 1 });
    await expect(runLine(world, ['list', '--dead', '--all'])).rejects.toThrow('--dead goes without');
  });
});

test('show tells a person the record and its timeline', async () => {
  const world = await makeWorld();
  await scheduleIn(world, { for: '2026-11-27T14:30', before: '2h', dedupeKey: 'x', priority: 'critical' });
  await edit(world, { id: '1', body: 'Two\nlines' });
  const { stdout } = await runLine(world, ['show', '1']);
  expect(stdout).toBe(`1  sms to Cindy Smith +12025550123
  state        scheduled
  due          Fri 27 Nov 2026, 12:30 (America/New_York, UTC-05:00) in 4 d
  expires      Fri 27 Nov 2026, 14:15 (America/New_York, UTC-05:00) in 4 d
  appointment  Fri 27 Nov 2026, 14:30 (America/New_York, UTC-05:00) in 4 d, booked (id 1)
  priority     critical

  > Two
  > lines

  history, times in America/New_York:
  2026-11-23 04:00:00  scheduled
  2026-11-23 04:00:00  edited: new words
`);
});

test('show --json holds the record, what it belongs to and the timeline', async () => {
  const world = await makeWorld();
  await scheduled(world, { cron: '0 9 * * *' });
  const json = JSON.parse((await runLine(world, ['show', '1', '--json'])).stdout);
  expect(Object.keys(json)).toEqual([...FIELDS, 'appointment', 'rule', 'badNumber', 'timeline']);
  expect(json.rule).toEqual({
    id: '1',
    cron: '0 9 * * *',
    zone: 'America/New_York',
    catchUp: 'latest',
    endedAt: null,
  });
  expect(json.timeline).toEqual([
    { at: '2026-11-23T09:00:00Z', kind: 'created', text: 'scheduled by rule 1', sid: null },
  ]);
});

describe('edit', () => {
  test('tells what the reminder is now', async () => {
    const world = await makeWorld();
    await scheduleIn(world, { for: '2026-11-27T14:30', before: '1d,2h' });
    const { stdout, stderr } = await runLine(world, [
      'edit',
      '1',
      '--for',
      '2026-11-24T14:30',
      '--name',
      'Cindy',
    ]);
    expect(stdout).toBe(`Changed to:
  1  sms to Cindy Smith, due Mon 23 Nov 2026, 14:30 (America/New_York, UTC-05:00), scheduled
  2  sms to Cindy Smith, due Tue 24 Nov 2026, 12:30 (America/New_York, UTC-05:00), scheduled
  > Hello
Appointment: Tue 24 Nov 2026, 14:30 (America/New_York, UTC-05:00)
`);
    expect(stderr).toBe('Take it back with: remind undo\n');
  });

  test('warns of what was cancelled, and reads the body from stdin', async () => {
    const world = await makeWorld();
    await scheduleIn(world, { for: '2026-11-27T14:30', before: '1d,2h' });
    const line = ['edit', '2', '--for', 'today 14:30', '--body', '-', '--json'];
    const { stdout, stderr } = await runLine(world, line, { stdin: 'New words' });
    expect(stderr).toContain('warning: 1 is cancelled: its time, Sun 22 Nov 2026, 14:30');
    const json = JSON.parse(stdout);
    expect(Object.keys(json)).toEqual(['reminders', 'appointmentId', 'appointmentAt', 'notes', 'warnings']);
    expect(
      json.reminders.map((each: { id: string; state: string; body: string }) => [
        each.id,
        each.state,
        each.body,
      ]),
    ).toEqual([
      ['2', 'scheduled', 'New words'],
      ['1', 'cancelled', 'Hello'],
    ]);
  });

  test('warns when the new person is outside the allowlist', async () => {
    const world = await makeWorld();
    await scheduled(world);
    const line = ['edit', '1', '--to', 'berta'];
    expect((await runLine(world, line, { allowed: false })).stderr).toContain(
      '+4915112345678 is not among your own',
    );
    expect((await runLine(world, line, { allowed: true })).stderr).not.toContain('warning');
  });

  test('a dry run says so', async () => {
    const world = await makeWorld();
    await scheduled(world);
    const { stdout, stderr } = await runLine(world, ['edit', '1', '--body', 'x', '-n']);
    expect(stdout).toMatch(/^Would change to:/);
    expect(stderr).toBe('Nothing was stored or sent: this was a dry run.\n');
    expect((await reminderNow(world, 1)).body).toBe('Hello');
  });
});

describe('cancel', () => {
  test('asks nothing for one, and tells how to take it back', async () => {
    const world = await makeWorld();
    await scheduled(world, { at: '2026-11-24T09:00' });
    const { stdout, stderr, questions } = await runLine(world, ['cancel', '1']);
    expect(stdout).toBe(
      'Cancelled 1 (sms to +12025550123, due Tue 24 Nov 2026, 09:00 (America/New_York, UTC-05:00))\n',
    );
    expect(stderr).toBe('Take it back with: remind undo\n');
    expect(questions).toEqual([]);
  });

  test.each([
    ['yes', ['cancel', '1', '2'], { '--yes': true }, 'cancelled'],
    ['no', ['cancel', '1', '2'], { '--yes': false }, 'scheduled'],
    ['--yes', ['cancel', '1', '2', '--yes'], {}, 'cancelled'],
    ['a dry run', ['cancel', '1', '2', '-n'], {}, 'scheduled'],
  ])('asks before several: %s', async (_name, line, answers, state) => {
    const world = await makeWorld();
    for (let count = 0; count < 2; count += 1) await scheduled(world);
    await runLine(world, line, { answers }).catch((error) => expect(error).toMatchObject({ exitCode: 5 }));
    expect((await allReminders(world)).map((each) => each.state)).toEqual([state, state]);
  });

  test('off a terminal several without --yes are refused', async () => {
    const world = await makeWorld();
    for (let count = 0; count < 2; count += 1) await scheduled(world);
    await expect(runLine(world, ['cancel', '--to', 'cindy'])).rejects.toMatchObject({
      exitCode: 2,
      hint: 'answer it with --yes',
    });
  });

  test('--json names what was cancelled', async () => {
    const world = await makeWorld();
    await scheduleIn(world, { cron: '0 9 * * *' });
    const { stdout } = await runLine(world, ['cancel', '1', '--rule', '--yes', '--json']);
    expect(JSON.parse(stdout)).toEqual({ cancelled: ['1'], appointmentId: null, ruleIds: ['1'], notes: [] });
  });
});

test('retry says what holds sending back', async () => {
  const world = await makeWorld();
  await bring(world, await scheduled(world), 'failed');
  await beginStop(world.db, { kind: 'pause', tenantId: null, reason: 'wrong list' }, world.clock.now());
  expect((await runLine(world, ['retry', '1'])).stderr).toMatch(
    /sending is paused .*wrong list.*remind resume/,
  );
});

test('retry tells when what its person gets too fast goes', async () => {
  const world = await makeWorld();
  await writeLimits(world.db, DEFAULT_LIMITS);
  for (let i = 0; i < 3; i += 1) {
    await bring(world, await scheduled(world), 'sent');
    await world.db.run(`update intent set sid = 'SM' || id || '0'`);
  }
  await bring(world, await scheduled(world), 'expired');
  const { stdout } = await runLine(world, ['retry', '4']);
  expect(stdout).toMatch(
    /\n {2}goes Mon 23 Nov 2026, 04:01:05 .*: its person gets no more before\n {2}good until/,
  );
});

test('retry tells until when it is tried', async () => {
  const world = await makeWorld();
  await bring(world, await scheduled(world), 'failed');
  const { stdout } = await runLine(world, ['retry', '1', '--expires', '1h']);
  expect(
    stdout,
  ).toBe(`Trying again: 1  sms to Cindy Smith, due Mon 23 Nov 2026, 05:00 (America/New_York, UTC-05:00), scheduled
  good until Mon 23 Nov 2026, 05:00 (America/New_York, UTC-05:00)
`);
  await bring(world, 1, 'failed');
  expect(JSON.parse((await runLine(world, ['retry', '1', '--json=id,state'])).stdout)).toEqual([
    { id: '1', state: 'scheduled' },
  ]);
});

describe('undo', () => {
  test('takes the last change back and shows what is again', async () => {
    const world = await makeWorld();
    await scheduled(world);
    await runLine(world, ['cancel', '1']);
    const { stdout } = await runLine(world, ['undo']);
    expect(stdout).toBe(
      'Took back the cancellation:\n  1  sms to Cindy Smith, due Mon 23 Nov 2026, 05:00 (America/New_York, UTC-05:00), scheduled\n',
    );
    await runLine(world, ['edit', '1', '--body', 'x']);
    const json = JSON.parse((await runLine(world, ['undo', '1', '--json'])).stdout);
    expect(json).toMatchObject({
      kind: 'edited',
      restored: 1,
      importId: null,
      reminders: [{ body: 'Hello' }],
    });
  });

  test('asks before an import is taken back', async () => {
    const world = await makeWorld();
    await world.db.run(
      `insert into import (id, tenant_id, source, state, worker_id, options, counts, created_at, released_at, applied_at)
       values (1, 1, 'a.csv', 'applied', 'w', '{}', '{}', 1, 1, 1)`,
    );
    await expect(runLine(world, ['undo'])).rejects.toThrow('cannot ask "Take back import 1 of a.csv?"');
    await expect(runLine(world, ['undo'], { answers: { '--yes': false } })).rejects.toMatchObject({
      exitCode: 5,
    });
    const { stdout } = await runLine(world, ['undo', '--import', '1', '--yes']);
    expect(stdout).toBe('Took back import 1 of a.csv: 0 cancelled, 0 as before\n');
    await expect(runLine(world, ['undo', '--import', '1', '--yes'])).rejects.toThrow(
      'was taken back already',
    );
  });
});
