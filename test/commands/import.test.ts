import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command } from '../../commands/import.ts';
import type { RefusedError } from '../../src/core/errors.ts';
import type { ImportDeps } from '../../src/reminders/import/run.ts';
import { listReminders } from '../../src/store/reminders.ts';
import { TestClock, testRandom } from '../clock.ts';
import { tempDb, tempFolder } from '../store/temp-db.ts';
import { testContext } from './context.ts';

type Options = Parameters<typeof command.run>[2];

const GOOD = 'id,to,at,body\na,+12025550101,2026-11-24T10:00,hi\nb,+12025550102,2026-11-24T11:00,ho\n';
const MIXED = `${GOOD}c,12,2026-11-24T11:00,hu\n`;

async function stage() {
  const folder = tempFolder();
  const clock = new TestClock('2026-11-23T09:00:00Z');
  const deps: ImportDeps = {
    db: await tempDb(),
    clock,
    random: testRandom(),
    defaults: { zone: 'America/New_York', country: 'US', from: '+15005550006' },
    workerId: 'w1',
    rest: async () => {},
  };
  return {
    deps,
    folder,
    path: (name: string) => join(folder, name),
    write(name: string, text: string): string {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    },
    async run(file: string, options: Options = {}, how: Parameters<typeof testContext>[0] = {}) {
      const test = await testContext({
        clock,
        ...how,
        needs: { importing: async () => deps, allowed: async (to: string) => !to.endsWith('9') },
      });
      let code: number | undefined;
      let error: unknown;
      try {
        code = await command.run(test.context, [file], options);
      } catch (caught) {
        error = caught;
      }
      return { ...test, code, error };
    },
    stored: () => listReminders(deps.db, { limit: 1000 }),
  };
}

describe('remind import', () => {
  it('says what it did and how to take it back', async () => {
    const { run, write } = await stage();
    const { code, stdout, stderr } = await run(write('book.csv', GOOD));
    expect(code).toBeUndefined();
    expect(stdout()).toBe(
      'book.csv: 2 rows: 2 new, 0 moved, 0 same\n  2 texts (2 segments), about $0.025\n' + 'Imported as 1\n',
    );
    expect(stderr()).toBe('Take it back with: remind undo --import 1\n');
  });

  it('prints one JSON object', async () => {
    const { run, write } = await stage();
    const { json } = await run(write('book.csv', GOOD), { json: true }, { tables: false });
    expect(json()).toEqual({
      outcome: 'applied',
      id: '1',
      source: 'book.csv',
      rows: 2,
      new: 2,
      moved: 0,
      same: 0,
      gone: 0,
      pruned: false,
      bad: 0,
      contacts: 0,
      texts: 2,
      calls: 0,
      segments: 2,
      late: 0,
      estimatedMicros: 25_000,
      busiestCalls: null,
      busiestTexts: { count: 1, from: '2026-11-24T15:00:00Z', until: '2026-11-24T15:00:00Z', lateMs: 0 },
      badRows: [],
      notes: [],
      unusedColumns: [],
      rejects: null,
    });
  });

  it('refuses a file with bad rows, naming them, and stores nothing', async () => {
    const { run, write, stored } = await stage();
    const { error, stderr } = await run(write('book.csv', MIXED));
    expect(error).toMatchObject({ exitCode: 2, message: '1 of 3 rows is bad; nothing was stored' });
    expect(stderr()).toContain('warning: line 4: "12" is a short code or too short');
    expect(await stored()).toEqual([]);
  });

  it('names twenty bad rows and counts the others', async () => {
    const { run, write } = await stage();
    const rows = Array.from({ length: 25 }, () => '12,2026-11-24T11:00,hu').join('\n');
    const { stderr } = await run(write('book.csv', `to,at,body\n${rows}\n`));
    expect(stderr().match(/^warning: line/gm)).toHaveLength(20);
    expect(stderr()).toContain('and 5 more bad rows');
  });

  it('writes the bad rows beside the file with --skip-bad, and exits 8', async () => {
    const { run, write, path, stored } = await stage();
    const { code, stderr } = await run(write('book.csv', MIXED), { skipBad: true });
    expect(code).toBe(8);
    expect(stderr()).toContain(`skipped 1 row, now in ${path('book.rejects.csv')}`);
    expect(readFileSync(path('book.rejects.csv'), 'utf8')).toMatch(
      /^id,to,at,body,reject_line,reject_reason\r\nc,12,/,
    );
    expect(await stored()).toHaveLength(2);
  });

  it('imports nothing when the bad rows cannot be kept', async () => {
    const { run, write, path, stored } = await stage();
    const { error } = await run(write('book.csv', MIXED), {
      skipBad: true,
      rejects: path('no/such/folder.csv'),
    });
    expect(error).toMatchObject({ exitCode: 2, hint: 'name another with --rejects' });
    expect(await stored()).toEqual([]);
  });

  it('stores nothing in a dry run', async () => {
    const { run, write, stored } = await stage();
    const { stdout, stderr } = await run(write('book.csv', GOOD), { dryRun: true });
    expect(stdout()).toMatch(/^book.csv: 2 rows: 2 new/);
    expect(stderr()).toBe('Nothing was stored or sent: this was a dry run.\n');
    expect(await stored()).toEqual([]);
  });

  it('reads stdin, NDJSON as well', async () => {
    const { run, stored } = await stage();
    await run('-', {}, { stdin: GOOD });
    await run(
      '-',
      { format: 'ndjson' },
      { stdin: '{"to":"+12025550103","at":"2026-11-24T10:00","body":"x"}\n' },
    );
    expect((await stored()).map(({ to }) => to)).toEqual(['+12025550101', '+12025550103', '+12025550102']);
  });

  it('stands in for columns with flags, and maps them', async () => {
    const { run, write, stored } = await stage();
    const file = write('book.csv', 'Phone,When,Patient\n+12025550101,2026-11-25T10:00,Ann\n');
    const map = 'Phone=to,When=for,Patient=name';
    await run(file, { map, body: 'Hi {{name}}', before: '2h', via: 'call', tz: 'Europe/Berlin' });
    expect(await stored()).toMatchObject([
      { channel: 'call', body: 'Hi Ann', wall: '2026-11-25T08:00:00', zone: 'Europe/Berlin' },
    ]);
  });

  it.each<[string, Options, string]>([
    ['nowhere.csv', {}, 'is not there'],
    ['.', {}, 'is not a file'],
    ['book.csv', { format: 'xls' }, '--format'],
    ['book.csv', { saveMapping: true }, '--save-mapping'],
    ['book.csv', { map: 'Phone' }, '--map: "Phone" is not COLUMN=MEANING'],
    ['book.csv', { map: 'Phone=tel,Phone=to' }, 'mapped twice'],
  ])('refuses what cannot be meant: %s %j', async (file, options, message) => {
    const { run, write, path } = await stage();
    write('book.csv', GOOD);
    const { error } = await run(path(file), options);
    expect(error).toMatchObject({ exitCode: 2, message: expect.stringContaining(message) });
  });

  it('tells once that a number may not be reached in this mode, and that no sender is set', async () => {
    const { run, write, deps } = await stage();
    Object.assign(deps, { defaults: { ...deps.defaults, from: undefined } });
    const rows = ['8', '9', '9'].map((digit, i) => `+1202555010${digit},2026-11-24T1${i}:00,hi`);
    const { stderr } = await run(write('book.csv', `to,at,body\n${rows.join('\n')}\n`));
    const lines = stderr().trim().split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toContain('line 2: no sending number is set');
    expect(lines[1]).toContain('line 3: +12025550109 is not among your own numbers');
  });

  it('tells columns that no body uses, for they may be misspelt', async () => {
    const { run, write } = await stage();
    const { stderr } = await run(
      write('book.csv', 'to,at,body,Viaa\n+12025550101,2026-11-24T10:00,hi,call\n'),
    );
    expect(stderr()).toContain('no body uses the columns: Viaa');
  });
});

