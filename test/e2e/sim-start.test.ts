// `remind sim`: what it tells of its accounts, to a program and to a person.

import { join } from 'node:path';
import { expect, it } from 'vitest';
import { emptyHome, remind, start } from './rig.ts';

const SID = expect.stringMatching(/^AC[0-9a-f]{32}$/);
const TOKEN = expect.stringMatching(/^[0-9a-f]{32}$/);

it('begins with the credentials of each account', async () => {
  const running = start(['sim', '--json', '--accounts', '1'], emptyHome().env);
  await expect.poll(running.stdout, { timeout: 10_000 }).toContain('\n');
  const account = { accountSid: SID, authToken: TOKEN, testAccountSid: SID, testAuthToken: TOKEN };
  expect(JSON.parse(running.stdout().split('\n')[0] ?? '')).toEqual({
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    ...account,
    numbers: ['+15005550006', '+12025550142'],
    accounts: [{ ...account, numbers: ['+12025550144'] }],
  });
  running.child.kill('SIGINT');
  await running.ended;
}, 20_000);

it('a person is told of test credentials, and a trial has one number', async () => {
  const running = start(['sim', '--trial', '--accounts', '1'], emptyHome().env);
  await expect.poll(running.stdout, { timeout: 10_000 }).toContain('Another account');
  await expect
    .poll(running.stdout)
    .toMatch(/with \+12025550144\n {2}its test credentials: AC[0-9a-f]{32} [0-9a-f]{32}\n/);
  expect(running.stdout()).toMatch(/Test credentials, .*: AC[0-9a-f]{32} [0-9a-f]{32}\n/);
  expect(running.stdout()).toContain('export REMIND_FROM=+12025550142');
  running.child.kill('SIGINT');
  await running.ended;
}, 20_000);

it('starts although REMIND_CLOCK names a simulator that has ended', async () => {
  const running = start(['sim', '--json'], { ...emptyHome().env, REMIND_CLOCK: 'http://127.0.0.1:9' });
  await expect.poll(running.stdout, { timeout: 10_000 }).toContain('"url"');
  running.child.kill('SIGINT');
  await running.ended;
}, 20_000);

it('says what a state file overrules', async () => {
  const { folder, env } = emptyHome();
  const state = ['sim', '--state', join(folder, 'twilio.db')];
  const run = async (...flags: string[]) => {
    const running = start([...state, ...flags], env);
    await expect.poll(running.stderr, { timeout: 10_000 }).toContain('Ctrl-C');
    running.child.kill('SIGINT');
    return (await running.ended).stderr.split('\n').filter((line) => line.startsWith('warning'));
  };
  expect(await run('--seed', '7')).toEqual([]);
  expect(await run()).toEqual([]);
  expect(await run('--seed', '7')).toEqual([]);
  expect(await run('--seed', '8', '--trial')).toEqual([
    expect.stringContaining('--seed 8 changes no credentials'),
    expect.stringContaining('--trial changes nothing'),
  ]);
}, 40_000);

it.each([
  ['--accounts', '51', '0 to 50 further accounts'],
  ['--accounts', 'many', 'is not a number'],
  ['--speed', '86401', 'is more than 86400, a day in a second'],
])('%s %s is a wrong flag', async (flag, value, words) => {
  const { code, stderr } = await remind(['sim', flag, value], emptyHome().env);
  expect(stderr).toContain(words);
  expect(code).toBe(2);
});
