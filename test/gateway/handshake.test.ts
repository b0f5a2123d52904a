import { afterEach, expect, it } from 'vitest';
import { handshakeProof } from '../../src/core/handshake.ts';
import { askSimulator } from '../../src/gateway/handshake.ts';
import { answer, deadPort, type HostileServer, hostileServer, type Script } from './hostile-server.ts';

const ACCOUNT = `AC${'a'.repeat(32)}`;
const NONCE = '0123456789abcdef0123456789abcdef';
const random = { next: () => 0, hex: (bytes: number) => NONCE.slice(0, bytes * 2) };

const open: HostileServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function serve(script: Script): Promise<HostileServer> {
  const server = await hostileServer(script);
  open.push(server);
  return server;
}

const proofFor = (nonce: string, more: object = {}): string =>
  JSON.stringify({ simulator: 1, accountSid: ACCOUNT, proof: handshakeProof(nonce), ...more });

it('knows the simulator by its proof, and shows it no credentials', async () => {
  const server = await serve((socket, request) => {
    const nonce = /nonce=([0-9a-f]+) /.exec(request)?.[1] ?? '';
    socket.write(answer(200, proofFor(nonce)));
  });
  expect(await askSimulator(server.url, random)).toEqual({ accountSid: ACCOUNT });
  expect(server.requests[0]).toMatch(new RegExp(`^GET /sim/handshake\\?nonce=${NONCE} HTTP/1.1\r\n`));
  expect(server.received).not.toMatch(/authorization/i);
});

it.each<[string, Script]>([
  ['proves an old nonce', (socket) => socket.write(answer(200, proofFor('f'.repeat(32))))],
  ['has no proof', (socket) => socket.write(answer(200, `{"simulator":1,"accountSid":"${ACCOUNT}"}`))],
  ['is Twilio', (socket) => socket.write(answer(404, '{"code":20404,"message":"not found","status":404}'))],
  ['has the proof under another status', (socket) => socket.write(answer(201, proofFor(NONCE)))],
  [
    'redirects to one that proves it',
    (socket) => socket.write(answer(302, proofFor(NONCE), 'location: /sim\r\n')),
  ],
  ['says something else', (socket) => socket.write(answer(200, '<html>'))],
  ['says too much', (socket) => socket.write(answer(200, proofFor(NONCE, { padding: 'x'.repeat(5_000) })))],
  ['hangs up', (socket) => socket.destroy()],
])('takes an address for the real Twilio that %s', async (_name, script) => {
  const server = await serve(script);
  expect(await askSimulator(server.url, random)).toBeUndefined();
});

it('takes an address for the real Twilio that refuses or never answers', async () => {
  expect(await askSimulator(`http://127.0.0.1:${await deadPort()}`, random)).toBeUndefined();
  const waits: number[] = [];
  const server = await serve(() => {});
  const asking = askSimulator(server.url, random, (ms, fire) => {
    waits.push(ms);
    server.arrived(1).then(fire);
    return () => {};
  });
  expect(await asking).toBeUndefined();
  expect(waits).toEqual([2_000]);
});
