import { Agent, createServer } from 'node:https';
import { type AddressInfo, Socket } from 'node:net';
import twilio from 'twilio';
import { expect, test, vi } from 'vitest';
import { tlsFailure } from '../../src/simulator/webhook/error.ts';
import { DEFAULTS, readOverrides } from '../../src/simulator/webhook/overrides.ts';
import { type WebhookRequest, Webhooks } from '../../src/simulator/webhook.ts';
import { TEST_CERTIFICATE, TEST_KEY } from '../gateway/test-certificate.ts';
import { type Answer, type App, startApp } from './app.ts';
import { cleanUp, realClock } from './harness.ts';
import { hurriedClock } from './hurried-clock.ts';

const REQUEST = { method: 'POST', fields: [['a', '1']], authToken: 't', maxBytes: 1_000 } as const;

function client(clock = realClock): Webhooks {
  const webhooks = new Webhooks(clock);
  cleanUp(() => webhooks.close());
  return webhooks;
}

test.each([
  ['', {}],
  ['#', {}],
  ['#ct=100&rt=15000&tt=100&rc=5', { connectMs: 100, readMs: 15_000, totalMs: 100, retries: 5 }],
  ['#rc=0', { retries: 0 }],
  ['#ct=99&rt=15001&tt=0&rc=6', {}],
  ['#ct=10001&rt=x&tt=&rc=-1', {}],
  ['#ct=1e3&rt=500.5&tt=+500&rc=0x1', {}],
  ['#rp=4xx', { retried: new Set(['4xx']) }],
  ['#rp=ct,rt', { retried: new Set(['ct', 'rt']) }],
  ['#rp=ct%2Crt', { retried: new Set(['ct', 'rt']) }],
  ['#rp=all', { retried: new Set(['4xx', '5xx', 'ct', 'rt']) }],
  ['#rp=5xx,all', { retried: new Set(['4xx', '5xx', 'ct', 'rt']) }],
  ['#rp=5xx,often', {}],
  ['#rp=all,often', {}],
  ['#rp=', {}],
  ['#rp=5XX', {}],
  ['#e=ashburn,dublin&rc=2', { retries: 2 }],
  ['#section-2', {}],
])('the fragment %j', (fragment, expected) => {
  expect(readOverrides(fragment)).toEqual({ ...DEFAULTS, ...expected });
});

/** Answers the first requests with these, and everything after with an empty document. */
async function moody(...answers: Answer[]): Promise<App> {
  let next = 0;
  return startApp(() => {
    next += 1;
    return answers[next - 1] ?? '<Response/>';
  });
}

const status =
  (code: number): Answer =>
  (response) =>
    response.writeHead(code).end();
const silence: Answer = () => {};
const cut: Answer = (response) => response.socket?.destroy();

test.each<[fragment: string, answers: Answer[], asked: number, outcome: number]>([
  // [fragment, answers, requests, status or -code of the end]
  ['', [status(500)], 1, 500],
  ['', [status(404)], 1, 404],
  ['', [cut], 1, -11205],
  ['#rp=5xx', [status(500)], 2, 200],
  ['#rp=5xx', [status(503), status(502)], 2, 502],
  ['#rp=5xx&rc=0', [status(500)], 1, 500],
  ['#rp=5xx&rc=5', Array.from({ length: 9 }, () => status(500)), 6, 500],
  ['#rp=5xx', [status(404)], 1, 404],
  ['#rp=4xx', [status(404)], 2, 200],
  ['#rp=4xx', [status(500)], 1, 500],
  ['#rp=all&rc=2', [status(404), status(500)], 3, 200],
  ['#rp=all', [status(200)], 1, 200],
  ['#rp=ct,rt', [cut], 2, 200],
  ['#rt=100', [silence], 1, -11200],
  ['#rt=100&rp=rt', [silence], 2, 200],
  ['#rt=100&rp=rt', [silence, silence], 2, -11200],
  ['#rt=100&rp=ct', [silence], 1, -11200],
])('%s: tries again when that is its policy', async (fragment, answers, asked, outcome) => {
  const app = await moody(...answers);
  const reply = client()
    .send({ ...REQUEST, url: app.url + fragment })
    .then(
      (reply) => reply.status,
      (error) => -error.code,
    );
  expect(await reply).toBe(outcome);
  expect(app.hooks).toHaveLength(asked);
});

