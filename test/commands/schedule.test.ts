// `remind schedule`: what is read from the command line, and what a person and a script get back.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { allReminders, makeWorld, reminderNow } from '../reminders/world.ts';
import { tempFolder } from '../store/temp-db.ts';
import { runLine } from './run-line.ts';

const TO_CINDY = ['schedule', '--to', 'cindy', '--at', '2026-11-24T09:00'];

test('tells a person what was scheduled, when, until when and at what price', async () => {
  const world = await makeWorld();
  const line = [
    'schedule',
    '--to',
    'cindy',
    '--for',
    'fri 14:30',
    '--before',
    '1d,2h',
    '--body',
    'Don’t be late, {{name}}',
  ];
  const { stdout, stderr } = await runLine(world, line);
  expect(stdout).toBe(`Scheduled 1: sms to Cindy Smith +12025550123
  due      Thu 26 Nov 2026, 14:30 (America/New_York, UTC-05:00) in 3 d
  expires  Thu 26 Nov 2026, 18:30 (America/New_York, UTC-05:00)
  says     Don’t be late, Cindy Smith
  costs    1 segment (UCS-2), about $0.0125
Scheduled 2: sms to Cindy Smith +12025550123
  due      Fri 27 Nov 2026, 12:30 (America/New_York, UTC-05:00) in 4 d
  expires  Fri 27 Nov 2026, 14:15 (America/New_York, UTC-05:00)
  says     Don’t be late, Cindy Smith
  costs    1 segment (UCS-2), about $0.0125
Appointment 1: Fri 27 Nov 2026, 14:30 (America/New_York, UTC-05:00)
`);
  expect(stderr).toBe('Sent when due, while a daemon runs; see: remind status\n');
});

test('--json is the documented record', async () => {
  const world = await makeWorld();
  const { stdout } = await runLine(world, [...TO_CINDY, '--body', 'Hello', '--json']);
  expect(JSON.parse(stdout)).toEqual({
    outcome: 'scheduled',
    reminders: [
      {
        id: '1',
        state: 'scheduled',
        channel: 'sms',
        to: '+12025550123',
        dueAt: '2026-11-24T14:00:00Z',
        zone: 'America/New_York',
        localTime: '2026-11-24T09:00:00',
        goesAt: '2026-11-24T14:00:00Z',
        expiresAt: '2026-11-24T18:00:00Z',
        body: 'Hello',
        segments: 1,
        encoding: 'GSM-7',
        estimatedMicros: 12_500,
      },
    ],
    appointmentId: null,
    appointmentAt: null,
    ruleId: null,
    contact: 'Cindy Smith',
    tenant: 'default',
    notes: [],
    warnings: [],
  });
});

test('every flag reaches the reminder', async () => {
  const world = await makeWorld();
  const line = [
    ...['schedule', '--to', '+12025550123', '--cron', '0 9 * * *', '--tz', 'Asia/Tokyo', '--via', 'call'],
    ...[
      '--body',
      '{{name}} {{a}} {{b}}',
      '--name',
      'Ann',
      '--var',
      'a=1',
      '--var',
      'b=2',
      '--expires',
      '90m',
      '--priority',
      'critical',
    ],
    ...['--from', '+12025550100', '--on-unknown', 'drop', '--catch-up', 'all', '--tenant', 'default'],
  ];
  await runLine(world, line);
  expect(await reminderNow(world, 1)).toMatchObject({
    zone: 'Asia/Tokyo',
    channel: 'call',
    body: 'Ann 1 2',
    priority: 'critical',
    from: '+12025550100',
    onUnknown: 'drop',
    expiresAt: Date.parse('2026-11-24T01:30Z'),
  });
  expect(await world.db.get('select catch_up as "catchUp" from rule')).toEqual({ catchUp: 'all' });
});

describe('the body', () => {
  test('comes from a file or from stdin', async () => {
    const world = await makeWorld();
    const file = join(tempFolder(), 'body.txt');
    writeFileSync(file, 'From a file\n');
    await runLine(world, [...TO_CINDY, '--body-file', file]);
    await runLine(world, [...TO_CINDY, '--body', '-'], { stdin: 'From stdin\n' });
    await runLine(world, [...TO_CINDY, '--body-file', '-'], { stdin: 'Again\n' });
    expect((await allReminders(world)).map(({ body }) => body)).toEqual([
      'From a file',
      'From stdin',
      'Again',
    ]);
  });

  test.each([
    [[], 'nothing is to be said'],
    [['--body', 'a', '--body-file', 'b'], 'exclude each other'],
    [['--body-file', '/nowhere/at-all'], '/nowhere/at-all is not there'],
  ])('%j is refused', async (flags, message) => {
    await expect(runLine(await makeWorld(), [...TO_CINDY, ...flags])).rejects.toThrow(message);
  });
});

test('without anybody named it asks for --to', async () => {
  await expect(runLine(await makeWorld(), ['schedule', '--at', 'in 1 hour'])).rejects.toMatchObject({
    hint: 'add --to NAME or --to NUMBER',
  });
});

test.each([
  [false, 1],
  [true, 0],
  [undefined, 0],
])('the allowlist says %j: %i warnings, and scheduled all the same', async (allowed, count) => {
  const world = await makeWorld();
  const line = [...TO_CINDY, '--body', 'x', '--json'];
  const { stdout, stderr } = await runLine(world, line, allowed === undefined ? {} : { allowed });
  expect(stderr.match(/held:mode/g) ?? []).toHaveLength(count);
  expect(JSON.parse(stdout).warnings).toHaveLength(count);
  expect(await allReminders(world)).toHaveLength(1);
});

test('a dry run says so and has no ids', async () => {
  const world = await makeWorld();
  const { stdout } = await runLine(world, [...TO_CINDY, '--body', 'x', '-n']);
  expect(stdout).toMatch(/^Would schedule: sms to Cindy Smith/);
  const json = await runLine(world, [...TO_CINDY, '--body', 'x', '--dry-run', '--json']);
  expect(JSON.parse(json.stdout)).toMatchObject({ outcome: 'dry-run', reminders: [{ id: null }] });
  expect(await allReminders(world)).toEqual([]);
});

test('a second schedule under a dedupe key says so', async () => {
  const world = await makeWorld();
  const line = [...TO_CINDY, '--body', 'x', '--dedupe-key', 'k'];
  await runLine(world, line);
  const { stdout, stderr } = await runLine(world, line);
  expect(stdout).toMatch(/^Already scheduled 1: /);
  expect(stderr).toBe('already scheduled under "k" as 1; nothing was changed\n');
});

test('control characters of a name reach no terminal', async () => {
  const world = await makeWorld();
  const line = [...TO_CINDY, '--body', 'Hi {{name}}', '--name', 'A\u009b31m', '-n'];
  await expect(runLine(world, line)).rejects.toThrow('the body holds control character U+009B');
});
