// One suite for both wires: the same hostile servers must get the same honest answer from either.
import { getEventListeners } from 'node:events';
import { createServer as createTlsServer } from 'node:https';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import type { Countdown } from '../../src/gateway/countdown.ts';
import {
  type Wire,
  WireError,
  type WireFault,
  type WireOptions,
  type WireRequest,
} from '../../src/gateway/wire.ts';
import { openHttpWire } from '../../src/gateway/wire-http.ts';
import { openUndiciWire } from '../../src/gateway/wire-undici.ts';
import {
  answer,
  deadPort,
  type HostileServer,
  hostileServer,
  listen,
  type Script,
} from './hostile-server.ts';
import { TEST_CERTIFICATE, TEST_KEY } from './test-certificate.ts';

const TOKEN = '0123456789abcdef0123456789abcdef';
const ACCOUNT = `AC${'a'.repeat(32)}`;
const CREDENTIALS = { accountSid: ACCOUNT, username: ACCOUNT, password: TOKEN };
const BASE64 = Buffer.from(`${ACCOUNT}:${TOKEN}`).toString('base64');
const POST: WireRequest = {
  method: 'POST',
  path: `/2010-04-01/Accounts/${ACCOUNT}/Messages.json`,
  params: { To: '+15005550006', Body: 'Tea & cake? É' },
};
const GET: WireRequest = { method: 'GET', path: '/x.json?DateSent%3E=2026-01-01' };

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function serve(script: Script, greeting?: string): Promise<HostileServer> {
  const server = await hostileServer(script, greeting);
  open.push(server.close);
  return server;
}

/** A deadline that passes when the test says so. */
function handCountdown(): { countdown: Countdown; pass: (n?: number) => void; readonly started: number } {
  const fires: (() => void)[] = [];
  return {
    countdown: (_ms, fire) => {
      fires.push(fire);
      return () => {};
    },
    pass: (n = 0) => fires[n]?.(),
    get started() {
      return fires.length;
    },
  };
}

