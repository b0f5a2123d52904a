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
});
