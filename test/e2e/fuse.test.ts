// The blast fuse as the built program has it: two daemons, a script in a loop, the way back.

import { describe, expect, it } from 'vitest';
import { type Env, emptyHome, remind, remindJson, simulatorEnv, start, testSimulator } from './rig.ts';

const TO = '+12025550123';

async function rig() {
  const simulator = await testSimulator();
  return { simulator, env: { ...emptyHome().env, ...simulatorEnv(simulator) } };
}

async function scheduleCalls(env: Env, { each, people }: { each: number; people: number }): Promise<void> {
  const lines = Array.from({ length: each * people }, (_, i) =>
    JSON.stringify({
      to: `+1202555${String(100 + (i % people)).padStart(4, '0')}`,
      at: 'in 1 second',
      via: 'call',
      body: `Your karate class, call ${i}`,
      id: `k${i}`,
    }),
  );
  const { code, stderr } = await remind(
    ['import', '-', '--yes', '--format', 'ndjson'],
    env,
    lines.join('\n'),
  );
  if (code !== 0) throw new Error(`import ended with ${code}: ${stderr}`);
}

describe('the blast fuse', () => {
  it('lets two daemons together ring nobody twice, tells once, and is reset by hand', async () => {
    const { simulator, env } = await rig();
    await scheduleCalls(env, { each: 10, people: 12 });
    const daemons = [start(['daemon', '--json'], env), start(['daemon', '--json'], env)];
    const said = () => daemons.map((daemon) => daemon.stdout()).join('');
    await expect.poll(() => said().match(/"alarm"/g)?.length, { timeout: 20_000 }).toBe(1);
    const held = async () => (await remindJson<{ held: number }>(['fuse', 'status'], env)).held;
    await expect
      .poll(async () => (await held()) + simulator.calls().length, { timeout: 20_000 })
      .toBeGreaterThan(100);
    const rung = simulator.calls().map(({ to }) => to);
    expect(new Set(rung).size).toBe(rung.length);
    for (const { child, ended } of daemons) {
      child.kill('SIGTERM');
      expect((await ended).code).toBe(5);
    }
    const status = await remind(['status'], env);
    expect(status.stdout).toMatch(/^STOPPED +the blast fuse has tripped/);
    expect((await remind(['send', TO, 'Hello'], env)).code).toBe(5);
    const reset = await remind(['fuse', 'reset', '--yes'], env);
    expect(reset.stdout, reset.stderr).toMatch(/^Reset: 12 held, 0 now useless, 12 go/);
    expect((await remind(['send', TO, 'Hello'], env)).code).toBe(0);
    expect((await remind(['db', 'check'], env)).code).toBe(0);
  }, 90_000);

  it('is off on a simulator when it is told so, and a limit that is set holds at once', async () => {
    const { simulator, env } = await rig();
    const off = { ...env, REMIND_FUSE: 'off' };
    for (let i = 0; i < 3; i += 1) expect((await remind(['send', TO, 'Hello'], off)).code).toBe(0);
    expect(simulator.messages()).toHaveLength(3);
    const refused = await remind(['send', TO, 'Hello'], env);
    expect([refused.code, refused.stderr]).toEqual([
      5,
      expect.stringContaining('limit of 3 texts to one recipient'),
    ]);
    expect((await remind(['config', 'set', 'fuse.textsPerMinute', '9'], env)).code).toBe(0);
    expect((await remind(['send', TO, 'Hello again'], env)).code).toBe(0);
    expect((await remind(['send', TO, 'Hello again'], env)).stderr).toContain(
      'was texted with the same words',
    );
  }, 60_000);

  it('holds on a real account whatever REMIND_FUSE says', async () => {
    const { env } = emptyHome();
    const real = {
      ...env,
      TWILIO_ACCOUNT_SID: `AC${'1'.repeat(32)}`,
      TWILIO_AUTH_TOKEN: '2'.repeat(32),
      REMIND_FROM: '+15005550006',
      REMIND_ALLOW: TO,
      REMIND_TWILIO_URL: 'http://127.0.0.1:9',
      REMIND_FUSE: 'off',
    };
    const { stderr } = await remind(['send', TO, 'Hello'], real);
    expect(stderr).toContain('on a simulator only');
    expect(await remindJson(['fuse', 'status'], real)).toMatchObject({ state: 'armed' });
  }, 60_000);
});
