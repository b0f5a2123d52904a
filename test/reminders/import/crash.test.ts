import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { abandonStaleImports, rollForwardImports } from '../../../src/reminders/import/roll-forward.ts';
import { runImport } from '../../../src/reminders/import/run.ts';
import type { Db } from '../../../src/store/db.ts';
import { tempDb, tempFolder } from '../../store/temp-db.ts';
import { csv, HOOKS, importWorld, requestOf } from './world.ts';

const HOUR = 3_600_000;
/** Two chunks to apply. */
const ROWS = 300;

const file = csv(
  'id,to,name,for,body',
  ...Array.from({ length: ROWS }, (_, i) => `r${i},+1202555${1000 + i},P ${i},2026-12-01T10:00,hi`),
);

/** A database that dies with its process: after `left` transactions nothing gets through any more. */
function dying(db: Db, left: number): Db {
  let count = left;
  const alive = (): void => {
    if (count <= 0) throw new Error('killed');
  };
  return {
    all: async (text, params) => {
      alive();
      return await db.all(text, params);
    },
    get: async (text, params) => {
      alive();
      return await db.get(text, params);
    },
    run: (text, params) => db.run(text, params),
    async tx(work) {
      alive();
      count -= 1;
      return await db.tx(work);
    },
    watch: (clock, wake) => db.watch(clock, wake),
    checkpoint: () => db.checkpoint(),
    close: () => db.close(),
  };
}

describe('an import that is killed', () => {
  // 1 opens it, 2 stages, 3 releases, 4 and 5 apply, 6 closes it.
  it.each([
    [1, 'never was', 0],
    [2, 'never was', 0],
    [3, 'is finished', ROWS],
    [4, 'is finished', ROWS],
    [5, 'is finished', ROWS],
  ])('after %i transactions %s', async (transactions, _, expected) => {
    const world = await importWorld();
    const { db, deps } = world;
    const killed = runImport({ ...deps, db: dying(db, transactions) }, requestOf(file), HOOKS);
    await expect(killed).rejects.toThrow('killed');
    deps.clock.set(deps.clock.now() + 3 * HOUR);
    await abandonStaleImports(db, deps.clock);
    await rollForwardImports(db, deps.clock);
    expect(await world.reminders()).toHaveLength(expected);
    const states = await db.all<{ state: string }>('select state from import');
    expect(states).toEqual(expected === 0 ? [] : [{ state: 'applied' }]);
    expect((await world.run(file)).summary).toMatchObject({ new: ROWS - expected, same: expected });
    expect(await world.reminders()).toHaveLength(ROWS);
    expect(await db.all('select 1 from import_row where applied = 0')).toEqual([]);
  });

  it('while it is dropped is dropped by the next', async () => {
    const { db, deps, run } = await importWorld();
    const bad = `${file}bad,12,X,2026-12-01T10:00,hi\n`;
    const killed = runImport({ ...deps, db: dying(db, 2) }, requestOf(bad), HOOKS);
    await expect(killed).rejects.toThrow('killed');
    await run(file);
    expect(await db.all('select id from import where state <> ?', ['applied'])).toEqual([]);
  });
});

it('makes reminders that were due while the import lay unfinished: they counted when it was released', async () => {
  const world = await importWorld();
  const { db, deps } = world;
  const one = csv('to,at,body', '+12025550101,2026-11-23T05:00,hi');
  await expect(runImport({ ...deps, db: dying(db, 3) }, requestOf(one), HOOKS)).rejects.toThrow('killed');
  deps.clock.set(Date.parse('2026-11-23T12:00:00Z'));
  await rollForwardImports(db, deps.clock);
  expect(await world.sketch()).toEqual(['sms +12025550101 2026-11-23T05:00:00 scheduled']);
});

it('leaves a fresh import of another process alone', async () => {
  const world = await importWorld();
  const { db, deps } = world;
  const hooks = {
    ...HOOKS,
    confirm: async () => {
      deps.clock.set(deps.clock.now() + HOUR);
      expect(await abandonStaleImports(db, deps.clock)).toBe(0);
      return true;
    },
  };
  expect((await runImport(deps, requestOf(file), hooks)).result).toBe('applied');
});

it('is not released when its question was answered after it had been dropped', async () => {
  const world = await importWorld();
  const { db, deps } = world;
  const hooks = {
    ...HOOKS,
    confirm: async () => {
      deps.clock.set(deps.clock.now() + 5 * HOUR);
      await abandonStaleImports(db, deps.clock);
      return true;
    },
  };
  await expect(runImport(deps, requestOf(file), hooks)).rejects.toThrow('it was dropped');
  expect(await world.reminders()).toEqual([]);
});

describe('two processes', () => {
  it('that import the same file at once make one of each', async () => {
    const path = join(tempFolder(), 'shared.db');
    const [one, two] = [await importWorld(await tempDb(path)), await importWorld(await tempDb(path))];
    await Promise.all([one.run(file), two.run(file)]);
    expect(await one.reminders()).toHaveLength(ROWS);
    expect(await one.db.all('select 1 from contact')).toHaveLength(ROWS);
  });

  it('that finish the same import at once apply each row once', async () => {
    const path = join(tempFolder(), 'shared.db');
    const [one, two] = [await importWorld(await tempDb(path)), await importWorld(await tempDb(path))];
    const killed = runImport({ ...one.deps, db: dying(one.db, 3) }, requestOf(file), HOOKS);
    await expect(killed).rejects.toThrow('killed');
    const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
    await Promise.all([
      rollForwardImports(one.db, one.deps.clock, turn),
      rollForwardImports(two.db, two.deps.clock, turn),
    ]);
    expect(await one.reminders()).toHaveLength(ROWS);
  });
});
