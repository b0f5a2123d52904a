// `init` and `doctor --online` ask a simulator what they ask Twilio: the account, its numbers, who is verified.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { emptyHome, remind, simulatorEnv, testSimulator } from './rig.ts';

const CINDY = '+12025550123';

it('doctor --online finds the sender among the numbers of the simulated account', async () => {
  const simulator = await testSimulator();
  const env = { ...emptyHome().env, ...simulatorEnv(simulator), REMIND_ALLOW: CINDY };
  const found = await remind(['doctor', '--online', '--json'], env);
  expect(found.stdout).toMatch(/"check":"sender-at-twilio","status":"ok"/);
  const lost = await remind(['doctor', '--online', '--json'], { ...env, REMIND_FROM: '+12025550199' });
  expect(lost.stdout).toMatch(/"check":"sender-at-twilio","status":"failed"/);
  expect(lost.code).toBe(7);
}, 20_000);

it('init saves nothing with a sender that the simulated account does not have', async () => {
  const simulator = await testSimulator({ trial: true });
  const { env, folder } = emptyHome();
  const token = join(folder, 'token.txt');
  writeFileSync(token, simulator.authToken);
  const init = (from: string) =>
    remind(
      [
        ...['init', '--no-input', '--account-sid', simulator.accountSid, '--auth-token-file', token],
        ...['--twilio-url', simulator.url, '--own-number', CINDY, '--from', from, '--tz', 'Europe/Berlin'],
      ],
      env,
    );
  const refused = await init('+12025550199');
  expect(refused.stderr).toContain('+12025550199 is not a number of this account');
  expect(refused.code).not.toBe(0);
  const saved = await init(simulator.numbers[0] ?? '');
  expect(saved.stderr).toContain('a trial account');
  expect(saved.stderr).toContain(`not verified, so a trial account cannot reach: ${CINDY}`);
  expect(saved.code).toBe(0);
}, 20_000);
