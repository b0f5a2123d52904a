import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tempFolder } from '../store/temp-db.ts';
import { remind } from './rig.ts';

it('shows what the phones received and heard, word for word, and leaves nothing behind', async () => {
  const folder = tempFolder();
  const [home, tmp] = [join(folder, 'home'), join(folder, 'tmp')];
  for (const each of [home, tmp]) mkdirSync(each);
  const word = `word${Math.floor(Math.random() * 1e9)}`;
  const file = join(folder, 'mine.csv');
  writeFileSync(
    file,
    `to,at,via,tz,body\n+12025550101,in 1 second,sms,UTC,Hi ${word}\n+12025550102,in 1 second,call,UTC,Hello ${word}\n`,
  );
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, TMPDIR: tmp };
  const { code, stdout, stderr } = await remind(['demo', '--file', file], env);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(stdout).toContain(`+12025550101 received a text: “Hi ${word}”`);
  expect(stdout.split(`+12025550102 heard: “Hello ${word}”`)).toHaveLength(3);
  expect(stdout).toMatch(/sent\tsms\t\+12025550101.*\tdelivered\t/);
  expect(stdout).toMatch(/sent\tcall\t\+12025550102.*\tanswered\t/);
  expect(stdout).toMatch(/To try next:/);
  expect(readdirSync(home)).toEqual([]);
  expect(readdirSync(tmp)).toEqual([]);
}, 60_000);