describe('the question', () => {
  const many = `to,at,body\n${Array.from({ length: 101 }, (_, i) => `+12025550101,2026-11-24T10:00,hi ${i}`).join('\n')}\n`;

  it.each([
    ['a large file on a terminal', true, many, {}, 1],
    ['a small file', true, GOOD, {}, 0],
    ['a large file off a terminal', false, many, {}, 0],
    ['a large file with --yes', true, many, { yes: true }, 0],
  ])('is asked before %s or not', async (_, tty, text, options, asked) => {
    const { run, write, stored } = await stage();
    const answers = { '--yes': false };
    const { questions, error } = await run(write('book.csv', text), options, { tty, answers });
    expect(questions).toHaveLength(asked);
    expect((error as RefusedError | undefined)?.exitCode).toBe(asked === 1 ? 5 : undefined);
    expect((await stored()).length > 0).toBe(asked === 0);
  });

  it('is asked before pruning, and off a terminal needs --yes', async () => {
    const { run, write, stored } = await stage();
    const file = write('book.csv', GOOD);
    await run(file);
    writeFileSync(file, GOOD.split('\n').slice(0, 2).join('\n'));
    expect((await run(file, { prune: true })).error).toMatchObject({
      exitCode: 2,
      hint: 'answer it with --yes',
    });
    expect(
      (await run(file, { prune: true }, { tty: true, answers: { '--yes': true } })).questions,
    ).toHaveLength(1);
    expect((await stored()).map(({ state }) => state)).toEqual(['scheduled', 'cancelled']);
  });
});

it('leaves nothing behind when it is interrupted while checking', async () => {
  const { run, write, stored, deps } = await stage();
  const { error } = await run(write('book.csv', GOOD), {}, { signal: AbortSignal.abort() });
  expect(error).toMatchObject({ exitCode: 130 });
  expect(await stored()).toEqual([]);
  expect(await deps.db.all('select id from import')).toEqual([]);
});

it('imports the example whatever the hour', async () => {
  const { run, deps, stored } = await stage();
  const { code } = await run(new URL('../../examples/appointments.csv', import.meta.url).pathname);
  expect(code).toBeUndefined();
  const soon = (await stored()).filter(({ dueAt }) => dueAt - deps.clock.now() < 5_000);
  expect(soon.map(({ channel }) => channel).sort()).toEqual(['call', 'sms']);
  expect(await stored()).toHaveLength(10);
});
