import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempDb } from '../store/temp-db.ts';
import { emptyHome, remind, remindJson, start } from './rig.ts';

const ROWS = 4_000;

function findDatabase(folder: string): string {
  const name = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((path) =>
    path.endsWith('.db'),
  );
  if (name === undefined) throw new Error(`no database under ${folder}`);
  return join(folder, name);
}

// Real kills at moments found by looking; every moment in between is test/reminders/import/crash.test.ts's.
it.each([
  ['while it is checked', `select 1 from import_row where line > 1500 limit 1`, { new: ROWS, same: 0 }],
  ['while it is applied', `select 1 from reminder where body like 'hi 500' limit 1`, { new: 0, same: ROWS }],
])('an import killed with SIGKILL %s counts whole or not at all', async (_, moment, second) => {
  const { folder, env } = emptyHome();
  const file = join(folder, 'book.csv');
  writeFileSync(file, 'to,at,body\n+12025550199,2099-01-01T10:00,first\n');
  await remindJson(['import', file], env);
  const db = await tempDb(findDatabase(folder));
  const rows = Array.from({ length: ROWS }, (_, i) => `r${i},+1202555${1000 + i},2099-01-01T10:00,hi ${i}`);
  writeFileSync(file, ['id,to,at,body', ...rows].join('\n'));
  const importing = start(['import', file], env);
  await expect.poll(() => db.all(moment), { timeout: 15_000, interval: 2 }).toHaveLength(1);
  importing.child.kill('SIGKILL');
  expect((await importing.ended).code).toBeNull();
  expect(await remindJson(['import', file], env)).toMatchObject({ outcome: 'applied', ...second, bad: 0 });
  expect(await db.get('select count(*) as n from reminder')).toEqual({ n: ROWS + 1 });
  expect(await db.all(`select state from import where state not in ('applied', 'staging')`)).toEqual([]);
});

it('says what is wrong with a file in one screen', async () => {
  const { env } = emptyHome();
  const { code, stdout, stderr } = await remind(
    ['import', '-'],
    env,
    'to,at,body\n+12025550101,2099-01-01T10:00,hi\n+12025550102,2099-02-30T10:00,hi\n',
  );
  expect(code).toBe(2);
  expect(stdout).toBe(
    'stdin: 2 rows: 1 new, 0 moved, 0 same, 1 bad\n  1 text (1 segment), about $0.0125\nNothing was imported.\n',
  );
  expect(stderr).toContain('warning: line 3: "2099-02-30T10:00" is not a date that exists');
  expect(stderr).toContain('error: 1 of 2 rows is bad; nothing was stored');
});
