// A refused account as the built program meets it: one alarm, everything held, let go by hand.

import { describe, expect, it } from 'vitest';
import { emptyHome, remind, remindJson, simulatorEnv, testSimulator } from './rig.ts';

describe('wrong credentials', () => {
  it('stop all sending with one alarm, until they are mended and a person resumes', async () => {
    const simulator = await testSimulator();
    const env = { ...emptyHome().env, ...simulatorEnv(simulator) };
    const lines = Array.from({ length: 30 }, (_, i) =>
      JSON.stringify({
        to: `+1202555${String(100 + i).padStart(4, '0')}`,
        at: 'now',
        body: `Hello ${i}`,
        id: `k${i}`,
      }),
    );
    const imported = await remind(['import', '-', '--yes', '--format', 'ndjson'], env, lines.join('\n'));
    expect(imported.code, imported.stderr).toBe(0);
    const wrong = { ...env, TWILIO_AUTH_TOKEN: '0'.repeat(32) };
    const ran = await remind(['daemon', '--until-idle', '--json'], wrong);
    expect([ran.code, ran.stdout.match(/"event":"alarm"/g)?.length]).toEqual([6, 1]);
    const status = await remindJson<Record<string, unknown>>(['status'], env);
    expect(status).toMatchObject({ stops: [{ kind: 'halt', tenant: null }], states: { 'held:paused': 30 } });
    expect((await remind(['daemon', '--once'], env)).code).toBe(6);
    expect(simulator.messages()).toEqual([]);
    const refused = await remind(['send', '+12025550199', 'Hello'], env);
    expect([refused.code, refused.stderr]).toEqual([5, expect.stringContaining('remind resume')]);
    const resumed = await remind(['resume', '--yes'], env);
    expect(resumed.stdout, resumed.stderr).toMatch(/^Resumed: 30 held, 0 now useless, 30 go/);
    expect((await remind(['send', '+12025550199', 'Hello'], env)).code).toBe(0);
    expect((await remind(['daemon', '--until-idle'], env)).code).toBe(0);
    expect(simulator.messages()).toHaveLength(31);
  }, 90_000);
});
