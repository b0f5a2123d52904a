// `remind sim seed`, on a simulator in this process.

import { expect, it } from 'vitest';
import { command } from '../../commands/sim/seed.ts';
import { InterruptedError, UnhealthyError, UsageError } from '../../src/core/errors.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { clientOf, simulate } from '../simulator/harness.ts';
import { testContext } from './context.ts';

interface Flags {
  readonly [flag: string]: string | true;
}

async function start(simulator: Simulator, flags: Flags, signal?: AbortSignal) {
  const { context, stdout, stderr } = await testContext({
    needs: { config: async () => ({}) as never },
    ...(signal ? { signal } : {}),
  });
  const ended = command.run(context, [], { url: simulator.url, ...flags });
  return { ended, stdout, stderr };
}

async function seed(simulator: Simulator, flags: Flags) {
  const { ended, stdout, stderr } = await start(simulator, flags);
  await ended;
  return { stdout: stdout(), stderr: stderr() };
}

const SMALL = { messages: '2000', calls: '100', days: '30' };

it('says what is there, and shows on the way how far it is', async () => {
  const simulator = await simulate();
  const { stdout, stderr } = await seed(simulator, SMALL);
  expect(stdout).toBe(
    '2,000 messages and 100 calls, with 53 people, from 2025-12-02 to 2026-01-01; 1 said STOP\n',
  );
  expect(stderr).toContain('making up a past: 47 %\n');
  const messages = await clientOf(simulator).messages.list({ pageSize: 1000 });
  expect(messages).toHaveLength(2_000);
});

it('is for programs, too', async () => {
  const { stdout } = await seed(await simulate(), { messages: '0', calls: '50', json: true });
  expect(JSON.parse(stdout)).toEqual({
    ...{ messages: 0, calls: 50, notifications: expect.any(Number), people: 12, optOuts: 0 },
    ...{ startsAt: '2025-10-03T12:00:00Z', endsAt: '2026-01-01T12:00:00Z' },
  });
});

it('passes on that there is a past already', async () => {
  const simulator = await simulate();
  await seed(simulator, SMALL);
  await expect(seed(simulator, SMALL)).rejects.toMatchObject({
    name: 'UsageError',
    message: 'this simulator has a past: 2,000 messages and 100 calls',
    hint: 'start another one, with another state file if it has one',
  });
});

it.each([
  [{ messages: '-1' }, '--messages: "-1" is not a whole number from 0 to 10,000,000'],
  [{ messages: 'many' }, '--messages: "many"'],
  [{ messages: '1e3' }, '--messages: "1e3"'],
  [{ calls: '10000001' }, '--calls: "10000001" is not a whole number from 0 to 10,000,000'],
  [{ days: '0' }, '--days: "0" is not a whole number from 1 to 3,650'],
  [{ days: '1.5' }, '--days: "1.5"'],
  [{ seed: '' }, '--seed: ""'],
  [{ messages: '0', calls: '0' }, '--messages and --calls are both 0'],
])('%j is refused before anything is asked', async (flags, problem) => {
  const { context } = await testContext({ needs: { config: async () => ({}) as never } });
  const refused = command.run(context, [], { url: 'http://127.0.0.1:1', ...flags });
  await expect(refused).rejects.toBeInstanceOf(UsageError);
  await expect(refused).rejects.toThrow(problem);
});

it('is interrupted by Ctrl-C, and says when the simulator ends', async () => {
  const many = { messages: '60000' };
  const stop = new AbortController();
  const first = await start(await simulate(), many, stop.signal);
  await expect.poll(first.stderr, { timeout: 10_000 }).toContain('10 %');
  stop.abort();
  await expect(first.ended).rejects.toBeInstanceOf(InterruptedError);

  const simulator = await simulate();
  const second = await start(simulator, many);
  await expect.poll(second.stderr, { timeout: 10_000 }).toContain('10 %');
  const cut = expect(second.ended).rejects.toBeInstanceOf(UnhealthyError);
  await simulator.stop();
  await cut;
});
