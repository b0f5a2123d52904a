import fc from 'fast-check';
import { expect, it } from 'vitest';
import { undoImport } from '../../../src/reminders/import/undo.ts';
import { csv, importWorld } from './world.ts';

const HEAD = 'id,to,at,for,before,via,body';

/** One state of a row: where, when and how, as an appointment or as an instant. */
const row = fc.record({
  id: fc.constantFrom('a', 'b', 'c'),
  to: fc.constantFrom('+12025550101', '+12025550102'),
  time: fc.constantFrom('2026-11-28T10:00', '2026-11-29T10:00', '2026-11-30T10:00'),
  before: fc.constantFrom('', '"1d,2h"', '3h'),
  via: fc.constantFrom('sms', 'call', 'both'),
  body: fc.constantFrom('hi', 'see you at {{time}}'),
});
type Row = (typeof row extends fc.Arbitrary<infer T> ? T : never) & {};

const fileOf = (rows: readonly Row[]) =>
  csv(
    HEAD,
    ...rows.map(({ id, to, time, before, via, body }) =>
      before === ''
        ? `${id},${to},${time},,,${via},${body}`
        : `${id},${to},,${time},${before},${via},${body}`,
    ),
  );

const expected = (rows: readonly Row[]) =>
  rows
    .flatMap(({ to, before, via }) => {
      const times = before === '' ? 1 : before.split(',').length;
      const channels = via === 'both' ? ['sms', 'call'] : [via];
      return channels.flatMap((channel) => Array.from({ length: times }, () => `${channel} ${to}`));
    })
    .sort();

it('after any history the last file counts, is the same when it comes again, and all can be undone', async () => {
  const file = fc.uniqueArray(row, { minLength: 1, maxLength: 3, selector: ({ id }) => id });
  await fc.assert(
    fc.asyncProperty(fc.array(file, { minLength: 1, maxLength: 4 }), async (files) => {
      const world = await importWorld();
      const open = async () =>
        (await world.sketch())
          .filter((line) => line.endsWith('scheduled'))
          .map((line) => line.split(' ').slice(0, 2).join(' '))
          .sort();
      const ids: number[] = [];
      for (const rows of files) {
        const { summary } = await world.run(fileOf(rows), { prune: true });
        if (summary.id !== null) ids.push(summary.id);
        expect(await open()).toEqual(expected(rows));
      }
      const again = await world.run(fileOf(files.at(-1) ?? []), { prune: true });
      expect(again.summary).toMatchObject({ new: 0, moved: 0, gone: 0, id: null });
      for (const id of ids.reverse()) await undoImport(world.deps, id);
      expect(await open()).toEqual([]);
    }),
    { numRuns: 20 },
  );
});
