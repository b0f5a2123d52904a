import { expect, it } from 'vitest';
import { csv, importWorld } from './world.ts';

it('imports 4,000 rows, and knows them all the second time', async () => {
  const world = await importWorld();
  const rows = Array.from({ length: 4_000 }, (_, i) => `r${i},+1202555${1000 + i},2026-12-01T10:00,hi ${i}`);
  const file = csv('id,to,at,body', ...rows);
  const { summary } = await world.run(file);
  expect(summary).toMatchObject({ rows: 4_000, new: 4_000, texts: 4_000 });
  // A long number sends one segment a second: the last of 4,000 leaves after 3,999.
  expect(summary.load.messages).toMatchObject({ count: 4_000, lateMs: 3_999_000 });
  expect((await world.run(file)).summary).toMatchObject({ new: 0, moved: 0, same: 4_000 });
  expect(await world.db.get('select count(*) as n from reminder')).toEqual({ n: 4_000 });
});
