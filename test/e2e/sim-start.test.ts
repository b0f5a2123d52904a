// `remind sim`: what it tells of its accounts, to a program and to a person.

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
  expect(running.stdout()).toMatch(/Test credentials, .*: AC[0-9a-f]{32} [0-9a-f]{32}\n/);
  expect(running.stdout()).toContain('export REMIND_FROM=+12025550142');
  running.child.kill('SIGINT');
  await running.ended;
}, 20_000);

it.each([
  ['--accounts', '51', '0 to 50 further accounts'],
  ['--accounts', 'many', 'is not a number'],
])('%s %s is a wrong flag', async (flag, value, words) => {
  const { code, stderr } = await remind(['sim', flag, value], emptyHome().env);
  expect(stderr).toContain(words);
  expect(code).toBe(2);
});
