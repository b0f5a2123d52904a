// The running simulator as `remind sim …` commands find it, and what they say when there is none.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { findRunning } from '../../commands/sim/running.ts';
import { InterruptedError, UnhealthyError, UsageError } from '../../src/core/errors.ts';
import { cleanUp, simulate } from '../simulator/harness.ts';
import { testContext } from './context.ts';

async function find(url: string | undefined, twilioUrl?: string, signal?: AbortSignal) {
  const config = async () => ({ twilioUrl: { value: twilioUrl, source: 'environment' } }) as never;
  const { context } = await testContext({ needs: { config }, ...(signal ? { signal } : {}) });
  return findRunning(context, url === undefined ? {} : { url });
}

async function serve(answer: string): Promise<string> {
  const server = createServer((_request, response) => response.end(answer));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it('asks the simulator that the configuration names, or --url before it', async () => {
  const simulator = await simulate();
  const running = await find(undefined, `${simulator.url}/`);
  expect(running).toMatchObject({ url: simulator.url, accountSid: simulator.accountSid });
  expect(await running.get('/sim/faults')).toMatchObject({ faults: [] });
  expect(await running.post('/sim/clock', { advance: 1_000 })).toMatchObject({ now: simulator.clock.now() });
  expect((await find(simulator.url, 'http://127.0.0.1:1')).url).toBe(simulator.url);
});

it('passes on what the simulator refuses, with its hint', async () => {
  const running = await find((await simulate()).url);
  const refused = running.post('/sim/phones', { number: '+12025550101' });
  await expect(refused).rejects.toBeInstanceOf(UsageError);
  await expect(refused).rejects.toMatchObject({
    message: 'phones, line 1: expected a list of phones',
    hint: expect.stringContaining('- number:'),
  });
});

it.each([
  ['no address', undefined, UsageError, 'it is not known where the simulator is'],
  ['another machine', 'http://192.0.2.1:4010', UsageError, 'cannot be a simulator'],
  ['https', 'https://127.0.0.1:4010', UsageError, 'cannot be a simulator'],
  ['no URL', '4010', UsageError, 'cannot be a simulator'],
  ['nobody there', 'http://127.0.0.1:1', UnhealthyError, 'no simulator answers at http://127.0.0.1:1'],
])('%s', async (_what, url, kind, message) => {
  await expect(find(url)).rejects.toBeInstanceOf(kind);
  await expect(find(url)).rejects.toThrow(message);
});

it('takes nothing else for a simulator', async () => {
  await expect(find(await serve('{"simulator":1,"accountSid":"AC1","proof":"00"}'))).rejects.toThrow(
    'no simulator answers',
  );
});

it('is interrupted by Ctrl-C', async () => {
  const stop = new AbortController();
  const running = await find((await simulate()).url, undefined, stop.signal);
  stop.abort();
  await expect(running.get('/sim/clock')).rejects.toBeInstanceOf(InterruptedError);
});
