// Undo: what was edited or cancelled is again as it was, all of it or nothing.

import { describe, expect, test } from 'vitest';
import { cancel, planCancel } from '../../src/reminders/cancel.ts';
import { edit } from '../../src/reminders/edit.ts';
import { findDeed } from '../../src/reminders/last-deed.ts';
import { type Undone, undoChange } from '../../src/reminders/undo.ts';
import { getAppointment } from '../../src/store/appointments.ts';
import { insertImport } from '../../src/store/imports.ts';
import { getRule } from '../../src/store/rules.ts';
import { bring } from './states.ts';
import { allReminders, makeWorld, scheduled, scheduleIn, type World } from './world.ts';

async function undo(world: World, id?: string): Promise<Undone> {
  const deed = await findDeed(world, { id });
  if (deed.kind !== 'change') throw new Error('an import');
  return undoChange(world, deed.change);
}

/** Everything but when it was last written. */
async function picture(world: World): Promise<object> {
  const rows = (await allReminders(world)).map(({ updatedAt, ...row }) => row);
  return { rows, appointment: { ...(await getAppointment(world.db, 1)), updatedAt: 0 } };
}

async function cancelIt(world: World, ...ids: string[]): Promise<void> {
  await cancel(world, await planCancel(world, { ids }));
}

describe('puts everything back', () => {
  const deeds: [string, (world: World) => Promise<unknown>][] = [
    ['a moved appointment', (world) => edit(world, { id: '2', for: '2026-12-01T15:00' })],
    ['a move that cancelled a reminder', (world) => edit(world, { id: '2', for: '2026-11-24T09:00' })],
    ['a moved reminder', (world) => edit(world, { id: '1', at: '2026-11-26T10:00', expires: '1h' })],
    ['new words', (world) => edit(world, { id: '1', body: 'x', name: 'y', priority: 'critical' })],
    ['another person', (world) => edit(world, { id: '2', to: 'berta' })],
    ['a cancel', (world) => cancelIt(world, '1', '2')],
    [
      'a cancelled appointment',
      async (world) => cancel(world, await planCancel(world, { ids: [], appointment: '1' })),
    ],
  ];
  test.each(deeds)('%s', async (_name, deed) => {
    const world = await makeWorld();
    await scheduleIn(world, { for: '2026-11-27T09:00', before: '2d,1d', body: '{{name}} {{time}}' });
    const before = await picture(world);
    await deed(world);
    expect(await picture(world)).not.toEqual(before);
    await undo(world);
    expect(await picture(world)).toEqual(before);
    await expect(undo(world)).rejects.toThrow('nothing was edited, cancelled or imported');
  });

  test('a change of one that quiet hours had moved: it stays where they moved it', async () => {
    const world = await makeWorld();
    await scheduleIn(world, { for: '2026-11-27T09:00', before: '2d,1d', body: '{{name}} {{time}}' });
    await world.db.run('update reminder set run_at = due_at - 3600000');
    const before = await picture(world);
    await edit(world, { id: '1', body: 'Bis gleich' });
    await undo(world);
    expect(await picture(world)).toEqual(before);
  });

  test('an ended rule', async () => {
    const world = await makeWorld();
    await scheduled(world, { cron: '0 9 * * *' });
    await cancel(world, await planCancel(world, { ids: ['1'], rule: true }));
    await undo(world);
    expect((await getRule(world.db, 1))?.endedAt).toBeNull();
    expect((await allReminders(world)).map(({ state }) => state)).toEqual(['scheduled']);
  });
});

test('takes back the newest first, one after the other', async () => {
  const world = await makeWorld();
  await scheduled(world, { body: 'one' });
  await edit(world, { id: '1', body: 'two' });
  await edit(world, { id: '1', body: 'three' });
  const bodies: string[] = [];
  for (let count = 0; count < 2; count += 1) bodies.push((await undo(world)).reminders[0]?.body ?? '');
  expect(bodies).toEqual(['two', 'one']);
});