async function failure(sending: Promise<unknown>): Promise<WireError> {
  const error = await sending.then(
    () => expect.fail('an answer came'),
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(WireError);
  const everything = `${inspect(error, { depth: 10, showHidden: true })}${error.stack}${JSON.stringify(error)}`;
  expect(everything).not.toContain(TOKEN);
  expect(everything).not.toContain(BASE64);
  expect(everything).not.toContain(Buffer.from(BASE64).toString('hex').slice(0, 40));
  return error;
}

interface Hostile {
  readonly name: string;
  readonly script: Script;
  readonly fault: WireFault;
  /** When the test lets the deadline pass: once the request has arrived. */
  readonly late?: true;
}

const HOSTILE: readonly Hostile[] = [
  { name: 'silence', script: () => {}, fault: 'timeout', late: true },
  {
    name: 'headers, then silence',
    script: (socket) => socket.write('HTTP/1.1 201 Created\r\ncontent-length: 10\r\n\r\n'),
    fault: 'timeout',
    late: true,
  },
  { name: 'a cut before any answer', script: (socket) => socket.destroy(), fault: 'reset' },
  { name: 'a reset before any answer', script: (socket) => socket.resetAndDestroy(), fault: 'reset' },
  { name: 'a polite end before any answer', script: (socket) => socket.end(), fault: 'reset' },
  { name: 'a cut in mid-headers', script: (socket) => socket.end('HTTP/1.1 201 Cre'), fault: 'reset' },
  {
    name: 'a cut in mid-body',
    script: (socket) => socket.end('HTTP/1.1 201 Created\r\ncontent-length: 100\r\n\r\n{"sid":'),
    fault: 'reset',
  },
  {
    name: 'a cut in a chunked body',
    script: (socket) =>
      socket.end('HTTP/1.1 201 Created\r\ntransfer-encoding: chunked\r\n\r\n7\r\n{"sid":\r\n'),
    fault: 'reset',
  },
  {
    name: 'a body over the bound',
    script: (socket) => socket.write(answer(201, 'x'.repeat(5_000))),
    fault: 'too-large',
  },
  {
    name: 'a body without end',
    script: (socket) => {
      socket.write('HTTP/1.1 201 Created\r\ntransfer-encoding: chunked\r\n\r\n');
      const more = (): void => {
        if (!socket.destroyed) socket.write(`400\r\n${'x'.repeat(1024)}\r\n`, () => setImmediate(more));
      };
      more();
    },
    fault: 'too-large',
  },
  {
    name: 'something that is not HTTP',
    script: (socket) => socket.write('220 mail ESMTP\r\n\r\n'),
    fault: 'garbage',
  },
  {
    name: 'an echo of the request as garbage',
    script: (socket, request) => socket.write(`${request}\r\n\r\n`),
    fault: 'garbage',
  },
  {
    name: 'headers without end',
    script: (socket) => socket.write(`HTTP/1.1 201 Created\r\nx: ${'y'.repeat(40_000)}\r\n`),
    fault: 'garbage',
  },
  {
    name: 'a redirect',
    script: (socket) => socket.write(answer(302, '', 'location: http://127.0.0.1:9/elsewhere\r\n')),
    fault: 'redirect',
  },
  {
    name: 'a not-modified',
    script: (socket) => socket.write('HTTP/1.1 304 Not Modified\r\n\r\n'),
    fault: 'redirect',
  },
  {
    name: 'another protocol',
    script: (socket) => socket.write('HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n'),
    fault: 'reset',
  },
];

const WIRES: readonly [string, (options: WireOptions) => Wire][] = [
  ['the undici wire', openUndiciWire],
  ['the http wire', openHttpWire],
];

describe.each(WIRES)('%s', (_name, openWire) => {
  function wireTo(baseUrl: string, options: Partial<WireOptions> = {}): Wire {
    const wire = openWire({ baseUrl, credentials: CREDENTIALS, version: '1.2.3', ...options });
    open.push(() => wire.close());
    return wire;
  }
  const within = { timeoutMs: 10_000 };

  it('writes the request Twilio expects', async () => {
    const server = await serve((socket) =>
      socket.write(answer(201, '{"sid":"SM1"}', 'Twilio-Request-Id: RQ1\r\n')),
    );
    const response = await wireTo(server.url).send(POST, within);
    expect(response).toMatchObject({
      status: 201,
      body: '{"sid":"SM1"}',
      headers: { 'twilio-request-id': 'RQ1' },
    });
    const [head = '', body] = (server.requests[0] ?? '').split('\r\n\r\n');
    const [line, ...headers] = head.split('\r\n');
    expect(line).toBe(`POST ${POST.path} HTTP/1.1`);
    expect(body).toBe('To=%2B15005550006&Body=Tea%20%26%20cake%3F%20%C3%89');
    const named = Object.fromEntries(
      headers.map((text) => [text.split(': ')[0]?.toLowerCase(), text.split(': ')[1]]),
    );
    expect(named).toEqual({
      host: new URL(server.url).host,
      connection: 'keep-alive',
      authorization: `Basic ${BASE64}`,
      'user-agent': 'remind/1.2.3',
      accept: 'application/json',
      'accept-charset': 'utf-8',
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': String(body?.length),
    });
  });

  it('sends no body with a GET or DELETE', async () => {
    const server = await serve((socket) => socket.write('HTTP/1.1 204 No Content\r\n\r\n'));
    const wire = wireTo(server.url, { connections: 1 });
    await wire.send(GET, within);
    expect(await wire.send({ ...GET, method: 'DELETE' }, within)).toMatchObject({ status: 204, body: '' });
    expect(server.requests.map((text) => text.split('\r\n')[0])).toEqual([
      'GET /x.json?DateSent%3E=2026-01-01 HTTP/1.1',
      'DELETE /x.json?DateSent%3E=2026-01-01 HTTP/1.1',
    ]);
    expect(server.received).not.toMatch(/content-(type|length)/i);
    expect(server.connections).toBe(1);
  });

  it.each([200, 201, 204, 400, 401, 404, 429, 500, 503])('hands over a %i as it is', async (status) => {
    const body = status === 204 ? '' : '{"code":1}';
    const server = await serve((socket) => socket.write(answer(status, body)));
    expect(await wireTo(server.url).send(POST, within)).toMatchObject({ status, body });
  });

  it('puts bytes that are split anywhere together again', async () => {
    const whole = Buffer.from(answer(201, '{"body":"É😀"}'));
    const server = await serve((socket) => {
      socket.setNoDelay(true);
      const next = (at: number): void => {
        if (at < whole.length) socket.write(whole.subarray(at, at + 1), () => setImmediate(next, at + 1));
      };
      next(0);
    });
    expect((await wireTo(server.url).send(POST, within)).body).toBe('{"body":"É😀"}');
  });

  it.each(HOSTILE)('answers $name with maybe, once', async ({ script, fault, late }) => {
    const server = await serve(script);
    const hand = handCountdown();
    const sending = wireTo(server.url, { countdown: hand.countdown, maxBodyBytes: 4_096 }).send(POST, within);
    if (late) server.arrived(1).then(() => hand.pass());
    const error = await failure(sending);
    expect(error).toMatchObject({ sent: 'maybe', fault });
    expect(server.requests).toHaveLength(1);
  });

  it('counts a trickling answer as one exchange with one deadline', async () => {
    let trickled = 0;
    const hand = handCountdown();
    const server = await serve((socket) => {
      socket.write('HTTP/1.1 201 Created\r\ncontent-length: 100000\r\n\r\n');
      const drip = (): void => {
        trickled += 1;
        if (trickled === 20) hand.pass();
        if (!socket.destroyed) socket.write('x', () => setImmediate(drip));
      };
      drip();
    });
    const error = await failure(wireTo(server.url, { countdown: hand.countdown }).send(POST, within));
    expect(error).toMatchObject({ sent: 'maybe', fault: 'timeout' });
    expect(hand.started).toBe(1);
  });

  it('waits for the answer behind an early hint', async () => {
    const server = await serve((socket) =>
      socket.write(`HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n${answer(201, 'ok')}`),
    );
    expect(await wireTo(server.url).send(POST, within)).toMatchObject({ status: 201, body: 'ok' });
  });

  it('never calls a request unsent because of a stray 100 Continue', async () => {
    const server = await serve((socket) => socket.write(`HTTP/1.1 100 Continue\r\n\r\n${answer(201, 'ok')}`));
    const result = await wireTo(server.url)
      .send(POST, within)
      .catch((error: WireError) => ({ status: 201, sent: error.sent }));
    expect(result).toMatchObject({ status: 201 });
    expect(result).not.toMatchObject({ sent: 'no' });
    expect(server.requests).toHaveLength(1);
  });

  it('does not send again when a kept socket is closed under the request', async () => {
    const server = await serve((socket, _request, n) =>
      n === 0 ? socket.write(answer(201, 'ok')) : socket.destroy(),
    );
    const wire = wireTo(server.url, { connections: 1 });
    await wire.send(POST, within);
    expect(await failure(wire.send(POST, within))).toMatchObject({ sent: 'maybe', fault: 'reset' });
    expect(server.connections).toBe(1);
    expect(server.requests).toHaveLength(2);
  });

  it('goes on working after a broken exchange', async () => {
    const server = await serve((socket, _request, n) =>
      n === 0 ? socket.destroy() : socket.write(answer(201, 'ok')),
    );
    const wire = wireTo(server.url, { connections: 1 });
    await failure(wire.send(POST, within));
    expect(await wire.send(POST, within)).toMatchObject({ status: 201 });
  });

  it.each([
    ['refused', async () => `http://127.0.0.1:${await deadPort()}`],
    // A label of more than 63 letters fails in the resolver itself, without a query leaving the machine.
    ['dns', async () => `http://${'a'.repeat(64)}.invalid`],
    [
      'tls',
      async () => (await serve(() => {}, 'HTTP/1.1 400 Bad Request\r\n\r\n')).url.replace('http:', 'https:'),
    ],
  ] as const)('calls it unsent when there is no connection: %s', async (fault, url) => {
    expect(await failure(wireTo(await url()).send(POST, within))).toMatchObject({ sent: 'no', fault });
  });

  it('calls it unsent when the secure connection never comes about', async () => {
    const server = await serve(() => {});
    const hand = handCountdown();
    const sending = wireTo(server.url.replace('http:', 'https:'), { countdown: hand.countdown }).send(
      POST,
      within,
    );
    await new Promise<void>((resolve) => {
      const look = (): void => (server.received.length > 0 ? resolve() : void setImmediate(look));
      look();
    });
    hand.pass();
    expect(await failure(sending)).toMatchObject({ sent: 'no', fault: 'timeout' });
  });

  it('shows no byte of the request to a host with a foreign certificate', async () => {
    const { url, requests } = await tlsServer();
    expect(await failure(wireTo(url).send(POST, within))).toMatchObject({ sent: 'no', fault: 'tls' });
    expect(requests).toEqual([]);
  });

  it('speaks to a host whose certificate it trusts, and doubts the outcome when that one hangs up', async () => {
    const { url, requests } = await tlsServer();
    const wire = wireTo(url, { ca: TEST_CERTIFICATE });
    expect(await wire.send(GET, within)).toMatchObject({ status: 200 });
    expect(await failure(wire.send(POST, within))).toMatchObject({ sent: 'maybe', fault: 'reset' });
    expect(requests).toEqual(['GET', 'POST']);
  });

  it('leaves neither timer nor listener behind', async () => {
    const server = await serve((socket, _request, n) =>
      n === 0 ? socket.write(answer(201, 'ok')) : socket.destroy(),
    );
    let running = 0;
    const countdown: Countdown = () => {
      running += 1;
      return () => {
        running -= 1;
      };
    };
    const { signal } = new AbortController();
    const wire = wireTo(server.url, { countdown });
    await wire.send(POST, { ...within, signal });
    await failure(wire.send(POST, { ...within, signal }));
    expect(running).toBe(0);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('opens no socket when it was stopped before', async () => {
    const server = await serve((socket) => socket.write(answer(201, 'ok')));
    const sending = wireTo(server.url).send(POST, { ...within, signal: AbortSignal.abort() });
    expect(await failure(sending)).toMatchObject({ sent: 'no', fault: 'aborted' });
    expect(server.connections).toBe(0);
  });

  it('writes nothing when it is stopped before the socket is open', async () => {
    const server = await serve((socket) => socket.write(answer(201, 'ok')));
    const stop = new AbortController();
    const wire = wireTo(server.url, { connections: 1 });
    const sending = wire.send(POST, { ...within, signal: stop.signal });
    stop.abort();
    expect(await failure(sending)).toMatchObject({ sent: 'no', fault: 'aborted' });
    await wire.send(GET, within);
    expect(server.requests.map((text) => text.slice(0, 4))).toEqual(['GET ']);
  });

  it('doubts the outcome when it is stopped after writing', async () => {
    const server = await serve(() => {});
    const stop = new AbortController();
    const sending = wireTo(server.url).send(POST, { ...within, signal: stop.signal });
    server.arrived(1).then(() => stop.abort());
    expect(await failure(sending)).toMatchObject({ sent: 'maybe', fault: 'aborted' });
  });

  it('cuts what is in flight when closed, and refuses what comes after', async () => {
    const server = await serve(() => {});
    const wire = wireTo(server.url);
    const sending = failure(wire.send(POST, within));
    await server.arrived(1);
    await wire.close();
    expect(await sending).toMatchObject({ sent: 'maybe', fault: 'closed' });
    expect(await failure(wire.send(POST, within))).toMatchObject({ sent: 'no', fault: 'closed' });
    expect(server.requests).toHaveLength(1);
  });

  it('refuses a path that could name another host', async () => {
    const wire = wireTo('http://127.0.0.1:9');
    for (const path of ['//evil.example/x', 'http://evil.example/', '', '/a b', '/a\r\nx: y', '/é']) {
      await expect(wire.send({ method: 'GET', path }, within)).rejects.toThrow(TypeError);
    }
  });
});

it('a request that waited for a socket until its deadline is unsent and stays so', async () => {
  const hand = handCountdown();
  const held: (() => void)[] = [];
  const server = await serve((socket) => held.push(() => socket.write(answer(201, 'ok'))));
  const wire = openUndiciWire({
    baseUrl: server.url,
    credentials: CREDENTIALS,
    version: '1',
    connections: 1,
    countdown: hand.countdown,
  });
  open.push(() => wire.close());
  const first = wire.send(GET, { timeoutMs: 1 });
  await server.arrived(1);
  const second = wire.send(POST, { timeoutMs: 1 });
  hand.pass(1);
  expect(await failure(second)).toMatchObject({ sent: 'no', fault: 'timeout' });
  held[0]?.();
  await first;
  const third = wire.send(GET, { timeoutMs: 1 });
  await server.arrived(2);
  held[1]?.();
  await third;
  expect(server.requests.map((text) => text.slice(0, 4))).toEqual(['GET ', 'GET ']);
});

async function tlsServer(): Promise<{ url: string; requests: string[] }> {
  const requests: string[] = [];
  const server = createTlsServer({ cert: TEST_CERTIFICATE, key: TEST_KEY }, (request, response) => {
    requests.push(request.method ?? '');
    if (request.method === 'GET') response.end('ok');
    else request.socket.destroy();
  });
  const port = await listen(server);
  open.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return { url: `https://127.0.0.1:${port}`, requests };
}
