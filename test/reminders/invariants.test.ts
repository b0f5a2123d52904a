// What must hold whatever people do and clocks say: undo leads back, and an occurrence is made once.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RemindError } from '../../src/core/errors.ts';
import { cancel, planCancel } from '../../src/reminders/cancel.ts';
import { edit } from '../../src/reminders/edit.ts';
import { findDeed } from '../../src/reminders/last-deed.ts';
import { createDueOccurrences } from '../../src/reminders/occurrences.ts';
import { undoChange } from '../../src/reminders/undo.ts';
import { allReminders, makeWorld, scheduled, scheduleIn, type World } from './world.ts';

const MINUTE = 60_000;

const deed = fc.oneof(
  fc.record({
    kind: fc.constant('edit' as const),
    id: fc.integer({ min: 1, max: 5 }),
    wish: fc.oneof(
      fc.record({ at: fc.constantFrom('in 3 hours', 'in 2 days') }),
      fc.record({ for: fc.constantFrom('in 26 hours', 'in 3 hours', 'in 9 days') }),
      fc.record({ body: fc.constantFrom('{{name}} {{time}}', 'plain') }),
      fc.record({ to: fc.constantFrom('berta', '+12025550142') }),
      fc.record({ expires: fc.constantFrom('30m', '3h'), priority: fc.constantFrom('critical', 'normal') }),
    ),
  }),
  fc.record({
    kind: fc.constant('cancel' as const),
    ids: fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 }),
  }),
);

async function picture(world: World): Promise<unknown> {
  const rows = (await allReminders(world)).map(({ updatedAt, ...row }) => row);
  const appointments = await world.db.all(
    'select id, starts_at, zone, to_number, name, state from appointment',
  );
  return [rows, appointments];
}

/** What cannot be done is refused and is no matter here. */
async function attempt(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    return true;
  } catch (error) {
    if (error instanceof RemindError) return false;
    throw error;
  }
}

test('undoing every change leads back to the beginning', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 1, maxLength: 6 }), async (deeds) => {
      const world = await makeWorld();
      await scheduleIn(world, { for: 'in 50 hours', before: '2d,2h', body: '{{name}}: {{time}}' });
      await scheduleIn(world, { for: 'in 5 days', before: '1d,1h' });
      await scheduled(world);
      const before = await picture(world);
      for (const each of deeds) {
        await attempt(async () => {
          if (each.kind === 'edit') await edit(world, { id: String(each.id), ...each.wish });
          else await cancel(world, await planCancel(world, { ids: each.ids.map(String) }));
        });
      }
      const undoLast = async () => {
        const found = await findDeed(world, {});
        if (found.kind === 'change') await undoChange(world, found.change);
      };
      while (await attempt(undoLast));
      expect(await picture(world)).toEqual(before);
    }),
    { numRuns: 15 },
  );
});

test('however the clock steps, a rule that catches up all makes every occurrence once', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: -180, max: 360 }), { minLength: 1, maxLength: 12 }),
      async (stepsInMinutes) => {
        const world = await makeWorld();
        await scheduled(world, { cron: '*/15 * * * *', tz: 'UTC', catchUp: 'all', expires: '8d' });
        let latest = world.clock.now();
        for (const step of stepsInMinutes) {
          world.clock.set(world.clock.now() + step * MINUTE);
          latest = Math.max(latest, world.clock.now());
          await world.db.tx((sql) => createDueOccurrences(sql, world.clock.now(), { limit: 10 }));
        }
        const dues = (await allReminders(world)).map(({ dueAt }) => dueAt);
        const ahead = Math.floor(latest / (15 * MINUTE)) * 15 * MINUTE + 15 * MINUTE;
        const first = dues[0] ?? 0;
        const every = Array.from(
          { length: (ahead - first) / (15 * MINUTE) + 1 },
          (_, n) => first + n * 15 * MINUTE,
        );
        expect(dues).toEqual(every);
      },
    ),
    { numRuns: 15 },
  );
});
