import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { Webhooks } from '../../src/simulator/webhook.ts';
import { startApp } from './app.ts';
import { cleanUp, realClock } from './harness.ts';

const REQUEST = { method: 'POST', fields: [['a', '1']], authToken: 't', maxBytes: 1_000 } as const;

function client(): Webhooks {
  const webhooks = new Webhooks(realClock);
  cleanUp(() => webhooks.close());
  return webhooks;
}

interface Listening {
  listen(port: number, host: string, ready: () => void): unknown;
  address(): unknown;
  close(): unknown;
}

async function listening(server: Listening): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** A server that counts its connections. */
async function counting(server: Server): Promise<{ url: string; connections: Socket[] }> {
  const connections: Socket[] = [];
  server.on('connection', (socket) => connections.push(socket));
  const url = await listening(server);
  cleanUp(() => server.closeAllConnections());
  return { url, connections };
}

test('one connection serves one request after the other', async () => {
  const { url, connections } = await counting(createServer((_request, response) => response.end('x')));
  const webhooks = client();
  for (let time = 0; time < 5; time += 1) await webhooks.send({ ...REQUEST, url });
  expect(connections).toHaveLength(1);
});

test('a connection closed at rest is no failure: the request goes out again on a new one', async () => {
  const { url, connections } = await counting(createServer((_request, response) => response.end('x')));
  const webhooks = client();
  await webhooks.send({ ...REQUEST, url });
  // In the same turn of the event loop: the client cannot have noticed when it writes.
  connections[0]?.destroy();
  expect(await webhooks.send({ ...REQUEST, url })).toMatchObject({ status: 200 });
  expect(connections).toHaveLength(2);
});

test('an application that closes every connection after a moment fails nobody', async () => {
  const server = createServer((_request, response) => response.end('x'));
  server.on('connection', (socket: Socket) => {
    // After its second answer, whatever comes next.
    let answers = 0;
    socket.on('data', () => {
      answers += 1;
      if (answers === 3) socket.resetAndDestroy();
    });
  });
  const { url } = await counting(server);
  const webhooks = client();
  const worker = async () => {
    for (let time = 0; time < 50; time += 1)
      expect((await webhooks.send({ ...REQUEST, url })).status).toBe(200);
  };
  await Promise.all(Array.from({ length: 8 }, worker));
});

test('a new connection that is cut is a failure: what the application did by then is unknown', async () => {
  let seen = 0;
  const url = await listening(
    createTcpServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => {
        seen += 1;
        socket.destroy();
      });
    }),
  );
  await expect(client().send({ ...REQUEST, url })).rejects.toMatchObject({ code: 11205, failure: 'rt' });
  expect(seen).toBe(1);
});

test('a thousand requests at once share 256 connections, and all are answered', async () => {
  const { url, connections } = await counting(
    createServer((_request, response) => setImmediate(() => response.end('x'))),
  );
  const webhooks = client();
  const replies = await Promise.all(Array.from({ length: 1_000 }, () => webhooks.send({ ...REQUEST, url })));
  expect(replies.every(({ status }) => status === 200)).toBe(true);
  expect(connections.length).toBeLessThanOrEqual(256);
});

test('those who wait for a connection get one when an application that closes each frees it', async () => {
  const { url } = await counting(
    createServer((_request, response) => response.writeHead(200, { connection: 'close' }).end('x')),
  );
  const webhooks = client();
  const replies = await Promise.all(Array.from({ length: 600 }, () => webhooks.send({ ...REQUEST, url })));
  expect(replies).toHaveLength(600);
});

test('an application that says how long it keeps a connection is taken at its word', async () => {
  let now = realClock.now();
  const webhooks = new Webhooks({ ...realClock, now: () => now });
  cleanUp(() => webhooks.close());
  const { url, connections } = await counting(
    createServer((_request, response) => response.writeHead(200, { 'keep-alive': 'timeout=3' }).end('x')),
  );
  await webhooks.send({ ...REQUEST, url });
  now += 1_900;
  await webhooks.send({ ...REQUEST, url });
  expect(connections).toHaveLength(1);
  now += 2_100;
  await webhooks.send({ ...REQUEST, url });
  expect(connections).toHaveLength(2);
});

test('closing ends requests under way and those that wait, and refuses new ones', async () => {
  const app = await startApp(() => () => {});
  const webhooks = client();
  const ends = Promise.allSettled(
    Array.from({ length: 300 }, () => webhooks.send({ ...REQUEST, url: app.url })),
  );
  await expect.poll(() => app.hooks.length).toBe(256);
  webhooks.close();
  for (const end of await ends) {
    expect(end).toMatchObject({ status: 'rejected', reason: { message: 'the simulator stopped' } });
  }
  await expect(webhooks.send({ ...REQUEST, url: app.url })).rejects.toThrow('the simulator stopped');
});

test('user and password of the URL are sent and signed; names, paths and queries arrive as they are', async () => {
  const app = await startApp();
  const { port } = new URL(app.url);
  const webhooks = client();
  for (const [url, path] of [
    [`http://us%40er:p%3Aw@127.0.0.1:${port}/a%20b?c=d%2Fe+f&c=`, '/a%20b?c=d%2Fe+f&c='],
    [`http://localhost:${port}`, '/'],
    [`http://localhost:${port}/?`, '/?'],
    [`http://LOCALHOST:${port}/é?ü=ö`, '/%C3%A9?%C3%BC=%C3%B6'],
  ] as const) {
    await webhooks.send({ ...REQUEST, url });
    expect(app.hooks.at(-1)?.url).toBe(path);
  }
  const authorization = app.hooks[0]?.headers.authorization ?? '';
  expect(Buffer.from(authorization.slice('Basic '.length), 'base64').toString()).toBe('us@er:p:w');
  expect(app.hooks[1]?.headers.authorization).toBe(undefined);
  expect(app.hooks[1]?.headers.host).toBe(`localhost:${port}`);
});
