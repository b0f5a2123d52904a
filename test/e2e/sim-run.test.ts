// `remind sim run`: the command it is given finds this very `remind`, a simulator and an empty home.

import { describe, expect, it } from 'vitest';
import { emptyHome, remind } from './rig.ts';

describe('remind sim run', () => {
  it('lets the command call remind by its name, in a home of its own', async () => {
    const { env } = emptyHome();
    const script = 'remind config path --json=database && remind send +12025550123 "Hello" --wait';
    const { code, stdout } = await remind(['sim', 'run', '--', 'sh', '-c', script], env);
    expect(stdout).not.toContain(env['REMIND_HOME']);
    expect(stdout).toMatch(/^\{"database":".+"\}\nText \w+ to \+12025550123: sent, delivered/);
    expect(code).toBe(0);
  }, 20_000);

  it('ends as the command ends', async () => {
    const { env } = emptyHome();
    const { code } = await remind(['sim', 'run', '--', 'sh', '-c', 'remind show 7; exit $((40 + $?))'], env);
    expect(code).toBe(43);
  });

  it('says so when there is no such command, or it cannot be run, and ends as a shell would', async () => {
    const { env } = emptyHome();
    const missing = await remind(['sim', 'run', '--', 'no-such-command'], env);
    expect(missing).toMatchObject({
      code: 127,
      stderr: 'warning: no-such-command: there is no such command\n',
    });
    const text = await remind(['sim', 'run', '--', './package.json'], env);
    expect(text).toMatchObject({ code: 126, stderr: 'warning: ./package.json: it is not executable\n' });
  });

  it('needs no clock but its own', async () => {
    const { env } = emptyHome();
    const stale = { ...env, REMIND_CLOCK: 'http://127.0.0.1:9' };
    const { code } = await remind(['sim', 'run', '--', 'sh', '-c', 'test -z "$REMIND_CLOCK"'], stale);
    expect(code).toBe(0);
  });
});