test('a refused connection is tried twice, or as often as asked', async () => {
  const opened = vi.spyOn(Socket.prototype, 'connect');
  cleanUp(() => opened.mockRestore());
  for (const [fragment, attempts] of [
    ['', 2],
    ['#rc=0', 1],
    ['#rc=3', 4],
    ['#rp=5xx', 1],
  ] as const) {
    opened.mockClear();
    const refused = client().send({ ...REQUEST, url: `http://127.0.0.1:9/${fragment}` });
    await expect(refused).rejects.toMatchObject({ code: 11205 });
    expect(opened, fragment).toHaveBeenCalledTimes(attempts);
  }
});

test('an address that never answers is given up after the connect timeout, twice', async () => {
  const clock = hurriedClock(50);
  const opened = vi.spyOn(Socket.prototype, 'connect').mockReturnThis();
  cleanUp(() => opened.mockRestore());
  for (const [fragment, least, words] of [
    ['', 10_000, 'no connection within 5 s'],
    ['#ct=2000&rc=0', 2_000, 'no connection within 2 s'],
    // Four attempts would take 16 s, but there are 15 in all.
    ['#ct=4000&rc=3', 15_000, 'no connection within 15 s'],
  ] as const) {
    const start = clock.now();
    const late = client(clock).send({ ...REQUEST, url: `http://127.0.0.1:9/${fragment}` });
    await expect(late).rejects.toMatchObject({ code: 11205, message: words });
    expect(clock.now() - start, fragment).toBeGreaterThanOrEqual(least);
  }
});

test('the read timeout counts from packet to packet, the total does not', async () => {
  const drip: Answer = (response) => {
    response.writeHead(200, { 'content-type': 'text/xml' });
    let left = 12;
    const next = () => {
      left -= 1;
      response.write(' ');
      if (left > 0) setTimeout(next, 50);
      else response.end();
    };
    next();
  };
  const app = await startApp(() => drip);
  const send = (fragment: string) => client().send({ ...REQUEST, url: app.url + fragment });
  expect((await send('#rt=400')).body).toHaveLength(12);
  await expect(send('#rt=400&tt=300&rp=all&rc=5')).rejects.toMatchObject({
    code: 11200,
    message: 'no whole reply within 0.3 s',
  });
  expect(app.hooks).toHaveLength(2);
});

test('the total covers all tries', async () => {
  const app = await startApp(() => silence);
  const clock = hurriedClock(10);
  const late = client(clock).send({ ...REQUEST, url: `${app.url}#rt=2000&tt=5000&rc=5&rp=rt` });
  await expect(late).rejects.toMatchObject({ code: 11200, message: 'no whole reply within 5 s' });
  expect(app.hooks).toHaveLength(3);
});

test('nothing is tried again when the time is up', async () => {
  let lateMs = 0;
  const webhooks = client({ ...realClock, now: () => realClock.now() + lateMs });
  const app = await startApp(() => (response) => {
    lateMs += 20_000;
    response.writeHead(500).end();
  });
  expect((await webhooks.send({ ...REQUEST, url: `${app.url}#rp=5xx&rc=5` })).status).toBe(500);
  expect(app.hooks).toHaveLength(1);
});

