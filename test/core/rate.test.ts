import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BURST_MS,
  describeLane,
  freeAfter,
  laneOf,
  laneRate,
  opensAt,
  USUAL_RATES,
} from '../../src/core/rate.ts';

const NOW = Date.parse('2026-11-23T09:00:00Z');

/** Sends as soon as the bucket lets them, with a wait of `latenessMs` after each waking; returns the instants. */
function drain(perSecond: number, tokens: readonly number[], latenessMs = 0): number[] {
  let freeAt = 0;
  let now = NOW;
  return tokens.map((each) => {
    const opens = opensAt({ freeAt, perSecond }, now);
    now = opens > now ? opens + latenessMs : now;
    freeAt = freeAfter({ freeAt, perSecond }, each, now);
    return now;
  });
}

describe('a bucket', () => {
  it('is open at first, and lets the next one go at the even pace', () => {
    const gone = drain(1, [1, 1, 1]).map((at) => at - NOW);
    expect(gone).toEqual([0, 1_000 - BURST_MS, 2_000 - BURST_MS]);
  });

  it('counts a text of three segments as three', () => {
    expect(drain(1, [3, 1]).map((at) => at - NOW)).toEqual([0, 3_000 - BURST_MS]);
  });

  it('keeps a rate that is no whole number of milliseconds, also when it is served late', () => {
    for (const lateness of [0, 20]) {
      const gone = drain(30, Array<number>(301).fill(1), lateness);
      expect((gone.at(-1) ?? 0) - NOW).toBeGreaterThan(10_000 - BURST_MS - 40);
      expect((gone.at(-1) ?? 0) - NOW).toBeLessThanOrEqual(10_000);
    }
  });

  it('never lets more go in any stretch than its rate and its burst', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 200, noNaN: true }),
        fc.array(fc.integer({ min: 1, max: 10 }), { minLength: 2, maxLength: 60 }),
        fc.integer({ min: 0, max: 50 }),
        (perSecond, tokens, lateness) => {
          const gone = drain(perSecond, tokens, lateness);
          for (let first = 0; first < gone.length; first += 1) {
            let sum = 0;
            for (let last = first; last < gone.length; last += 1) {
              const ms = (gone[last] ?? 0) - (gone[first] ?? 0);
              // What the last one takes is paid afterwards.
              expect(sum).toBeLessThanOrEqual(((ms + BURST_MS + 1) * perSecond) / 1_000 + 1e-6);
              sum += tokens[last] ?? 0;
            }
          }
        },
      ),
    );
  });

  it('forgets a clock that was ahead, and a debt, after a minute and some', () => {
    const hourAhead = NOW + 3_600_000;
    expect(opensAt({ freeAt: hourAhead, perSecond: 1 }, NOW) - NOW).toBe(70_000 - BURST_MS);
    let freeAt = 0;
    for (let i = 0; i < 1_000; i += 1) freeAt = freeAfter({ freeAt, perSecond: 1 }, 1, NOW);
    expect(freeAt - NOW).toBe(70_000);
  });
});

describe('the usual rates', () => {
  it.each([
    ['call', '+15005550006', 1],
    ['sms', '+15005550006', 1],
    ['sms', '+18445550100', 3],
    ['sms', '+447700900123', 10],
    ['sms', 'Praxis', 10],
    ['sms', '72345', 30],
    ['sms', `MG${'0'.repeat(32)}`, 0],
  ] as const)('%s from %s: %d a second', (channel, from, perSecond) => {
    expect(laneRate(laneOf(channel, from), USUAL_RATES)).toBe(perSecond);
  });

  it('give way to what was set, for every sender', () => {
    const rates = { callsPerSecond: 4, segmentsPerSecond: 0.5 };
    expect(laneRate(laneOf('call', '+15005550006'), rates)).toBe(4);
    expect(laneRate(laneOf('sms', `MG${'0'.repeat(32)}`), rates)).toBe(0.5);
  });

  it('are told in words', () => {
    expect(describeLane('calls', 1)).toBe('1 call a second');
    expect(describeLane('texts:72345', 2.5)).toBe('2.5 segments a second from 72345');
  });
});
