// The simulator's clock as `remind` follows it over HTTP.

import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { followClock } from '../../src/cli/simulator-clock.ts';
import type { Clock } from '../../src/core/clock.ts';
import { HANDSHAKE_PATH, handshakeProof } from '../../src/core/handshake.ts';
import { systemRandom } from '../../src/system/random.ts';

const START = Date.parse('2026-03-27T12:00:00Z');

/** A machine so busy that milliseconds pass between one look at its clock and the next. */
function hurried(): Clock {
  let now = 0;
  return {
    now: () => {
      now += 2;
      return now;
    },
    at: () => () => {},
    sleep: async () => {},
  };
}

/** Somebody who tells the time on demand. */
async function timeTeller(): Promise<{ url: string; say(now: number): Promise<void> }> {
  const listening: ServerResponse[] = [];
  const line = (now: number) => `${JSON.stringify({ now, speed: 1, running: true })}\n`;
  const server = createServer(({ url = '' }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
    if (pathname === HANDSHAKE_PATH) {
      const proof = handshakeProof(searchParams.get('nonce') ?? '');
      response.end(JSON.stringify({ simulator: 1, accountSid: `AC${'1'.repeat(32)}`, proof }));
      return;
    }
    listening.push(response);
    response.write(line(START));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async say(now) {
      for (const response of listening) response.write(line(now));
    },
  };
}

it('is followed to the end, also when time passes an instant while it is being set to it', async () => {
  const teller = await timeTeller();
  const { clock, close } = await followClock(teller.url, { real: hurried(), random: systemRandom });
  onTestFinished(close);
  // Hardly ahead, each of them: by the time it is set, it may be past.
  for (let ahead = 1; ahead <= 40; ahead += 1) {
    await teller.say(clock.now() + ahead);
    await new Promise((resolve) => setImmediate(resolve));
  }
  await teller.say(START + 3_600_000);
  await expect.poll(() => clock.now(), { timeout: 5_000 }).toBeGreaterThan(START + 3_599_000);
});
