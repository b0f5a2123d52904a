// The forecast of a queue that is left to Twilio, against the queue times that the simulator tells.

import { expect, test } from 'vitest';
import { type Coming, forecast } from '../../../src/core/forecast.ts';
import { clientOf, NOON, simulate } from '../../simulator/harness.ts';

const CALL = { from: '+15005550006', twiml: '<Response><Say>Hello</Say></Response>' };

test.each([0.5, 1, 3])('at %d calls a second', async (cps) => {
  const simulator = await simulate({ cps });
  const client = clientOf(simulator);
  // A crowd, stragglers behind it, a lull, and another crowd.
  const inMs = [...Array<number>(12).fill(0), 1_500, 1_700, 9_000, ...Array<number>(6).fill(60_000)];
  const rows = inMs.map(
    (ms): Coming => ({
      ...{ tenantId: 1, priority: 'normal', tokens: 1 },
      ...{ dueAt: NOON + ms, readyAt: NOON + ms, expiresAt: NOON + 3_600_000 },
    }),
  );
  const terms = { perSecond: cps, freeAt: 0, lastTenantId: 0, queue: 'twilio' } as const;
  const foretold = forecast(rows, terms, NOON).map(({ row, at }) => at - row.dueAt);
  const queued: number[] = [];
  let now = 0;
  for (const ms of inMs) {
    await simulator.clock.advance(ms - now);
    now = ms;
    const { queueTime } = await client.calls.create({ ...CALL, to: '+14155550123' });
    queued.push(Number(queueTime));
  }
  expect(Math.max(...foretold)).toBeGreaterThan(1_000);
  expect(foretold.map((ms, i) => Math.abs(ms - (queued[i] ?? Number.NaN)))).toEqual(
    foretold.map(() => expect.toSatisfy((ms: number) => ms <= 1)),
  );
});
