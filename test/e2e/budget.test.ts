// The budget as the built program has it: stopped at the very send, raised, resumed.

import { expect, it } from 'vitest';
import { emptyHome, remind, remindJson, simulatorEnv, testSimulator } from './rig.ts';

it('stops at the limit with one alarm, and goes on when the budget is raised', async () => {
  const simulator = await testSimulator();
  const env = { ...emptyHome().env, ...simulatorEnv(simulator) };
  expect((await remind(['config', 'set', 'budget.day', '4,1USD'], env)).code).toBe(0);
  const lines = Array.from({ length: 10 }, (_, i) =>
    JSON.stringify({
      to: `+1202555${String(100 + i).padStart(4, '0')}`,
      at: 'in 0 seconds',
      body: `Hello ${i}`,
      id: `k${i}`,
    }),
  );
  await remind(['import', '-', '--yes', '--format', 'ndjson'], env, lines.join('\n'));
  const daemon = await remind(['daemon', '--until-idle', '--json'], env);
  expect(daemon.code).toBe(5);
  expect(daemon.stdout.match(/"alarm"/g)).toHaveLength(1);
  expect(simulator.messages()).toHaveLength(4);
  expect((await remindJson<object[]>(['list', '--state', 'held:budget'], env)).length).toBe(6);
  const send = await remind(['send', '+12025550199', 'Hello'], env);
  expect([send.code, send.stderr]).toEqual([
    5,
    expect.stringContaining('budget of 4 sends and $1.00 a day is spent'),
  ]);
  expect((await remind(['status'], env)).stdout).toMatch(
    /^budget +4 sends and \$0\.\d+ of 4 sends and \$1\.00 a day$/m,
  );
  expect((await remind(['config', 'set', 'budget.day', '8,1USD'], env)).code).toBe(0);
  const resumed = await remind(['resume', '--yes'], env);
  expect(resumed.stdout).toMatch(/^Resumed: 4 held, 0 now useless, 4 go/);
  expect(resumed.stderr).toContain('no room for 2 more reminders');
  await remind(['daemon', '--until-idle'], env);
  expect(simulator.messages()).toHaveLength(8);
  expect((await remind(['db', 'check'], env)).code).toBe(0);
}, 90_000);
