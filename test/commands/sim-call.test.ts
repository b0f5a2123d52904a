// `remind sim call`, cut short: by whoever listens in, and by the end of the simulator.

import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { expect, it, vi } from 'vitest';
import { command } from '../../commands/sim/call.ts';
import { InterruptedError, UnhealthyError } from '../../src/core/errors.ts';
import { cleanUp, simulate } from '../simulator/harness.ts';
import { testContext } from './context.ts';

const OFFICE = '+15005550006';

/** A call on a simulator whose time stands still, listened to: it would ring for ever. */
async function ringing(url: string, signal?: AbortSignal) {
  const needs = { config: async () => ({}) as never };
  const { context, stderr } = await testContext({ needs, ...(signal ? { signal } : {}) });
  const over = command.run(context, ['+12025550101', OFFICE], { url });
  const outcome = Promise.resolve(over).then(
    () => undefined,
    (error: unknown) => error,
  );
  await vi.waitFor(() => expect(stderr()).toContain(' rings'));
  return { outcome };
}

/** Stands before a simulator, and breaks every connection when told: what is seen of a process that is killed. */
async function killable(url: string) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const beyond = connect(Number(new URL(url).port), '127.0.0.1');
    for (const end of [socket, beyond]) sockets.add(end.on('error', () => {}));
    socket.pipe(beyond).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const kill = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  cleanUp(kill);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, kill };
}

it('is interrupted by Ctrl-C while it listens', async () => {
  const stop = new AbortController();
  const { outcome } = await ringing((await simulate()).url, stop.signal);
  stop.abort();
  expect(await outcome).toBeInstanceOf(InterruptedError);
});

it('hangs up on its way out, so that nothing goes on ringing', async () => {
  const simulator = await simulate();
  const stop = new AbortController();
  const { outcome } = await ringing(simulator.url, stop.signal);
  stop.abort();
  await outcome;
  const { calls } = (await (await fetch(`${simulator.url}/sim/calls`)).json()) as {
    calls: { sid: string; status: string }[];
  };
  expect(calls.map(({ status }) => status)).toEqual(['no-answer']);
  const again = await fetch(`${simulator.url}/sim/hang-up`, {
    method: 'POST',
    body: JSON.stringify({ sid: calls[0]?.sid }),
  });
  expect([again.status, await again.json()]).toEqual([
    404,
    { error: `no call ${calls[0]?.sid} is under way`, hint: null },
  ]);
});

it('ends with Ctrl-C although the simulator is gone', async () => {
  const { url, kill } = await killable((await simulate()).url);
  const stop = new AbortController();
  const { outcome } = await ringing(url, stop.signal);
  stop.abort();
  kill();
  expect(await outcome).toBeInstanceOf(InterruptedError);
});

it('says that the simulator ended, when that stops', async () => {
  const simulator = await simulate();
  const { outcome } = await ringing(simulator.url);
  await simulator.stop();
  expect(await outcome).toBeInstanceOf(UnhealthyError);
  expect(await outcome).toMatchObject({ message: 'the simulator ended before the call did' });
});

it('says the same when the connection breaks', async () => {
  const { url, kill } = await killable((await simulate()).url);
  const { outcome } = await ringing(url);
  kill();
  expect(await outcome).toBeInstanceOf(UnhealthyError);
  expect(await outcome).toMatchObject({ message: 'the simulator ended before the call did' });
});
