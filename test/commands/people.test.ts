// `contact …` and `tenant …` as a person and a script meet them.

import { describe, expect, test } from 'vitest';
import { makeWorld, scheduled } from '../reminders/world.ts';
import { runLine } from './run-line.ts';

describe('contact', () => {
  test('add, show, edit and remove', async () => {
    const world = await makeWorld();
    const add = [
      'contact',
      'add',
      'Dan Ng',
      '--phone',
      '+44 20 7946 0018',
      '--tz',
      'Europe/London',
      '--note',
      'gate 4',
    ];
    expect((await runLine(world, add)).stdout).toBe(
      'Added Dan Ng  +442079460018\n  zone  Europe/London\n  note  gate 4\n',
    );
    const shown = JSON.parse((await runLine(world, ['contact', 'show', 'dan', '--json'])).stdout);
    expect(Object.keys(shown)).toEqual([
      ...[
        'id',
        'name',
        'phone',
        'zone',
        'tenant',
        'quietHours',
        'email',
        'note',
        'createdAt',
        'updatedAt',
        'badNumber',
      ],
    ]);
    expect(shown).toMatchObject({ name: 'Dan Ng', tenant: 'default', createdAt: '2026-11-23T09:00:00Z' });
    const edited = await runLine(world, ['contact', 'edit', 'dan', '--note', 'none', '--name', 'Daniel Ng']);
    expect(edited.stdout).toBe('Changed Daniel Ng  +442079460018\n  zone  Europe/London\n');
    expect((await runLine(world, ['contact', 'remove', 'daniel', '--yes'])).stdout).toBe(
      'Removed Daniel Ng (+442079460018)\n',
    );
    await expect(runLine(world, ['contact', 'show', 'daniel'])).rejects.toMatchObject({ exitCode: 3 });
  });

  test('show tells of a number that was marked bad, as show of its reminder does', async () => {
    const world = await makeWorld();
    await scheduled(world);
    await runLine(world, ['badnumber', 'add', '+12025550123', '--reason', 'a fax']);
    const line =
      /^ {2}number +leads nowhere \(a fax\); if it is good after all: remind badnumber remove \+12025550123$/m;
    expect((await runLine(world, ['contact', 'show', 'cindy'])).stdout).toMatch(line);
    expect((await runLine(world, ['show', '1'])).stdout).toMatch(line);
    for (const asked of [
      ['contact', 'show', 'cindy'],
      ['show', '1'],
    ])
      expect(JSON.parse((await runLine(world, [...asked, '--json=badNumber'])).stdout)).toEqual({
        badNumber: { for: 'everything', code: null, reason: 'a fax', markedAt: '2026-11-23T09:00:00Z' },
      });
    await runLine(world, ['badnumber', 'remove', '+12025550123']);
    expect((await runLine(world, ['contact', 'show', 'cindy'])).stdout).not.toMatch(line);
  });

  test('list is a table on a terminal and tab-separated elsewhere', async () => {
    const world = await makeWorld();
    expect((await runLine(world, ['contact', 'list', 'b'], { tty: true })).stdout).toBe(
      'NAME         PHONE           ZONE           TENANT   NOTE\nBerta Braun  +4915112345678  Europe/Berlin  default\n',
    );
    const { stdout, stderr } = await runLine(world, ['contact', 'list', '--limit', '1']);
    expect(stdout).toBe('Berta Braun\t+4915112345678\tEurope/Berlin\tdefault\t\n');
    expect(stderr).toContain('add --after 2,');
    expect((await runLine(world, ['contact', 'list', '--after', '2', '--json=name'])).stdout).toBe(
      '[{"name":"Cindy Smith"},{"name":"Nozone"}]\n',
    );
  });

  test('edit warns that reminders already scheduled keep their number', async () => {
    const world = await makeWorld();
    await scheduled(world);
    const { stderr } = await runLine(world, ['contact', 'edit', 'cindy', '--phone', '+12025550142']);
    expect(stderr).toContain('1 reminder keeps its number and time');
  });

  test.each([
    [['contact', 'add', 'Dan'], 'a contact needs a number'],
    [['contact', 'edit', 'cindy'], 'nothing is to be changed'],
    [['tenant', 'edit', 'default'], 'nothing is to be changed'],
    [['contact', 'list', '--limit', '0'], 'is not a whole number of 1 or more'],
  ])('%j is refused', async (line, message) => {
    await expect(runLine(await makeWorld(), line)).rejects.toThrow(message);
  });

  test.each([
    [['contact', 'remove', 'cindy'], 'Remove Cindy Smith (+12025550123)?', ['contact', 'show', 'cindy']],
    [['tenant', 'remove', 'salon'], 'Remove tenant Salon?', ['tenant', 'show', 'salon']],
  ])('%j asks, and does nothing after a no', async (line, question, show) => {
    const world = await makeWorld();
    await runLine(world, ['tenant', 'add', 'Salon']);
    await expect(runLine(world, line)).rejects.toThrow(`cannot ask "${question}"`);
    await expect(runLine(world, line, { answers: { '--yes': false } })).rejects.toMatchObject({
      exitCode: 5,
      message: 'not confirmed; nothing was changed',
    });
    await runLine(world, show);
  });
});

test('tenant add, list, show, edit and remove', async () => {
  const world = await makeWorld();
  const add = [
    ...['tenant', 'add', 'Salon', '--tz', 'Europe/Berlin', '--country', 'de', '--from', '+4915112345678'],
    ...['--quiet-hours', '20:00-08:00', '--on-unknown', 'hold'],
  ];
  expect((await runLine(world, add)).stdout).toBe(
    `Added tenant Salon
  zone        Europe/Berlin
  country     DE
  from        +4915112345678
  quiet       20:00-08:00
  on unknown  hold
`,
  );
  expect((await runLine(world, ['tenant', 'list'], { tty: true })).stdout).toBe(
    [
      'NAME     ZONE           COUNTRY  FROM            QUIET',
      'default',
      'Salon    Europe/Berlin  DE       +4915112345678  20:00-08:00',
      '',
    ].join('\n'),
  );
  const shown = JSON.parse((await runLine(world, ['tenant', 'show', 'salon', '--json'])).stdout);
  expect(Object.keys(shown)).toEqual([
    ...['id', 'name', 'zone', 'country', 'from', 'quietHours', 'onUnknown', 'createdAt', 'updatedAt'],
  ]);
  expect((await runLine(world, ['tenant', 'edit', 'salon', '--from', 'none', '--json=from'])).stdout).toBe(
    '{"from":null}\n',
  );
  expect((await runLine(world, ['tenant', 'remove', 'salon', '--yes'])).stdout).toBe(
    'Removed tenant Salon\n',
  );
});