test('by id takes back that reminder’s last change, also one it was only a part of', async () => {
  const world = await makeWorld();
  for (let count = 0; count < 3; count += 1) await scheduled(world);
  await cancelIt(world, '1', '2');
  await cancelIt(world, '3');
  expect((await undo(world, '2')).reminders.map(({ id }) => id)).toEqual([1, 2]);
  expect((await allReminders(world)).map(({ state }) => state)).toEqual([
    'scheduled',
    'scheduled',
    'cancelled',
  ]);
  await expect(undo(world, '1')).rejects.toMatchObject({ exitCode: 3 });
});

test('what a guard held is scheduled, and the guard asked again', async () => {
  const world = await makeWorld();
  await bring(world, await scheduled(world), 'held');
  await cancelIt(world, '1');
  expect((await undo(world)).reminders[0]).toMatchObject({ state: 'scheduled', holdReason: null });
});

test('one that was due in between goes out late, and that is told', async () => {
  const world = await makeWorld();
  await scheduled(world);
  await cancelIt(world, '1');
  await world.clock.advance(2 * 3_600_000);
  expect((await undo(world)).warnings).toEqual([
    expect.stringMatching(/^reminder 1 was due .* as soon as a daemon runs$/),
  ]);
});

describe('is refused, with nothing changed', () => {
  test('when it would be too late', async () => {
    const world = await makeWorld();
    await scheduled(world, { at: 'in 5 hours' });
    await scheduled(world);
    await cancelIt(world, '1', '2');
    await world.clock.advance(5.5 * 3_600_000);
    await expect(undo(world)).rejects.toThrow('2 was good until');
    expect((await allReminders(world)).map(({ state }) => state)).toEqual(['cancelled', 'cancelled']);
  });

  test('when one of them was sent since', async () => {
    const world = await makeWorld();
    await scheduleIn(world, { for: '2026-11-27T09:00', before: '2d,1d' });
    await edit(world, { id: '1', for: '2026-11-28T09:00' });
    await bring(world, 1, 'sent');
    const before = await picture(world);
    await expect(undo(world)).rejects.toThrow('1 is sent since; nothing was changed');
    expect(await picture(world)).toEqual(before);
  });

  test('when one of them was changed once more', async () => {
    const world = await makeWorld();
    await scheduleIn(world, { for: '2026-11-27T09:00', before: '2d,1d' });
    await edit(world, { id: '1', for: '2026-11-28T09:00' });
    await edit(world, { id: '2', body: 'later' });
    await expect(undo(world, '1')).rejects.toMatchObject({
      message: 'reminder 2 was changed again since; nothing was changed',
      hint: 'take that back first: remind undo 2',
    });
  });
});

describe('what is meant', () => {
  async function imported(world: World): Promise<number> {
    return world.db.tx(async (sql) => {
      const now = world.clock.now();
      const id = await insertImport(sql, { tenantId: 1, source: 'a.csv', workerId: 'w', options: '{}' }, now);
      await sql.run("update import set state = 'applied', released_at = ?, applied_at = ? where id = ?", [
        now,
        now,
        id,
      ]);
      return id;
    });
  }

  test('is the last thing done, edit or import', async () => {
    const world = await makeWorld();
    await scheduled(world);
    await cancelIt(world, '1');
    await world.clock.advance(1_000);
    const importId = await imported(world);
    expect(await findDeed(world, {})).toEqual({ kind: 'import', importId, source: 'a.csv' });
    expect(await findDeed(world, { id: '1' })).toMatchObject({ kind: 'change' });
    await world.clock.advance(1_000);
    await undo(world, '1');
    await cancelIt(world, '1');
    expect(await findDeed(world, {})).toMatchObject({ kind: 'change' });
    expect(await findDeed(world, { import: '1' })).toMatchObject({ kind: 'import', importId });
  });

  test.each([
    [{ import: 'zz' }, 'there is no import zz'],
    [{ id: '9' }, 'there is no reminder 9'],
    [{ id: '1', import: '1' }, 'a reminder and --import exclude each other'],
    [{}, 'nothing was edited, cancelled or imported'],
  ])('%j is refused', async (request, message) => {
    const world = await makeWorld();
    await scheduled(world);
    await expect(findDeed(world, request)).rejects.toThrow(message);
  });
});
