import { get } from 'node:http';
import { connect, Socket } from 'node:net';
import { expect, test, vi } from 'vitest';
import type { Cancel, Clock } from '../../src/core/clock.ts';
import { isLoopbackUrl, readUrl } from '../../src/simulator/loopback.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { Webhooks } from '../../src/simulator/webhook.ts';
import { startApp } from './app.ts';
import { CINDY, cleanUp, clientOf, realClock, simulate } from './harness.ts';
import { hurriedClock } from './hurried-clock.ts';

const FROM = '+15005550006';

test('nothing is left that would keep a program running', async () => {
  const sockets = () => process.getActiveResourcesInfo().filter((kind) => kind.startsWith('TCP'));
  const timers = new Set<Cancel>();
  const clock: Clock = {
    ...realClock,
    at(instant, fire) {
      const stop = realClock.at(instant, () => {
        timers.delete(cancel);
        fire();
      });
      const cancel = () => {
        timers.delete(cancel);
        stop();
      };
      timers.add(cancel);
      return cancel;
    },
  };
  const simulator = await startSimulator({ clock, seed: 1 });
  // Without the official client, which keeps a connection of its own.
  await new Promise((resolve) => {
    get(`${simulator.url}/sim/clock`, { agent: false }, (response) => response.resume().on('end', resolve));
  });
  simulator.clock.at(simulator.clock.now() + 60_000, () => {});
  expect([timers.size, sockets().length > 0]).toEqual([1, true]);
  await simulator.stop();
  // The client's end of its socket takes a few turns to close.
  for (let turn = 0; turn < 50 && sockets().length > 0; turn += 1) await new Promise(setImmediate);
  expect([timers.size, sockets()]).toEqual([0, []]);
});

test('a stop ends streams, calls, webhooks under way and timers, and frees the port', async () => {
  let asked = () => {};
  const arrived = new Promise<void>((resolve) => {
    asked = resolve;
  });
  // An application that never answers.
  const app = await startApp(() => () => asked());
  const simulator = await simulate({ virtualTime: { speed: 1000 } });
  const stream = await fetch(`${simulator.url}/sim/events/stream`);
  await clientOf(simulator).calls.create({ to: CINDY, from: FROM, url: app.url });
  await arrived;
  await simulator.stop();
  await simulator.stop();
  await expect(stream.text().catch(() => 'cut')).resolves.toBeDefined();
  await expect(fetch(`${simulator.url}/sim/clock`)).rejects.toThrow();
  const after = simulator.clock.now();
  await simulator.clock.advance(1_000_000);
  expect(simulator.calls()[0]?.status).toBe('in-progress');
  expect(simulator.clock.now()).toBeGreaterThanOrEqual(after);
});

test('a port that is taken is a sentence', async () => {
  const simulator = await simulate();
  const port = Number(new URL(simulator.url).port);
  await expect(startSimulator({ clock: realClock, seed: 1, port })).rejects.toThrow(
    `port ${port} cannot be opened`,
  );
});

test('a port asked for is the port it has, on loopback only', async () => {
  const { port } = new URL((await simulate()).url);
  const simulator = await startSimulator({ clock: realClock, seed: 1, port: 0 });
  cleanUp(() => simulator.stop());
  expect(simulator.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(simulator.url).not.toContain(`:${port}`);
});

test.each([
  ['http://localhost:3000/x', true],
  ['https://127.0.0.1/', true],
  ['http://127.1/', true],
  ['http://127.254.1.2:1/', true],
  ['http://[::1]:80/', true],
  ['http://user:pass@localhost/', true],
  ['http://localhost.example.com/', false],
  ['http://127.0.0.1.example.com/', false],
  ['http://example.com/?localhost', false],
  ['http://localhost@example.com/', false],
  ['http://0.0.0.0/', false],
  ['http://[::ffff:8.8.8.8]/', false],
  ['http://10.0.0.1/', false],
  ['http://api.twilio.com/', false],
])('%s is on this machine: %s', (text, expected) => {
  const url = readUrl(text);
  expect(url && isLoopbackUrl(url)).toBe(expected);
});

test('no socket is opened beyond this machine, whatever it is asked to call', async () => {
  const opened = vi.spyOn(Socket.prototype, 'connect');
  cleanUp(() => opened.mockRestore());
  const webhooks = new Webhooks(realClock);
  cleanUp(() => webhooks.close());
  const request = { method: 'POST', fields: [], authToken: 't', maxBytes: 10 } as const;
  for (const url of [
    'http://93.184.216.34/',
    'https://example.com/',
    'http://localhost@example.com/',
    'ftp://localhost/',
  ]) {
    await expect(webhooks.send({ ...request, url })).rejects.toThrow();
  }
  const away = await startApp(
    () => (response) => response.writeHead(307, { location: 'http://93.184.216.34/' }).end(),
  );
  await expect(webhooks.send({ ...request, url: away.url })).rejects.toThrow('not this machine');
  expect(opened).toHaveBeenCalledTimes(1);
  expect(JSON.stringify(opened.mock.calls[0])).toContain('127.0.0.1');
});

test('a webhook that never answers is given up after fifteen real seconds', async () => {
  const clock = hurriedClock(100);
  const webhooks = new Webhooks(clock);
  cleanUp(() => webhooks.close());
  const silent = await startApp(() => () => {});
  const request = { url: silent.url, method: 'POST', fields: [], authToken: 't', maxBytes: 10 } as const;
  const start = clock.now();
  const message = 'no whole reply within 15 s';
  await expect(webhooks.send(request)).rejects.toMatchObject({ code: 11200, message });
  expect(clock.now() - start).toBeGreaterThanOrEqual(15_000);
});

test('a client that hangs up in the middle of a request harms nobody', async () => {
  const simulator = await simulate();
  const port = Number(new URL(simulator.url).port);
  await new Promise<void>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(
        `POST /2010-04-01/Accounts/${simulator.accountSid}/Messages.json HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nTo=`,
      );
      socket.destroy();
      resolve();
    });
  });
  expect((await fetch(`${simulator.url}/sim/clock`)).status).toBe(200);
});