test('a fragment is neither sent nor signed, and each try carries the same token', async () => {
  const app = await moody(status(500), status(500));
  const webhooks = client();
  const url = `${app.url}/voice?a=1`;
  await webhooks.send({ ...REQUEST, url: `${url}#rp=5xx&rc=2` });
  await webhooks.send({ ...REQUEST, url });
  expect(app.hooks.map((hook) => hook.url)).toEqual(Array(4).fill('/voice?a=1'));
  for (const { signature } of app.hooks) {
    expect(twilio.validateRequest('t', signature, url, { a: '1' })).toBe(true);
  }
  const tokens = app.hooks.map((hook) => hook.headers['i-twilio-idempotency-token']);
  expect(tokens[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(tokens.slice(0, 3)).toEqual(Array(3).fill(tokens[0]));
  expect(tokens[3]).not.toBe(tokens[0]);
});

test('ten redirects are followed, and no more', async () => {
  const step = ({ url }: { readonly url: string }): Answer => {
    const left = Number(url.slice(1));
    if (left === 0) return '<Response/>';
    return (response) => response.writeHead(307, { location: `/${left - 1}` }).end();
  };
  const app = await startApp(step);
  expect(await client().send({ ...REQUEST, url: `${app.url}/10` })).toMatchObject({ url: `${app.url}/0` });
  await expect(client().send({ ...REQUEST, url: `${app.url}/11` })).rejects.toMatchObject({ code: 11215 });
});

test('a retry begins again where the webhook began', async () => {
  const moved: Answer = (response) => response.writeHead(307, { location: '/there' }).end();
  const app = await moody(moved, status(500), moved);
  const reply = await client().send({ ...REQUEST, url: `${app.url}/here#rp=5xx` });
  expect(reply).toMatchObject({ status: 200, url: `${app.url}/there` });
  expect(app.hooks.map(({ url }) => url)).toEqual(['/here', '/there', '/here', '/there']);
});

test.each([
  ['nowhere', 11100],
  ['ftp://localhost/', 11100],
  ['http://example.com/', 11210],
  ['http://93.184.216.34/', 11205],
  ['http://[2001:db8::1]/', 11205],
])('%s is refused with %d and nothing is opened', async (url, code) => {
  const opened = vi.spyOn(Socket.prototype, 'connect');
  cleanUp(() => opened.mockRestore());
  await expect(client().send({ ...REQUEST, url })).rejects.toMatchObject({ code });
  expect(opened).not.toHaveBeenCalled();
});

async function secureApp(): Promise<string> {
  const server = createServer({ key: TEST_KEY, cert: TEST_CERTIFICATE }, (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/xml' }).end('<Response/>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp(() => {
    server.closeAllConnections();
    server.close();
  });
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

test('a certificate that nobody vouches for is 11237, no TLS at all is 11220', async () => {
  const url = await secureApp();
  const app = await startApp();
  const send = (request: Pick<WebhookRequest, 'url'>) => client().send({ ...REQUEST, ...request });
  await expect(send({ url })).rejects.toMatchObject({ code: 11237 });
  await expect(send({ url: app.url.replace('http:', 'https:') })).rejects.toMatchObject({ code: 11220 });
  await expect(send({ url: url.replace('https:', 'http:') })).rejects.toMatchObject({ failure: 'rt' });
});

/** Trusts the tests' own certificate, which is for 127.0.0.1. */
function trustTestCertificate(): void {
  const { createConnection } = Agent.prototype;
  const trusting = vi.spyOn(Agent.prototype, 'createConnection').mockImplementation(function (
    this: Agent,
    options,
    done,
  ) {
    return createConnection.call(this, { ...options, ca: TEST_CERTIFICATE }, done);
  });
  cleanUp(() => trusting.mockRestore());
}

test('a certificate that is trusted is talked to, over one connection', async () => {
  trustTestCertificate();
  const url = await secureApp();
  const opened = vi.spyOn(Socket.prototype, 'connect');
  cleanUp(() => opened.mockRestore());
  const webhooks = client();
  for (let time = 0; time < 3; time += 1) {
    expect(await webhooks.send({ ...REQUEST, url })).toMatchObject({ status: 200, contentType: 'text/xml' });
  }
  expect(opened).toHaveBeenCalledTimes(1);
});

test("a trusted certificate of another host's is 11235", async () => {
  trustTestCertificate();
  const url = (await secureApp()).replace('127.0.0.1', 'localhost');
  await expect(client().send({ ...REQUEST, url })).rejects.toMatchObject({ code: 11235 });
});

test.each([
  ['CERT_HAS_EXPIRED', 11236],
  ['CERT_NOT_YET_VALID', 11236],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 11237],
  ['SELF_SIGNED_CERT_IN_CHAIN', 11237],
  ['ECONNRESET', 11220],
  ['EPROTO', 11220],
])('TLS that ends with %s is %d, and may be tried again', (code, expected) => {
  const failure = tlsFailure(Object.assign(new Error('no'), { code }));
  expect(failure).toMatchObject({ code: expected, failure: 'ct' });
});
